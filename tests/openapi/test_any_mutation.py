"""However a document is changed, either it loads and every tool works on it, or a short message refuses it."""

from __future__ import annotations

import copy
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from speclift.errors import SourceError
from tests.openapi.every_tool import loaded, use_in_every_tool

NAME = {"type": "string", "minLength": 1, "maxLength": 20, "pattern": "^[a-z]+$", "default": "a"}
KITE = {
    "type": "object",
    "description": "A kite.",
    "required": ["name"],
    "properties": {
        "name": NAME,
        "length": {"type": "number", "minimum": 1, "nullable": True},
        "kind": {"type": "string", "enum": ["a", "b"]},
        "tail": {"$ref": "#/components/schemas/Tail"},
        "tails": {"type": "array", "items": {"$ref": "#/components/schemas/Tail"}},
    },
}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.4",
    "info": {"title": "Kites", "version": "1", "license": {"name": "MIT"}},
    "servers": [{"url": "https://kites.example/{v}", "variables": {"v": {"default": "v1", "enum": ["v1"]}}}],
    "tags": [{"name": "kites", "description": "All kites."}],
    "security": [{"key": []}],
    "paths": {
        "/kites": {
            "parameters": [{"$ref": "#/components/parameters/Page"}],
            "get": {
                "operationId": "kites",
                "tags": ["kites"],
                "responses": {
                    "200": {
                        "description": "Kites.",
                        "headers": {"Count": {"schema": {"type": "integer"}}},
                        "content": {
                            "application/json": {
                                "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Kite"}}
                            }
                        },
                    },
                    "4XX": {"$ref": "#/components/responses/Refusal"},
                },
            },
            "post": {
                "operationId": "make",
                "requestBody": {"required": True, "content": {"application/json": {"schema": KITE}}},
                "responses": {"201": {"description": "Made.", "content": {"application/json": {"schema": KITE}}}},
            },
        },
        "/kites/{id}": {
            "get": {
                "operationId": "kite",
                "deprecated": True,
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "integer", "format": "int64"}},
                    {"name": "fields", "in": "query", "style": "form", "schema": {"type": "array", "items": NAME}},
                ],
                "responses": {
                    "200": {
                        "description": "A kite.",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Kite"}}},
                    }
                },
                "security": [],
            }
        },
    },
    "components": {
        "schemas": {
            "Kite": {**KITE, "example": {"name": "a"}},
            "Tail": {
                "oneOf": [{"$ref": "#/components/schemas/Short"}, {"$ref": "#/components/schemas/Long"}],
                "discriminator": {"propertyName": "kind", "mapping": {"s": "#/components/schemas/Short"}},
            },
            "Short": {"type": "object", "properties": {"kind": NAME}, "required": ["kind"]},
            "Long": {"allOf": [{"$ref": "#/components/schemas/Short"}, {"properties": {"next": {"type": "integer"}}}]},
        },
        "parameters": {"Page": {"name": "page", "in": "query", "schema": {"type": "integer", "default": 1}}},
        "responses": {
            "Refusal": {
                "description": "Refused.",
                "content": {"application/problem+json": {"example": {"a": 1}, "schema": {"type": "object"}}},
            }
        },
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "Key"}},
    },
}

#: Replacements for values: wrong types, and strings that mean something elsewhere.
VALUES: list[Any] = [
    *(
        None,
        True,
        False,
        0,
        -1,
        1.5,
        10**30,
        "",
        "a",
        "1",
        "true",
        " ",
        "{",
        "(",
        "#/components/schemas/Kite",
        "é\u202e",
    ),
    *([], [None], ["a"], ["a", "a"], [[]], [{}], {}, {"a": None}, {"$ref": "#/components/schemas/Kite"}),
    *({"$ref": "#/a"}, {"$ref": 5}, {"type": "any"}, {"<<": {"type": "string"}}, ["string", "null"], "file", "object"),
]
#: New names for keys.
KEYS = (
    *(
        "",
        "a",
        "$ref",
        "type",
        "items",
        "required",
        "x-a",
        "4xx",
        "in",
        "GET",
        "default",
        "example",
        "examples",
        "enum",
    ),
    *(
        "content",
        "schema",
        "allOf",
        "nullable",
        "const",
        "/",
        "{a}",
        "a b",
        "é",
        "<<",
        "__class__",
        "additionalProperties",
    ),
)


def places(node: Any, above: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    found: list[tuple[str | int, ...]] = []
    for key, value in entries:
        found += [(*above, key), *places(value, (*above, key))]
    return found


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    """A document with one to four changes: a value is replaced, or a key is removed, renamed or duplicated."""
    document = copy.deepcopy(DOCUMENT)
    document["openapi"] = draw(st.sampled_from(["3.0.4", "3.1.1", "3.2.0"]))
    for _ in range(draw(st.integers(1, 4))):
        *above, key = draw(st.sampled_from(places(document)))
        owner: Any = document
        for step in above:
            owner = owner[step]
        match draw(st.sampled_from(["value", "value", "remove", "rename", "duplicate"])):
            case "value":
                owner[key] = copy.deepcopy(draw(st.sampled_from(VALUES)))
            case "remove":
                owner.pop(key)
            case "rename" if isinstance(owner, dict):
                owner[draw(st.sampled_from(KEYS))] = owner.pop(key)
            case _ if isinstance(owner, dict):
                owner[draw(st.sampled_from(KEYS))] = copy.deepcopy(owner[key])
            case _:
                owner.append(copy.deepcopy(owner[key]))
    return document


@pytest.mark.parametrize("value", [True, 3, "x", [], None, {}], ids=repr)
@pytest.mark.parametrize("kind", DOCUMENT["components"])
@pytest.mark.parametrize("version", ["3.0.4", "3.2.0"])
def test_a_document_loads_although_components_have_the_wrong_type(
    version: str, kind: str, value: Any, tmp_path: Path
) -> None:
    faulty = {**DOCUMENT, "openapi": version, "components": {**DOCUMENT["components"], kind: value}}
    assert loaded(tmp_path, json.dumps(faulty)).document["paths"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(mutated())
def test_any_change_is_mended_or_refused(document: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        refusal = ""
        try:
            found = loaded(Path(folder), json.dumps(document))
        except SourceError as error:
            refusal = str(error)
        if refusal:
            assert len(refusal.splitlines()) <= 5
            assert len(refusal) < 1_500
            return
        use_in_every_tool(found.document)
        if found.faults:
            with pytest.raises(SourceError, match="The document has"):
                loaded(Path(folder), json.dumps(document), is_strict=True)

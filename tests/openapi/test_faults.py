"""Each fault of a document is found at its place, and valid documents have none."""

from __future__ import annotations

import copy
import importlib.resources
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openapi_schema_validator
import openapi_spec_validator
import pytest

from speclift.openapi.checking.faults import faults, is_sound

VERSIONS = ("3.0.4", "3.1.1", "3.2.0")
OK = {"responses": {"200": {"description": "There."}}}


def document(**more: Any) -> dict[str, Any]:
    paths = {"/kites/{id}": {"get": {"operationId": "kite", "parameters": [path_parameter("id")], **OK}}}
    return copy.deepcopy({"openapi": "3.1.1", "info": {"title": "Kites", "version": "1"}, "paths": paths, **more})


def path_parameter(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def query_parameter(name: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": "string"}}


def with_schema(schema: Any) -> dict[str, Any]:
    return document(components={"schemas": {"A": schema, "B": {"type": "object"}}})


def with_operation(**more: Any) -> dict[str, Any]:
    return document(paths={"/a": {"get": {**OK, **more}}})


#: A document, the JSON Pointer of its fault, and a part of the message.
WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "type of a field": (document(info={"title": 5, "version": "1"}), "/info/title", "not of type"),
    "missing field": (document(info={"title": "K"}), "/info", "version"),
    "unknown field": (document(kites=1), "/kites", "no field of this name belongs here"),
    "unknown type": (with_schema({"type": "strin"}), "/components/schemas/A/type", "it is not one of"),
    "nested schema": (
        with_schema({"properties": {"a/b": {"minLength": -1}}}),
        "/components/schemas/A/properties/a~1b/minLength",
        "-1",
    ),
    "pattern": (with_schema({"pattern": "("}), "/components/schemas/A/pattern", "regex"),
    "default": (with_schema({"type": "integer", "default": "x"}), "/components/schemas/A/default", "integer"),
    "place of a parameter": (
        with_operation(parameters=[{**query_parameter("q"), "in": "quer"}]),
        "/paths/~1a/get/parameters/0/in",
        "one of",
    ),
    "description": (
        with_operation(responses={"200": {"description": 5}}),
        "/paths/~1a/get/responses/200/description",
        "type",
    ),
    "status": (
        with_operation(responses={"999": {"description": ""}, **OK["responses"]}),
        "/paths/~1a/get/responses/999",
        "belongs",
    ),
    "path without a slash": (document(paths={"a": {}}), "/paths/a", "belongs"),
    "path part without a parameter": (document(paths={"/a/{b}": {"get": OK}}), "/paths/~1a~1{b}/get", "differ: b"),
    "path parameter without a part": (with_operation(parameters=[path_parameter("b")]), "/paths/~1a/get", "differ: b"),
    "duplicate parameter": (
        with_operation(parameters=[query_parameter("q"), {**query_parameter("q"), "description": "Again."}]),
        "/paths/~1a/get/parameters/1",
        "is here twice",
    ),
    "duplicate operationId": (
        document(paths={path: {"get": {"operationId": "x", **OK}} for path in ("/a", "/b")}),
        "/paths/~1b/get",
        "#/paths/~1a/get is used here too",
    ),
    "duplicate tag": (document(tags=[{"name": "t"}, {"name": "t", "description": "x"}]), "/tags/1", "the tag t"),
    "dangling schema": (
        with_schema({"items": {"$ref": "#/components/schemas/C"}}),
        "/components/schemas/A/items",
        "leads nowhere",
    ),
    "dangling response": (
        with_operation(responses={"200": {"$ref": "#/components/responses/C"}}),
        "/paths/~1a/get/responses/200",
        "leads nowhere",
    ),
    "reference out of the document": (
        with_schema({"$ref": "http://127.0.0.1/x"}),
        "/components/schemas/A",
        "leads nowhere",
    ),
    "reference to another kind": (
        with_operation(parameters=[{"$ref": "#/components/schemas/B"}]) | {"components": {"schemas": {"B": {}}}},
        "/paths/~1a/get/parameters/0",
        "leads to a schema, not to a parameter",
    ),
    "dynamic reference to no anchor": (
        with_schema({"items": {"$dynamicRef": "#nobody"}}),
        "/components/schemas/A/items/$dynamicRef",
        "the dynamic reference #nobody leads nowhere",
    ),
    "reference to the info of the document": (
        with_schema({"items": {"$ref": "#/info"}}),
        "/components/schemas/A/items",
        "leads to the info of the document, not to a schema",
    ),
    "reference to a string": (
        with_schema({"title": "A", "items": {"$ref": "#/components/schemas/A/title"}}),
        "/components/schemas/A/items",
        "leads to a string, not to a schema",
    ),
    "reference to a map": (
        with_schema({"not": {"$ref": "#/components/schemas"}}),
        "/components/schemas/A/not",
        "leads to a map of schemas, not to a schema",
    ),
    "response in place of a parameter": (
        with_operation(parameters=[{"$ref": "#/paths/~1a/get/responses/200"}]),
        "/paths/~1a/get/parameters/0",
        "leads to a response, not to a parameter",
    ),
    "link to no operation": (
        with_operation(responses={"200": {"description": "", "links": {"l": {"operationId": "nobody"}}}}),
        "/paths/~1a/get/responses/200/links/l",
        "no operation has the id nobody",
    ),
    "link to a path item": (
        with_operation(responses={"200": {"description": "", "links": {"l": {"operationRef": "#/paths/~1a"}}}}),
        "/paths/~1a/get/responses/200/links/l",
        "no operation is at #/paths/~1a",
    ),
    "callback": (
        with_operation(callbacks={"c": {"{$request.body#/u}": {"post": {**OK, "tags": 5}}}}),
        "/paths/~1a/get/callbacks/c/{$request.body#~1u}/post/tags",
        "not of type",
    ),
}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", WRONG)
def test_a_fault_is_found_at_its_place(name: str, version: str) -> None:
    given, pointer, words = WRONG[name]
    found = list(faults({**given, "openapi": version}))
    assert any(fault.pointer == pointer and words in fault.message for fault in found), found
    assert all(len(fault.message) < 500 for fault in found)


def test_all_faults_are_reported() -> None:
    given = with_schema({"type": "strin", "pattern": "("})
    given["paths"]["/b"] = {"get": {"operationId": "kite", **OK}}
    pointers = {"/components/schemas/A/pattern", "/components/schemas/A/type", "/paths/~1b/get"}
    assert {fault.pointer for fault in faults(given)} == pointers


#: Looks like a reference, but is data wherever the documents below have it.
LIKE_A_REFERENCE = {"$ref": "http://127.0.0.1:9/x"}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    "given",
    [
        document(),
        with_schema({"pattern": r"^\p{L}+$"}),
        with_schema({"pattern": "(?<year>[0-9]{4})"}),
        with_schema({"pattern": r"(?i:kite)\Z"}),
        with_schema(
            {
                "default": LIKE_A_REFERENCE,
                "example": LIKE_A_REFERENCE,
                "enum": [LIKE_A_REFERENCE],
                "x-more": LIKE_A_REFERENCE,
                "properties": {"$ref": {"type": "string"}},
            }
        ),
        with_schema({"required": ["b"], "allOf": [{"properties": {"a": {}}}]}),
        with_schema({"type": "number", "default": 1}),
        document(servers=[{"url": "{host}/v1", "variables": {"host": {"default": "x"}}}]),
        document(**{"x-more": {"paths": {"/a": {"get": LIKE_A_REFERENCE}}}}),
        with_operation(callbacks={"c": {"x-more": LIKE_A_REFERENCE}}),
    ],
    ids=[
        "plain document",
        "class of letters in a pattern",
        "named group in a pattern",
        "flags in a pattern",
        "references in data",
        "required property without a schema",
        "default of another type of number",
        "variable for the start of a server address",
        "paths in an extension",
        "extension of a callback",
    ],
)
def test_a_valid_document_has_no_faults(given: dict[str, Any], version: str) -> None:
    assert list(faults({**given, "openapi": version})) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it.update(paths=7),
        lambda it: it.update(components=[1]),
        lambda it: it["paths"].update({"/x": 7}),
        lambda it: it.update(tags=7),
        lambda it: it["paths"].update({"/x": {"get": {"parameters": 7, "responses": 7}}}),
        lambda it: it.update(openapi=7),
        lambda it: it.update(components={"schemas": {"A": 7}, "parameters": 7}),
    ],
    ids=[
        "paths",
        "components",
        "path item",
        "tags",
        "parameters and responses",
        "version",
        "schema and map of parameters",
    ],
)
def test_wrong_types_are_faults_and_raise_no_exception(change: Callable[[dict[str, Any]], None]) -> None:
    given = document()
    change(given)
    assert list(faults(given))


@pytest.mark.parametrize(
    ("ours", "package", "theirs"),
    [
        ("openapi-3.0", openapi_spec_validator, "resources/schemas/v3.0/schema.json"),
        ("openapi-3.1", openapi_spec_validator, "resources/schemas/v3.1/schema.json"),
        ("openapi-3.2", openapi_spec_validator, "resources/schemas/v3.2/schema.json"),
        ("dialect-3.1", openapi_schema_validator, "schemas/oas3.1/metaschema.json"),
        ("dialect-3.2", openapi_schema_validator, "schemas/oas3.2/dialect/2025-09-17.json"),
        ("vocabulary-3.1", openapi_schema_validator, "schemas/oas3.1/vocabularies/base"),
        ("vocabulary-3.2", openapi_schema_validator, "schemas/oas3.2/meta/2025-09-17.json"),
    ],
)
def test_the_schemas_are_the_published_ones(ours: str, package: Any, theirs: str) -> None:
    """Our files are the same as those in another package, so nobody has changed them."""
    mine = importlib.resources.files("speclift.openapi.checking") / "published_schemas" / f"{ours}.json"
    assert json.loads(mine.read_text()) == json.loads((importlib.resources.files(package) / theirs).read_text())


def test_the_code_for_mends_is_imported_only_for_a_faulty_document(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom speclift.openapi.load import load\n"
        "load(sys.argv[1])\n"
        "print('speclift.openapi.mends.mend' in sys.modules)"
    )
    for number, (given, expected) in enumerate(((document(), "False\n"), (document(info={"title": 1}), "True\n"))):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(given))
        run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
        assert run.stdout == expected


@pytest.mark.parametrize("key", ["application/json,text/json", "application/json, version=2", "a/b,"])
def test_a_list_of_media_types_makes_a_document_unsound(key: str) -> None:
    response: dict[str, Any] = {"description": "There, or not.", "content": {key: {"schema": {}}}}
    wrong = document(components={"responses": {"Kite": response}})
    assert any(fault.kind == "media-type" for fault in faults(wrong))
    assert not is_sound(wrong)
    assert is_sound(document(components={"responses": {"Kite": {**response, "content": {"a/b": {}, "c/d": {}}}}}))

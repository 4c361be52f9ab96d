"""Laws of comparison, checked with generated documents."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from speclift.diff.compare import compare
from speclift.diff.description import describe
from speclift.diff.rules.catalogue import RULES_BY_CODE
from speclift.errors import SourceError
from speclift.openapi.swagger.document import openapi_of
from tests.diff.small import Json, changes

NAMES = st.sampled_from(["a", "b", "c"])
LEAVES: st.SearchStrategy[Any] = st.one_of(
    st.just({}),
    st.builds(lambda kind: {"type": kind}, st.sampled_from(["string", "integer", "number", "boolean"])),
    st.builds(lambda values: {"type": "string", "enum": values}, st.lists(NAMES, min_size=1, unique=True)),
    st.builds(lambda name: {"$ref": f"#/components/schemas/{name}"}, NAMES),
    st.builds(lambda bound: {"type": "string", "maxLength": bound}, st.integers(1, 3)),
    st.just({"type": ["string", "null"]}),
)
SCHEMAS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda items: {"type": "array", "items": items}, inner),
        st.builds(
            lambda properties, required: {"type": "object", "properties": properties, "required": required},
            st.dictionaries(NAMES, inner, min_size=1),
            st.lists(NAMES, unique=True),
        ),
        st.builds(lambda options: {"anyOf": options}, st.lists(inner, min_size=2, max_size=3)),
        st.builds(lambda parts: {"allOf": parts}, st.lists(inner, min_size=1, max_size=2)),
    ),
    max_leaves=6,
)
PARAMETERS = st.lists(
    st.builds(
        lambda name, required, schema: {"name": name, "in": "query", "required": required, "schema": schema},
        NAMES,
        st.booleans(),
        LEAVES,
    ),
    max_size=3,
    unique_by=lambda parameter: parameter["name"],
)


def _operation(parameters: Any, request: Any, responses: Any) -> Json:
    return {
        "parameters": parameters,
        **({"requestBody": {"content": {"application/json": {"schema": request}}}} if request is not None else {}),
        "responses": {
            status: {"description": "", "content": {"application/json": {"schema": schema}}}
            for status, schema in responses.items()
        },
    }


DOCUMENTS = st.builds(
    lambda operations, schemas: {
        "openapi": "3.1.1",
        "info": {"title": "Any", "version": "1"},
        "paths": {f"/{name}": {"post": operation} for name, operation in operations.items()},
        "components": {"schemas": schemas},
    },
    st.dictionaries(
        NAMES,
        st.builds(
            _operation,
            PARAMETERS,
            st.none() | SCHEMAS,
            st.dictionaries(st.sampled_from(["200", "404"]), SCHEMAS, min_size=1),
        ),
    ),
    st.fixed_dictionaries(dict.fromkeys("abc", SCHEMAS)),
)


@given(DOCUMENTS)
def test_a_document_does_not_differ_from_itself(document: Json) -> None:
    assert changes(document, document) == ()


@given(DOCUMENTS, DOCUMENTS)
def test_what_is_added_in_one_direction_is_removed_in_the_other(old: Json, new: Json) -> None:
    forward = {(change.code, change.place) for change in changes(old, new)}
    reverse = {(change.code, change.place) for change in changes(new, old)}
    for code, place in forward:
        if code.endswith(("-removed", "-added")):
            assert any(
                (
                    place == other_place
                    and (RULES_BY_CODE[code].opposite == other or RULES_BY_CODE[other].opposite == code)
                )
                # Every parameter is sent as a string, but not every string is a number.
                or (other == "request-type-changed" and "parameter" in place and place.startswith(other_place))
                for other, other_place in reverse
            ), (code, place)


@given(DOCUMENTS, DOCUMENTS)
def test_the_order_of_keys_changes_nothing(old: Json, new: Json) -> None:
    assert {_summary(c) for c in changes(old, new)} == {_summary(c) for c in changes(_reversed(old), _reversed(new))}


def _summary(change: Any) -> Any:
    return change.code, change.components, change.place, change.operations


def _reversed(node: Any) -> Any:
    """The same document with the keys of all objects in reverse order."""
    if isinstance(node, dict):
        return {key: _reversed(value) for key, value in reversed(node.items())}
    return [_reversed(value) for value in node] if isinstance(node, list) else node


METHOD = ("paths", "/a", "get", "parameters", "responses", "200", "security", "consumes")
SCHEMA = ("schema", "$ref", "type", "properties", "items", "required", "allOf", "a", "definitions")
KEYS = st.sampled_from((*METHOD, *SCHEMA, "in", "name", "securityDefinitions", "info"))
HOSTILE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["#/definitions/a", "#/parameters/a", "body", "x", "array"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=30,
)


@given(st.dictionaries(KEYS, HOSTILE))
def test_any_swagger_document_is_converted_or_refused_with_its_file(document: Json) -> None:
    try:
        found = openapi_of({"swagger": "2.0", **document})
    except SourceError as error:
        found = {"openapi": error.file}
    assert found["openapi"] in ("3.0.4", "hostile.json")


def test_a_definition_that_refers_to_itself_ends() -> None:
    loop = {"$ref": "#/definitions/a"}
    swagger: Json = {
        "swagger": "2.0",
        "paths": {"/a": {"get": {"responses": {"200": {"description": "", "schema": loop}}}}},
        "definitions": {"a": loop},
    }
    description = describe(openapi_of(swagger), "loop")
    assert compare(description, description).changes == ()

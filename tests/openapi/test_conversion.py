"""A document keeps its meaning in another version of OpenAPI, and what that version cannot express is reported."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from speclift.openapi.checking.faults import faults
from speclift.openapi.conversion.convert import Minor, converted
from speclift.openapi.conversion.valid import valid

Json = dict[str, Any]
REF = {"$ref": "#/components/schemas/B"}
NULL = {"type": "null"}


def document(schema: Any = None, version: str = "3.1.1", **more: Any) -> Json:
    responses = {"200": {"description": "All."}}
    paths = {"/a": {"get": {"operationId": "a", "responses": responses}}}
    components = {"schemas": {"A": {} if schema is None else schema, "B": {"type": "object"}}}
    found = {"openapi": version, "info": {"title": "K", "version": "1"}, "paths": paths, "components": components}
    return {**found, **more}


def schema_in(minor: Minor, schema: Any, version: str) -> tuple[Any, list[str]]:
    given = document(schema, version)
    before = copy.deepcopy(given)
    found, losses = converted(given, minor)
    assert given == before
    assert list(faults(found)) == []
    return found["components"]["schemas"]["A"], [f"{fault.pointer} {fault.message}" for fault in losses]


#: Schemas with the same meaning in 3.0 and in 3.1.
SAME: dict[str, tuple[Any, Any]] = {
    "nullable": ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
    "nullable enumeration": (
        {"type": "string", "enum": ["a", None], "nullable": True},
        {"type": ["string", "null"], "enum": ["a", None]},
    ),
    "nullable reference": (
        {"allOf": [REF], "nullable": True, "description": "B or none."},
        {"anyOf": [REF, NULL], "description": "B or none."},
    ),
    "nullable alternatives": (
        {"oneOf": [REF, {"type": "string"}], "nullable": True},
        {"oneOf": [REF, {"type": "string"}, NULL]},
    ),
    "exclusive bounds": (
        {"type": "number", "minimum": 1, "exclusiveMinimum": True, "maximum": 5, "exclusiveMaximum": True},
        {"type": "number", "exclusiveMinimum": 1, "exclusiveMaximum": 5},
    ),
    "example": ({"type": "string", "example": "a"}, {"type": "string", "examples": ["a"]}),
    "bytes": ({"type": "string", "format": "byte"}, {"type": "string", "contentEncoding": "base64"}),
    "file": (
        {"type": "string", "format": "binary"},
        {"type": "string", "contentMediaType": "application/octet-stream"},
    ),
    "nested": (
        {"type": "object", "properties": {"a": {"type": "array", "items": {"type": "integer", "nullable": True}}}},
        {"type": "object", "properties": {"a": {"type": "array", "items": {"type": ["integer", "null"]}}}},
    ),
    "same in both": (
        {"type": "object", "additionalProperties": False, "discriminator": {"propertyName": "a"}, "x-more": 1},
        {"type": "object", "additionalProperties": False, "discriminator": {"propertyName": "a"}, "x-more": 1},
    ),
    "data": (
        {"default": {"nullable": True}, "enum": [{"const": 1}], "x-a": {"type": ["a"]}},
        {"default": {"nullable": True}, "enum": [{"const": 1}], "x-a": {"type": ["a"]}},
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_a_schema_keeps_its_meaning_in_both_directions(name: str) -> None:
    old, new = SAME[name]
    assert schema_in("3.1", old, "3.0.4") == (new, [])
    assert schema_in("3.0", new, "3.1.1") == (old, [])
    assert schema_in("3.2", old, "3.0.4") == (new, [])
    assert schema_in("3.0", new, "3.2.0") == (old, [])


#: Schemas of 3.1, and how 3.0 expresses them.
DOWN: dict[str, tuple[Any, Any]] = {
    "constant": ({"const": "a"}, {"enum": ["a"]}),
    "constant null": ({"const": None}, {"enum": [None], "nullable": True}),
    "null": ({"type": "null"}, {"enum": [None], "nullable": True}),
    "several types": (
        {"type": ["string", "integer"], "maxLength": 5},
        {"anyOf": [{"type": "string"}, {"type": "integer"}], "maxLength": 5},
    ),
    "list of one type": ({"type": ["array"], "items": True}, {"type": "array", "items": {}}),
    "array": ({"type": "array"}, {"type": "array", "items": {}}),
    "siblings": ({**REF, "description": "A B."}, {"description": "A B.", "allOf": [REF]}),
    "anything": (True, {}),
    "nothing": ({"properties": {"a": False}}, {"properties": {"a": {"not": {}}}}),
    "closer bound": ({"minimum": 5, "exclusiveMinimum": 1}, {"minimum": 5}),
    "patterns": (
        {"patternProperties": {"^a": {"type": "string"}}, "additionalProperties": False},
        {"additionalProperties": {"type": "string"}},
    ),
    "unevaluated": (
        {"type": "object", "unevaluatedProperties": False},
        {"type": "object", "additionalProperties": False},
    ),
    "names": ({"$anchor": "a", "type": "string"}, {"type": "string"}),
    "empty required": ({"required": []}, {}),
}


@pytest.mark.parametrize("name", DOWN)
def test_a_schema_of_3_1_is_expressed_in_3_0(name: str) -> None:
    given, expected = DOWN[name]
    found, losses = schema_in("3.0", given, "3.1.1")
    assert found == expected
    assert bool(losses) is (name == "patterns")


LOST = {
    "if": {},
    "then": {},
    "contains": {},
    "minContains": 1,
    "propertyNames": {"maxLength": 3},
    "dependentRequired": {"a": ["b"]},
    "dependentSchemas": {"a": {}},
    "unevaluatedItems": False,
    "contentSchema": {},
    "contentMediaType": "image/png",
    "contentEncoding": "quoted-printable",
    "examples": [1, 2],
    "prefixItems": [{}],
    "patternProperties": {"^a": {}},
    "$comment": "For those who write it.",
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"a": {}},
}


@pytest.mark.parametrize("keyword", LOST)
def test_a_keyword_that_3_0_lacks_is_reported_with_its_place(keyword: str) -> None:
    found, losses = schema_in("3.0", {"properties": {"a": {keyword: LOST[keyword]}}}, "3.1.1")
    assert [line.partition(" ")[0] for line in losses] == [f"/components/schemas/A/properties/a/{keyword}"]
    assert keyword not in found["properties"]["a"]


@pytest.mark.parametrize("given", [REF, {"allOf": [REF]}])
def test_unevaluated_properties_beside_other_schemas_are_reported_and_left_out(given: dict[str, Any]) -> None:
    """`additionalProperties` in their place would refuse the properties of the component."""
    found, losses = schema_in("3.0", {**given, "unevaluatedProperties": False}, "3.1.1")
    assert found == given
    assert [line.partition(" ")[0] for line in losses] == ["/components/schemas/A/unevaluatedProperties"]


def test_the_server_of_a_link_keeps_its_address_in_3_1() -> None:
    link = {"operationId": "a", "server": {"url": "/z", "name": "here"}}
    found, losses = converted(document(version="3.2.0", components={"links": {"L": link}}), "3.1")
    assert found["components"]["links"]["L"] == {"operationId": "a", "server": {"url": "/z"}}
    assert [fault.pointer for fault in losses] == ["/components/links/L/server/name"]


def test_what_3_0_lacks_is_reported_and_left_out() -> None:
    given = document(
        webhooks={"w": {"post": {"responses": {"200": {"description": ""}}}}},
        jsonSchemaDialect="https://spec.openapis.org/oas/3.1/dialect/base",
        info={"title": "K", "version": "1", "summary": "Kites.", "license": {"name": "MIT", "identifier": "MIT"}},
        paths={"/b": {"$ref": "#/components/pathItems/P"}, "/c": {"get": {"security": [{"m": []}, {"k": ["role"]}]}}},
        components={
            "pathItems": {
                "P": {"get": {"responses": {"200": {"$ref": "#/components/responses/R", "summary": "R."}}}},
                "Q": {},
            },
            "responses": {"R": {"description": "R"}},
            "securitySchemes": {"m": {"type": "mutualTLS"}, "k": {"type": "http", "scheme": "bearer"}},
        },
    )
    found, losses = converted(given, "3.0")
    assert list(faults(found)) == []
    assert found["openapi"] == "3.0.4"
    assert found["paths"]["/b"]["get"]["responses"] == {"200": {"$ref": "#/components/responses/R"}}
    assert found["paths"]["/c"]["get"]["security"] == [{"k": []}]
    assert found["info"]["license"] == {"url": "https://spdx.org/licenses/MIT.html", "name": "MIT"}
    assert {fault.pointer for fault in losses} == {
        "/webhooks/w",
        "/jsonSchemaDialect",
        "/info/summary",
        "/paths/~1c/get/security/0",
        "/paths/~1c/get/security/1/k",
        "/components/securitySchemes/m",
        "/paths/~1b/get/responses/200/summary",
        "/components/pathItems/Q",
    }


def test_what_3_1_lacks_is_reported_and_left_out() -> None:
    stream = {"$ref": "#/components/mediaTypes/Lines"}
    responses = {"200": {"summary": "Lines.", "content": {"application/jsonl": stream}}}
    given = document(
        version="3.2.0",
        **{"$self": "https://kites.example/openapi"},
        servers=[{"url": "/", "name": "here"}],
        tags=[{"name": "a", "summary": "A", "kind": "nav"}, {"name": "b", "parent": "a"}],
        paths={
            "/a": {
                "query": {"responses": responses},
                "additionalOperations": {"COPY": {"responses": responses}},
                "get": {
                    "parameters": [
                        {"name": "q", "in": "querystring", "content": {"application/json": {}}},
                        {"name": "c", "in": "cookie", "style": "cookie", "schema": {"type": "string"}},
                    ],
                    "responses": responses,
                },
            }
        },
        components={
            "mediaTypes": {"Lines": {"itemSchema": {"type": "integer"}}, "Unused": {}},
            "examples": {"E": {"dataValue": {"a": 1}, "serializedValue": '{"a":1}'}, "F": {"serializedValue": "a"}},
            "securitySchemes": {
                "o": {
                    "type": "oauth2",
                    "deprecated": True,
                    "flows": {
                        "deviceAuthorization": {"deviceAuthorizationUrl": "/d", "tokenUrl": "/t", "scopes": {}},
                        "clientCredentials": {"tokenUrl": "/t", "scopes": {}},
                    },
                }
            },
        },
    )
    assert list(faults(given)) == []
    found, losses = converted(given, "3.1")
    assert list(faults(found)) == []
    response = found["paths"]["/a"]["get"]["responses"]["200"]
    lines = {"type": "array", "items": {"type": "integer"}}
    assert response == {"description": "Lines.", "content": {"application/jsonl": {"schema": lines}}}
    assert [parameter["name"] for parameter in found["paths"]["/a"]["get"]["parameters"]] == ["c"]
    assert found["components"]["examples"] == {"E": {"value": {"a": 1}}, "F": {"value": "a"}}
    assert found["paths"]["/a"].keys() == {"get"}
    messages = " ".join(fault.message for fault in losses)
    for lost in (
        "$self", "name", "summary", "kind", "parent", "query", "additionalOperations", "in: querystring",
        "style: cookie", "itemSchema", "serializedValue", "deprecated", "deviceAuthorization",
    ):  # fmt: skip
        assert f"no {lost}:" in messages or f"no parameter {lost}:" in messages
    places = {fault.pointer for fault in losses}
    assert "/components/mediaTypes/Unused" in places
    assert {"/servers/0/name", "/paths/~1a/query", "/paths/~1a/get/parameters/1/style", "/$self"} <= places


def test_examples_and_items_of_3_2_are_kept_in_3_1_or_reported() -> None:
    numbers = {"type": "array", "items": {"type": "integer"}}
    lines = {"schema": numbers, "itemSchema": {"minimum": 1}}
    examples = {"E": {"dataValue": None}, "F": {"dataValue": None, "serializedValue": "null"}}
    given = document(version="3.2.0", components={"examples": examples})
    given["paths"]["/a"]["get"]["responses"]["200"]["content"] = {"application/jsonl": lines}
    found, losses = converted(given, "3.1")
    assert list(faults(found)) == []
    assert found["paths"]["/a"]["get"]["responses"]["200"]["content"] == {"application/jsonl": {"schema": numbers}}
    assert found["components"]["examples"] == {"E": {"value": None}, "F": {"value": None}}
    assert sorted((fault.pointer.rpartition("/")[2], fault.message) for fault in losses) == [
        ("itemSchema", "OpenAPI 3.1 has no itemSchema beside schema: it is left out"),
        ("serializedValue", "OpenAPI 3.1 has no serializedValue: it is left out"),
    ]


@pytest.mark.parametrize(
    ("schema", "node_type", "kept", "is_lost"),
    [
        ({"type": "array", "items": {}}, "element", {"wrapped": True}, False),
        ({"type": ["array", "null"], "items": {}}, "element", {"wrapped": True}, False),
        ({"type": "array", "items": {}}, "none", {}, False),
        ({"type": "string"}, "element", {}, False),
        ({"type": "string"}, "attribute", {"attribute": True}, False),
        ({"type": "string"}, "cdata", {}, True),
        ({"type": "object"}, "none", {}, True),
        (REF, "none", {}, False),
        (REF, "element", {}, True),
    ],
)
def test_a_node_of_xml_is_the_same_in_3_1_or_reported(schema: Json, node_type: str, kept: Json, is_lost: bool) -> None:
    found, losses = schema_in("3.1", {**schema, "xml": {"name": "n", "nodeType": node_type}}, "3.2.0")
    assert found == {**schema, "xml": {"name": "n", **kept}}
    lost = f"/components/schemas/A/xml/nodeType OpenAPI 3.1 has no nodeType: {node_type}: it is left out"
    assert losses == [lost] * is_lost


def test_an_unknown_field_is_left_out_of_a_valid_document() -> None:
    given = document({"properties": {"a": {"desc": "A."}}, "x-a": 1}, "3.0.4")
    given["paths"]["/a"]["get"] |= {"request": {}, "x-b": 1}
    given["components"]["securitySchemes"] = {"s": {"type": "http", "scheme": "basic", "in": "header", "x-c": 1}}
    before = copy.deepcopy(given)
    found, reported = valid(given)
    assert given == before
    assert list(faults(found)) == []
    assert {fault.pointer for fault in reported} == {
        "/components/schemas/A/properties/a/desc",
        "/paths/~1a/get/request",
        "/components/securitySchemes/s/in",
    }
    assert found["components"]["schemas"]["A"] == {"properties": {"a": {}}, "x-a": 1}


@pytest.mark.parametrize(
    ("schema", "expected", "minor"),
    [
        ({"definitions": {"a": 5}, "$vocabulary": 5}, {"definitions": {}}, "3.1"),
        ({"type": "string", "enum": []}, {"type": "string"}, "3.0"),
        ({"type": "string", "maxLength": 1e30}, {"type": "string"}, "3.0"),
        ({"title": "A", "nullable": "true"}, {"title": "A", "nullable": True}, "3.0"),
    ],
)
def test_a_fault_that_the_conversion_overlooks_is_mended_in_a_valid_document(
    schema: Json, expected: Json, minor: Minor
) -> None:
    given, _ = converted(document(schema, "3.0.4" if minor == "3.1" else "3.1.1"), minor)
    found, reported = valid(given)
    assert list(faults(found)) == []
    assert found["components"]["schemas"]["A"] == expected
    assert {fault.pointer for fault in reported}

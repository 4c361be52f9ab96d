"""A contract has the meaning of its document, whatever version and references the document uses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from speclift.contract.records import Contract, Operation
from speclift.contract.validators import Validators
from speclift.contract.view import read_contract
from tests.conftest import ROOT
from tests.contract.small import INTEGER, STRING, Json, content, document, operation, parameter, properties, ref

OLD: Json = {
    "Name": {"type": "string", "nullable": True},
    "Ratio": {"type": "number", "minimum": 0, "exclusiveMinimum": True, "maximum": 1, "exclusiveMaximum": False},
    "State": {"type": "string", "enum": ["on", "off"], "nullable": True},
    "Boss": {"nullable": True, "allOf": [ref("Name")]},
}
NEW: Json = {
    "Name": {"type": ["string", "null"]},
    "Ratio": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
    "State": {"type": ["string", "null"], "enum": ["on", "off", None]},
    "Boss": {"anyOf": [{"allOf": [ref("Name")]}, {"type": "null"}]},
}
THING = operation("GetThing", answer=properties(name=ref("Name")), parameters=[parameter("id")])


def only(contract: Contract) -> Operation:
    (found,) = contract.operations
    return found


def test_both_versions_give_the_same_contract() -> None:
    old = read_contract(document({"/thing/{id}": {"get": THING}}, OLD, version="3.0.3"))
    new = read_contract(document({"/thing/{id}": {"get": THING}}, NEW))
    assert old == new


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"type": "string", "nullable": True}, ["x", None], [1]),
        ({"type": "integer", "nullable": False}, [1], [None, "1"]),
        ({"type": "string", "enum": ["a"], "nullable": True}, ["a", None], ["b"]),
        ({"nullable": True, "allOf": [{"type": "object"}]}, [None, {}], [1]),
        ({"type": "number", "minimum": 1, "exclusiveMinimum": True}, [1.5], [1]),
        ({"type": "number", "maximum": 1, "exclusiveMaximum": True}, [0], [1]),
        ({"type": "number", "minimum": 1, "exclusiveMinimum": False}, [1], [0]),
        ({"type": "number", "exclusiveMinimum": True}, [-1e9], ["x"]),
        ({"type": "integer", "format": "int32"}, [2**31 - 1, -(2**31)], [2**31, -(2**31) - 1]),
        ({"type": "integer", "format": "int64"}, [2**63 - 1, -(2**63)], [2**63]),
        ({"type": ["integer", "null"], "format": "int32"}, [None, 1], [2**31]),
        ({"type": "integer", "format": "int32", "maximum": 9}, [9], [10]),
        ({"type": "array", "items": {"type": "string", "nullable": True}}, [[None]], [[1]]),
        ({"additionalProperties": {"type": "string", "nullable": True}}, [{"a": None}], [{"a": 1}]),
        ({"type": "string", "examples": {"one": "x"}}, ["x"], [1]),
    ],
)
def test_keywords_mean_what_openapi_says(schema: Json, good: list[Any], bad: list[Any]) -> None:
    get = operation("Get", answer=schema)
    success = only(read_contract(document({"/a": {"get": get}}, version="3.0.3"))).success
    assert success
    validator = Validators({}).of(success.media_types[0].schema or {})
    assert [value for value in good if not validator.accepts(value)] == []
    assert [value for value in bad if validator.accepts(value)] == []


def test_an_example_may_refer_to_another_one() -> None:
    examples = {"a": {"value": ref("One", "examples")}, "b": ref("One", "examples"), "c": {"value": ref("One")}}
    get = operation("Get")
    get["responses"]["200"]["content"] = {"application/json": {"examples": examples}}
    found = only(read_contract(document({"/a": {"get": get}}, {"One": {}}, examples={"One": {"value": 1}})))
    assert found.success
    assert found.success.media_types[0].examples == {"a": 1, "b": 1, "c": ref("One")}


def test_json_in_a_string_is_the_example_where_the_schema_allows_no_string() -> None:
    examples = {"a": {"value": '{"name": "Ada"}'}, "b": {"value": "{no json"}, "c": {"value": {"name": "Eve"}}}
    thing, text = properties(name=STRING), '{"name": "Ada"}'
    for schema, expected in ((ref("Thing"), {"name": "Ada"}), (thing, {"name": "Ada"}), (STRING, text), ({}, text)):
        get = operation("Get", answer=schema)
        get["responses"]["200"]["content"]["application/json"]["examples"] = examples
        found = only(read_contract(document({"/a": {"get": get}}, {"Thing": thing}))).success
        assert found
        assert found.media_types[0].examples == {"a": expected, "b": "{no json", "c": {"name": "Eve"}}


def test_parameters_of_a_path_are_shared_and_can_be_overridden() -> None:
    item = {
        "parameters": [ref("Id", "parameters"), parameter("lang", "query", STRING)],
        "get": operation("Get", parameters=[parameter("lang", "query", INTEGER, required=True)]),
        "delete": operation("Delete"),
    }
    shared = {"Id": parameter("id", example=7)}
    read, removed = read_contract(document({"/a/{id}": item}, parameters=shared)).operations
    assert [(p.name, p.location, p.is_required, p.schema, p.example) for p in read.parameters] == [
        ("id", "path", True, INTEGER, 7),
        ("lang", "query", True, INTEGER, None),
    ]
    assert [(p.name, p.is_required, p.schema) for p in removed.parameters] == [
        ("id", True, INTEGER),
        ("lang", False, STRING),
    ]


def test_headers_that_openapi_reserves_are_not_parameters() -> None:
    given = [parameter(name, "header", STRING) for name in ("Accept", "Content-Type", "Authorization", "X-Own")]
    found = only(read_contract(document({"/a": {"get": operation("Get", parameters=given)}})))
    assert [p.name for p in found.parameters] == ["X-Own"]


def test_parameters_and_the_fields_of_a_form_say_how_they_are_written() -> None:
    numbers: Json = {"type": "array", "items": INTEGER}
    given = [
        parameter("plain", "query", numbers),
        parameter("pipes", "query", numbers, style="pipeDelimited", allowReserved=True),
        parameter("whole", "query", numbers, explode=False),
        parameter("X-Ids", "header", numbers),
        {"name": "json", "in": "query", "content": content(numbers)},
    ]
    encoding = {"a": {"style": "spaceDelimited", "explode": False}, "b": {"contentType": "text/csv"}}
    form = {"multipart/form-data": {"schema": properties(a=numbers, b=STRING), "encoding": encoding}}
    source = operation("Post", parameters=given, requestBody={"content": form})
    found = only(read_contract(document({"/a": {"post": source}})))
    assert [(p.name, p.style, p.is_exploded, p.is_reserved, p.media_type) for p in found.parameters] == [
        ("plain", "form", True, False, ""),
        ("pipes", "pipeDelimited", False, True, ""),
        ("whole", "form", False, False, ""),
        ("X-Ids", "simple", False, False, ""),
        ("json", "content", False, False, "application/json"),
    ]
    assert found.body
    (media,) = found.body.media_types
    assert (media.encodings, media.content_types) == ({"a": ("spaceDelimited", False)}, {"b": "text/csv"})


def test_bodies_and_responses_are_found_behind_references() -> None:
    source = {
        "operationId": "Save",
        "requestBody": ref("Thing", "requestBodies"),
        "responses": {"200": ref("Again", "responses"), "404": ref("Gone", "responses")},
    }
    components: Json = {
        "requestBodies": {"Thing": {"required": True, "content": content(ref("Thing"), one={"a": 1})}},
        "responses": {
            "Again": ref("Thing", "responses"),
            "Thing": {
                "description": "As it is now",
                "content": content(ref("Thing")),
                "headers": {"ETag": ref("ETag", "headers"), "Content-Type": {"schema": STRING}},
            },
            "Gone": {"description": "It is not there"},
        },
        "headers": {"ETag": {"schema": STRING}},
    }
    found = only(read_contract(document({"/a": {"put": source}}, {"Thing": properties(a=INTEGER)}, **components)))
    assert found.body
    assert found.body.is_required
    assert found.body.media_types[0].schema == ref("Thing")
    assert found.body.media_types[0].examples == {"one": {"a": 1}}
    again, gone = found.responses
    assert (again.description, [media.schema for media in again.media_types]) == ("As it is now", [ref("Thing")])
    assert [header.name for header in again.headers] == ["ETag"]
    assert (gone.status, gone.media_types) == ("404", ())
    assert found.success is again


def test_dangling_and_circular_references_give_nothing() -> None:
    source = {"operationId": "Get", "requestBody": ref("Nowhere", "requestBodies"), "responses": {"200": ref("R")}}
    found = only(read_contract(document({"/a": {"get": source}}, responses={"R": ref("R", "responses")})))
    assert found.body is None
    assert [response.media_types for response in found.responses] == [()]
    contract = read_contract(document({}, {"A": ref("B"), "B": ref("A")}))
    assert contract.schema_of(ref("A")) == {}


def test_security_of_the_document_applies_to_operations_without_their_own() -> None:
    paths = {"/a": {"get": operation("A"), "put": operation("B", security=[]), "post": operation("C", security=[{}])}}
    schemes = {
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "basic": {"type": "http", "scheme": "basic"},
        "tls": {"type": "mutualTLS"},
    }
    found = read_contract({**document(paths, securitySchemes=schemes), "security": [{"key": [], "basic": []}]})
    assert [op.security for op in found.operations] == [(("key", "basic"),), (), ((),)]
    assert sorted(found.schemes) == ["basic", "key"]
    assert found.schemes["basic"].prefix == "Basic"


def test_the_path_of_the_first_server_is_the_base() -> None:
    for url, base in (("https://x.example/api/", "/api"), ("/api/v2", "/api/v2"), ("https://x.example", "")):
        assert read_contract({**document({}), "servers": [{"url": url}, {"url": "/other"}]}).base_path == base


def test_every_schema_of_the_embedded_document_is_json_schema(embedded_contract: Contract) -> None:
    assert len(embedded_contract.operations) > 40
    for schema in embedded_contract.schemas.values():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})


@pytest.fixture(scope="module")
def embedded_contract() -> Contract:
    from speclift.openapi.load import load

    path: Path = ROOT / "spec" / "openapi.yaml"
    return read_contract(load(str(path)).document)


def test_a_reference_in_data_stays_as_it_is() -> None:
    value = {"$ref": "#/components/schemas/A"}
    validators = Validators({"A": {"type": "string"}})
    for keyword, given in (("const", value), ("enum", [value])):
        assert validators.of({keyword: given}).accepts(value)
    assert not validators.of(value).accepts(value)

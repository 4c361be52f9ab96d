"""What a comparison reports when parameters are serialized, placed or named in another way."""

from __future__ import annotations

from typing import Any

import pytest

from speclift.openapi.swagger.document import openapi_of
from tests.diff.small import Json, changes

STRING: Json = {"type": "string"}
ARRAY: Json = {"type": "array", "items": STRING}
OBJECT: Json = {"type": "object", "properties": {"a": STRING}}
CHANGED = "request-parameter-serialization-changed"


def with_parameter(location: str, schema: Json | None = None, name: str = "it", **more: Any) -> Json:
    """An operation with one parameter; the components have an array."""
    path = f"/{{{name}}}" if location == "path" else "/"
    parameter = {"name": name, "in": location, "required": True, "schema": schema or STRING, **more}
    return {
        "openapi": "3.1.1",
        "info": {"title": "", "version": ""},
        "paths": {path: {"get": {"parameters": [parameter], "responses": {"200": {"description": ""}}}}},
        "components": {"schemas": {"List": ARRAY}},
    }


def swagger(location: str, collection_format: str | None, **more: Any) -> Json:
    parameter = {"name": "it", "in": location, "type": "array", "items": STRING, **more}
    operation: Json = {
        "consumes": ["application/x-www-form-urlencoded"],
        "parameters": [{**parameter, **({"collectionFormat": collection_format} if collection_format else {})}],
        "responses": {"200": {"description": ""}},
    }
    document = {"swagger": "2.0", "info": {}, "paths": {"/": {"post": operation}}}
    return openapi_of(document)


def reported(old: Json, new: Json) -> list[tuple[str, str, str]]:
    return [(change.code, change.old, change.new) for change in changes(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "was", "now"),
    [
        (
            with_parameter("query", OBJECT, style="deepObject"),
            with_parameter("query", OBJECT, explode=False),
            "deepObject",
            "form",
        ),
        (with_parameter("query", OBJECT), with_parameter("query", OBJECT, explode=False), "form, exploded", "form"),
        (with_parameter("path"), with_parameter("path", style="matrix"), "simple", "matrix"),
        (
            with_parameter("query", {"$ref": "#/components/schemas/List"}),
            with_parameter("query", {"$ref": "#/components/schemas/List"}, explode=False),
            "form, exploded",
            "form",
        ),
        (
            with_parameter("header", OBJECT),
            with_parameter("header", OBJECT, explode=True),
            "simple",
            "simple, exploded",
        ),
        (swagger("header", "csv"), swagger("header", "pipes"), "simple", "pipes"),
        (swagger("query", None), swagger("query", "tsv"), "form", "tsv"),
        (swagger("formData", "csv"), swagger("formData", "multi"), "form", "form, exploded"),
    ],
)
def test_another_serialization_is_reported(old: Json, new: Json, was: str, now: str) -> None:
    assert reported(old, new) == [(CHANGED, was, now)]
    assert reported(new, old) == [(CHANGED, now, was)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (with_parameter("query"), with_parameter("query", explode=False)),
        (with_parameter("header", ARRAY), with_parameter("header", ARRAY, explode=True)),
        (
            with_parameter("query", OBJECT, style="deepObject"),
            with_parameter("query", OBJECT, style="deepObject", explode=True),
        ),
        (with_parameter("header", name="X-It"), with_parameter("header", name="x-it")),
        (swagger("header", None), swagger("header", "csv")),
    ],
)
def test_equal_serializations_are_no_change(old: Json, new: Json) -> None:
    assert reported(old, new) == []


def test_another_type_is_reported_once() -> None:
    found = reported(with_parameter("query", ARRAY), with_parameter("query", STRING))
    assert [code for code, *_ in found] == ["request-type-changed"]


#: The schemas of a parameter before and after, and the changes that are reported.
SINGLE_VALUES: dict[str, tuple[Json, Json, list[str]]] = {
    "a string to an array": (STRING, ARRAY, ["request-type-widened"]),
    "a string to an array of shorter strings": (
        STRING,
        {**ARRAY, "items": {**STRING, "maxLength": 3}},
        ["request-bound-tightened"],
    ),
    "a string to an array of at least two": (STRING, {**ARRAY, "minItems": 2}, ["request-bound-tightened"]),
    "a number to an array of strings": ({"type": "integer"}, ARRAY, ["request-type-widened"]),
    "a number to a string": ({"type": "integer"}, STRING, ["request-type-widened"]),
    "a boolean to an enum of both values": (
        {"type": "boolean"},
        {**STRING, "enum": ["true", "false"]},
        ["request-type-widened"],
    ),
    "a boolean to an enum of one value": (
        {"type": "boolean"},
        {**STRING, "enum": ["true"]},
        ["request-enum-value-removed"],
    ),
}


@pytest.mark.parametrize("location", ["query", "header", "path"])
@pytest.mark.parametrize(("old", "new", "codes"), SINGLE_VALUES.values(), ids=SINGLE_VALUES)
def test_a_single_value_is_serialized_like_an_array_of_it(
    location: str, old: Json, new: Json, codes: list[str]
) -> None:
    found = [code for code, *_ in reported(with_parameter(location, old), with_parameter(location, new))]
    assert found == [*(code for code in codes if code != "request-type-widened"), "request-type-widened"]


def test_an_array_in_brackets_is_no_single_value() -> None:
    found = reported(with_parameter("query", STRING), with_parameter("query", ARRAY, style="deepObject"))
    assert [code for code, *_ in found] == ["request-type-changed"]


def with_upload(kinds: str | None, **schema: Any) -> Json:
    """A form with a file, which may have these media types."""
    field: Json = schema or {"type": "string", "format": "binary"}
    media: Json = {"schema": {"type": "object", "properties": {"file": field}}}
    found = with_parameter("query")
    body = {
        "content": {
            "multipart/form-data": {**media, **({"encoding": {"file": {"contentType": kinds}}} if kinds else {})}
        }
    }
    found["paths"]["/"]["post"] = {**found["paths"]["/"].pop("get"), "requestBody": body}
    return found


@pytest.mark.parametrize(
    ("old", "new", "removed"),
    [
        (with_upload("image/png, image/jpeg"), with_upload("image/png"), ["image/jpeg"]),
        (with_upload("image/*"), with_upload("image/png"), ["image/*"]),
        (with_upload(None), with_upload("image/png"), ["*/*"]),
        (with_upload("image/png"), with_upload("image/*"), []),
        (with_upload(None, type="object"), with_upload("application/json", type="object"), []),
        (with_upload(None, type="string"), with_upload("text/plain", type="string"), []),
    ],
)
def test_fewer_media_types_of_a_part_break_clients(old: Json, new: Json, removed: list[str]) -> None:
    found = changes(old, new)
    assert [change.old for change in found if change.level == "breaking"] == removed
    assert {change.code for change in found} <= {"request-part-media-type-removed", "request-part-media-type-added"}


def with_form(encoding: Json, name: str = "application/x-www-form-urlencoded") -> Json:
    """A body with an object and an array, whose fields are written in these ways."""
    schema = {"type": "object", "properties": {"place": {"type": "object"}, "ids": ARRAY, "word": STRING}}
    found = with_parameter("query")
    body = {"content": {name: {"schema": schema, "encoding": encoding}}}
    found["paths"]["/"]["post"] = {**found["paths"]["/"].pop("get"), "requestBody": body}
    return found


@pytest.mark.parametrize(
    ("encoding", "is_change"),
    [
        ({"place": {"style": "deepObject", "explode": True}}, True),
        ({"place": {"style": "form", "explode": True}}, False),
        ({"ids": {"style": "form", "explode": False}}, True),
        ({"word": {"style": "form", "explode": False}}, False),
    ],
)
def test_another_style_of_a_field_of_a_form_breaks_clients(encoding: Json, is_change: bool) -> None:
    for old, new in ((with_form({}), with_form(encoding)), (with_form(encoding), with_form({}))):
        assert [code for code, *_ in reported(old, new)] == [CHANGED] * is_change


@pytest.mark.parametrize("encoding", [{"word": {"contentType": "image/png"}}, {"ids": {"style": "pipeDelimited"}}])
def test_an_encoding_means_nothing_for_json(encoding: Json) -> None:
    assert not reported(with_form({}, "application/json"), with_form(encoding, "application/json"))


def test_only_names_of_headers_are_case_insensitive() -> None:
    found = {code for code, *_ in reported(with_parameter("query", name="Foo"), with_parameter("query", name="foo"))}
    assert found == {"request-parameter-removed", "request-required-parameter-added"}
    found = {code for code, *_ in reported(with_parameter("query", name="foo"), with_parameter("cookie", name="Foo"))}
    assert found == {"request-parameter-removed", "request-required-parameter-added"}
    for new in (with_parameter("header", name="FOO"), with_parameter("cookie", name="foo")):
        assert [code for code, *_ in reported(with_parameter("query", name="foo"), new)] == ["request-parameter-moved"]


def responding_with_header(schema: Json) -> Json:
    """A response with a header."""
    found = with_parameter("query")
    found["paths"]["/"]["get"]["responses"]["200"]["headers"] = {"X-It": {"schema": schema}}
    return found


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"type": "integer"}, STRING, "response-type-widened"),
        (STRING, {"type": "integer"}, "response-type-narrowed"),
        (STRING, ARRAY, "response-type-widened"),
        ({"type": "integer"}, {"type": "boolean"}, "response-type-changed"),
    ],
)
def test_a_response_header_is_a_string(old: Json, new: Json, expected: str) -> None:
    assert [code for code, *_ in reported(responding_with_header(old), responding_with_header(new))] == [expected]


def test_reserved_characters_that_must_now_be_escaped_are_reported() -> None:
    old, new = with_parameter("query", allowReserved=True), with_parameter("query")
    assert reported(old, new) == [(CHANGED, "reserved characters as they are", "reserved characters escaped")]
    # Escaped characters may be sent either way.
    assert reported(new, old) == []
    assert reported(with_parameter("header", allowReserved=True), with_parameter("header")) == []

"""What is said of parameters that are written or called otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from speclift.openapi.swagger.document import openapi_of
from tests.diff.small import Json, changes

STRING: Json = {"type": "string"}
ARRAY: Json = {"type": "array", "items": STRING}
OBJECT: Json = {"type": "object", "properties": {"a": STRING}}
TOLD = "request-parameter-serialization-changed"


def taking(location: str, schema: Json | None = None, name: str = "it", **more: Any) -> Json:
    """An operation with one parameter; the components have an array."""
    path = f"/{{{name}}}" if location == "path" else "/"
    parameter = {"name": name, "in": location, "required": True, "schema": schema or STRING, **more}
    return {
        "openapi": "3.1.1",
        "info": {"title": "", "version": ""},
        "paths": {path: {"get": {"parameters": [parameter], "responses": {"200": {"description": ""}}}}},
        "components": {"schemas": {"List": ARRAY}},
    }


def swagger(location: str, written: str | None, **more: Any) -> Json:
    parameter = {"name": "it", "in": location, "type": "array", "items": STRING, **more}
    operation: Json = {
        "consumes": ["application/x-www-form-urlencoded"],
        "parameters": [{**parameter, **({"collectionFormat": written} if written else {})}],
        "responses": {"200": {"description": ""}},
    }
    document = {"swagger": "2.0", "info": {}, "paths": {"/": {"post": operation}}}
    return openapi_of(document)


def said(old: Json, new: Json) -> list[tuple[str, str, str]]:
    return [(change.code, change.old, change.new) for change in changes(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "was", "now"),
    [
        (
            taking("query", OBJECT, style="deepObject"),
            taking("query", OBJECT, explode=False),
            "deepObject",
            "form",
        ),
        (taking("query", OBJECT), taking("query", OBJECT, explode=False), "form, exploded", "form"),
        (taking("path"), taking("path", style="matrix"), "simple", "matrix"),
        (
            taking("query", {"$ref": "#/components/schemas/List"}),
            taking("query", {"$ref": "#/components/schemas/List"}, explode=False),
            "form, exploded",
            "form",
        ),
        (taking("header", OBJECT), taking("header", OBJECT, explode=True), "simple", "simple, exploded"),
        (swagger("header", "csv"), swagger("header", "pipes"), "simple", "pipes"),
        (swagger("query", None), swagger("query", "tsv"), "form", "tsv"),
        (swagger("formData", "csv"), swagger("formData", "multi"), "form", "form, exploded"),
    ],
)
def test_another_way_to_write_a_value_is_told(old: Json, new: Json, was: str, now: str) -> None:
    assert said(old, new) == [(TOLD, was, now)]
    assert said(new, old) == [(TOLD, now, was)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (taking("query"), taking("query", explode=False)),
        (taking("header", ARRAY), taking("header", ARRAY, explode=True)),
        (taking("query", OBJECT, style="deepObject"), taking("query", OBJECT, style="deepObject", explode=True)),
        (taking("header", name="X-It"), taking("header", name="x-it")),
        (swagger("header", None), swagger("header", "csv")),
    ],
)
def test_what_is_written_alike_is_no_change(old: Json, new: Json) -> None:
    assert said(old, new) == []


def test_another_type_is_told_once() -> None:
    found = said(taking("query", ARRAY), taking("query", STRING))
    assert [code for code, *_ in found] == ["request-type-changed"]


SINGLES: dict[str, tuple[Json, Json, list[str]]] = {
    "any text": (STRING, ARRAY, ["request-type-widened"]),
    "a shorter text": (STRING, {**ARRAY, "items": {**STRING, "maxLength": 3}}, ["request-bound-tightened"]),
    "two at least": (STRING, {**ARRAY, "minItems": 2}, ["request-bound-tightened"]),
    "numbers are written as texts": ({"type": "integer"}, ARRAY, ["request-type-widened"]),
    "a number as a text": ({"type": "integer"}, STRING, ["request-type-widened"]),
    "truth values as listed texts": (
        {"type": "boolean"},
        {**STRING, "enum": ["true", "false"]},
        ["request-type-widened"],
    ),
    "truth values that are not listed": (
        {"type": "boolean"},
        {**STRING, "enum": ["true"]},
        ["request-enum-value-removed"],
    ),
}


@pytest.mark.parametrize("location", ["query", "header", "path"])
@pytest.mark.parametrize(("old", "new", "codes"), SINGLES.values(), ids=SINGLES)
def test_a_single_value_is_written_as_a_list_of_it(location: str, old: Json, new: Json, codes: list[str]) -> None:
    found = [code for code, *_ in said(taking(location, old), taking(location, new))]
    assert found == [*(code for code in codes if code != "request-type-widened"), "request-type-widened"]


def test_a_list_in_brackets_is_no_single_value() -> None:
    found = said(taking("query", STRING), taking("query", ARRAY, style="deepObject"))
    assert [code for code, *_ in found] == ["request-type-changed"]


def uploading(kinds: str | None, **schema: Any) -> Json:
    """A form with a file, and the media types that it may have."""
    field: Json = schema or {"type": "string", "format": "binary"}
    media: Json = {"schema": {"type": "object", "properties": {"file": field}}}
    found = taking("query")
    body = {
        "content": {
            "multipart/form-data": {**media, **({"encoding": {"file": {"contentType": kinds}}} if kinds else {})}
        }
    }
    found["paths"]["/"]["post"] = {**found["paths"]["/"].pop("get"), "requestBody": body}
    return found


@pytest.mark.parametrize(
    ("old", "new", "gone"),
    [
        (uploading("image/png, image/jpeg"), uploading("image/png"), ["image/jpeg"]),
        (uploading("image/*"), uploading("image/png"), ["image/*"]),
        (uploading(None), uploading("image/png"), ["*/*"]),
        (uploading("image/png"), uploading("image/*"), []),
        (uploading(None, type="object"), uploading("application/json", type="object"), []),
        (uploading(None, type="string"), uploading("text/plain", type="string"), []),
    ],
)
def test_a_part_that_may_have_fewer_media_types_breaks(old: Json, new: Json, gone: list[str]) -> None:
    found = changes(old, new)
    assert [change.old for change in found if change.level == "breaking"] == gone
    assert {change.code for change in found} <= {"request-part-media-type-removed", "request-part-media-type-added"}


def test_only_names_of_header_fields_have_no_case() -> None:
    found = {code for code, *_ in said(taking("query", name="Foo"), taking("query", name="foo"))}
    assert found == {"request-parameter-removed", "request-required-parameter-added"}
    found = {code for code, *_ in said(taking("query", name="foo"), taking("cookie", name="Foo"))}
    assert found == {"request-parameter-removed", "request-required-parameter-added"}
    for new in (taking("header", name="FOO"), taking("cookie", name="foo")):
        assert [code for code, *_ in said(taking("query", name="foo"), new)] == ["request-parameter-moved"]


def answering(schema: Json) -> Json:
    """An answer with a header field."""
    found = taking("query")
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
def test_a_header_field_of_an_answer_is_a_text(old: Json, new: Json, expected: str) -> None:
    assert [code for code, *_ in said(answering(old), answering(new))] == [expected]


def test_reserved_characters_that_must_be_escaped_now_are_told() -> None:
    old, new = taking("query", allowReserved=True), taking("query")
    assert said(old, new) == [(TOLD, "reserved characters as they are", "reserved characters escaped")]
    # Escaped characters may be sent either way.
    assert said(new, old) == []
    assert said(taking("header", allowReserved=True), taking("header")) == []

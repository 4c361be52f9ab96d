"""A document of OpenAPI 3.0 in the words of 3.1 is the same one (OpenAPI 3.1.1, section 4.4.1.2, and appendix)."""

from __future__ import annotations

from typing import Any

import pytest

from speclift.openapi.structure.pointers import resolved
from tests.diff.small import Json, changes

STRING: Json = {"type": "string"}
INTEGER: Json = {"type": "integer"}
BYTES: Json = {"type": "string", "format": "binary"}
A: Json = {"$ref": "#/components/schemas/A"}
JSON, FORM = "application/json", "multipart/form-data"


def carrying(version: str, schema: Json | None, media_type: str) -> Json:
    """An operation that takes and answers this schema, as a property where the media type has some."""
    whole = {"type": "object", "properties": {"it": schema}} if media_type in (JSON, FORM) else schema
    content: Json = {"content": {media_type: {"schema": whole} if schema is not None else {}}}
    operation = {"requestBody": content, "responses": {"200": {"description": "", **content}}}
    return resolved(
        {
            "openapi": version,
            "info": {"title": "", "version": ""},
            "paths": {"/": {"post": operation}},
            "components": {"schemas": {"A": {"type": "object", "properties": {"x": STRING}}}},
        }
    )


UPGRADES: dict[str, tuple[str, Json, Json | None]] = {
    "base64": (JSON, {**STRING, "format": "byte"}, {**STRING, "contentEncoding": "base64"}),
    "base64 of a media type": (
        JSON,
        {**STRING, "format": "byte"},
        {**STRING, "contentEncoding": "base64", "contentMediaType": "image/png"},
    ),
    "a file": (FORM, BYTES, {**STRING, "contentMediaType": "application/octet-stream"}),
    "a file of a media type": (FORM, BYTES, {"contentMediaType": "image/png"}),
    "a file of which nothing is said": (FORM, BYTES, {}),
    "files": (FORM, {"type": "array", "items": BYTES}, {"type": "array", "items": {}}),
    "bytes": ("application/octet-stream", BYTES, {}),
    "bytes without a schema": ("application/octet-stream", BYTES, None),
    "an image": ("image/png", BYTES, {"contentMediaType": "image/png"}),
    "null": (JSON, {**STRING, "nullable": True}, {"type": ["string", "null"]}),
    "null in an enumeration": (
        JSON,
        {**STRING, "nullable": True, "enum": ["a", None]},
        {"type": ["string", "null"], "enum": ["a", None]},
    ),
    "null beside a reference": (JSON, {"allOf": [A], "nullable": True}, {"anyOf": [A, {"type": "null"}]}),
    "null as one of two": (JSON, {"allOf": [A], "nullable": True}, {"oneOf": [A, {"type": "null"}]}),
    "null among alternatives": (
        JSON,
        {"oneOf": [STRING, INTEGER], "nullable": True},
        {"oneOf": [STRING, INTEGER, {"type": "null"}]},
    ),
    "more than": (
        JSON,
        {**INTEGER, "minimum": 0, "exclusiveMinimum": True},
        {**INTEGER, "exclusiveMinimum": 0},
    ),
    "less than": (
        JSON,
        {"type": "number", "maximum": 1, "exclusiveMaximum": True},
        {"type": "number", "exclusiveMaximum": 1},
    ),
    "at most": (JSON, {**INTEGER, "maximum": 1, "exclusiveMaximum": False}, {**INTEGER, "maximum": 1}),
    "examples": (JSON, {**STRING, "example": "a"}, {**STRING, "examples": ["a", "b"]}),
    "one value": (JSON, {**STRING, "enum": ["a"]}, {"const": "a"}),
    "values with titles": (
        JSON,
        {**STRING, "enum": ["a", "b"]},
        {"oneOf": [{"const": "a", "title": "A"}, {"const": "b", "title": "B"}]},
    ),
    "types": (JSON, {"oneOf": [STRING, INTEGER]}, {"type": ["integer", "string"]}),
    "one type in a list": (JSON, STRING, {"type": ["string"]}),
    "a description of a reference": (JSON, {"allOf": [A], "description": "It"}, {**A, "description": "It"}),
    "a reference that is only read": (JSON, {"allOf": [A], "readOnly": True}, {**A, "readOnly": True}),
}


@pytest.mark.parametrize(("media_type", "old", "new"), UPGRADES.values(), ids=UPGRADES)
def test_the_same_in_newer_words_is_no_change(media_type: str, old: Json, new: Json | None) -> None:
    before, after = carrying("3.0.4", old, media_type), carrying("3.1.1", new, media_type)
    assert changes(before, after) == ()
    assert changes(after, before) == ()


def test_another_encoding_is_one() -> None:
    old: Any = carrying("3.1.1", {**STRING, "contentEncoding": "base64"}, JSON)
    new = carrying("3.1.1", {**STRING, "contentEncoding": "base32"}, JSON)
    assert {change.code for change in changes(old, new)} == {"request-format-changed", "response-format-changed"}

"""A document of OpenAPI 3.0 that is rewritten for 3.1 does not change (OpenAPI 3.1.1, section 4.4.1.2 and appendix)."""

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


def with_schema(version: str, schema: Json | None, media_type: str) -> Json:
    """An operation that accepts and returns this schema, as a property if the media type has properties."""
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
    "a file with an empty schema": (FORM, BYTES, {}),
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
    "null next to a reference": (JSON, {"allOf": [A], "nullable": True}, {"anyOf": [A, {"type": "null"}]}),
    "null as one of two": (JSON, {"allOf": [A], "nullable": True}, {"oneOf": [A, {"type": "null"}]}),
    "null among alternatives": (
        JSON,
        {"oneOf": [STRING, INTEGER], "nullable": True},
        {"oneOf": [STRING, INTEGER, {"type": "null"}]},
    ),
    "exclusive minimum": (
        JSON,
        {**INTEGER, "minimum": 0, "exclusiveMinimum": True},
        {**INTEGER, "exclusiveMinimum": 0},
    ),
    "exclusive maximum": (
        JSON,
        {"type": "number", "maximum": 1, "exclusiveMaximum": True},
        {"type": "number", "exclusiveMaximum": 1},
    ),
    "inclusive maximum": (JSON, {**INTEGER, "maximum": 1, "exclusiveMaximum": False}, {**INTEGER, "maximum": 1}),
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
    "a read-only reference": (JSON, {"allOf": [A], "readOnly": True}, {**A, "readOnly": True}),
}


@pytest.mark.parametrize(("media_type", "old", "new"), UPGRADES.values(), ids=UPGRADES)
def test_an_upgraded_schema_is_no_change(media_type: str, old: Json, new: Json | None) -> None:
    before, after = with_schema("3.0.4", old, media_type), with_schema("3.1.1", new, media_type)
    assert changes(before, after) == ()
    assert changes(after, before) == ()


def test_another_encoding_is_a_change() -> None:
    old: Any = with_schema("3.1.1", {**STRING, "contentEncoding": "base64"}, JSON)
    new = with_schema("3.1.1", {**STRING, "contentEncoding": "base32"}, JSON)
    assert {change.code for change in changes(old, new)} == {"request-format-changed", "response-format-changed"}

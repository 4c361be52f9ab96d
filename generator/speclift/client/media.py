"""Media types of bodies, by what their schemas say of how content is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from speclift.client.schemas import Json
from speclift.openapi.media_types import JSON_RANGES, is_json, is_stream, plain_kind


def by_kind(content: Json) -> dict[str, str]:
    """The media types as they are spelled, by type and subtype alone."""
    return {plain_kind(media_type): media_type for media_type in content}


def schema_of(entry: Any) -> Any:
    """The schema of a media type; of one of its values where they come one after the other (OpenAPI 3.2)."""
    if not isinstance(entry, Mapping):
        return {}
    return entry["itemSchema"] if "itemSchema" in entry else entry.get("schema", {})


def is_json_like(kind: str, schema: Any) -> bool:
    """Whether what comes is read as JSON: a range says nothing, but a schema is one of JSON values."""
    if is_stream(kind) or is_binary(schema):
        return False
    return is_json(kind) or (kind in JSON_RANGES and schema not in ({}, None))


def is_binary(schema: Any) -> bool:
    """Whether a schema stands for the bytes of a file (OpenAPI 3.0.4, section 4.7.14.2; 3.1.1, section 4.8.14.2)."""
    if not isinstance(schema, Mapping):
        return False
    is_raw = "contentMediaType" in schema and "contentEncoding" not in schema and schema.get("type") == "string"
    return schema.get("format") in ("binary", "byte") or (is_raw and schema["contentMediaType"] != "application/json")

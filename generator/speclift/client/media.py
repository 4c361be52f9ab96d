"""How the content of a body is read: as JSON, text or a file, by its media type and schema."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Any

from speclift.contract.records import MediaType
from speclift.openapi.structure.media_types import (
    JSON_RANGES,
    file_types,
    is_json,
    is_stream,
    is_textual,
    is_xml,
    is_yaml,
    plain_kind,
)


def by_kind(types: Iterable[MediaType]) -> dict[str, MediaType]:
    """The media types by type and subtype only."""
    return {plain_kind(media.name): media for media in types}


def schema_of(media: MediaType) -> Any:
    """The schema of a media type; for a sequence (OpenAPI 3.2), the schema of one of its values."""
    found = media.schema if media.item_schema is None else media.item_schema
    return {} if found is None else found


def is_json_like(kind: str, schema: Any) -> bool:
    """Whether content is read as JSON. A range such as `*/*` does not say so, but a schema describes JSON values."""
    if kind in JSON_RANGES:
        return schema not in ({}, None) and not is_binary(schema)
    return _is_json_value(kind) and not is_binary(schema)


def json_kinds_of(schemas: Mapping[str, Any]) -> list[str]:
    """Those media types, given with their schemas, whose content is read as JSON."""
    found = [kind for kind, schema in schemas.items() if is_json_like(kind, schema)]
    if found or not all(map(_is_json_value, schemas)):
        return found
    # JSON has bytes as Base64 (OpenAPI 3.0.4, section 4.7.14.2), unless the document has the file itself beside it.
    return [kind for kind, schema in schemas.items() if isinstance(schema, dict) and schema.get("format") == "byte"]


@functools.lru_cache(maxsize=256)
def _is_json_value(kind: str) -> bool:
    return is_json(kind) and not is_stream(kind)


@functools.lru_cache(maxsize=256)
def is_text(kind: str) -> bool:
    """Whether the content of a media type is text, which includes YAML."""
    return is_textual(kind) or is_yaml(kind)


def is_xml_or_yaml(kind: str) -> bool:
    """Whether a media type is XML or YAML, which the client treats as text."""
    return is_xml(kind) or is_yaml(kind)


def files_of(kinds: Iterable[str]) -> list[str]:
    """Those media types that are files: neither text nor multipart."""
    return [kind for kind in kinds if _is_file(kind)]


@functools.lru_cache(maxsize=256)
def _is_file(kind: str) -> bool:
    return bool(file_types([kind])) and not is_yaml(kind)


def is_binary(schema: Any) -> bool:
    """Whether a schema stands for the bytes of a file (OpenAPI 3.0.4, section 4.7.14.2; 3.1.1, section 4.8.14.2)."""
    if not isinstance(schema, dict):
        return False
    is_raw = "contentMediaType" in schema and "contentEncoding" not in schema and schema.get("type") == "string"
    return schema.get("format") in ("binary", "byte") or (is_raw and schema["contentMediaType"] != "application/json")

"""Media types of bodies, by how their content is written and read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from speclift.client.schemas import Json
from speclift.openapi.records import is_json

OCTETS = "application/octet-stream"
FORM = "application/x-www-form-urlencoded"

#: Ranges that JSON falls into (RFC 9110, section 12.5.1).
_JSON_RANGES = ("*/*", "application/*")

#: Values that come one after the other (HTML Standard, section 9.2; JSON Lines; RFC 7464).
_STREAMS = frozenset(
    {
        "text/event-stream",
        "application/jsonl",
        "application/json-lines",
        "application/x-ndjson",
        "application/ndjson",
        "application/x-jsonlines",
        "application/jsonlines",
        "application/json-seq",
        "application/geo+json-seq",
        "application/stream+json",
        "application/x-json-stream",
    }
)


def plain_kind(media_type: str) -> str:
    """Type and subtype alone."""
    return media_type.partition(";")[0].strip().lower()


def by_kind(content: Json) -> dict[str, str]:
    """The media types as they are spelled, by type and subtype alone."""
    return {plain_kind(media_type): media_type for media_type in content}


def schema_of(entry: Any) -> Any:
    """The schema of a media type; of one of its values where they come one after the other (OpenAPI 3.2)."""
    if not isinstance(entry, Mapping):
        return {}
    return entry["itemSchema"] if "itemSchema" in entry else entry.get("schema", {})


def is_stream(kind: str) -> bool:
    """Whether the values of a media type come one after the other."""
    return kind in _STREAMS


def is_range(kind: str) -> bool:
    """Whether a media type stands for several."""
    return "*" in kind


def is_json_like(kind: str, schema: Any) -> bool:
    """Whether what comes is read as JSON: a range says nothing, but a schema is one of JSON values."""
    if is_stream(kind) or is_binary(schema):
        return False
    return is_json(kind) or (kind in _JSON_RANGES and schema not in ({}, None))


def is_xml(kind: str) -> bool:
    """Whether a media type is XML (RFC 7303, section 4)."""
    return kind.endswith(("/xml", "+xml"))


def is_textual(kind: str) -> bool:
    """Whether the content of a media type is text."""
    return is_json(kind) or is_xml(kind) or kind.startswith("text/") or "urlencoded" in kind or is_stream(kind)


def is_binary(schema: Any) -> bool:
    """Whether a schema stands for the bytes of a file (OpenAPI 3.0.4, section 4.7.14.2; 3.1.1, section 4.8.14.2)."""
    if not isinstance(schema, Mapping):
        return False
    is_raw = "contentMediaType" in schema and "contentEncoding" not in schema and schema.get("type") == "string"
    return schema.get("format") in ("binary", "byte") or (is_raw and schema["contentMediaType"] != "application/json")


def file_types(kinds: Iterable[str]) -> list[str]:
    """The media types of files, which are neither text nor several parts."""
    return [kind for kind in kinds if not is_textual(kind) and not kind.startswith("multipart")]

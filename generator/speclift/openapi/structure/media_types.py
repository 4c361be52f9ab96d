"""Kinds of media types, by how their content is written and read."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from typing import Any

OCTETS = "application/octet-stream"
FORM = "application/x-www-form-urlencoded"
FORM_DATA = "multipart/form-data"
EVENT_STREAM = "text/event-stream"

#: Ranges that include JSON (RFC 9110, section 12.5.1).
JSON_RANGES = ("*/*", "application/*")

_QUOTED = re.compile(r'"[^"]*"')
_BETWEEN_COMMAS = re.compile(r'(?:[^,"]|"[^"]*"|")+')
_PARAMETER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+=")

#: Sequences of JSON values (OpenAPI 3.2.0, section 4.14.4; JSON Lines; RFC 7464; RFC 8142).
_JSON_SEQUENCES = frozenset(
    {
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


@functools.lru_cache(maxsize=256)
def plain_kind(media_type: str) -> str:
    """Type and subtype in lower case, without parameters."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Whether a media type is JSON: `application/json`, `text/json` or a structured suffix (RFC 6839, section 3.1)."""
    return plain_kind(media_type).endswith(("/json", "+json"))


def is_json_sequence(media_type: str) -> bool:
    """Whether content is a sequence of JSON values, one per line or record."""
    kind = plain_kind(media_type)
    return kind in _JSON_SEQUENCES or kind.endswith("+json-seq")


def is_stream(media_type: str) -> bool:
    """Whether content is a sequence of texts: JSON values, or events (HTML Standard, 9.2)."""
    return is_json_sequence(media_type) or plain_kind(media_type) == EVENT_STREAM


def is_multipart(media_type: str) -> bool:
    """Whether content is several parts (RFC 2046, section 5.1)."""
    return plain_kind(media_type).startswith("multipart/")


def is_form(media_type: str) -> bool:
    """Whether content is the fields of a form, as texts or as parts."""
    return plain_kind(media_type) in (FORM, FORM_DATA)


def is_range(media_type: str) -> bool:
    """Whether a media type is a range, which stands for several."""
    return "*" in media_type


def is_xml(media_type: str) -> bool:
    """Whether a media type is XML (RFC 7303, section 4)."""
    return plain_kind(media_type).endswith(("/xml", "+xml"))


def is_yaml(media_type: str) -> bool:
    """Whether a media type is YAML (RFC 9512)."""
    return plain_kind(media_type).endswith(("/yaml", "/x-yaml", "+yaml"))


def is_textual(media_type: str) -> bool:
    """Whether the content of a media type is text."""
    kind = plain_kind(media_type)
    return is_json(kind) or is_xml(kind) or kind.startswith("text/") or "urlencoded" in kind or is_stream(kind)


def file_types(kinds: Iterable[str]) -> list[str]:
    """Those of the media types that are files: neither text nor several parts."""
    return [kind for kind in kinds if not is_textual(kind) and not is_multipart(kind)]


def read_key(key: str) -> tuple[str, ...]:
    """The media types that a key of `content` means; only the key itself where it is a media type or a range. Some
    authors write several into one key, or parameters after a comma (RFC 9110, sections 8.3.1 and 12.5.1):
    `application/json, version=2` is `application/json; version=2`.
    """
    found: list[str] = []
    for part in map(str.strip, _BETWEEN_COMMAS.findall(key)):
        if found and part and _PARAMETER.match(part):
            found[-1] = f"{found[-1]}; {part}"
        elif part:
            found.append(part)
    return tuple(found) if len(found) > 1 or "," in _QUOTED.sub("", key) else (key,)


def whole_schema(entry: Mapping[str, Any]) -> Any:
    """The schema of all content of a Media Type Object; None where it gives none.

    `itemSchema` is that of each value in a sequence, which schemas see as an array (OpenAPI 3.2.0, section 4.14.2).
    """
    schema, item = entry.get("schema"), entry.get("itemSchema")
    if not isinstance(item, Mapping | bool):
        return schema if isinstance(schema, Mapping | bool) else None
    items = {"type": "array", "items": item}
    return {"allOf": [schema, items]} if isinstance(schema, Mapping) else items

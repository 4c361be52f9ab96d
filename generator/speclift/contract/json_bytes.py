"""JSON as bytes for all values of documents, including numbers of more than 64 bits, and deep nesting."""

from __future__ import annotations

import json
from typing import Any

import orjson


def json_bytes(value: Any) -> bytes:
    """A value as JSON, without spaces."""
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()


def compact(data: bytes) -> bytes:
    """The same bytes in only the memory that they need: the JSON writer takes many times as much, and keeps it."""
    return bytes(memoryview(data))


def _plain(value: Any) -> Any:
    """A form for a value that JSON has none for: written JSON becomes its content, anything else a string."""
    return json.loads(value.contents) if isinstance(value, orjson.Fragment) else str(value)

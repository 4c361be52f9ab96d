"""A document as JSON text: searching the text takes a fifth of the time of searching the data."""

from __future__ import annotations

from typing import Any


def as_json(document: Any, *, with_any_keys: bool = False) -> bytes | None:
    """A document as compact JSON in UTF-8; None where JSON cannot hold it: large numbers, or keys that are not strings.

    `with_any_keys` writes such keys as strings; where two keys become the same, both are written.
    """
    import orjson

    try:
        return orjson.dumps(document, option=orjson.OPT_NON_STR_KEYS if with_any_keys else None)
    except TypeError:
        return None

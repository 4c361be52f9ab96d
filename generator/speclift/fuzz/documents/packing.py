"""A document on its way to other processes."""

from __future__ import annotations

import zlib
from typing import Any

import orjson


def packed(document: Any) -> bytes:
    """A document as few bytes."""
    return zlib.compress(orjson.dumps(document))


def unpacked(data: bytes) -> Any:
    """The document."""
    return orjson.loads(zlib.decompress(data))

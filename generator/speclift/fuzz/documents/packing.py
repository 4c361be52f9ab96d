"""A document in compressed bytes, to send to other processes."""

from __future__ import annotations

import zlib
from typing import Any

import orjson


def packed(document: Any) -> bytes:
    """A document as compressed JSON."""
    return zlib.compress(orjson.dumps(document))


def unpacked(data: bytes) -> Any:
    """The document from the bytes that `packed` returns."""
    return orjson.loads(zlib.decompress(data))

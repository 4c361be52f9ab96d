"""A document on its way to other processes."""

from __future__ import annotations

import zlib
from typing import Any

import orjson


def packed(document: Any) -> bytes:
    """A document in few bytes."""
    return zlib.compress(orjson.dumps(document))


def unpacked(data: bytes) -> Any:
    """The document from its bytes."""
    return orjson.loads(zlib.decompress(data))

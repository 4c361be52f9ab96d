"""What was worked out for a text is kept while the same text comes again and again."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

#: Longer texts than this are of somebody who means no good, and would fill the memory.
_LONGEST = 256


def kept(function: Callable[[bytes], T], most: int = 32) -> Callable[[bytes], T]:
    """A function that remembers what it gave for the last texts, `most` of them and short ones only."""
    remembered = functools.lru_cache(maxsize=most)(function)
    return lambda text: remembered(text) if len(text) <= _LONGEST else function(text)

"""What was worked out for a text is kept while the same text comes again and again."""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable
from typing import TypeVar

T = TypeVar("T")
Text = TypeVar("Text", str, bytes)

#: Longer texts than this are of somebody who means no good, and would fill the memory.
LONGEST = 256


def kept(function: Callable[[Text], T], most: int = 32) -> Callable[[Text], T]:
    """A function that remembers what it gave for the last texts, `most` of them and short ones only."""
    remembered = functools.lru_cache(maxsize=most)(function)
    return lambda text: remembered(text) if len(text) <= LONGEST else function(text)


class Kept:
    """Answers as bytes by what was asked, the newest of them."""

    def __init__(self, most: int = 256, largest: int = 32 * 2**10) -> None:
        self._answers: dict[Hashable, bytes] = {}
        self._most = most
        self._largest = largest
        #: The answer to what was asked; None where it is not kept.
        self.get = self._answers.get

    def put(self, asked: Hashable, answer: bytes) -> None:
        """Keep an answer that is not too large, and forget the oldest where there are too many."""
        if len(answer) > self._largest:
            return
        if len(self._answers) >= self._most:
            del self._answers[next(iter(self._answers))]
        self._answers[asked] = answer

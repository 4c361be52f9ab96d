"""Positions in a page and the files that it includes. The positions of the page are its lines; each included file has
a range of positions after those.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable
from typing import TypeAlias

from speclift.model.schema import Place

#: Finds the place (file and line) of a position of a page.
PlaceOf: TypeAlias = Callable[[int], Place]

#: Where the positions of the first included file start: no page has as many lines.
FIRST_INCLUDED = 10_000_000


class Places:
    """The files of a page, in the order in which they were included, and the positions where each starts."""

    def __init__(self, file: str) -> None:
        self._starts = [0]
        self._files = [file]
        self._next = FIRST_INCLUDED

    def include(self, file: str, lines: int) -> int:
        """Give an included file a range of positions. Returns the number to add to its lines."""
        start = self._next
        self._starts.append(start)
        self._files.append(file)
        self._next += lines + 1
        return start

    def place_of(self, position: int) -> Place:
        """The file and line of a position."""
        if position < FIRST_INCLUDED:
            return Place(self._files[0], position)
        index = bisect.bisect_right(self._starts, position) - 1
        return Place(self._files[index], position - self._starts[index])

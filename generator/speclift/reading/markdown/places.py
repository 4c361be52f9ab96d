"""The file and the line of a position, for pages that include files. The lines of a page are its positions; those of
the included files follow, in a range for each.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable
from typing import TypeAlias

from speclift.model.schema import Place

#: The place of a position of a page.
PlaceOf: TypeAlias = Callable[[int], Place]

#: Where the positions of the first included file start, beyond the lines of any page.
FIRST_INCLUDED = 10_000_000


class Places:
    """The files of a page in the order in which they were included; `place_of` finds the place of a position."""

    def __init__(self, file: str) -> None:
        self._starts = [0]
        self._files = [file]
        self._next = FIRST_INCLUDED

    def include(self, file: str, lines: int) -> int:
        """Give an included file a range of positions: what to add to its lines."""
        start = self._next
        self._starts.append(start)
        self._files.append(file)
        self._next += lines + 1
        return start

    def place_of(self, position: int) -> Place:
        if position < FIRST_INCLUDED:
            return Place(self._files[0], position)
        index = bisect.bisect_right(self._starts, position) - 1
        return Place(self._files[index], position - self._starts[index])

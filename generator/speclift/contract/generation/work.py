"""How much work may be done to make a value: all requests wait for it."""

from __future__ import annotations

#: The usual number of steps, which take about half a second.
MOST = 200_000


class Work:
    """Steps that may still be taken; one is a character, a part of a schema or a property, for example."""

    def __init__(self, most: int = MOST) -> None:
        self._left = most

    def spend(self, steps: int) -> bool:
        """Take a number of steps.  Returns False, and takes none, where not enough are left."""
        if steps > self._left:
            return False
        self._left -= steps
        return True

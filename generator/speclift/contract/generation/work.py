"""How much work may be done to make a value: all requests wait for it."""

from __future__ import annotations

#: About half a second of it.
MOST = 200_000


class Work:
    """Steps that may be taken: each a character, a part of a schema, a property."""

    def __init__(self, most: int = MOST) -> None:
        self._left = most

    def spend(self, steps: int) -> bool:
        """Take a number of steps; False, without taking any, where not enough are left."""
        if steps > self._left:
            return False
        self._left -= steps
        return True

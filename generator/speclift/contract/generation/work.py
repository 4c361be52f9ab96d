"""How much may be done to make a value: whoever asks for one, and everyone else, waits for it."""

from __future__ import annotations

#: About half a second of it.
MOST = 200_000


class Work:
    """Steps that may be taken: each a character, a part of a schema, a property."""

    def __init__(self, most: int = MOST) -> None:
        self._left = most

    def spend(self, steps: int) -> bool:
        """Take so many steps; False, and nothing is taken, where there are not as many left."""
        if steps > self._left:
            return False
        self._left -= steps
        return True

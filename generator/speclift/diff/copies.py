"""How much `allOf` copies: a large component that many others are made of is in each of them."""

from __future__ import annotations

from speclift.errors import SourceError

#: How many schemas, names and members may be copied, and how many more for each schema that the document has itself.
_MOST, _MOST_FOR_EACH = 100_000, 5


class Copies:
    """Counts what is read of a document, and what is read once more because it was copied."""

    def __init__(self) -> None:
        self._own = self._copied = 0

    def count(self, size: int, *, is_copy: bool) -> None:
        """Count so many schemas, names or members.  Raises SourceError where too much of them is copied."""
        if not is_copy:
            self._own += size
            return
        self._copied += size
        if self._copied > _MOST + _MOST_FOR_EACH * self._own:
            raise SourceError(
                f"Schemas are put together (allOf) of more than {_MOST:,} parts, names and members of others.",
                expected="schemas that share what is large by a property",
                advice="refer to the large schema from a property, or compare parts of the description",
            )

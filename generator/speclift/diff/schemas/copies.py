"""A limit of what `allOf` copies: a large component is copied into each component that is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from speclift.errors import SourceError

#: How many schemas, names and members may be copied, and how many more for each object of the schemas.
_MOST, _MOST_FOR_EACH = 100_000, 3


class Copies:
    """Counts what is read of the schemas that `allOf` has put together."""

    def __init__(self, schemas: Mapping[str, Any]) -> None:
        self._schemas = schemas
        self._count = 0
        self._most = _MOST
        self._is_measured = False

    def count(self, size: int) -> None:
        """Count a number of schemas, names or members. Raises SourceError where too many are copied."""
        self._count += size
        if self._count > self._most and not self._is_measured:
            # Few documents come this far, so others are not measured.
            self._is_measured = True
            self._most += _MOST_FOR_EACH * _objects_in(self._schemas)
        if self._count > self._most:
            raise SourceError(
                f"With allOf, schemas copy more than {self._most:,} parts, names and members of others.",
                expected="large schemas that properties refer to",
                advice="refer to the large schema from a property, or compare parts of the description",
            )


def _objects_in(node: Any) -> int:
    found, todo = 0, [node]
    while todo:
        part = todo.pop()
        if isinstance(part, Mapping):
            found += 1
            todo.extend(part.values())
        elif isinstance(part, list):
            todo.extend(part)
    return found

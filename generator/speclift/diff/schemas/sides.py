"""One side of a comparison (its components, and who sends what they describe), and a limit for the work."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from speclift.diff.rules.change import Direction
from speclift.diff.schemas.resolution import followed
from speclift.diff.schemas.schema import Schema

#: How many names, members or characters cost as much as a step.
SIZE_OF_STEP = 100


class Side(msgspec.Struct, frozen=True):
    """The components of a description, and the direction of the comparison."""

    components: Mapping[str, Schema]
    direction: Direction

    def followed(self, schema: Schema) -> Schema:
        """The schema, or what it refers to."""
        return followed(schema, self.components) if schema.ref else schema

    def is_hidden(self, schema: Schema) -> bool:
        """Whether a property does not exist in this direction: nobody sends a read-only one (OpenAPI 3.0.4, 4.7.24)."""
        parts = (schema, self.followed(schema)) if schema.ref else (schema,)
        return any(part.is_read_only if self.direction == "request" else part.is_write_only for part in parts)


class Effort:
    """The steps that are left for one question about schemas, and for all questions of a run together.

    Deciding whether one schema allows what another does can take exponential time, and documents come from strangers.
    """

    def __init__(self, for_all: int = 50_000) -> None:
        self._for_all = for_all
        self._left = 0

    def begin(self, most: int = 1_000) -> None:
        """Start the work for a question, with at most this many steps."""
        self._left = min(most, self._for_all)

    @property
    def is_spent(self) -> bool:
        """Whether nothing is left for any question."""
        return self._for_all <= 0

    @property
    def is_over(self) -> bool:
        """Whether nothing is left for the current question."""
        return self._left <= 0

    def spend(self, steps: int = 1) -> bool:
        """Take steps, more where a schema or value is large; False where none was left."""
        if self._left <= 0:
            return False
        self._left -= steps
        self._for_all -= steps
        return True

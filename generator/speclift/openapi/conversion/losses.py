"""What a version of OpenAPI cannot express, by name and place."""

from __future__ import annotations

from collections.abc import Sequence

from speclift.openapi.checking.destinations import lost_at
from speclift.openapi.mends.origins import Origins
from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.objects import Place
from speclift.openapi.structure.steps import pointer_of, steps_of


class Losses:
    """Gathers what is left out of a document, or written in a way that means less. `origins` learns the old places."""

    def __init__(self, origins: Origins) -> None:
        self.faults: list[Fault] = []
        self._origins = origins

    def record(self, place: Place, message: str, keyword: str) -> None:
        """Record that a keyword, or the operation at its place, is lost in the document before the conversion."""
        steps = steps_of(place)
        found = self._origins.original(steps)
        self.faults.append(Fault(pointer_of(found), message, "lost-in-conversion", lost=lost_at(steps, keyword)))

    def lack(self, place: Place, what: str) -> None:
        """Record that OpenAPI 3.0 does not have something, which is left out."""
        self.record(place, f"OpenAPI 3.0 has no {what}: it is left out", what.partition(":")[0])

    def shorten(self, place: Place, kept: Sequence[int]) -> None:
        """Record which items a list keeps, by their indexes, so that later losses in these have their old places."""
        self._origins.keep(self._origins.original(steps_of(place)), kept)

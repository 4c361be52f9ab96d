"""Links to operations by reference (`operationRef`, OpenAPI 3.1.1, section 4.8.20), once several files are one."""

from __future__ import annotations

from collections.abc import Mapping

from speclift.errors import SourceError
from speclift.openapi.addresses import is_http, moved_reference
from speclift.openapi.places import Places, Spot
from speclift.openapi.records import Json
from speclift.openapi.sources import Sources
from speclift.openapi.steps import Steps, fragment_of

FIELD = "operationRef"


class OperationLinks:
    """Gathers links while a document is put together, and lets them lead to where the operations are then."""

    def __init__(self, sources: Sources, places: Places) -> None:
        self._sources = sources
        self._places = places
        self._links: list[tuple[Json, str]] = []

    def note(self, link: Json, base: str) -> None:
        """A link of the document in one piece; `base` is the URI that its reference is taken from."""
        if isinstance(link.get(FIELD), str):
            self._links.append((link, base))

    def settle(self, origins: Mapping[Steps, Spot]) -> None:
        """Rewrite all links.  `origins` are the places that parts of the document were taken from, by where they are.

        What leads to no operation of the document stays an address.
        """
        moved = {spot: steps for steps, spot in sorted(origins.items(), reverse=True)}
        for link, base in self._links:
            link[FIELD] = self._settled(link[FIELD], base, moved)

    def _settled(self, reference: str, base: str, moved: Mapping[Spot, Steps]) -> str:
        if is_http(reference) or (base == self._sources.base and reference.startswith("#")):
            return reference
        try:
            spot = self._places.find(reference, base, self._sources.entry.shown)
        except SourceError:
            spot = None
        if spot is None:
            return moved_reference(reference, base, self._sources.base)
        if spot.uri == self._sources.entry.uri:
            return f"#{fragment_of(spot.steps)}"
        for end in range(len(spot.steps), -1, -1):
            steps = moved.get(Spot(spot.uri, spot.steps[:end]))
            if steps:
                return f"#{fragment_of((*steps, *spot.steps[end:]))}"
        return moved_reference(reference, base, self._sources.base)

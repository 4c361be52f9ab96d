"""Links to operations by reference (`operationRef`, OpenAPI 3.1.1, section 4.8.20), after files were bundled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from speclift.errors import SourceError
from speclift.openapi.bundling.places import Places, Spot
from speclift.openapi.files.addresses import is_http, moved_reference
from speclift.openapi.files.sources import Sources
from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.steps import Steps, fragment_of, pointer_of

FIELD = "operationRef"


class OperationLinks:
    """Gathers links while a document is put together, and then points them to the new places of the operations."""

    def __init__(self, sources: Sources, places: Places) -> None:
        self._sources = sources
        self._places = places
        self._links: list[tuple[Json, str, Spot]] = []

    def note(self, link: Json, base: str, spot: Spot) -> None:
        """Record a link of the document in one piece, with the URI that its reference is relative to, and its place."""
        if isinstance(link.get(FIELD), str):
            self._links.append((link, base, spot))

    def settle(self, origins: Mapping[Steps, Spot]) -> Iterator[Fault]:
        """Rewrite all links.  `origins` are the places that parts of the document come from, by the steps to them.

        A link to an operation outside of the document stays an address; one that leads nowhere is reported.
        """
        moved = {spot: steps for steps, spot in sorted(origins.items(), reverse=True)}
        for link, base, spot in self._links:
            reference = link[FIELD]
            link[FIELD], is_there = self._settled(reference, base, moved)
            if not is_there:
                file = "" if spot.uri == self._sources.entry.uri else self._places.source(spot).shown
                message = f"the link leads to {reference}, where no operation is; it stays an address"
                yield Fault(pointer_of((*spot.steps, FIELD)), message, "unknown-operation", file=file)

    def _settled(self, reference: str, base: str, moved: Mapping[Spot, Steps]) -> tuple[str, bool]:
        """What a reference becomes, and whether anything may be there."""
        if is_http(reference) or (base == self._sources.base and reference.startswith("#")):
            return reference, True
        address = moved_reference(reference, base, self._sources.base)
        try:
            spot = self._places.find(reference, base, self._sources.entry.shown)
        except SourceError:
            # Nothing may be read there.
            return address, True
        if spot is None:
            return address, False
        if spot.uri == self._sources.entry.uri:
            return f"#{fragment_of(spot.steps)}", True
        for end in range(len(spot.steps), -1, -1):
            steps = moved.get(Spot(spot.uri, spot.steps[:end]))
            if steps:
                return f"#{fragment_of((*steps, *spot.steps[end:]))}", True
        return address, True

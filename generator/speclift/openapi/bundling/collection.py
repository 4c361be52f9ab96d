"""Everything that the references of a document lead to, in any file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from speclift.errors import SourceError
from speclift.openapi.bundling.dynamic_scope import Scope, Scopes
from speclift.openapi.bundling.identifiers import RECURSIVE
from speclift.openapi.bundling.links import Link, is_inside, links_in
from speclift.openapi.bundling.places import Places, Spot
from speclift.openapi.files.sources import Sources
from speclift.openapi.structure.layout import Layout
from speclift.openapi.structure.steps import pointer_of


class Target(msgspec.Struct, frozen=True):
    """What references lead to: a place, the kind of object there, and the dynamic scope that it is read in."""

    spot: Spot
    kind: str
    scope: Scope = ()


def collected(sources: Sources, places: Places, scopes: Scopes, layout: Layout) -> Sequence[Target]:
    """All that references lead to, in any dynamic scope; `scopes` records all references. Raises SourceError where a
    reference leads to a place that may not be read.
    """
    found = _Collector(sources, places, scopes, layout).targets()
    scopes.close()
    return found


class _Collector:
    def __init__(self, sources: Sources, places: Places, scopes: Scopes, layout: Layout) -> None:
        self._base = sources.base
        self._top = Spot(sources.entry.uri, ())
        self._places = places
        self._scopes = scopes
        self._layout = layout

    def targets(self) -> Sequence[Target]:
        found: dict[Target, None] = {}
        late: list[Link] = []
        todo, anchored = [Target(self._top, "document")], set[str]()
        while todo:
            target = todo.pop()
            for link in self._links(target):
                try:
                    spot = self._find(link)
                except SourceError:
                    late.append(link)
                    continue
                todo += self._noted(link, spot, found)
            if not todo:
                late, again = [], late
                todo += self._found_late(again, late, found)
            for name in sorted(self._scopes.names - anchored) if not todo else ():
                anchored.add(name)
                for spot in self._places.anchored(name):
                    todo += self._new(Target(spot, "schemas"), found)
        return list(found)

    def _links(self, target: Target) -> Iterator[Link]:
        is_top = target.spot == self._top
        base = self._base if is_top else self._places.base_around(target.spot)
        node = self._places.at(target.spot)
        return links_in(node, target.kind, target.spot, base, self._layout.objects, self._places)

    def _find(self, link: Link) -> Spot | None:
        if link.text == RECURSIVE:
            return self._places.recursion_of(link.owner, link.base)
        where = f"{self._places.source(link.spot).shown}#{pointer_of(link.spot.steps)}"
        return self._places.find(link.text, link.base, where)

    def _found_late(self, late: Sequence[Link], left: list[Link], found: dict[Target, None]) -> list[Target]:
        """The new targets of late links: files that were read since may state their addresses. `left` gets the rest."""
        error, new = None, []
        for link in late:
            try:
                spot = self._find(link)
            except SourceError as refused:
                is_left_out = link.is_mapped and self._places.leads_out(link.text, link.base)
                error = error or (None if is_left_out else refused)
                left.append(link)
            else:
                new += self._noted(link, spot, found)
        if error and not new:
            raise error
        return new

    def _noted(self, link: Link, spot: Spot | None, found: dict[Target, None]) -> list[Target]:
        name = link.text.rpartition("#")[2]
        if link.is_dynamic and (spot is None or self._scopes.is_dynamic(spot, name)):
            self._scopes.use(link.owner, name)
        if spot is None:
            return []
        self._scopes.lead(link.owner, spot)
        return self._new(Target(spot, link.kind), found)

    def _new(self, target: Target, found: dict[Target, None]) -> list[Target]:
        if target in found:
            return []
        found[target] = None
        # The search of the document itself covers its objects.
        return [] if is_own(target.spot, self._top, self._layout) else [target]


def is_own(spot: Spot, top: Spot, layout: Layout) -> bool:
    """Whether there is an object of the document itself, which is at the place `top`."""
    return spot.uri == top.uri and is_inside(spot.steps, layout.objects)

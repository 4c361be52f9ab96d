"""What the references of a document in several files lead to: each to one place in one file, however it is spelled."""

from __future__ import annotations

import os
import posixpath
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from speclift.errors import SourceError
from speclift.openapi.bundling.identifiers import RECURSIVE, Identifiers, identifiers_of
from speclift.openapi.files.addresses import is_http, joined, path_of
from speclift.openapi.files.sources import Source, Sources
from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.steps import Steps, entry_of, pointer_of, steps_to


class Spot(msgspec.Struct, frozen=True):
    """A place in a file, by the file's URI and the steps to it."""

    uri: str
    steps: Steps


class Places:
    """Finds places by references, and reads their files. It remembers where references lead, since `find` is called
    again when the document is put together.
    """

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._files: dict[str, Source] = {}
        self._identifiers: dict[str, Identifiers] = {}
        self._resources: dict[str, Spot] = {}
        self._anchors: dict[tuple[str, str], Spot] = {}
        self._aliases: dict[str, str] = {}
        self._found: dict[tuple[str, str], Spot | None] = {}
        #: The entries so far of maps and lists that are referred to as wholes (`entries.py`).
        self.copied = 0
        self.take(sources.entry, sources.base)

    def take(self, source: Source, base: str) -> None:
        """Learn the names that a file gives to the schemas in it."""
        if source.uri in self._files:
            return
        self._files[source.uri] = source
        found = self._identifiers[source.uri] = identifiers_of(source.data, base, self._resources)
        for uri, steps in found.resources.items():
            self._resources.setdefault(uri, Spot(source.uri, steps))
        for key, steps in found.anchors.items():
            self._anchors.setdefault(key, Spot(source.uri, steps))
        own = source.data.get("$self") if isinstance(source.data, Mapping) else None
        named = [uri for uri, steps in found.resources.items() if not steps]
        if isinstance(own, str):
            # Relative references are those of a document with this name, whatever its file is called here.
            beside = joined(base, posixpath.basename(own.partition("#")[0].partition("?")[0]))[0]
            named += [joined(base, own)[0], *([beside] if beside != base else [])]
        for name in named:
            self._resources.setdefault(name, Spot(source.uri, ()))
            if is_http(name):
                self._aliases.setdefault(posixpath.dirname(name), posixpath.dirname(base))

    def faults(self) -> Iterator[Fault]:
        """The identifiers that two schemas have."""
        for uri, identifiers in self._identifiers.items():
            file = "" if uri == self._sources.entry.uri else self._files[uri].shown
            for steps in identifiers.repeated:
                message = f"an earlier schema has this {steps[-1]} already; the earlier one counts"
                yield Fault(pointer_of(steps), message, "duplicate-identifier", file=file)

    @property
    def document(self) -> Mapping[str, Any]:
        """The document that the files belong to."""
        found: Mapping[str, Any] = self._sources.entry.data
        return found

    def at(self, spot: Spot) -> Any:
        """The value at a place, None where there is nothing."""
        return entry_of(self._files[spot.uri].data, spot.steps)

    def source(self, spot: Spot) -> Source:
        """The file of a place."""
        return self._files[spot.uri]

    def base_of(self, spot: Spot) -> str:
        """The URI that references at a place are relative to: that of the file, or the `$id` of a schema around it."""
        return self._identifiers[spot.uri].bases.get(spot.steps) or self.base_around(spot)

    def base_around(self, spot: Spot) -> str:
        """The URI that the `$id` at a place is relative to."""
        source = self._files[spot.uri]
        base = self._sources.base if source is self._sources.entry else source.uri
        bases = self._identifiers[spot.uri].bases
        around = (bases.get(spot.steps[:end]) for end in range(len(spot.steps) - 1, -1, -1)) if bases else ()
        return next((uri for uri in around if uri), base)

    def base_within(self, schema: Mapping[str, Any], spot: Spot, around: str) -> str:
        """The URI that the references of a schema are relative to: its `$id`, or the URI of what is around it."""
        known = self._identifiers[spot.uri].bases.get(spot.steps)
        own = schema.get("$id")
        return known or (joined(around, own)[0] if isinstance(own, str) and not own.startswith("#") else around)

    def dynamic_anchors(self, spot: Spot) -> Mapping[str, Spot]:
        """The dynamic anchors of the schema resource around a place, by name; without `$id`, those below the place."""
        base = self.base_of(spot)
        identifiers = self._identifiers[spot.uri]
        top = identifiers.resources.get(base, spot.steps)
        found: dict[str, Spot] = {}
        anchors = identifiers.dynamic.get(base, ())
        for index in range(bisect_left(anchors, (top, "")), len(anchors)):
            steps, name = anchors[index]
            if steps[: len(top)] != top:
                break
            if name != RECURSIVE or steps == top:
                found.setdefault(name, Spot(spot.uri, steps))
        return found

    def recursion_of(self, owner: Spot, base: str) -> Spot:
        """What `$recursiveRef` means in a schema, whatever leads to it; `owner` is the whole schema, `base` its URI.

        This is the schema with that `$id`, or the file if the file is a schema.  An OpenAPI document is not a schema:
        there it is the owner, which is what authors mean who give no `$id`.
        """
        named = self._identifiers[owner.uri].resources.get(base)
        if named is not None:
            return Spot(owner.uri, named)
        data = self._files[owner.uri].data
        is_schema = isinstance(data, Mapping) and (RECURSIVE in data or "$schema" in data)
        return Spot(owner.uri, ()) if is_schema else owner

    def anchored(self, name: str) -> list[Spot]:
        """All places that have a dynamic anchor of a name, in the order of files and places."""
        found = [
            Spot(uri, steps)
            for uri, identifiers in self._identifiers.items()
            for anchors in identifiers.dynamic.values()
            for steps, anchor in anchors
            if anchor == name
        ]
        return sorted(found, key=lambda spot: (spot.uri, spot.steps))

    def find(self, reference: str, base: str, where: str) -> Spot | None:
        """The place that a reference leads to, None where it leads nowhere.

        `base` is the URI that it is relative to, `where` the place that errors name. Raises SourceError where nothing
        may be read there.
        """
        key = base, reference
        if key not in self._found:
            self._found[key] = self._find(reference, base, where)
        return self._found[key]

    def find_mapped(self, reference: str, base: str, where: str) -> Spot | None:
        """The place that a mapping leads to; None also where nothing may be read there: the alternatives of its schema
        stay, so that is no reason to refuse the document.
        """
        try:
            return self.find(reference, base, where)
        except SourceError:
            if not self.leads_out(reference, base):
                raise
            return None

    def leads_out(self, reference: str, base: str) -> bool:
        """Whether a reference leads to where nothing may be read."""
        return not self._sources.is_allowed(joined(base, reference)[0])

    def _find(self, reference: str, base: str, where: str) -> Spot | None:
        uri, fragment = joined(base, reference)
        if reference.startswith("/components/") and self.at(Spot(self._sources.entry.uri, steps_to(reference))):
            # This is a pointer without its `#`, not a file.
            return None
        top = self._resource(uri, where)
        if top is None:
            return None
        if fragment and not fragment.startswith("/"):
            # A file may have a URI of its own, which its anchors belong to.
            return self._anchors.get((uri, fragment)) or self._anchors.get((self.base_of(top), fragment))
        steps = steps_to(fragment)
        # Many authors start a pointer in a schema with an `$id` at the top of the file.
        for start in (top.steps, ()):
            spot = Spot(top.uri, (*start, *steps))
            if self.at(spot) is not None:
                return spot
        # And some authors write files as if they were parts of the document.
        spot = Spot(self._sources.entry.uri, steps)
        return spot if reference.startswith("#/") and self.at(spot) is not None else None

    def _resource(self, uri: str, where: str) -> Spot | None:
        if uri in self._resources:
            return self._resources[uri]
        for folder, local in self._aliases.items():
            if uri.startswith(f"{folder}/"):
                near = joined(f"{local}/", uri[len(folder) + 1 :])[0]
                path = path_of(near)
                if path is not None and os.path.lexists(path):
                    uri = near
                    break
        source = self._sources.read(uri, where)
        if source is None:
            return None
        self.take(source, source.uri)
        return Spot(source.uri, ())

"""Puts what the references of a document lead to into it: first all of it is found, then named, then written."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import msgspec

from speclift.errors import SourceError
from speclift.openapi.component_names import names_for
from speclift.openapi.dynamic_scope import Scope, Scopes, names_of
from speclift.openapi.fault import Fault
from speclift.openapi.identifiers import Steps
from speclift.openapi.layout import layout_of
from speclift.openapi.links import Link, base_in, inside, links_in, mapped
from speclift.openapi.objects import Place, pointer
from speclift.openapi.places import Places, Spot
from speclift.openapi.records import Json
from speclift.openapi.sources import Sources
from speclift.openapi.splices import Follow, spliced

#: Nodes that are written where references to them stand, and meanings of schemas, in a whole document.
_MOST_COPIED, _MOST_MEANINGS = 1_000_000, 10_000
#: What names a schema otherwise than by its place, and what holds schemas that are found by their places alone.
_NAMES, _HOLDERS = ("$id", "$anchor", "$dynamicAnchor"), ("$defs", "definitions")


class _Target(msgspec.Struct, frozen=True):
    """What references lead to: a place, the kind of object there, and the dynamic scope that it is read in."""

    spot: Spot
    kind: str
    scope: Scope = ()


class _Here(msgspec.Struct, frozen=True):
    """Where an object is read: the URI that its references are taken from, its place, and the dynamic scope."""

    base: str
    spot: Spot
    scope: Scope = ()

    def at(self, *steps: str | int) -> _Here:
        return msgspec.structs.replace(self, spot=Spot(self.spot.uri, (*self.spot.steps, *map(str, steps))))


class Bundler:
    """Bundles the document that `sources` start with; used once."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._faults: list[Fault] = []
        sources.replace_entry(spliced(sources.entry.data, self._follow_early(Places(sources))))
        self._places = Places(sources)
        self._top = Spot(sources.entry.uri, ())
        self._layout = layout_of(sources.entry.data)
        self._scopes = Scopes(self._places)
        self._names: dict[_Target, str] = {}
        #: Components of the document itself that are nothing but a reference to another file.
        self._adopted: dict[Spot, _Target] = {}
        self._waiting: list[_Target] = []
        self._written: dict[_Target, tuple[Any, int]] = {}
        self._open: list[_Target] = []
        self._copied = 0

    def bundle(self) -> tuple[Json, tuple[Fault, ...]]:
        """The document in one piece, and what is wrong with its references.  Raises SourceError."""
        targets = self._collected()
        self._scopes.close()
        self._name(targets)
        here = _Here(self._sources.base, self._top)
        found = self._fields(self._sources.entry.data, "document", here)
        made: dict[str, Json] = {}
        while self._waiting:
            target = self._waiting.pop()
            made.setdefault(target.kind, {})[self._names[target]] = self._content(target)
        for kind, components in sorted(made.items()):
            _add(found, self._layout.sections[kind], dict(sorted(components.items())))
        return found, tuple(self._faults)

    def _follow_early(self, places: Places) -> Follow:
        def follow(reference: str, place: Place) -> tuple[Any, str] | None:
            spot = places.find(reference, self._sources.base, f"{self._sources.entry.shown}#{pointer(place)}")
            if spot is None:
                return None
            self._faults.append(Fault(pointer(place), f"the reference {reference} stands where none is allowed"))
            return places.at(spot), f"{spot.uri}#{_fragment(spot.steps)}"

        return follow

    def _collected(self) -> Sequence[_Target]:
        """All that references lead to, whatever the dynamic scope."""
        found: dict[_Target, None] = {}
        late: list[Link] = []
        todo, anchored = [_Target(self._top, "document")], set[str]()
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
                    todo += self._new(_Target(spot, "schemas"), found)
        return list(found)

    def _links(self, target: _Target) -> Iterator[Link]:
        is_top = target.spot == self._top
        base = self._sources.base if is_top else self._places.base_of(target.spot)
        return links_in(self._places.at(target.spot), target.kind, target.spot, base, self._layout.objects)

    def _find(self, link: Link) -> Spot | None:
        where = f"{self._places.source(link.spot).shown}#{_pointer(link.spot.steps)}"
        return self._places.find(link.text, link.base, where)

    def _found_late(self, late: Sequence[Link], left: list[Link], found: dict[_Target, None]) -> list[_Target]:
        """What is found now that more files are known, which may have said by what address they are called."""
        error, new = None, []
        for link in late:
            try:
                spot = self._find(link)
            except SourceError as refused:
                error = error or refused
                left.append(link)
            else:
                new += self._noted(link, spot, found)
        if error and not new:
            raise error
        return new

    def _noted(self, link: Link, spot: Spot | None, found: dict[_Target, None]) -> list[_Target]:
        if link.is_dynamic:
            self._scopes.use(link.owner, link.text.rpartition("#")[2])
        if spot is None:
            return []
        self._scopes.lead(link.owner, spot)
        return self._new(_Target(spot, link.kind), found)

    def _new(self, target: _Target, found: dict[_Target, None]) -> list[_Target]:
        if target in found:
            return []
        found[target] = None
        # What is in the document itself is looked through with it.
        return [] if target.spot.uri == self._top.uri else [target]

    def _name(self, targets: Sequence[_Target]) -> None:
        """Name the components that are to be made."""
        folder = posixpath.dirname(self._sources.base)
        for kind, section in sorted(self._layout.sections.items()):
            own = self._places.at(Spot(self._top.uri, section))
            taken: Mapping[str, Any] = own if isinstance(own, Mapping) else {}
            elsewhere = [target for target in targets if target.kind == kind and target.spot.uri != self._top.uri]
            for name in sorted(taken):
                self._adopt(kind, (*section, name))
            unnamed = {
                (target.spot.uri, target.spot.steps): target for target in elsewhere if target not in self._names
            }
            names = names_for(unnamed, folder, taken)
            for key, target in unnamed.items():
                self._names[target] = names[key]
                self._waiting.append(target)

    def _adopt(self, kind: str, steps: Steps) -> None:
        """Let a component that is nothing but a reference to another file be what that leads to."""
        node = self._places.at(Spot(self._top.uri, steps))
        if not isinstance(node, Mapping) or len(node) != 1 or not isinstance(node.get("$ref"), str):
            return
        spot = self._places.find(node["$ref"], self._sources.base, self._sources.entry.shown)
        if spot is not None and spot.uri != self._top.uri and _Target(spot, kind) not in self._names:
            target = self._adopted[Spot(self._top.uri, steps)] = _Target(spot, kind)
            self._names[target] = steps[-1]

    # Writing.

    def _content(self, target: _Target) -> Any:
        """What stands at a target, with references that lead to components."""
        here = _Here(self._places.base_of(target.spot), target.spot, target.scope)
        node = self._places.at(target.spot)
        if target.kind == "schemas" and isinstance(node, Mapping):
            node = {key: value for key, value in node.items() if key not in _HOLDERS}
        return self._object(node, target.kind, here, is_top=True)

    def _object(self, node: Any, kind: str, here: _Here, *, is_top: bool) -> Any:
        """An object of a kind and all below it; `is_top` tells that it is no part of a schema."""
        if not isinstance(node, Mapping):
            return node
        if here.spot in self._adopted and self._adopted[here.spot].kind == kind:
            return self._content(self._adopted[here.spot])
        if kind == "schemas":
            base = base_in(node, here.base)
            if is_top or base != here.base:
                scope = self._scopes.entered(here.scope, here.spot)
                here = msgspec.structs.replace(here, base=base, scope=scope)
        target = node.get("$ref")
        if not isinstance(target, str) or kind in ("document", "components"):
            return self._fields(node, kind, here)
        spot = self._places.find(target, here.base, self._sources.entry.shown)
        beside = {key: value for key, value in node.items() if key != "$ref"}
        if spot is None or self._is_plain(spot, kind):
            written = self._reference(target, spot, kind, here)
            return {key: written if key == "$ref" else value for key, value in self._fields(node, kind, here).items()}
        return {**self._inlined(_Target(spot, kind)), **self._fields(beside, kind, here)}

    def _is_plain(self, spot: Spot, kind: str) -> bool:
        """Whether a reference to a place stays one."""
        return kind in self._layout.sections or spot.uri == self._top.uri

    def _fields(self, node: Mapping[str, Any], kind: str, here: _Here) -> Json:
        found = dict(node)
        for inner_kind, steps, inner in inside(node, kind, self._layout.objects):
            is_top = not kind == "schemas" == inner_kind
            if isinstance(steps, str):
                found[steps] = self._object(inner, inner_kind, here.at(steps), is_top=is_top)
                continue
            key, step = steps
            if found[key] is node[key]:
                found[key] = list(node[key]) if isinstance(node[key], list) else dict(node[key])
            found[key][step] = self._object(inner, inner_kind, here.at(key, step), is_top=is_top)
        return self._schema(found, node, here) if kind == "schemas" else found

    def _schema(self, found: Json, node: Mapping[str, Any], here: _Here) -> Json:
        """A schema without what only a reader of several schemas understands."""
        for key in _NAMES:
            if isinstance(found.get(key), str):
                del found[key]
        targets = mapped(node)
        if targets:
            find = self._places.find
            mapping = {
                value: self._reference(target, find(target, here.base, self._sources.entry.shown), "schemas", here)
                for value, target in targets.items()
            }
            discriminator = node["discriminator"]
            found["discriminator"] = {**discriminator, "mapping": {**discriminator["mapping"], **mapping}}
        dynamic = found.get("$dynamicRef")
        if isinstance(dynamic, str):
            lexical = self._places.find(dynamic, here.base, self._sources.entry.shown)
            spot = self._scopes.meant(dynamic.rpartition("#")[2], lexical, here.scope)
            if spot is not None:
                del found["$dynamicRef"]
                reference = {"$ref": self._reference("", spot, "schemas", here)}
                if "$ref" in found:
                    found["allOf"] = [*found.get("allOf", ()), reference]
                else:
                    found = {**reference, **found}
        return found

    def _reference(self, text: str, spot: Spot | None, kind: str, here: _Here) -> str:
        """A reference to a place, as the document in one piece has it; the text as it is where the place is unknown."""
        if spot is None:
            return text
        target = _Target(spot, kind, self._scopes.needed(here.scope, spot) if kind == "schemas" else ())
        if target not in self._names and target.scope:
            self._name_meaning(target)
        section = self._layout.sections.get(kind, ())
        if target in self._names:
            return f"#{_fragment((*section, self._names[target]))}"
        is_own = text.startswith("#/") and here.spot.uri == self._top.uri == here.base
        return text if is_own else f"#{_fragment(spot.steps)}"

    def _name_meaning(self, target: _Target) -> None:
        """Name what a schema means in one dynamic scope, after itself and the schemas that it leads to."""
        if len(self._names) > _MOST_MEANINGS:
            raise SourceError(
                "The dynamic references of the document have too many meanings.",
                file=self._sources.entry.shown,
                expected=f"at most {_MOST_MEANINGS:,} components",
                advice="write schemas with $ref in place of $dynamicRef",
            )
        parts = [self._plain_name(spot) for spot in (target.spot, *names_of(target.scope))]
        taken = set(self._names.values()) | set(self._own_components())
        name, number = "_".join(parts), 2
        while name in taken:
            name, number = f"{'_'.join(parts)}_{number}", number + 1
        self._names[target] = name
        self._waiting.append(target)

    def _own_components(self) -> Mapping[str, Any]:
        own = self._places.at(Spot(self._top.uri, self._layout.sections["schemas"]))
        return own if isinstance(own, Mapping) else {}

    def _plain_name(self, spot: Spot) -> str:
        known = self._names.get(_Target(spot, "schemas"))
        return known or next(iter(names_for([(spot.uri, spot.steps)], posixpath.dirname(spot.uri), ()).values()))

    def _inlined(self, target: _Target) -> Json:
        """What cannot be a component, to be written in place of a reference to it."""
        if target in self._open:
            raise SourceError(
                f"A reference leads to itself: {self._shown(target.spot)}.",
                file=self._sources.entry.shown,
                expected="references that end at an object",
                advice="put the object in the place of one of them",
            )
        if target not in self._written:
            self._open.append(target)
            content = self._content(target)
            self._open.pop()
            self._written[target] = content, _size(content)
        content, size = self._written[target]
        self._copied += size
        if self._copied > _MOST_COPIED:
            raise SourceError(
                f"References repeat too much: {self._shown(target.spot)}.",
                file=self._sources.entry.shown,
                expected=f"at most {_MOST_COPIED:,} nodes of path items that are referred to",
                advice="write each path item once",
            )
        return content if isinstance(content, dict) else {}

    def _shown(self, spot: Spot) -> str:
        return f"{self._places.source(spot).shown}#{_pointer(spot.steps)}"


def _add(document: Json, section: Steps, components: Json) -> None:
    for step in section:
        inner = document.get(step)
        document[step] = dict(inner) if isinstance(inner, Mapping) else {}
        document = document[step]
    document.update(components)


def _pointer(steps: Steps) -> str:
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)


def _fragment(steps: Steps) -> str:
    """The steps as the fragment of a reference (RFC 6901, section 6)."""
    return quote(_pointer(steps), safe="/~!$&'()*+,;=:@?")


def _size(node: Any) -> int:
    count, todo = 0, [node]
    while todo:
        node = todo.pop()
        count += 1
        if isinstance(node, dict | list):
            todo += node.values() if isinstance(node, dict) else node
    return count

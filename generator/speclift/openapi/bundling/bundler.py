"""Puts the targets of the references of a document into it: it finds all of them, then names them, then writes them."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from speclift.errors import SourceError
from speclift.openapi.bundling.collection import Target, collected, is_own
from speclift.openapi.bundling.component_names import names_for, relative_path
from speclift.openapi.bundling.dynamic_scope import Scope, Scopes, recursion_fault, schemas_of
from speclift.openapi.bundling.entries import with_entries
from speclift.openapi.bundling.identifiers import RECURSIVE
from speclift.openapi.bundling.links import inside
from speclift.openapi.bundling.operation_links import OperationLinks
from speclift.openapi.bundling.origins import Bundle, Origin
from speclift.openapi.bundling.places import Places, Spot
from speclift.openapi.bundling.splices import spliced
from speclift.openapi.files.addresses import moved_reference
from speclift.openapi.files.sources import Sources
from speclift.openapi.structure.fault import OPERATION, Fault
from speclift.openapi.structure.layout import layout_of
from speclift.openapi.structure.mappings import is_reference, mapped, with_mapped
from speclift.openapi.structure.nodes import Json, described
from speclift.openapi.structure.scheme_names import renamed, scheme_references
from speclift.openapi.structure.steps import Steps, fragment_of, node_count, pointer_of

#: The most nodes that are written in place of references, and the most meanings of schemas, in a whole document.
_MOST_COPIED, _MOST_MEANINGS = 500_000, 2_000
#: Keywords that identify a schema, and keywords whose schemas are found only by their places.
_NAMES, _HOLDERS = ("$id", "$anchor", "$dynamicAnchor"), ("$defs", "definitions")


class _Here(msgspec.Struct, frozen=True):
    """Where an object is read: the URI that its references are relative to, its place, the dynamic scope, and the place
    of the whole schema that it is a part of.
    """

    base: str
    spot: Spot
    scope: Scope = ()
    owner: Spot = Spot("", ())

    def at(self, *steps: str | int) -> _Here:
        return msgspec.structs.replace(self, spot=Spot(self.spot.uri, (*self.spot.steps, *map(str, steps))))


class Bundler:
    """Bundles the document that `sources` start with; an instance is used only once."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._faults: dict[Fault, None] = {}
        self._top = Spot(sources.entry.uri, ())
        self._layout = layout_of(sources.entry.data)
        parts = Places(sources)
        sources.replace_entry(
            spliced(sources.entry.data, self._layout, parts, sources.base, self._top, self._report_misplaced)
        )
        self._places = Places(sources)
        self._scopes = Scopes(self._places)
        self._names: dict[Target, str] = {}
        #: Components of the document itself that are nothing but a reference to another file.
        self._adopted: dict[Spot, Target] = {}
        self._waiting: list[Target] = []
        self._written: dict[Target, tuple[Any, int]] = {}
        self._open: list[Target] = []
        self._taken: set[str] = set()
        self._plain_names: dict[Spot, str] = {}
        self._meanings = 0
        self._copied = 0
        self._origins: dict[Steps, Spot] = {}
        self._links = OperationLinks(sources, self._places)

    def bundle(self) -> Bundle:
        """The document in one piece.  Raises SourceError."""
        self._name(collected(self._sources, self._places, self._scopes, self._layout))
        here = _Here(self._sources.base, self._top)
        found = self._fields(self._sources.entry.data, "document", here)
        made: dict[str, Json] = {}
        while self._waiting:
            target = self._waiting.pop()
            made.setdefault(target.kind, {})[self._names[target]] = self._content(target)
            self._origins[(*self._layout.sections[target.kind], self._names[target])] = target.spot
        for kind, components in sorted(made.items()):
            _add(found, self._layout.sections[kind], dict(sorted(components.items())))
        self._faults.update(dict.fromkeys((*self._places.faults(), *self._links.settle(self._origins))))
        origins = tuple(Origin(steps, self._file(spot), spot.steps) for steps, spot in sorted(self._origins.items()))
        return Bundle(found, (*self._sources.faults, *self._faults), self._sources.paths, origins)

    def _report_misplaced(self, steps: Steps, reference: str, file: str = "") -> None:
        message = f"the reference {reference} is not allowed here; what it leads to is used"
        self._faults[Fault(pointer_of(steps), message, "misplaced-reference", file=file)] = None

    def _name(self, targets: Sequence[Target]) -> None:
        """Name the components that are to be made."""
        folder = posixpath.dirname(self._sources.base)
        for kind, section in sorted(self._layout.sections.items()):
            own = self._places.at(Spot(self._top.uri, section))
            taken: Mapping[str, Any] = own if isinstance(own, Mapping) else {}
            elsewhere = [target for target in targets if target.kind == kind and not self._is_own(target.spot)]
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
        """Replace a component that is nothing but a reference to another file by the target."""
        node = self._places.at(Spot(self._top.uri, steps))
        if not isinstance(node, Mapping) or len(node) != 1 or not isinstance(node.get("$ref"), str):
            return
        spot = self._places.find(node["$ref"], self._sources.base, self._sources.entry.shown)
        if spot is not None and spot.uri != self._top.uri and Target(spot, kind) not in self._names:
            target = self._adopted[Spot(self._top.uri, steps)] = Target(spot, kind)
            self._names[target] = steps[-1]

    def _content(self, target: Target) -> Any:
        """The object at a target, with references that lead to components."""
        here = _Here(self._places.base_around(target.spot), target.spot, target.scope)
        node = self._places.at(target.spot)
        if target.kind == "schemas" and isinstance(node, Mapping):
            node = {key: value for key, value in node.items() if key not in _HOLDERS}
        return self._object(node, target.kind, here, is_top=True)

    def _object(self, node: Any, kind: str, here: _Here, *, is_top: bool) -> Any:
        """An object of a kind and all below it; `is_top` says that it is not a part of a schema."""
        if not isinstance(node, Mapping):
            return node
        if here.spot in self._adopted and self._adopted[here.spot].kind == kind:
            return self._moved(self._adopted[here.spot], here)
        if kind == "schemas":
            base = self._places.base_within(node, here.spot, here.base)
            if is_top or base != here.base:
                scope = self._scopes.entered(here.scope, here.spot)
                owner = here.spot if is_top else here.owner
                here = msgspec.structs.replace(here, base=base, scope=scope, owner=owner)
        target = node.get("$ref")
        if not isinstance(target, str) or kind in ("document", "components"):
            return self._fields(node, kind, here)
        spot = self._places.find(target, here.base, self._sources.entry.shown)
        beside = {key: value for key, value in node.items() if key != "$ref"}
        if spot is None or self._is_plain(spot, kind):
            written = self._reference(target, spot, kind, here)
            return {key: written if key == "$ref" else value for key, value in self._fields(node, kind, here).items()}
        if here.spot.uri == self._top.uri:
            self._origins[here.spot.steps] = spot
        meant = Target(spot, kind)
        content = {} if meant in self._open else self._inlined(meant)
        if meant in self._open:
            self._report("circular-reference", "the reference leads back to itself; the path is empty", here)
        elif not isinstance(content, dict):
            message = f"the reference {target} leads to {described(content)}, not to an object; the path is empty"
            self._report("dangling-reference", message, here)
            content = {}
        return {**content, **self._fields(beside, kind, here)}

    def _report(self, kind: str, message: str, here: _Here) -> None:
        """Report a reference whose target cannot be written in its place."""
        file = self._file(here.spot)
        self._faults[Fault(pointer_of(here.spot.steps), message, kind, file=file, lost=OPERATION)] = None

    def _file(self, spot: Spot) -> str:
        """What faults call the file of a place; empty for the document itself."""
        return "" if spot.uri == self._top.uri else self._places.source(spot).shown

    def _moved(self, target: Target, here: _Here) -> Any:
        self._origins[here.spot.steps] = target.spot
        return self._content(target)

    def _is_plain(self, spot: Spot, kind: str) -> bool:
        """Whether a reference to a place stays a reference."""
        return kind in self._layout.sections or self._is_own(spot)

    def _is_own(self, spot: Spot) -> bool:
        return is_own(spot, self._top, self._layout)

    def _fields(self, node: Mapping[str, Any], kind: str, here: _Here) -> Json:
        def report(key: str, reference: str) -> None:
            self._report_misplaced((*here.spot.steps, key), reference, self._file(here.spot))

        node = with_entries(node, kind, self._layout.objects, self._places, here.base, here.spot, report)
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
        if kind == "examples" and isinstance(found.get("externalValue"), str) and here.base != self._sources.base:
            found["externalValue"] = moved_reference(found["externalValue"], here.base, self._sources.base)
        if kind in ("document", "operations"):
            self._with_own_schemes(found, here)
        if kind == "links":
            self._links.note(found, here.base, here.spot)
        return self._schema(found, node, here) if kind == "schemas" else found

    def _with_own_schemes(self, owner: Json, here: _Here) -> None:
        """Let the requirements of an object refer to components where they refer to schemes in other files."""
        shown = self._sources.entry.shown
        meant = {
            key: self._reference(key, self._places.find(key, here.base, shown), "securitySchemes", here)
            for key in scheme_references(owner, self._places.document)
        }
        if meant:
            owner["security"] = renamed(owner["security"], lambda key: meant.get(key, key))

    def _schema(self, found: Json, node: Mapping[str, Any], here: _Here) -> Json:
        """A schema without identifiers, and with references to components in place of dynamic ones and in mappings."""
        for key in _NAMES:
            if isinstance(found.get(key), str):
                del found[key]
        if isinstance(found.get(RECURSIVE), bool):
            del found[RECURSIVE]
        targets = {steps: target for steps, target in mapped(node).items() if is_reference(target)}
        if targets:
            find, shown = self._places.find_mapped, self._sources.entry.shown
            references = {
                steps: self._reference(target, find(target, here.base, shown), "schemas", here)
                for steps, target in targets.items()
            }
            found["discriminator"] = with_mapped(node, references)
        dynamic = found.get("$dynamicRef")
        if isinstance(dynamic, str):
            lexical = self._places.find(dynamic, here.base, self._sources.entry.shown)
            spot = self._scopes.meant(dynamic.rpartition("#")[2], lexical, here.scope)
            if spot is not None:
                found = self._with_plain_reference(found, "$dynamicRef", spot, here)
        if isinstance(found.get("$recursiveRef"), str):
            root = self._places.recursion_of(here.owner, here.base)
            faults = recursion_fault(self._places.at(root), self._sources.entry.data, here.spot, self._file(here.spot))
            self._faults.update(dict.fromkeys(faults))
            meant = self._scopes.meant(RECURSIVE, root, here.scope) or root
            found = self._with_plain_reference(found, "$recursiveRef", meant, here)
        return found

    def _with_plain_reference(self, schema: Json, key: str, spot: Spot, here: _Here) -> Json:
        """A schema with a plain reference to a place instead of a dynamic one."""
        beside = {name: value for name, value in schema.items() if name != key}
        reference = {"$ref": self._reference("", spot, "schemas", here)}
        return (
            {**beside, "allOf": [*beside.get("allOf", ()), reference]} if "$ref" in beside else {**reference, **beside}
        )

    def _reference(self, text: str, spot: Spot | None, kind: str, here: _Here) -> str:
        """A reference to a place, as the document in one piece has it; the text itself where the place is unknown."""
        if spot is None:
            return text
        target = Target(spot, kind, self._scopes.needed(here.scope, spot) if kind == "schemas" else ())
        if target not in self._names and target.scope:
            self._name_meaning(target)
        section = self._layout.sections.get(kind, ())
        if target in self._names:
            return f"#{fragment_of((*section, self._names[target]))}"
        is_own = text.startswith("#/") and here.spot.uri == self._top.uri == here.base
        return text if is_own else f"#{fragment_of(spot.steps)}"

    def _name_meaning(self, target: Target) -> None:
        """Name what a schema means in one dynamic scope, after itself and the schemas that the scope leads to."""
        self._meanings += 1
        if self._meanings > _MOST_MEANINGS:
            raise SourceError(
                "The dynamic references of the document have too many meanings.",
                file=self._sources.entry.shown,
                expected=f"at most {_MOST_MEANINGS:,} components that dynamic references make",
                advice="write schemas with $ref in place of $dynamicRef",
            )
        parts = [self._plain_name(spot) for spot in (target.spot, *schemas_of(target.scope))]
        wanted = "_".join(parts)
        folder = posixpath.dirname(self._sources.base)
        spots = [(relative_path(spot.uri, folder), spot.steps) for spot in (target.spot, *schemas_of(target.scope))]
        digest = hashlib.blake2b(repr(spots).encode(errors="surrogateescape"), digest_size=4).hexdigest()
        self._taken = self._taken or {*self._names.values(), *self._own_components()}
        name = f"{wanted}_{digest}" if wanted in self._taken else wanted
        self._taken.add(name)
        self._copied += node_count(self._places.at(target.spot), _MOST_COPIED)
        self._check_copies(target.spot)
        self._names[target] = name
        self._waiting.append(target)

    def _own_components(self) -> Mapping[str, Any]:
        own = self._places.at(Spot(self._top.uri, self._layout.sections["schemas"]))
        return own if isinstance(own, Mapping) else {}

    def _plain_name(self, spot: Spot) -> str:
        known = self._names.get(Target(spot, "schemas"))
        if known is None and spot not in self._plain_names:
            (made,) = names_for([(spot.uri, spot.steps)], posixpath.dirname(spot.uri), ()).values()
            self._plain_names[spot] = made
        return known or self._plain_names[spot]

    def _inlined(self, target: Target) -> Any:
        """A target that cannot be a component; the caller writes it in place of a reference to it."""
        if target not in self._written:
            self._open.append(target)
            content = self._content(target)
            self._open.pop()
            self._written[target] = content, node_count(content, _MOST_COPIED)
            return content
        content, size = self._written[target]
        self._copied += size
        self._check_copies(target.spot)
        return content

    def _check_copies(self, spot: Spot) -> None:
        if self._copied > _MOST_COPIED:
            raise SourceError(
                f"References copy too much: {self._shown(spot)}.",
                file=self._sources.entry.shown,
                expected=f"at most {_MOST_COPIED:,} nodes of path items and dynamic schemas that are referred to",
                advice="write what is shared as components",
            )

    def _shown(self, spot: Spot) -> str:
        return f"{self._places.source(spot).shown}#{pointer_of(spot.steps)}"


def _add(document: Json, section: Steps, components: Json) -> None:
    for step in section:
        inner = document.get(step)
        document[step] = dict(inner) if isinstance(inner, Mapping) else {}
        document = document[step]
    document.update(components)

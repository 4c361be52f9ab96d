"""Anonymous objects that occur in several operations become components, named after their places. The names depend only
on these places: a new page without such an object changes no name.
"""

from __future__ import annotations

import functools
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import msgspec

from speclift.inference.any_form.component_names import component_name, folded, pascal, singular
from speclift.inference.rewrite import rewritten_operation, rewritten_properties
from speclift.model.operation import Content, Operation
from speclift.model.path_templates import PLACEHOLDER
from speclift.model.schema import (
    ArrayOf,
    Component,
    Fact,
    MapOf,
    ObjectOf,
    OneOf,
    Place,
    Property,
    Ref,
    Schema,
)

#: Objects with fewer properties stay where they are.
_LEAST_PROPERTIES = 3
_PLACES_KEPT = 3

#: A digest of what makes objects equal: names, schemas and marks of their properties, without their descriptions.
Structure: TypeAlias = str


class Shared(msgspec.Struct, frozen=True):
    """Operations and components that refer to the shared objects, which are among the components."""

    operations: tuple[Operation, ...]
    components: tuple[Component, ...]


def share_objects(operations: Sequence[Operation], components: Sequence[Component]) -> Shared:
    """Make a component of each object that occurs in several operations."""
    found = _Occurrences()
    for operation in operations:
        owner = f"{operation.method} {operation.path}"
        for content, hint in _contents(operation):
            found.look(content.schema, owner, hint, operation.place)
    names = found.named({component.name for component in components})
    if not names:
        return Shared(tuple(operations), tuple(components))

    structures = {name: structure for structure, name in names.items()}

    def replace(schema: Schema) -> Schema:
        if not isinstance(schema, ObjectOf) or len(schema.properties) < _LEAST_PROPERTIES:
            return schema
        name = names.get(structure_of(schema, structures))
        return Ref(name) if name else schema

    shared = tuple(
        Component(
            name,
            properties=rewritten_properties(found.richest(structure), replace),
            facts=(
                Fact(
                    f"the same object in {found.count(structure)} operations", "equal-objects", found.places(structure)
                ),
            ),
            is_partial=True,
        )
        for structure, name in sorted(names.items(), key=lambda item: item[1])
    )
    return Shared(
        tuple(rewritten_operation(operation, replace) for operation in operations),
        tuple(sorted((*components, *shared), key=lambda component: component.name)),
    )


class _Occurrences:
    """The places of each structure: the operations that have it, and the name that it would get there."""

    def __init__(self) -> None:
        self._owners: dict[Structure, dict[str, None]] = defaultdict(dict)
        self._hints: dict[Structure, Counter[str]] = defaultdict(Counter)
        self._places: dict[Structure, list[Place]] = defaultdict(list)
        self._objects: dict[Structure, tuple[Property, ...]] = {}
        #: By identity: every object is met again as a part of those around it.
        self._known: dict[int, Structure] = {}

    def look(self, schema: Schema, owner: str, hint: str, place: Place) -> None:
        match schema:
            case ArrayOf(items=inner):
                self.look(inner, owner, singular(hint), place)
            case MapOf(values=inner):
                self.look(inner, owner, singular(hint), place)
            case OneOf(options=options):
                for option in options:
                    self.look(option, owner, hint, place)
            case ObjectOf(properties=properties, name=name):
                if len(properties) >= _LEAST_PROPERTIES:
                    self._add(schema, owner, name or hint, place)
                for item in properties:
                    self.look(item.schema, owner, item.name, place)

    def _add(self, schema: ObjectOf, owner: str, hint: str, place: Place) -> None:
        structure = structure_of(schema, {}, self._known)
        known = self._objects.get(structure)
        if known is None or _length_of_descriptions(schema.properties) > _length_of_descriptions(known):
            self._objects[structure] = schema.properties
        self._hints[structure][hint] += 1
        if owner not in self._owners[structure]:
            self._owners[structure][owner] = None
            if len(self._places[structure]) < _PLACES_KEPT:
                self._places[structure].append(place)

    def named(self, taken: set[str]) -> dict[Structure, str]:
        """The structures that several operations have, by the name of the component that each becomes."""
        wanted: dict[str, list[Structure]] = defaultdict(list)
        for structure, owners in self._owners.items():
            if len(owners) > 1:
                hints = self._hints[structure]
                hint = min(hints, key=lambda name: (-hints[name], name))
                wanted[_name(hint)].append(structure)
        keys = {folded(name) for name in taken}
        return {
            structure: name if len(structures) == 1 and folded(name) not in keys else f"{name}_{structure[:6]}"
            for name, structures in wanted.items()
            for structure in structures
        }

    def richest(self, structure: Structure) -> tuple[Property, ...]:
        return self._objects[structure]

    def count(self, structure: Structure) -> int:
        return len(self._owners[structure])

    def places(self, structure: Structure) -> tuple[Place, ...]:
        return tuple(self._places[structure])


def structure_of(
    schema: Schema, shared: Mapping[str, Structure], known: dict[int, Structure] | None = None
) -> Structure:
    """The digest of a schema, which is the same for all schemas of the same values.

    A reference to one of the `shared` components counts as the object that it replaced.  `known` has structures of
    schemas by their identity, and the ones that are found are added; all of these schemas must stay alive.
    """
    found = known.get(id(schema)) if known is not None else None
    if found is None:
        found = _structure(schema, shared, known)
        if known is not None:
            known[id(schema)] = found
    return found


def _structure(schema: Schema, shared: Mapping[str, Structure], known: dict[int, Structure] | None) -> Structure:
    match schema:
        case Ref(name=name) if name in shared:
            return shared[name]
        case ObjectOf(properties=properties):
            members = sorted(
                (
                    item.name,
                    item.is_nullable,
                    item.is_required,
                    item.default or "",
                    structure_of(item.schema, shared, known),
                )
                for item in properties
            )
            return _digest(("object", members))
        case ArrayOf(items=inner, limits=limits):
            return _digest(("array", structure_of(inner, shared, known), limits))
        case MapOf(values=inner):
            return _digest(("map", structure_of(inner, shared, known)))
        case OneOf(options=options):
            return _digest(("one", [structure_of(option, shared, known) for option in options]))
        case _:
            return _digest(("schema", schema))


def _digest(value: object) -> Structure:
    return _digest_of(repr(value))


@functools.lru_cache(maxsize=16384)
def _digest_of(text: str) -> Structure:
    # Most objects occur in several places, and the schemas of their properties are few.
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _contents(operation: Operation) -> Iterable[tuple[Content, str]]:
    """The bodies of an operation, each with the noun that its object would be named by."""
    segments = [part for part in PLACEHOLDER.sub("", operation.path).split("/") if part]
    noun = pascal(singular(segments[-1])) if segments else "Body"
    if operation.request:
        yield operation.request, f"{noun}Request"
    for response in operation.responses:
        if response.content:
            is_error = response.status[:1] in ("4", "5") or response.status == "default"
            yield response.content, "Error" if is_error else noun


def _length_of_descriptions(properties: Iterable[Property]) -> int:
    return sum(len(item.description) for item in properties)


def _name(hint: str) -> str:
    name = component_name(hint)
    return pascal(name) or name

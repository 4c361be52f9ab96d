"""Properties of one name have the same type: where one is unknown, others show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from speclift.inference.properties import all_properties
from speclift.inference.rewrite import rewritten_component, rewritten_operation
from speclift.model.describe import describe
from speclift.model.operation import Operation
from speclift.model.schema import (
    Anything,
    ArrayOf,
    Component,
    Fact,
    MapOf,
    ObjectOf,
    Place,
    Property,
    Ref,
    Scalar,
    Schema,
)

_PLACES_KEPT = 3
#: Names that say nothing about their values.
_EMPTY_NAMES = frozenset({"value", "values", "data", "result", "results", "item", "items", "object", "body", "default"})


class Known(msgspec.Struct, frozen=True):
    """What all shown or stated properties of a name hold, and some places that say so."""

    schema: Schema
    places: tuple[Place, ...]


def fill_in(
    operations: Sequence[Operation], components: Sequence[Component]
) -> tuple[tuple[Operation, ...], tuple[Component, ...]]:
    """The operations and components; an unknown property gets what others of its name hold.

    Rule `same-property`: this is done only where all that are known agree. A whole number that samples show becomes a
    number where another property of the name is one.
    """
    known = _known(operations, components)

    def change(schema: Schema) -> Schema:
        if not isinstance(schema, ObjectOf):
            return schema
        properties = _filled(schema.properties, known)
        return schema if properties == schema.properties else ObjectOf(properties, schema.name)

    changed = []
    for component in components:
        inner = rewritten_component(component, change)
        changed.append(msgspec.structs.replace(inner, properties=_filled(inner.properties, known)))
    return tuple(rewritten_operation(operation, change) for operation in operations), tuple(changed)


def _known(operations: Iterable[Operation], components: Iterable[Component]) -> dict[str, Known]:
    found: dict[str, dict[Schema, list[Place]]] = defaultdict(dict)
    for item in all_properties(operations, components):
        if not isinstance(item.schema, Anything):
            places = found[item.name].setdefault(_outline(item.schema), [])
            places += item.facts[-1].places[:1] if item.facts and len(places) < _PLACES_KEPT else ()
    known: dict[str, Known] = {}
    for name, outlines in found.items():
        schema = _common(list(outlines))
        if schema is not None and len(name) > 1 and name.lower() not in _EMPTY_NAMES:
            places = [place for places in outlines.values() for place in places]
            known[name] = Known(schema, tuple(dict.fromkeys(places))[:_PLACES_KEPT])
    return known


def _outline(schema: Schema) -> Schema:
    """The part of a schema that applies to another property: type and format, but no members, limits or properties."""
    match schema:
        case Scalar(type=kind, format=form):
            return Scalar(kind, form)
        case ArrayOf(items=items):
            return ArrayOf(_outline(items))
        case MapOf() | ObjectOf():
            return Anything(is_object=True)
        case _:
            return schema


def _common(outlines: Sequence[Schema]) -> Schema | None:
    """What all outlines have in common; None where they are of different kinds."""
    if len(outlines) == 1:
        return outlines[0]
    if all(isinstance(item, Scalar) for item in outlines):
        kinds = {item.type for item in outlines if isinstance(item, Scalar)}
        if len(kinds) == 1:
            return Scalar(kinds.pop())
        return Scalar("number") if kinds == {"integer", "number"} else None
    if all(isinstance(item, ArrayOf) for item in outlines):
        inner = _common(list(dict.fromkeys(item.items for item in outlines if isinstance(item, ArrayOf))))
        return ArrayOf(inner or Anything())
    if all(isinstance(item, Ref | Anything) for item in outlines):
        return Anything(is_object=all(not isinstance(item, Anything) or item.is_object for item in outlines))
    return None


def _filled(properties: tuple[Property, ...], known: dict[str, Known]) -> tuple[Property, ...]:
    return tuple(_one(item, known.get(item.name)) for item in properties)


def _one(item: Property, known: Known | None) -> Property:
    if known is None:
        return item
    is_shown = bool(item.facts) and item.facts[-1].rule == "sample-integer"
    is_whole = is_shown and item.schema == Scalar("integer") and known.schema == Scalar("number")
    if item.schema != Anything() and not is_whole:
        return item
    if known.schema == Anything():
        return item
    fact = Fact(f"holds {describe(known.schema)}, as others of its name do", "same-property", known.places)
    return msgspec.structs.replace(item, schema=known.schema, facts=(*item.facts, fact))

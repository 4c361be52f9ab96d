"""Make the component schemas that the operations need from shapes, names and resolved properties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from speclift.inference.known_forms.bodies import Bodies
from speclift.inference.known_forms.enumerations import Enumerations
from speclift.inference.known_forms.naming import TypeNames
from speclift.inference.known_forms.objects import Observations
from speclift.inference.known_forms.properties import Resolved
from speclift.inference.known_forms.property_evidence import Slot
from speclift.inference.known_forms.shapes import Shapes
from speclift.inference.known_forms.words import is_deprecated
from speclift.model.describe import describe, references
from speclift.model.operation import Operation
from speclift.model.page import OperationPage
from speclift.model.schema import Component, Fact, Place, Property, Ref, Schema
from speclift.model.text import counted
from speclift.reading.markdown.prose import clean

#: The most places that are named as the source of a type.
SHAPE_PLACES_KEPT = 3


def build_components(
    pages: Sequence[OperationPage],
    bodies: Sequence[Bodies],
    seen: Observations,
    shapes: Shapes,
    names: TypeNames,
    slots: Sequence[dict[str, Slot]],
    properties: Sequence[dict[str, Resolved]],
    enumerations: Enumerations,
    *,
    with_facts: bool = True,
) -> tuple[Component, ...]:
    """The components that the bodies reach, sorted by name; `with_facts`, each property has what led to it."""
    by_shape = _places(seen, pages, shapes)
    by_name = _printed_at(pages, {name for alike in names.of_shape.values() if len(alike) > 1 for name in alike})
    todo = [name for body in bodies for name in _body_references(body)]
    done: dict[str, Component] = {}
    while todo:
        name = todo.pop()
        if name in done:
            continue
        if name in enumerations.components:
            done[name] = enumerations.components[name]
            continue
        shape = names.shape_of[name]
        built = tuple(
            _property(slot, properties[shape][key], enumerations, shape, shapes, with_facts=with_facts)
            for key, slot in slots[shape].items()
        )
        places = (by_name[name],) if name in by_name else by_shape[shape]
        facts = (
            Fact(f"named {name}", names.rules[name], places),
            Fact(counted(len(built), "property", "properties"), "equal-keys", places),
        )
        done[name] = Component(name, properties=built, facts=facts)
        todo += [inner for item in built for inner in references(item.schema)]
    return tuple(done[name] for name in sorted(done))


def _property(
    slot: Slot, resolved: Resolved, enumerations: Enumerations, shape: int, shapes: Shapes, *, with_facts: bool
) -> Property:
    enumerated = enumerations.schemas.get((shape, slot.name))
    description = slot.description
    return Property(
        name=slot.name,
        schema=enumerated or resolved.schema,
        description=description,
        is_nullable=resolved.is_nullable,
        is_read_only=slot.name in shapes.response_only and not slot.is_sent,
        is_deprecated=is_deprecated(description),
        facts=tuple(_facts(slot, resolved, enumerated, enumerations, shape)) if with_facts else (),
    )


#: Rules with evidence in samples; the others have it in tables.
_FROM_SAMPLES = frozenset(
    {"sample-object", "sample-scalar", "varying-keys", "any-value", "members-seen", "sql-privileges"}
)


def _facts(
    slot: Slot, resolved: Resolved, enumerated: Schema | None, enumerations: Enumerations, shape: int
) -> Iterable[Fact]:
    """What tables and samples show about a property, and what was concluded, each with its places."""
    printed: dict[str, list[Place]] = {}
    for place, kind in slot.rows:
        printed.setdefault(kind, []).append(place)
    for kind, places in printed.items():
        yield Fact(f"printed as {kind}" if kind else "printed without a type", "property-table", tuple(places))
    yield Fact(f"holds {describe(resolved.schema)}", resolved.rule, _evidence(slot, resolved.rule))
    if enumerated is not None:
        rule = enumerations.rules[shape, slot.name]
        source = enumerations.sources.get((shape, slot.name))
        yield Fact(f"holds {describe(enumerated)}", rule, (source,) if source else _evidence(slot, rule))
    if resolved.is_nullable:
        yield Fact("null in a sample", "sample-null", tuple(slot.samples[:1]))


def _evidence(slot: Slot, rule: str) -> tuple[Place, ...]:
    rows = tuple(place for place, _ in slot.rows)
    return (tuple(slot.samples) or rows if rule in _FROM_SAMPLES else rows or tuple(slot.samples))[:3]


def _places(seen: Observations, pages: Sequence[OperationPage], shapes: Shapes) -> dict[int, tuple[Place, ...]]:
    """The first places that show each shape."""
    found: dict[int, list[Place]] = defaultdict(list)
    for item in seen.objects:
        places = found[shapes.of_object[item.index]]
        if len(places) < SHAPE_PLACES_KEPT:
            page = pages[item.page]
            places.append(Place(page.file, item.rows[0].line if item.rows else page.line))
    return {shape: tuple(places) for shape, places in found.items()}


def _printed_at(pages: Sequence[OperationPage], names: set[str]) -> dict[str, Place]:
    """The first place that prints each of the names: it distinguishes types that look alike."""
    found: dict[str, Place] = {}
    for page in pages:
        for body in (page.response, page.request):
            if body is None:
                continue
            if body.type in names:
                found.setdefault(body.type, Place(page.file, body.line))
            for row in body.rows:
                if row.type in names:
                    found.setdefault(row.type, Place(page.file, row.line))
    return found


def _body_references(bodies: Bodies) -> Iterable[str]:
    for body in (bodies.request, bodies.response):
        if body:
            yield from references(body.schema)


def describe_components(
    components: Sequence[Component], operations: Sequence[Operation], names: TypeNames
) -> tuple[Component, ...]:
    """The components with descriptions from the operations that return them or take them."""
    found: dict[str, str] = {}
    for operation in operations:
        for response in operation.responses:
            if response.content and isinstance(response.content.schema, Ref):
                text = response.content.description
                if len(text) > len(found.get(response.content.schema.name, "")) and len(text.split()) > 2:
                    found[response.content.schema.name] = text
        if operation.request and isinstance(operation.request.schema, Ref):
            name = operation.request.schema.name
            if names.rules[name] == "request-of-operation":
                found[name] = clean(f"Arguments of `{operation.operation_id}`.\n\n{operation.request.description}")
    return tuple(
        msgspec.structs.replace(item, description=found[item.name]) if item.name in found and not item.members else item
        for item in components
    )

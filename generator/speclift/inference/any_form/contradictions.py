"""Properties that the docs call a text and that every sample shows as a list or an object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from speclift.model.finding import Finding
from speclift.model.operation import Operation
from speclift.model.schema import Component, ObjectOf, Property, Scalar, Schema, inner_schemas


def contradictions(operations: Iterable[Operation], components: Iterable[Component]) -> tuple[Finding, ...]:
    """A finding (SL208) for each of them, at the sample that was followed."""
    found: dict[Finding, None] = {}
    for item in _properties(operations, components):
        for fact in item.facts:
            if fact.rule == "sample-contradicts" and not isinstance(item.schema, Scalar):
                place = fact.places[0]
                shown = fact.statement.rpartition(" ")[2]
                message = f"The docs call {item.name} a string, and the samples show an {shown}; they were followed."
                found[Finding("SL208", place.file, place.line, message)] = None
    return tuple(found)


def _properties(operations: Iterable[Operation], components: Iterable[Component]) -> Iterator[Property]:
    schemas: list[Schema] = [
        content.schema
        for operation in operations
        for content in (operation.request, *(response.content for response in operation.responses))
        if content
    ]
    for component in components:
        yield from component.properties
        schemas += [item.schema for item in component.properties]
        schemas += [component.schema] if component.schema is not None else []
    while schemas:
        schema = schemas.pop()
        if isinstance(schema, ObjectOf):
            yield from schema.properties
        schemas += inner_schemas(schema)

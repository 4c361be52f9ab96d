"""Walks over operations and components: every body, and every property at any depth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from speclift.model.describe import inline_properties
from speclift.model.operation import Content, Operation
from speclift.model.schema import Component, Property, Schema


def contents_of(operation: Operation) -> Iterator[Content]:
    """The body of the request, and those of the responses."""
    if operation.request:
        yield operation.request
    yield from (response.content for response in operation.responses if response.content)


def all_properties(operations: Iterable[Operation], components: Iterable[Component]) -> Iterator[Property]:
    """The properties of each component, with those within it, and then those of the bodies.

    Rules name the first places that show something, so the order matters.
    """
    for component in components:
        yield from component.properties
        yield from nested_properties((), (component,))
    yield from nested_properties(operations, ())


def nested_properties(operations: Iterable[Operation], components: Iterable[Component]) -> Iterator[Property]:
    """The properties of anonymous objects, at any depth of components and bodies."""
    for component in components:
        for item in component.properties:
            yield from _within(item.schema)
        if component.schema is not None:
            yield from _within(component.schema)
    for operation in operations:
        for content in contents_of(operation):
            yield from _within(content.schema)


def _within(schema: Schema) -> Iterator[Property]:
    return (item for _, item in inline_properties(schema))

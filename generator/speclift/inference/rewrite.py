"""Change every schema of an operation or component by one function, from the inside out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import msgspec

from speclift.model.operation import Content, Operation, Parameter, Response
from speclift.model.schema import ArrayOf, Component, MapOf, ObjectOf, OneOf, Property, Schema

#: Gives the replacement for a schema whose inner schemas are changed already.
Change: TypeAlias = Callable[[Schema], Schema]


def rewritten(schema: Schema, change: Change) -> Schema:
    """A schema with each schema in it, and then itself, changed."""
    match schema:
        case ArrayOf(items=inner, limits=limits):
            found: Schema = ArrayOf(rewritten(inner, change), limits)
        case MapOf(values=inner):
            found = MapOf(rewritten(inner, change))
        case OneOf(options=options):
            found = OneOf(tuple(rewritten(option, change) for option in options))
        case ObjectOf(properties=properties, name=name):
            found = ObjectOf(rewritten_properties(properties, change), name)
        case _:
            found = schema
    return change(found)


def rewritten_properties(properties: tuple[Property, ...], change: Change) -> tuple[Property, ...]:
    """Properties with their schemas changed."""
    return tuple(msgspec.structs.replace(item, schema=rewritten(item.schema, change)) for item in properties)


def rewritten_component(component: Component, change: Change) -> Component:
    """A component with its schemas changed."""
    return msgspec.structs.replace(
        component,
        properties=rewritten_properties(component.properties, change),
        schema=None if component.schema is None else rewritten(component.schema, change),
    )


def rewritten_operation(operation: Operation, change: Change) -> Operation:
    """An operation with the schemas of its parameters, bodies and header fields changed."""
    return msgspec.structs.replace(
        operation,
        parameters=_parameters(operation.parameters, change),
        request=_content(operation.request, change),
        responses=tuple(_response(response, change) for response in operation.responses),
    )


def _response(response: Response, change: Change) -> Response:
    headers = _parameters(response.headers, change)
    return msgspec.structs.replace(response, content=_content(response.content, change), headers=headers)


def _content(content: Content | None, change: Change) -> Content | None:
    return msgspec.structs.replace(content, schema=rewritten(content.schema, change)) if content else None


def _parameters(parameters: tuple[Parameter, ...], change: Change) -> tuple[Parameter, ...]:
    return tuple(msgspec.structs.replace(item, schema=rewritten(item.schema, change)) for item in parameters)

"""Change every schema of an operation or component by one function, from the inside out.

Most schemas stay as they are: an object without a changed schema in it is the very same object afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, TypeVar

import msgspec

from speclift.model.operation import Content, Operation, Parameter, Response
from speclift.model.schema import ArrayOf, Component, MapOf, ObjectOf, OneOf, Property, Schema

#: Gives the replacement for a schema whose inner schemas are changed already.
Change: TypeAlias = Callable[[Schema], Schema]

_Item = TypeVar("_Item", Property, Parameter)


def rewritten(schema: Schema, change: Change) -> Schema:
    """A schema after `change` was applied to each schema in it, and then to itself."""
    found: Schema
    match schema:
        case ArrayOf(items=inner, limits=limits):
            below = rewritten(inner, change)
            found = schema if below is inner else ArrayOf(below, limits)
        case MapOf(values=inner):
            below = rewritten(inner, change)
            found = schema if below is inner else MapOf(below)
        case OneOf(options=options):
            found = OneOf(tuple(rewritten(option, change) for option in options))
        case ObjectOf(properties=properties, name=name):
            members = rewritten_properties(properties, change)
            found = schema if members is properties else ObjectOf(members, name)
        case _:
            found = schema
    return change(found)


def rewritten_properties(properties: tuple[Property, ...], change: Change) -> tuple[Property, ...]:
    """Properties with their schemas changed."""
    return _rewritten(properties, change)


def rewritten_component(component: Component, change: Change) -> Component:
    """A component with its schemas changed."""
    properties = _rewritten(component.properties, change)
    schema = None if component.schema is None else rewritten(component.schema, change)
    if properties is component.properties and schema is component.schema:
        return component
    return msgspec.structs.replace(component, properties=properties, schema=schema)


def rewritten_operation(operation: Operation, change: Change) -> Operation:
    """An operation with the schemas of its parameters, bodies and response headers changed."""
    return msgspec.structs.replace(
        operation,
        parameters=_rewritten(operation.parameters, change),
        request=_content(operation.request, change),
        responses=tuple(_response(response, change) for response in operation.responses),
    )


def _response(response: Response, change: Change) -> Response:
    headers, content = _rewritten(response.headers, change), _content(response.content, change)
    if headers is response.headers and content is response.content:
        return response
    return msgspec.structs.replace(response, content=content, headers=headers)


def _content(content: Content | None, change: Change) -> Content | None:
    schema = rewritten(content.schema, change) if content else None
    if content is None or schema is None or schema is content.schema:
        return content
    return msgspec.structs.replace(content, schema=schema)


def _rewritten(items: tuple[_Item, ...], change: Change) -> tuple[_Item, ...]:
    """Properties or parameters with their schemas changed; the very same tuple where none changes."""
    schemas = [rewritten(item.schema, change) for item in items]
    if all(schema is item.schema for schema, item in zip(schemas, items, strict=True)):
        return items
    return tuple(
        item if schema is item.schema else msgspec.structs.replace(item, schema=schema)
        for schema, item in zip(schemas, items, strict=True)
    )

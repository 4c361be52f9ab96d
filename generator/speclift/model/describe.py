"""A schema in a few words, and the components that it refers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from speclift.model.schema import (
    Anything,
    ArrayOf,
    MapOf,
    ObjectOf,
    OneOf,
    Property,
    Ref,
    Scalar,
    Schema,
    inner_schemas,
)

_NAMES_SHOWN = 5


def references(schema: Schema) -> Iterable[str]:
    """The names of the components that a schema refers to."""
    if isinstance(schema, Ref):
        yield schema.name
    for inner in inner_schemas(schema):
        yield from references(inner)


def inline_properties(schema: Schema, path: str = "") -> Iterator[tuple[str, Property]]:
    """The properties of the anonymous objects in a schema, each with its path: `data[].id`, `{}` for any key."""
    match schema:
        case ArrayOf(items=inner):
            yield from inline_properties(inner, f"{path}[]")
        case MapOf(values=inner):
            yield from inline_properties(inner, f"{path}{{}}")
        case OneOf(options=options):
            for option in options:
                yield from inline_properties(option, path)
        case ObjectOf(properties=properties):
            for item in properties:
                name = f"{path}.{item.name}" if path else item.name
                yield name, item
                yield from inline_properties(item.schema, name)


def describe(schema: Schema) -> str:
    """A schema in a few words: `list of Order`, `string (date-time)`."""
    match schema:
        case Ref(name=name):
            return name
        case ArrayOf(items=inner):
            return f"list of {describe(inner)}"
        case MapOf(values=inner):
            return f"map of {describe(inner)}"
        case OneOf(options=options):
            return " or ".join(describe(option) for option in options)
        case ObjectOf(properties=properties):
            names = [item.name for item in properties[:_NAMES_SHOWN]]
            more = len(properties) - len(names)
            return f"object with {', '.join(names)}" + (f" and {more} more" if more else "")
        case Scalar(type=kind, format=form, values=values, is_open=is_open):
            if values:
                return f"{'open' if is_open else 'closed'} enumeration {', '.join(values)}"
            return f"{kind} ({form})" if form else kind
        case Anything(is_object=is_object):
            return "any object" if is_object else "any value"

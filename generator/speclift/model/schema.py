"""Schemas as speclift resolves them: independent of the OpenAPI version they are written in."""

from __future__ import annotations

from typing import TypeAlias

import msgspec


class Place(msgspec.Struct, frozen=True, array_like=True):
    """A line of a file of the reference."""

    file: str
    line: int


class Fact(msgspec.Struct, frozen=True, array_like=True):
    """Why something is as it is: what was concluded, the rule that concluded it and the places of the evidence."""

    statement: str
    rule: str
    places: tuple[Place, ...]


class Ref(msgspec.Struct, frozen=True, array_like=True, tag_field="of"):
    """A reference to a component schema."""

    name: str


#: A JSON Schema keyword that limits values (`maximum`, `maxLength`, `pattern` …), and its value.
Limit: TypeAlias = tuple[str, int | float | str]


class Scalar(msgspec.Struct, frozen=True, array_like=True, tag_field="of"):
    """A string, number, integer or boolean. `values` are the listed members; `is_open` where more may exist.

    Members are always strings: `"1"` is a member of an integer.
    """

    type: str
    format: str = ""
    values: tuple[str, ...] = ()
    is_open: bool = False
    limits: tuple[Limit, ...] = ()


class ArrayOf(msgspec.Struct, frozen=True, array_like=True, tag_field="of"):
    """A list whose items all have the same schema."""

    items: Schema
    limits: tuple[Limit, ...] = ()


class MapOf(msgspec.Struct, frozen=True, array_like=True, tag_field="of"):
    """An object with arbitrary keys, whose values all have the same schema."""

    values: Schema


class Anything(msgspec.Struct, frozen=True, array_like=True, tag_field="of"):
    """A value whose type the reference does not show. `is_object` where it is known to be an object."""

    is_object: bool = False


class OneOf(msgspec.Struct, frozen=True, array_like=True, tag_field="of"):
    """A value of one of two or more types."""

    options: tuple[Schema, ...]


class ObjectOf(msgspec.Struct, frozen=True, array_like=True, tag_field="of"):
    """An object type without a name of its own.  `name` is the name that it gets where it needs one."""

    properties: tuple[Property, ...]
    name: str = ""


Schema: TypeAlias = Ref | Scalar | ArrayOf | MapOf | Anything | OneOf | ObjectOf


class Property(msgspec.Struct, frozen=True, array_like=True):
    """A property of an object type.

    `default` and `example` are as printed: the document has them where they are values of the schema.
    """

    name: str
    schema: Schema
    description: str = ""
    is_nullable: bool = False
    is_read_only: bool = False
    is_deprecated: bool = False
    facts: tuple[Fact, ...] = ()
    is_required: bool = False
    is_write_only: bool = False
    default: str | None = None
    example: str = ""


class Component(msgspec.Struct, frozen=True, array_like=True):
    """A named schema: an object with properties, an enumeration with members, or what `schema` says.

    `is_partial`: the reference may not list all properties.
    """

    name: str
    description: str = ""
    properties: tuple[Property, ...] = ()
    members: tuple[tuple[str, str, str], ...] = ()
    facts: tuple[Fact, ...] = ()
    schema: Schema | None = None
    is_partial: bool = False


def inner_schemas(schema: Schema) -> tuple[Schema, ...]:
    """The schemas directly within a schema; a reference has none."""
    match schema:
        case ArrayOf(items=inner) | MapOf(values=inner):
            return (inner,)
        case OneOf(options=options):
            return options
        case ObjectOf(properties=properties):
            return tuple(item.schema for item in properties)
        case _:
            return ()

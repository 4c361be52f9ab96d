"""Schemas as speclift resolves them: independent of the OpenAPI version they are written in."""

from __future__ import annotations

from typing import TypeAlias

import msgspec


class Place(msgspec.Struct, frozen=True, array_like=True):
    """A line of a file of the reference."""

    file: str
    line: int


class Fact(msgspec.Struct, frozen=True, array_like=True):
    """Why something is as it is: what was concluded, the rule that concluded it and where the evidence stands."""

    statement: str
    rule: str
    places: tuple[Place, ...]


class Ref(msgspec.Struct, frozen=True, array_like=True, tag_field="of"):
    """A reference to a component schema."""

    name: str


class Scalar(msgspec.Struct, frozen=True, array_like=True, tag_field="of"):
    """A string, number, integer or boolean. `values` are the listed members; `is_open` where more may exist."""

    type: str
    format: str = ""
    values: tuple[str, ...] = ()
    is_open: bool = False


class ArrayOf(msgspec.Struct, frozen=True, array_like=True, tag_field="of"):
    """A list of equal items."""

    items: Schema


class MapOf(msgspec.Struct, frozen=True, array_like=True, tag_field="of"):
    """An object with arbitrary keys and equal values."""

    values: Schema


class Anything(msgspec.Struct, frozen=True, array_like=True, tag_field="of"):
    """A value whose type the reference does not show. `is_object` where it is known to be an object."""

    is_object: bool = False


Schema: TypeAlias = Ref | Scalar | ArrayOf | MapOf | Anything


class Property(msgspec.Struct, frozen=True, array_like=True):
    """A property of an object type."""

    name: str
    schema: Schema
    description: str = ""
    is_nullable: bool = False
    is_read_only: bool = False
    is_deprecated: bool = False
    facts: tuple[Fact, ...] = ()


class Component(msgspec.Struct, frozen=True, array_like=True):
    """A named schema: an object with properties, or an enumeration with members."""

    name: str
    description: str = ""
    properties: tuple[Property, ...] = ()
    members: tuple[tuple[str, str, str], ...] = ()
    facts: tuple[Fact, ...] = ()

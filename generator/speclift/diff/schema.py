"""Schemas in one form, so that equal meanings are equal values: null is a mark and not a type or an alternative."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from speclift.diff.discriminator import Discriminator

#: Limits, and whether a greater one leaves more room.
BOUNDS = {
    "minimum": False,
    "exclusiveMinimum": False,
    "minLength": False,
    "minItems": False,
    "minProperties": False,
    "minContains": False,
    "maximum": True,
    "exclusiveMaximum": True,
    "maxLength": True,
    "maxItems": True,
    "maxProperties": True,
    "maxContains": True,
}


class Schema(msgspec.Struct, frozen=True):
    """A schema. No `types` means that any is allowed; `ref` is the component that it refers to, and adds to.

    `values` are the members of an enumeration as JSON, None where there is none; `is_open` where others may come.
    `additional` is what properties that are not listed hold: None is anything, False is that there are none.
    `patterns` is what properties hold whose names match, `prefix` the first items of an array. `alternatives` count
    besides all else that stands here.
    """

    ref: str = ""
    types: frozenset[str] = frozenset()
    is_nullable: bool = False
    format: str = ""
    values: tuple[str, ...] | None = None
    is_open: bool = False
    properties: Mapping[str, Schema] = {}
    required: frozenset[str] = frozenset()
    items: Schema | None = None
    prefix: tuple[Schema, ...] = ()
    additional: Schema | bool | None = None
    patterns: Mapping[str, Schema] = {}
    alternatives: tuple[Schema, ...] = ()
    bounds: Mapping[str, float] = {}
    pattern: str | None = None
    conditions: Mapping[str, str] = {}
    default: str | None = None
    is_read_only: bool = False
    is_write_only: bool = False
    is_deprecated: bool = False
    description: str = ""
    discriminator: Discriminator | None = None

    @property
    def is_untyped(self) -> bool:
        """Whether it says nothing of the type of its values."""
        return not (self.ref or self.types or self.alternatives or self.values is not None)

    @property
    def is_nothing(self) -> bool:
        """Whether no value but null, if that, is allowed: the schema `false`."""
        return self.values == () and not self.is_open

    @property
    def is_leaf(self) -> bool:
        """Whether it holds no other schema, and leads to none."""
        return not (
            self.ref
            or self.properties
            or self.items
            or self.prefix
            or self.additional
            or self.patterns
            or self.alternatives
            or self.discriminator
        )

    @property
    def constrains(self) -> bool:
        """Whether anything but a reference and alternatives forbids a value."""
        return bool(
            self.types
            or self.values is not None
            or self.format
            or self.properties
            or self.required
            or self.items
            or self.prefix
            or self.additional is not None
            or self.patterns
            or self.bounds
            or self.pattern is not None
            or self.conditions
        )

    @property
    def label(self) -> str:
        """In a word or two: `Contact`, `integer int32`, `array of Contact`, `anything`."""
        if self.ref:
            return self.ref
        if self.is_nothing:
            return "null" if self.is_nullable else "nothing"
        if self.items is not None and self.types == {"array"}:
            return f"array of {self.items.label}"
        if isinstance(self.additional, Schema) and self.types == {"object"} and not self.properties:
            return f"map of {self.additional.label}"
        if self.alternatives:
            return " or ".join(option.label for option in self.alternatives)
        kind = " or ".join(sorted(self.types)) or "anything"
        return f"{kind} {self.format}" if self.format else kind


ANYTHING = Schema()
NOTHING = Schema(values=())

"""Schemas in one form, so that equal meanings are equal values: null is a flag, not a type or an alternative."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from speclift.diff.schemas.discriminator import Discriminator

#: Limits, and whether a greater one allows more.
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


class Conditions(msgspec.Struct, frozen=True):
    """The keywords of JSON Schema that few schemas have (Core, section 10; Validation, section 6).

    `excluded` is `not`; `test`, `then` and `otherwise` are `if`, `then` and `else`.  `contained` is what an array must
    contain, `names` the schema of property names. `needed` are the properties that a present one requires, `dependents`
    the schema that it requires of the object. `unevaluated` is the schema of properties that no other keyword covers:
    False means that there are none.  `step` is `multipleOf`.  `others` are keywords that are compared as texts, `texts`
    all of them as the document writes them.
    """

    excluded: Schema | None = None
    test: Schema | None = None
    then: Schema | None = None
    otherwise: Schema | None = None
    contained: Schema | None = None
    names: Schema | None = None
    needed: Mapping[str, frozenset[str]] = {}
    dependents: Mapping[str, Schema] = {}
    unevaluated: Schema | bool | None = None
    step: float | None = None
    is_unique: bool = False
    media_type: str = ""
    others: Mapping[str, str] = {}
    texts: Mapping[str, str] = {}


#: The conditions of most schemas.
NO_CONDITIONS = Conditions()


class Schema(msgspec.Struct, frozen=True):
    """A schema. No `types` means that any is allowed; `ref` is the component that it refers to, and adds to. `values`
    are the members of an enumeration as JSON, None where there is none; `is_open` where other values are allowed.
    `additional` is the schema of unlisted properties: None is anything, False means that there are none. `patterns`
    gives the schemas of properties by patterns of their names, `prefix` the first items of an array. `alternatives`
    apply in addition to everything else here; where they are exclusive (`oneOf`), a value fits only one of them.
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
    is_exclusive: bool = False
    bounds: Mapping[str, float] = {}
    pattern: str | None = None
    conditions: Conditions = NO_CONDITIONS
    default: str | None = None
    is_read_only: bool = False
    is_write_only: bool = False
    is_deprecated: bool = False
    description: str = ""
    discriminator: Discriminator | None = None

    @property
    def is_untyped(self) -> bool:
        """Whether it says nothing about the type of its values."""
        return not (self.ref or self.types or self.alternatives or self.values is not None)

    @property
    def is_nothing(self) -> bool:
        """Whether it allows at most null: the schema `false`."""
        return self.values == () and not self.is_open

    @property
    def is_leaf(self) -> bool:
        """Whether it contains no other schema, and refers to none."""
        return not (
            self.ref
            or self.properties
            or self.items
            or self.prefix
            or self.additional
            or self.patterns
            or self.alternatives
            or self.discriminator
            or self.conditions is not NO_CONDITIONS
        )

    @property
    def constrains(self) -> bool:
        """Whether anything forbids a value besides the reference and the alternatives."""
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
            or self.conditions != NO_CONDITIONS
        )

    @property
    def label(self) -> str:
        """A short description: `Contact`, `integer int32`, `array of Contact`, `anything`."""
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

"""Whether every value that one schema allows is allowed by another, and whether two allow no value in common.

True is certain; False means that it could not be shown. An object is assumed to have only the properties that its
schema lists, unless the schema says what others hold: this is what descriptions mean.
"""

from __future__ import annotations

import json

import msgspec

from speclift.diff.schemas.alternatives import options_of
from speclift.diff.schemas.members import WIDER_FORMATS
from speclift.diff.schemas.numbers import common_types, exclude_each_other, is_multiple, leaves_as_much
from speclift.diff.schemas.schema import ANYTHING, NO_CONDITIONS, Conditions, Schema
from speclift.diff.schemas.sides import SIZE_OF_STEP, Effort, Side
from speclift.diff.schemas.validation import Validation

#: How deep schemas are examined; less deep for the question whether they have nothing in common.
_DEEPEST = 40
_DEEPEST_APART = 8
#: Formats of strings that exclude each other.
_DISTINCT_FORMATS = frozenset({"date", "date-time", "time", "uuid", "ipv4", "ipv6", "email", "uri"})


class Containment:
    """Compares schemas of two sides: those of the wide side allow values, those of the narrow side have them."""

    def __init__(self, wide: Side, narrow: Side, effort: Effort) -> None:
        self._wide = wide
        self._narrow = narrow
        self._effort = effort
        self._assumed: set[tuple[str, str]] = set()
        self._depth = 0

    def covers(self, wide: Schema, narrow: Schema) -> bool:
        """Whether every value of `narrow` is certainly a value of `wide`."""
        self._assumed = set()
        self._effort.begin()
        self._depth = 0
        return self._covers(wide, narrow)

    def _covers(self, wide: Schema, narrow: Schema) -> bool:
        if self._depth >= _DEEPEST or not self._effort.spend():
            return False
        known = self._assumed
        self._assumed = {*known}
        self._depth += 1
        found = self._allows_all(wide, narrow)
        self._depth -= 1
        if not found:
            # Results on the way may depend on an assumption that turned out to be wrong.
            self._assumed = known
        return found

    def _allows_all(self, wide: Schema, narrow: Schema) -> bool:
        if wide.is_untyped and not wide.constrains:
            return True
        if wide.ref and wide.constrains:
            # Siblings of a reference count as well.
            parts = (msgspec.structs.replace(wide, ref=""), Schema(ref=wide.ref, is_nullable=wide.is_nullable))
            return all(self._covers(part, narrow) for part in parts)
        key = (wide.ref, narrow.ref)
        if all(key) and not (narrow.constrains or narrow.is_nullable > wide.is_nullable):
            # For components that contain themselves, the result may be assumed where they occur again.
            if key in self._assumed:
                return True
            self._assumed.add(key)
        wide, narrow = self._wide.followed(wide), self._narrow.followed(narrow)
        self._effort.spend((_size(wide) + _size(narrow)) // SIZE_OF_STEP)
        if narrow.is_nullable and not wide.is_nullable and not wide.is_untyped:
            return False
        if narrow.is_nothing:
            return True
        if narrow.values is not None and not narrow.is_open and not narrow.alternatives:
            validation = Validation(self._wide, self._effort)
            return all(validation.is_allowed(json.loads(value), wide) for value in narrow.values)
        if narrow.alternatives and all(self._covers(wide, option) for option in narrow.alternatives):
            return True
        return self._covers_base(wide, narrow) and self._some_alternative_covers(wide, narrow)

    def _some_alternative_covers(self, wide: Schema, narrow: Schema) -> bool:
        if not wide.alternatives:
            return True
        bare = msgspec.structs.replace(narrow, alternatives=(), is_nullable=False)
        kinds = options_of(bare) if len(bare.types) > 1 else (bare,)
        return all(self._one_covers(wide, kind) for kind in kinds)

    def _one_covers(self, wide: Schema, narrow: Schema) -> bool:
        if not wide.is_exclusive or wide.discriminator:
            return any(self._covers(option, narrow) for option in wide.alternatives)
        for option in wide.alternatives:
            if self._covers(option, narrow):
                others = (other for other in wide.alternatives if other is not option)
                return all(self._are_apart(other, narrow, 0) for other in others)
        return False

    def _covers_base(self, wide: Schema, narrow: Schema) -> bool:
        """Compare everything except alternatives."""
        if wide.values is not None and not wide.is_open:
            return False
        if wide.types and not (narrow.types and is_type_of(narrow.types, wide.types)):
            return False
        if wide.format not in ("", narrow.format) and (narrow.format, wide.format) not in WIDER_FORMATS:
            return False
        if wide.pattern not in (None, narrow.pattern) or not leaves_as_much(wide, narrow, narrow.types):
            return False
        if wide.conditions != NO_CONDITIONS and not self._conditions_cover(wide.conditions, narrow):
            return False
        kinds = narrow.types or frozenset({"object", "array"})
        if "object" in kinds and not self._object_covers(wide, narrow):
            return False
        return "array" not in kinds or self._array_covers(wide, narrow)

    def _object_covers(self, wide: Schema, narrow: Schema) -> bool:
        required = (name for name in wide.required if not self._wide.is_hidden(wide.properties.get(name, ANYTHING)))
        if not narrow.required.issuperset(required):
            return False
        if wide.patterns != narrow.patterns and wide.patterns:
            return False
        if wide.additional is False and narrow.additional is not False:
            return False
        more, fewer = wide.additional, narrow.additional
        if isinstance(more, Schema) and fewer is not False and not self._covers(more, _schema(fewer)):
            return False
        for name, inner in narrow.properties.items():
            outer = wide.properties.get(name, _schema(more))
            if self._narrow.is_hidden(inner) or self._wide.is_hidden(outer):
                continue
            # An open object that lists properties is not meant to have others.
            if (
                name not in wide.properties
                and not inner.is_nothing
                and (more is False or (wide.properties and not more))
            ):
                return False
            if not self._covers(outer, inner):
                return False
        # A property that must be there, and of which nothing is said, may have any value.
        unlisted = narrow.required - narrow.properties.keys()
        if not all(self._covers(o, _schema(fewer)) for name, o in wide.properties.items() if name in unlisted):
            return False
        if isinstance(fewer, Schema):
            return all(self._covers(o, fewer) for name, o in wide.properties.items() if name not in narrow.properties)
        return True

    def _array_covers(self, wide: Schema, narrow: Schema) -> bool:
        count = max(len(wide.prefix), len(narrow.prefix))
        pairs = ((item_at(wide, index), item_at(narrow, index)) for index in range(count))
        return all(self._covers(*pair) for pair in pairs) and self._covers(
            wide.items or ANYTHING, narrow.items or ANYTHING
        )

    def _conditions_cover(self, wide: Conditions, schema: Schema) -> bool:
        """Whether a schema also requires what these rare keywords require."""
        narrow, required = schema.conditions, schema.required
        positive = (
            (wide.contained, narrow.contained),
            (wide.names, narrow.names),
            *((part, narrow.dependents.get(name)) for name, part in wide.dependents.items()),
        )
        if not all(outer is None or (inner and self._covers(outer, inner)) for outer, inner in positive):
            return False
        if wide.excluded and wide.excluded != narrow.excluded and not self._are_apart(wide.excluded, schema, 0):
            return False
        if wide.test and (wide.test, wide.then, wide.otherwise) != (narrow.test, narrow.then, narrow.otherwise):
            return False
        if any(not names <= narrow.needed.get(name, required) | required for name, names in wide.needed.items()):
            return False
        if wide.step and not (narrow.step and is_multiple(narrow.step, wide.step)):
            return False
        if wide.unevaluated is not None and wide.unevaluated != narrow.unevaluated:
            return False
        if any(narrow.others.get(name) != text for name, text in wide.others.items()):
            return False
        return narrow.is_unique or not wide.is_unique

    def _are_apart(self, one: Schema, other: Schema, depth: int) -> bool:
        """Whether the two certainly allow no value in common; `one` is of the wide side, `other` of the narrow one."""
        if depth > _DEEPEST_APART or not self._effort.spend():
            return False
        one, other = self._wide.followed(one), self._narrow.followed(other)
        if one.is_nullable and other.is_nullable:
            return False
        if one.is_nothing or other.is_nothing:
            return True
        if one.alternatives and all(self._are_apart(option, other, depth + 1) for option in one.alternatives):
            return True
        if other.alternatives and all(self._are_apart(one, option, depth + 1) for option in other.alternatives):
            return True
        common = common_types(one.types, other.types)
        if one.types and other.types and not common:
            return True
        for here, there, side in ((one, other, self._narrow), (other, one, self._wide)):
            if here.values is not None and not here.is_open:
                validation = Validation(side, self._effort)
                return all(validation.is_refused(json.loads(value), there) for value in here.values)
        if exclude_each_other(one, other, common):
            return True
        if common == {"string"} and one.format != other.format and {one.format, other.format} <= _DISTINCT_FORMATS:
            return True
        return common == {"object"} and self._objects_are_apart(one, other, depth)

    def _objects_are_apart(self, one: Schema, other: Schema, depth: int) -> bool:
        """Whether a required property has no value that both allow."""
        for name in one.required | other.required:
            first = one.properties.get(name, one.additional)
            second = other.properties.get(name, other.additional)
            if first is False or second is False:
                return True
            if self._are_apart(_schema(first), _schema(second), depth + 1):
                return True
        return False


def item_at(schema: Schema, index: int) -> Schema:
    """The schema of the item at an index of an array."""
    return schema.prefix[index] if index < len(schema.prefix) else schema.items or ANYTHING


def is_type_of(narrow: frozenset[str], wide: frozenset[str]) -> bool:
    """Whether every value of the one types is also of the other: an integer is a number."""
    return all(kind in wide or (kind == "integer" and "number" in wide) for kind in narrow)


def _size(schema: Schema) -> int:
    """The cost of examining a schema without those in it."""
    return len(schema.required) + len(schema.properties) + len(schema.patterns) + len(schema.values or ())


def _schema(given: Schema | bool | None) -> Schema:
    return given if isinstance(given, Schema) else ANYTHING

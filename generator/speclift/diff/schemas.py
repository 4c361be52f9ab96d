"""Two schemas beside each other: what differs, seen from those who send and from those who receive.

Components are compared once for each direction, however many places refer to them; who reaches them is remembered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TypeAlias

import msgspec

from speclift.diff.alternatives import options_of, paired
from speclift.diff.change import Direction
from speclift.diff.discriminator import Discriminator, differences
from speclift.diff.limits import limit_differences
from speclift.diff.members import format_differences, member_differences
from speclift.diff.names import is_alike, same_name
from speclift.diff.schema import ANYTHING, Schema

#: A component of the old description, its counterpart in the new one, and who sends it.
Pair: TypeAlias = tuple[str, str, Direction]
#: What a place is in: an operation, by its number, or a pair of components.
Owner: TypeAlias = int | Pair

#: How many references may lead from one component to the next.
_LONGEST_CHAIN = 10


class Note(msgspec.Struct, frozen=True):
    """A difference where it was found: the code of its rule, the owner, the place in there, what was and what is."""

    code: str
    owner: Owner
    place: str
    old: str = ""
    new: str = ""


class SchemaComparison:
    """Compares schemas of two descriptions. `notes` are the differences, `holders` who refers to a pair directly."""

    def __init__(self, old: Mapping[str, Schema], new: Mapping[str, Schema]) -> None:
        self.old = old
        self.new = new
        self.notes: list[Note] = []
        self.holders: dict[Pair, set[Owner]] = defaultdict(set)
        self._todo: list[Pair] = []

    def compare(self, old: Schema, new: Schema, direction: Direction, owner: Owner, place: str) -> None:
        """Compare two schemas that stand at a place of an operation, and all components that they lead to."""
        _Walk(self, direction, owner).compare(old, new, place)
        while self._todo:
            pair = self._todo.pop()
            before, after = self.old[pair[0]], self.new[pair[1]]
            _Walk(self, pair[2], pair).compare(before, after, "")

    def meet(self, pair: Pair, owner: Owner) -> None:
        """A place refers to these components."""
        if pair not in self.holders:
            self._todo.append(pair)
        self.holders[pair].add(owner)


class _Walk:
    """A walk through two schemas of one owner."""

    def __init__(self, comparison: SchemaComparison, direction: Direction, owner: Owner) -> None:
        self._all = comparison
        self._direction = direction
        self._owner = owner

    def _note(self, name: str, place: str, old: str = "", new: str = "") -> None:
        self._all.notes.append(Note(f"{self._direction}-{name}", self._owner, place, old, new))

    def compare(self, old: Schema, new: Schema, place: str) -> None:
        if old.ref and new.ref:
            if self._is_same(old.ref, new.ref):
                self._all.meet((old.ref, new.ref, self._direction), self._owner)
                self._nullable(old, new, place)
            else:
                self._note("type-changed", place, old.ref, new.ref)
            if old.constrains or new.constrains:
                self._properties(old, new, place)
                self._limits(old, new, place)
        elif old.is_untyped != new.is_untyped:
            self._note("type-stated" if old.is_untyped else "type-no-longer-stated", place, old.label, new.label)
            if old.constrains and new.constrains:
                self._limits(old, new, place)
        elif not (old.is_untyped and new.is_untyped) or old.constrains or new.constrains:
            self._whole(_followed(old, self._all.old), _followed(new, self._all.new), place)

    def _whole(self, old: Schema, new: Schema, place: str) -> None:
        if old == new and old.is_leaf:
            return
        self._nullable(old, new, place)
        self._discriminators(old.discriminator, new.discriminator, place)
        if (old.alternatives or new.alternatives) and not self._alternatives(old, new, place):
            return
        if old.is_nothing or new.is_nothing:
            if old.is_nothing != new.is_nothing:
                self._note("type-narrowed" if new.is_nothing else "type-widened", place, old.label, new.label)
            return
        if not self._types(old, new, place):
            return
        for name, was, now in (*format_differences(old, new), *member_differences(old, new)):
            self._note(name, place, was, now)
        self._limits(old, new, place)
        if "object" in old.types & new.types:
            self._object(old, new, place)
        if "array" in old.types & new.types:
            self._items(old, new, place)

    def _discriminators(self, old: Discriminator | None, new: Discriminator | None, place: str) -> None:
        """What tells the kinds of a value apart, and the components that only this leads to."""
        for name, was, now in differences(old, new, self._is_same):
            self._note(name, place, was, now)
        if old and new:
            for value, name in old.kinds.items():
                other = new.kinds.get(value, "")
                if name in self._all.old and other in self._all.new and self._is_same(name, other):
                    self._all.meet((name, other, self._direction), self._owner)

    def _is_same(self, old: str, new: str) -> bool:
        """Whether two names are those of one component in both descriptions."""
        if same_name(old, new):
            return True
        if old not in self._all.old or new not in self._all.new:
            return False
        return is_alike(_followed(Schema(ref=old), self._all.old), _followed(Schema(ref=new), self._all.new))

    def _types(self, old: Schema, new: Schema, place: str) -> bool:
        """Whether the types have values in common, so that the rest can be compared."""
        if old.types == new.types or not old.types or not new.types:
            return True
        # Where the members of both are listed, they say which types there are.
        are_listed = old.values and new.values and not old.is_open and not new.is_open
        if _covers(new.types, old.types) or _covers(old.types, new.types):
            if not are_listed:
                name = "type-widened" if _covers(new.types, old.types) else "type-narrowed"
                self._note(name, place, old.label, new.label)
            return True
        self._note("type-changed", place, old.label, new.label)
        return bool(old.types & new.types)

    def _nullable(self, old: Schema, new: Schema, place: str) -> None:
        if old.is_nullable != new.is_nullable:
            self._note("became-nullable" if new.is_nullable else "became-not-nullable", place)

    def _limits(self, old: Schema, new: Schema, place: str) -> None:
        for name, was, now in limit_differences(old, new):
            self._note(name, place, was, now)

    def _alternatives(self, old: Schema, new: Schema, place: str) -> bool:
        """Whether there is more to compare than the alternatives: what stands beside them."""
        if not (old.alternatives and new.alternatives) and (old if old.alternatives else new).constrains:
            # They restrict what stands beside them, and nothing restricted it on the other side.
            texts = (f"one of: {schema.label}" if schema.alternatives else "" for schema in (old, new))
            self._note("condition-changed", place, *texts)
            return True
        pairs, gone, come = paired(options_of(old), options_of(new), self._old_followed, self._new_followed)
        for option, other in pairs:
            self.compare(option, other, place)
        for option in gone:
            self._note("alternative-removed", place, option.label)
        for option in come:
            self._note("alternative-added", place, "", option.label)
        return bool(old.alternatives and new.alternatives)

    def _old_followed(self, schema: Schema) -> Schema:
        return _followed(schema, self._all.old)

    def _new_followed(self, schema: Schema) -> Schema:
        return _followed(schema, self._all.new)

    def _items(self, old: Schema, new: Schema, place: str) -> None:
        self.compare(old.items or ANYTHING, new.items or ANYTHING, f"{place}[]")
        for index, (before, after) in enumerate(zip(old.prefix, new.prefix, strict=False)):
            self.compare(before, after, f"{place}[{index}]")
        if len(old.prefix) != len(new.prefix):
            texts = (", ".join(item.label for item in schema.prefix) for schema in (old, new))
            self._note("condition-changed", place, *(f"prefixItems {text}" if text else "" for text in texts))

    def _object(self, old: Schema, new: Schema, place: str) -> None:
        bare = old if new.properties else new
        is_learnt = bool(old.properties) != bool(new.properties) and _is_bare(bare)
        if is_learnt and (self._direction == "request" or bare.is_nullable):
            # An open object refuses no property, and one that may be null is often all that a page with null tells.
            name = "type-stated" if new.properties else "type-no-longer-stated"
            self._note(name, place, *(_counted(schema) for schema in (old, new)))
            self._required(old, new, place, {*old.required} ^ {*new.required})
            self._additional(old, new, place)
        else:
            self._properties(old, new, place)
        for name in sorted(old.patterns.keys() | new.patterns.keys()):
            if name in old.patterns and name in new.patterns:
                self.compare(old.patterns[name], new.patterns[name], f"{place}{{{name}}}")
            else:
                texts = (f"patternProperties {name}" if name in s.patterns else "" for s in (old, new))
                self._note("condition-changed", place, *texts)

    def _properties(self, old: Schema, new: Schema, place: str) -> None:
        for name, item in old.properties.items():
            if name not in new.properties:
                if not self._is_hidden(item, self._all.old):
                    self._note("property-removed", f"{place}.{name}", item.label)
            else:
                self._property(name, old, new, place)
        for name, item in new.properties.items():
            if name not in old.properties and not self._is_hidden(item, self._all.new):
                is_needed = self._direction == "request" and name in new.required
                code = "required-property-added" if is_needed else "property-added"
                self._note(code, f"{place}.{name}", "", item.label)
        listed = old.properties.keys() | new.properties.keys()
        self._required(old, new, place, (old.required ^ new.required) - listed)
        self._additional(old, new, place)

    def _required(self, old: Schema, new: Schema, place: str, names: set[str] | frozenset[str]) -> None:
        """Names that must be there on one side alone, whether or not something is said of what they hold."""
        for name in sorted(names):
            is_needed = name in new.required
            schema, components = (new, self._all.new) if is_needed else (old, self._all.old)
            if not self._is_hidden(schema.properties.get(name, ANYTHING), components):
                self._note("property-became-required" if is_needed else "property-became-optional", f"{place}.{name}")

    def _additional(self, old: Schema, new: Schema, place: str) -> None:
        if old.additional is False or new.additional is False:
            if old.additional is not new.additional:
                is_closed = new.additional is False
                self._note("unknown-properties-forbidden" if is_closed else "unknown-properties-allowed", place)
        else:
            before = old.additional if isinstance(old.additional, Schema) else ANYTHING
            after = new.additional if isinstance(new.additional, Schema) else ANYTHING
            self.compare(before, after, f"{place}{{}}")

    def _property(self, name: str, old: Schema, new: Schema, place: str) -> None:
        before, after = old.properties[name], new.properties[name]
        inside = f"{place}.{name}"
        was_hidden, is_hidden = self._is_hidden(before, self._all.old), self._is_hidden(after, self._all.new)
        if was_hidden and is_hidden:
            return
        if was_hidden != is_hidden:
            kind = "read-only" if self._direction == "request" else "write-only"
            self._note(f"property-{'became' if is_hidden else 'no-longer'}-{kind}", inside)
            # A client that never sent it must now, whatever was said of it when the server alone gave it.
            if self._direction == "request" and name in (old if is_hidden else new).required:
                self._note("property-became-optional" if is_hidden else "property-became-required", inside)
            return
        if (name in old.required) != (name in new.required):
            self._note("property-became-required" if name in new.required else "property-became-optional", inside)
        if before.is_deprecated != after.is_deprecated:
            self._note("property-deprecated" if after.is_deprecated else "property-no-longer-deprecated", inside)
        self.compare(before, after, inside)

    def _is_hidden(self, schema: Schema, components: Mapping[str, Schema]) -> bool:
        """Whether a property is none in this direction: nobody sends what is only read (OpenAPI 3.0.4, 4.7.24)."""
        parts = (schema, _followed(schema, components)) if schema.ref else (schema,)
        return any(part.is_read_only if self._direction == "request" else part.is_write_only for part in parts)


def _followed(schema: Schema, components: Mapping[str, Schema]) -> Schema:
    """What a reference leads to; null and the properties that stand beside it stay."""
    found = schema
    for _ in range(_LONGEST_CHAIN):
        if not found.ref:
            break
        target = components.get(found.ref, ANYTHING)
        found = msgspec.structs.replace(
            target,
            is_nullable=target.is_nullable or found.is_nullable,
            properties={**target.properties, **found.properties},
            required=target.required | found.required,
        )
    return found


def _covers(wide: frozenset[str], narrow: frozenset[str]) -> bool:
    """Whether every value of the one types is one of the other: an integer is a number."""
    return all(kind in wide or (kind == "integer" and "number" in wide) for kind in narrow)


def _is_bare(schema: Schema) -> bool:
    """Whether it is an object of which nothing more is known."""
    return not schema.properties and schema.additional is None


def _counted(schema: Schema) -> str:
    count = len(schema.properties)
    return f"object with {count} {'property' if count == 1 else 'properties'}" if count else schema.label

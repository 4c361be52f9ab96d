"""Two schemas beside each other: what differs, seen from those who send and from those who receive.

Components are compared once for each direction, however many places refer to them; who reaches them is remembered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TypeAlias

import msgspec

from speclift.diff.change import Direction
from speclift.diff.discriminator import differences
from speclift.diff.names import is_alike, same_name
from speclift.diff.schema import ANYTHING, BOUNDS, Schema

#: A component of the old description, its counterpart in the new one, and who sends it.
Pair: TypeAlias = tuple[str, str, Direction]
#: What a place is in: an operation, by its number, or a pair of components.
Owner: TypeAlias = int | Pair

_WIDER_FORMATS = {("int32", "int64"), ("float", "double")}
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
        elif old.says_nothing or new.says_nothing:
            if not new.says_nothing:
                self._note("type-stated", place, old.label, new.label)
            elif not old.says_nothing:
                self._note("type-no-longer-stated", place, old.label, new.label)
        else:
            self._whole(_followed(old, self._all.old), _followed(new, self._all.new), place)

    def _whole(self, old: Schema, new: Schema, place: str) -> None:
        self._nullable(old, new, place)
        for name, was, now in differences(old.discriminator, new.discriminator, self._is_same):
            self._note(name, place, was, now)
        if old.alternatives or new.alternatives:
            self._alternatives(old.alternatives or (old,), new.alternatives or (new,), place)
            return
        if not self._types(old, new, place):
            return
        self._format(old, new, place)
        self._values(old, new, place)
        self._limits(old, new, place)
        if "object" in old.types & new.types:
            self._object(old, new, place)
        if "array" in old.types & new.types:
            self.compare(old.items or ANYTHING, new.items or ANYTHING, f"{place}[]")

    def _is_same(self, old: str, new: str) -> bool:
        """Whether two names are those of one component in both descriptions."""
        if same_name(old, new):
            return True
        are_known = old in self._all.old and new in self._all.new
        return are_known and is_alike(
            _followed(Schema(ref=old), self._all.old), _followed(Schema(ref=new), self._all.new)
        )

    def _types(self, old: Schema, new: Schema, place: str) -> bool:
        """Whether the types are the same, so that the rest can be compared."""
        if old.types == new.types or not old.types or not new.types:
            return True
        if _covers(new.types, old.types):
            self._note("type-widened", place, old.label, new.label)
        elif _covers(old.types, new.types):
            self._note("type-narrowed", place, old.label, new.label)
        else:
            self._note("type-changed", place, old.label, new.label)
        return False

    def _nullable(self, old: Schema, new: Schema, place: str) -> None:
        if old.is_nullable != new.is_nullable:
            self._note("became-nullable" if new.is_nullable else "became-not-nullable", place)

    def _format(self, old: Schema, new: Schema, place: str) -> None:
        if old.format == new.format:
            return
        if not new.format or (old.format, new.format) in _WIDER_FORMATS:
            name = "format-widened"
        elif not old.format or (new.format, old.format) in _WIDER_FORMATS:
            name = "format-narrowed"
        else:
            name = "format-changed"
        self._note(name, place, old.format, new.format)

    def _values(self, old: Schema, new: Schema, place: str) -> None:
        if old.values is None or new.values is None:
            # An open list beside none at all says nothing of what is allowed.
            if old.values is not None and not old.is_open:
                self._note("no-longer-enum", place, _listed(old.values))
            elif new.values is not None and not new.is_open:
                self._note("became-enum", place, "", _listed(new.values))
            return
        if old.is_open != new.is_open:
            self._note("enum-opened" if new.is_open else "enum-closed", place)
        # Where one list is open, what it lacks says nothing; what the closed one lacks contradicts it.
        if not (new.is_open and not old.is_open):
            self._members("removed", old.values, new.values, place, is_open=old.is_open or new.is_open)
        if not (old.is_open and not new.is_open):
            self._members("added", new.values, old.values, place, is_open=old.is_open or new.is_open)

    def _members(self, name: str, of: tuple[str, ...], others: tuple[str, ...], place: str, *, is_open: bool) -> None:
        found = _listed([value for value in of if value not in others])
        if found:
            code = f"{'known' if is_open else 'enum'}-value-{name}"
            self._note(code, place, *((found, "") if name == "removed" else ("", found)))

    def _limits(self, old: Schema, new: Schema, place: str) -> None:
        for name, is_upper in BOUNDS.items():
            before, after = old.bounds.get(name), new.bounds.get(name)
            if before != after:
                is_looser = after is None or (before is not None and (after > before) == is_upper)
                texts = (f"{name} {value:g}" if value is not None else "" for value in (before, after))
                self._note("bound-loosened" if is_looser else "bound-tightened", place, *texts)
        if old.pattern != new.pattern:
            name = "pattern-added" if old.pattern is None else "pattern-removed" if new.pattern is None else ""
            self._note(name or "pattern-changed", place, old.pattern or "", new.pattern or "")
        for name in sorted(old.conditions.keys() | new.conditions.keys()):
            was, now = old.conditions.get(name, ""), new.conditions.get(name, "")
            if was != now:
                self._note("condition-changed", place, f"{name} {was}" if was else "", f"{name} {now}" if now else "")
        if old.default != new.default:
            self._note("default-changed", place, old.default or "", new.default or "")

    def _alternatives(self, old: tuple[Schema, ...], new: tuple[Schema, ...], place: str) -> None:
        """Alternatives that are equal, or called alike, are the same; where one is left on each side, it changed."""
        gone, come = list(old), list(new)
        for is_same in (lambda a, b: a == b, lambda a, b: _called_alike(a, b)):
            for option in list(gone):
                other = next((candidate for candidate in come if is_same(option, candidate)), None)
                if other is not None:
                    gone.remove(option)
                    come.remove(other)
                    self.compare(option, other, place)
        if len(gone) == len(come) == 1:
            self.compare(gone[0], come[0], place)
            return
        for option in gone:
            self._note("alternative-removed", place, option.label)
        for option in come:
            self._note("alternative-added", place, "", option.label)

    def _object(self, old: Schema, new: Schema, place: str) -> None:
        if bool(old.properties) != bool(new.properties) and _is_bare(old if new.properties else new):
            name = "type-stated" if new.properties else "type-no-longer-stated"
            self._note(name, place, *(_counted(schema) for schema in (old, new)))
            return
        for name, item in old.properties.items():
            if name not in new.properties:
                if not self._is_hidden(item):
                    self._note("property-removed", f"{place}.{name}", item.label)
            else:
                self._property(name, old, new, place)
        for name, item in new.properties.items():
            if name not in old.properties and not self._is_hidden(item):
                is_needed = self._direction == "request" and name in new.required
                code = "required-property-added" if is_needed else "property-added"
                self._note(code, f"{place}.{name}", "", item.label)
        self._additional(old, new, place)

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
        if self._is_hidden(before) and self._is_hidden(after):
            return
        self._visibility(before, after, inside)
        if self._is_hidden(before) or self._is_hidden(after):
            return
        if (name in old.required) != (name in new.required):
            self._note("property-became-required" if name in new.required else "property-became-optional", inside)
        if before.is_deprecated != after.is_deprecated:
            self._note("property-deprecated" if after.is_deprecated else "property-no-longer-deprecated", inside)
        self.compare(before, after, inside)

    def _is_hidden(self, schema: Schema) -> bool:
        """Whether a property is none in this direction: nobody sends what is only read (OpenAPI 3.0.4, 4.7.24)."""
        return schema.is_read_only if self._direction == "request" else schema.is_write_only

    def _visibility(self, old: Schema, new: Schema, place: str) -> None:
        if self._is_hidden(old) != self._is_hidden(new):
            kind = "read-only" if self._direction == "request" else "write-only"
            self._note(f"property-{'became' if self._is_hidden(new) else 'no-longer'}-{kind}", place)


def _followed(schema: Schema, components: Mapping[str, Schema]) -> Schema:
    """What a reference leads to; null and the like that stand beside it stay."""
    found = schema
    for _ in range(_LONGEST_CHAIN):
        if not found.ref:
            break
        target = components.get(found.ref, ANYTHING)
        found = msgspec.structs.replace(target, is_nullable=target.is_nullable or found.is_nullable)
    return found


def _covers(wide: frozenset[str], narrow: frozenset[str]) -> bool:
    """Whether every value of the one types is one of the other: an integer is a number."""
    return all(kind in wide or (kind == "integer" and "number" in wide) for kind in narrow)


def _called_alike(old: Schema, new: Schema) -> bool:
    return same_name(old.ref, new.ref) if old.ref and new.ref else old.label == new.label


def _is_bare(schema: Schema) -> bool:
    """Whether it is an object of which nothing more is known."""
    return not schema.properties and schema.additional is None


def _counted(schema: Schema) -> str:
    count = len(schema.properties)
    return f"object with {count} {'property' if count == 1 else 'properties'}" if count else schema.label


def _listed(values: tuple[str, ...] | list[str]) -> str:
    """Members of an enumeration as they are read: without the quotes of JSON."""
    return ", ".join(_bare(values))


def _bare(values: tuple[str, ...] | list[str]) -> Iterator[str]:
    for value in values:
        is_plain = value.startswith('"') and "\\" not in value and "," not in value
        yield value[1:-1] if is_plain else value

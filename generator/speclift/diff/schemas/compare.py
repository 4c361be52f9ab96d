"""The differences of two schemas, as senders and as receivers see them. Components are compared once for each
direction, however many places refer to them; `holders` remembers these places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import msgspec

from speclift.diff.rules.change import Direction
from speclift.diff.schemas.alternatives import Likenesses, options_of, paired
from speclift.diff.schemas.conditions import condition_differences, whole_differences
from speclift.diff.schemas.containment import is_type_of, item_at
from speclift.diff.schemas.discriminator import Discriminator, differences
from speclift.diff.schemas.judgement import Judgement
from speclift.diff.schemas.limits import default_differences, limit_differences
from speclift.diff.schemas.members import format_differences, member_differences
from speclift.diff.schemas.names import is_alike, same_name
from speclift.diff.schemas.objects import compare_objects, compare_properties
from speclift.diff.schemas.schema import ANYTHING, Schema
from speclift.diff.schemas.sides import Effort, Side
from speclift.errors import SourceError

#: A component of the old description, its counterpart in the new one, and who sends it.
Pair: TypeAlias = tuple[str, str, Direction]
#: The owner of a place: an operation, by its number, or a pair of components.
Owner: TypeAlias = int | Pair

#: The most pairs of alternatives that are examined to see whether one allows all that another does.
_MOST_PAIRS = 400
#: How many references that only one description has may be followed: one inside the other, and in a whole run.
_DEEPEST_FOLLOWED, _MOST_FOLLOWED = 60, 50_000
#: The most differences, each counted for every operation with it, and the most characters of their texts.
_MOST_NOTES, _MOST_CHARACTERS = 400_000, 50_000_000


class Note(msgspec.Struct, frozen=True):
    """A difference where it was found: the code of its rule, the owner, the place in the owner, old and new."""

    code: str
    owner: Owner
    place: str
    old: str = ""
    new: str = ""


class SchemaComparison:
    """Compares schemas of two descriptions. `notes` are the differences, `holders` the owners that refer to pairs, and
    `labels` what the operations are called, by their numbers.
    """

    def __init__(self, old: Mapping[str, Schema], new: Mapping[str, Schema], labels: Sequence[str] = ()) -> None:
        self._labels = labels
        self.old = old
        self.new = new
        self.notes: list[Note] = []
        self._characters = 0
        self.holders: dict[Pair, set[Owner]] = defaultdict(set)
        self.likenesses: Likenesses = {}
        self._todo: list[Pair] = []
        self._followed = 0
        effort = Effort()
        self.judgements: Mapping[Direction, Judgement] = {
            "request": Judgement(old, new, "request", effort),
            "response": Judgement(old, new, "response", effort),
        }

    def add(self, note: Note) -> None:
        """Keep a note. Raises SourceError where there are too many."""
        label = self._labels[note.owner] if isinstance(note.owner, int) else ""
        self._characters += len(label) + len(note.place) + len(note.old) + len(note.new)
        if len(self.notes) >= _MOST_NOTES or self._characters > _MOST_CHARACTERS:
            raise SourceError(
                f"The descriptions differ too much: in {_MOST_NOTES:,} places, or by {_MOST_CHARACTERS:,} characters.",
                expected="two descriptions of one API",
                advice="compare others, or parts of them",
            )
        self.notes.append(note)

    def follow(self) -> None:
        """Count a reference that only one description has. Raises SourceError where there are too many."""
        self._followed += 1
        if self._followed > _MOST_FOLLOWED:
            raise SourceError(
                f"Over {_MOST_FOLLOWED:,} references would have to be followed that only one description has.",
                expected="descriptions that refer to schemas at about the same places",
                advice="compare parts of them",
            )

    def compare(self, old: Schema, new: Schema, direction: Direction, owner: Owner, place: str) -> None:
        """Compare two schemas at a place of an operation, and all components that they lead to."""
        _Walk(self, direction, owner).compare(old, new, place)
        while self._todo:
            pair = self._todo.pop()
            before, after = self.old[pair[0]], self.new[pair[1]]
            _Walk(self, pair[2], pair).compare(before, after, "")

    def meet(self, pair: Pair, owner: Owner) -> None:
        """Record that the owner refers to these components, which are compared only once."""
        if pair not in self.holders:
            self._todo.append(pair)
        self.holders[pair].add(owner)


class _Walk:
    """A walk through two schemas of one owner."""

    def __init__(self, comparison: SchemaComparison, direction: Direction, owner: Owner) -> None:
        self._comparison = comparison
        self.direction: Direction = direction
        self._owner = owner
        self._judgement = comparison.judgements[direction]
        self.before = Side(comparison.old, direction)
        self.after = Side(comparison.new, direction)
        # The references that are being followed on one side, each with the schema on the other.
        self._open: set[tuple[str | int, str | int]] = set()

    def note(self, name: str, place: str, old: str = "", new: str = "") -> None:
        self._comparison.add(Note(f"{self.direction}-{name}", self._owner, place, old, new))

    def compare(self, old: Schema, new: Schema, place: str) -> None:
        if old.ref and new.ref:
            if self._is_same(old.ref, new.ref):
                self._comparison.meet((old.ref, new.ref, self.direction), self._owner)
                self._nullable(old, new, place)
            else:
                self.note("type-changed", place, old.ref, new.ref)
            if old.constrains or new.constrains:
                compare_properties(self, old, new, place)
                self._limits(old, new, place)
        elif old.is_nothing or new.is_nothing:
            self._nothing(old, new, place)
        elif old.is_untyped != new.is_untyped:
            self.note("type-stated" if old.is_untyped else "type-no-longer-stated", place, old.label, new.label)
            if old.constrains and new.constrains:
                self._limits(old, new, place)
        elif old.ref or new.ref:
            # Circles of both sides may have their references at places that never meet.
            pair = old.ref or id(old), new.ref or id(new)
            if pair not in self._open and len(self._open) < _DEEPEST_FOLLOWED:
                self._comparison.follow()
                self._open.add(pair)
                self._whole(self.before.followed(old), self.after.followed(new), place)
                self._open.remove(pair)
        elif not (old.is_untyped and new.is_untyped) or old.constrains or new.constrains:
            self._whole(old, new, place)

    def _nothing(self, old: Schema, new: Schema, place: str) -> None:
        """Compare two schemas of which one allows nothing, or only null."""
        if not (old.is_nothing and new.is_nothing):
            self.note("type-narrowed" if new.is_nothing else "type-widened", place, old.label, new.label)
        if not old.is_untyped and not new.is_untyped:
            self._nullable(old, new, place)

    def _whole(self, old: Schema, new: Schema, place: str) -> None:
        if old == new and old.is_leaf:
            return
        if old.is_nothing or new.is_nothing:
            self._nothing(old, new, place)
            return
        self._nullable(old, new, place)
        self._discriminators(old.discriminator, new.discriminator, place)
        if (old.alternatives or new.alternatives) and not self._alternatives(old, new, place):
            return
        if not self._types(old, new, place):
            return
        self._members(old, new, place)
        if "object" in old.types & new.types:
            compare_objects(self, old, new, place)
        if "array" in old.types & new.types:
            self._items(old, new, place)

    def _members(self, old: Schema, new: Schema, place: str) -> None:
        """Compare listed values, formats and limits; the last two do not matter where they allow all listed values."""
        for name, was, now in member_differences(old, new):
            self.note(name, place, was, now)
        if (old.values is None and new.values is None) or not self._judgement.members_fit(old, new):
            for name, was, now in format_differences(old, new):
                self.note(name, place, was, now)
            self._limits(old, new, place)
        else:
            self._defaults(old, new, place)

    def _discriminators(self, old: Discriminator | None, new: Discriminator | None, place: str) -> None:
        """Compare discriminators, and the components that only they lead to."""
        for name, was, now in differences(old, new, self._is_same):
            self.note(name, place, was, now)
        if old and new:
            for value, name in old.kinds.items():
                other = new.kinds.get(value, "")
                if name in self._comparison.old and other in self._comparison.new and self._is_same(name, other):
                    self._comparison.meet((name, other, self.direction), self._owner)

    def _is_same(self, old: str, new: str) -> bool:
        """Whether two names are those of one component in both descriptions."""
        if same_name(old, new):
            return True
        if old not in self._comparison.old or new not in self._comparison.new:
            return False
        return is_alike(self.before.followed(Schema(ref=old)), self.after.followed(Schema(ref=new)))

    def _types(self, old: Schema, new: Schema, place: str) -> bool:
        """Compare types. Returns whether they have values in common, so that the rest can be compared."""
        if old.types == new.types or not old.types or not new.types:
            return True
        # Where both list their members, these determine the types.
        are_listed = old.values and new.values and not old.is_open and not new.is_open
        if is_type_of(old.types, new.types) or is_type_of(new.types, old.types):
            if not are_listed:
                name = "type-widened" if is_type_of(old.types, new.types) else "type-narrowed"
                self.note(name, place, old.label, new.label)
            return True
        self.note("type-changed", place, old.label, new.label)
        return bool(old.types & new.types)

    def _nullable(self, old: Schema, new: Schema, place: str) -> None:
        if old.is_nullable != new.is_nullable:
            self.note("became-nullable" if new.is_nullable else "became-not-nullable", place)

    def _limits(self, old: Schema, new: Schema, place: str) -> None:
        for name, was, now in limit_differences(old, new):
            self.note(name, place, was, now)
        if old.conditions != new.conditions:
            for name, was, now in condition_differences(old, new, self._judgement):
                self.note(name, place, was, now)
        self._defaults(old, new, place)

    def _defaults(self, old: Schema, new: Schema, place: str) -> None:
        for name, was, now in default_differences(old, new):
            self.note(name, place, was, now)

    def _alternatives(self, old: Schema, new: Schema, place: str) -> bool:
        """Compare alternatives. Returns whether the keywords beside them have to be compared too."""
        if not (old.alternatives and new.alternatives) and (old if old.alternatives else new).constrains:
            # Alternatives restrict the keywords beside them, which nothing restricts on the other side.
            was, now = (f"one of: {schema.label}" if schema.alternatives else "" for schema in (old, new))
            for name, *texts in whole_differences(old, new, None, self._judgement, was, now):
                self.note(name, place, *texts)
            return True
        before, after = options_of(old), options_of(new)
        pairs, removed, added = paired(
            before, after, self.before.followed, self.after.followed, self._comparison.likenesses
        )
        if len(before) * len(after) <= _MOST_PAIRS:
            pairs, removed, added = self._regrouped(pairs, removed, added, before, after)
        for option, other in pairs:
            self.compare(option, other, place)
        for option in removed:
            self.note("alternative-removed", place, option.label)
        for option in added:
            self.note("alternative-added", place, "", option.label)
        if self._judgement.is_spent and old != new and (old.is_exclusive or new.is_exclusive):
            self.note("condition-changed", place, f"one of: {old.label}", f"one of: {new.label}")
        if self._judgement.became_exclusive(old, new):
            self.note("alternatives-became-exclusive", place, old.label, new.label)
        if self._judgement.is_no_longer_exclusive(old, new):
            self.note("alternatives-no-longer-exclusive", place, old.label, new.label)
        return bool(old.alternatives and new.alternatives)

    def _regrouped(
        self,
        pairs: Sequence[tuple[Schema, Schema]],
        removed: Sequence[Schema],
        added: Sequence[Schema],
        before: Sequence[Schema],
        after: Sequence[Schema],
    ) -> tuple[list[tuple[Schema, Schema]], list[Schema], list[Schema]]:
        """The pairs, the removed and the added alternatives, after a look at the values that they allow.

        A pair is separated where another alternative allows what the counterpart does not. An alternative whose values
        are all allowed by one of the other side counts as neither removed nor added.
        """
        alike, left_old, left_new = [], [*removed], [*added]
        for option, other in pairs:
            is_same = option == other
            is_kept = is_same or self._judgement.is_kept(option, other) or not self._is_kept(option, after, but=other)
            is_known = (
                is_same or self._judgement.is_known(option, other) or not self._is_known(other, before, but=option)
            )
            if not (is_kept and is_known):
                left_old.append(option)
                left_new.append(other)
            else:
                alike.append((option, other))
        return (
            alike,
            [option for option in left_old if not self._is_kept(option, after)],
            [option for option in left_new if not self._is_known(option, before)],
        )

    def _is_kept(self, option: Schema, after: Sequence[Schema], but: Schema | None = None) -> bool:
        return any(other is not but and self._judgement.is_kept(option, other) for other in after)

    def _is_known(self, option: Schema, before: Sequence[Schema], but: Schema | None = None) -> bool:
        return any(other is not but and self._judgement.is_known(other, option) for other in before)

    def _items(self, old: Schema, new: Schema, place: str) -> None:
        self.compare(old.items or ANYTHING, new.items or ANYTHING, f"{place}[]")
        for index in range(max(len(old.prefix), len(new.prefix))):
            self.compare(item_at(old, index), item_at(new, index), f"{place}[{index}]")

"""How two schemas relate: whether the new one certainly allows all that the old one allowed, or certainly less."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from speclift.diff.rules.change import Direction
from speclift.diff.schemas.containment import Containment
from speclift.diff.schemas.schema import Schema
from speclift.diff.schemas.sides import Effort, Side
from speclift.diff.schemas.validation import Validation
from speclift.diff.schemas.witness import Witness


class Judgement:
    """Decides how schemas of two descriptions relate in one direction; True is certain."""

    def __init__(
        self, old: Mapping[str, Schema], new: Mapping[str, Schema], direction: Direction, effort: Effort
    ) -> None:
        before, after = Side(old, direction), Side(new, direction)
        self._effort = effort
        self._new_covers = Containment(after, before, effort)
        self._old_covers = Containment(before, after, effort)
        self._lost = Witness(before, after, effort)
        self._gained = Witness(after, before, effort)
        self._sides = before, after

    def is_kept(self, old: Schema, new: Schema) -> bool:
        """Whether the new schema allows every value of the old one."""
        return self._new_covers.covers(new, old)

    def is_known(self, old: Schema, new: Schema) -> bool:
        """Whether the old schema allowed every value of the new one."""
        return self._old_covers.covers(old, new)

    def loses(self, old: Schema, new: Schema) -> bool:
        """Whether some value of the old schema is not allowed any more."""
        return self._lost.exists(old, new)

    def gains(self, old: Schema, new: Schema) -> bool:
        """Whether some value of the new schema was not allowed before."""
        return self._gained.exists(new, old)

    def became_exclusive(self, old: Schema, new: Schema) -> bool:
        """Whether a value of the old schema is refused because it fits several alternatives of the new one."""
        return _is_exclusive(new) and self._lost.exists(
            old, new, msgspec.structs.replace(new, is_exclusive=False), is_whole=old.is_exclusive
        )

    def is_no_longer_exclusive(self, old: Schema, new: Schema) -> bool:
        """Whether a value of the new schema was refused because it fitted several alternatives of the old one.

        Where both are exclusive, it does not count that fewer values fit several of them.
        """
        is_open = _is_exclusive(old) and not new.is_exclusive
        return is_open and self._gained.exists(new, old, msgspec.structs.replace(old, is_exclusive=False))

    @property
    def is_spent(self) -> bool:
        """Whether all steps of the run are used up: False then means nothing."""
        return self._effort.is_spent

    def members_fit(self, old: Schema, new: Schema) -> bool:
        """Whether one schema, or each, lists its values, and the rest of the other one allows them all."""
        found = False
        for listed, limiting, side in ((old, new, self._sides[1]), (new, old, self._sides[0])):
            if listed.values is not None and not listed.is_open:
                self._effort.begin(_MOST_STEPS)
                found = True
                bare = msgspec.structs.replace(limiting, values=None)
                validation = Validation(side, self._effort)
                if not all(validation.is_allowed(msgspec.json.decode(value), bare) for value in listed.values):
                    return False
        return found


#: The most steps that are taken to see whether members of an enumeration fit.
_MOST_STEPS = 4_000


def _is_exclusive(schema: Schema) -> bool:
    """Whether values must fit exactly one of several alternatives; not so where a property chooses the alternative."""
    return schema.is_exclusive and len(schema.alternatives) > 1 and not schema.discriminator

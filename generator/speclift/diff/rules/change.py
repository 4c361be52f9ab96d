"""A change as a value: its rule, its place, the old and the new value."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

#: The gravest first: clients stop working; some may; none does; nothing that a client could notice changed.
Level: TypeAlias = Literal["breaking", "warning", "compatible", "info"]
LEVELS: tuple[Level, ...] = ("breaking", "warning", "compatible", "info")

#: Who sends what a schema describes: the client or the server.
Direction: TypeAlias = Literal["request", "response"]


class Rule(msgspec.Struct, frozen=True):
    """A kind of change: its stable code, how grave it is, what it means for a client.

    `opposite` is the code of the same change the other way round.
    """

    code: str
    level: Level
    meaning: str
    opposite: str


class Change(msgspec.Struct, frozen=True):
    """One change, however often it occurs. `components` are the schemas that it is in (`Old → New` where one has
    another name), none where the operations themselves changed. `place` leads there: `response 200 .Contact.Name` from
    an operation, `.Name` from a component; `[]` are the items of an array, `{}` the values of a map. `operations` are
    all that it touches, as method and path. `source` is the file that shows it, with `line` where that is known.
    """

    code: str
    level: Level
    components: tuple[str, ...]
    place: str
    old: str
    new: str
    operations: tuple[str, ...]
    source: str = ""
    line: int = 0


class Comparison(msgspec.Struct, frozen=True):
    """The changes between two descriptions, the gravest first; `old` and `new` are the user's names for the two.

    The versions are those that the documents state (`info.version`).
    """

    old: str
    new: str
    changes: tuple[Change, ...]
    old_version: str = ""
    new_version: str = ""

    def count(self, level: Level) -> int:
        """How many changes there are of a level."""
        return sum(change.level == level for change in self.changes)

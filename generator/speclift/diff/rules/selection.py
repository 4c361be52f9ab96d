"""Which changes a user wants to see."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

import msgspec

from speclift.diff.rules.catalogue import RULES_BY_CODE
from speclift.diff.rules.change import LEVELS, Change, Comparison, Level
from speclift.errors import UsageError, meant


def selected(
    comparison: Comparison, level: Level = "compatible", only: Sequence[str] = (), ignore: Sequence[str] = ()
) -> Comparison:
    """The changes of this level or a graver one whose code is one of `only`, if there are any, and none of `ignore`.

    Codes may have the wildcards of a shell.  Raises UsageError where one fits no rule.
    """
    for pattern in (*only, *ignore):
        if not any(fnmatchcase(code, pattern) for code in RULES_BY_CODE):
            raise UsageError(
                f"There is no rule {pattern!r}.",
                expected="codes such as response-property-removed, or patterns such as 'response-*'",
                advice=meant(pattern, RULES_BY_CODE) or "speclift diff --list-rules prints them",
            )
    gravest = LEVELS[: LEVELS.index(level) + 1]

    def is_wanted(change: Change) -> bool:
        return (
            change.level in gravest
            and (not only or any(fnmatchcase(change.code, pattern) for pattern in only))
            and not any(fnmatchcase(change.code, pattern) for pattern in ignore)
        )

    return msgspec.structs.replace(comparison, changes=tuple(filter(is_wanted, comparison.changes)))

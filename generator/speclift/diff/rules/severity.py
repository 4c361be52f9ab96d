"""How grave a user wants each kind of change to be."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any, Literal, TypeAlias

import msgspec

from speclift.diff.rules.bump import VERSION_NOT_RAISED, is_not_raised, suggested
from speclift.diff.rules.catalogue import RULES_BY_CODE
from speclift.diff.rules.change import LEVELS, Change, Comparison, Level
from speclift.errors import SettingsError, UsageError, meant

#: The level by code or pattern of codes; `ignore` leaves a change out.
Severities: TypeAlias = Mapping[str, Level | Literal["ignore"]]

_LEVELS: dict[str, Level | Literal["ignore"]] = {
    "error": "breaking",
    **{level: level for level in LEVELS},
    "ignore": "ignore",
}
#: The limits that a run may fail on, and the index of the last level that counts.
_LIMITS = {"breaking": 0, "warning": 1, "any": len(LEVELS) - 1}
#: The most bytes of a file.
_LARGEST = 2**20


def read_severities(path: str) -> Severities:
    """The severities in a TOML file: `code = "level"`, at its top or in a table `[diff.severity]`.

    Raises SettingsError where the file cannot be read, or names a code or a level that does not exist.
    """
    try:
        with open(path, "rb") as stream:
            source = stream.read(_LARGEST + 1)
        if len(source) > _LARGEST:
            raise ValueError(f"it has more than {_LARGEST:,} bytes")
        found: Any = tomllib.loads(source.decode())
    except OSError as error:
        raise SettingsError(
            f"The severities cannot be read: {error.strerror}.",
            file=path,
            expected='a file with lines such as request-type-stated = "error"',
            advice="check the path",
        ) from error
    except (ValueError, RecursionError) as error:
        raise SettingsError(
            f"The severities cannot be read as TOML: {error}.",
            file=path,
            expected='lines such as request-type-stated = "error"',
            advice="correct the line that is named",
        ) from error
    if set(found) == {"diff"} and isinstance(found["diff"], dict):
        found = found["diff"].get("severity", {})
    return checked(found, path)


def checked(given: Mapping[str, Any], file: str) -> Severities:
    """The severities with `error` as `breaking`. Raises SettingsError where a code or a level does not exist."""
    for code, level in given.items():
        if not is_code(code):
            raise SettingsError(
                f"The severities name {code!r}, which is not a rule.",
                file=os.fspath(file),
                expected="codes such as response-property-removed, or patterns such as 'response-*' in quotes",
                advice=meant(code, RULES_BY_CODE) or "speclift diff --list-rules prints all codes",
            )
        if level not in _LEVELS:
            raise SettingsError(
                f"The severity of {code!r} is {level!r}, which is not a level.",
                file=os.fspath(file),
                expected=", ".join(_LEVELS),
                advice=meant(str(level), _LEVELS) or "correct the level",
            )
    return {code: _LEVELS[level] for code, level in given.items()}


def is_code(pattern: str) -> bool:
    """Whether a code, or a pattern with the wildcards of a shell, fits a rule."""
    return pattern in RULES_BY_CODE or any(fnmatchcase(code, pattern) for code in RULES_BY_CODE)


def judged(comparison: Comparison, severities: Severities) -> Comparison:
    """The changes with the levels of the user, the gravest first; a code takes precedence over patterns, and a later
    pattern over an earlier one. If something breaks by these levels, and the version of the new document does not show
    it, that is one more change.
    """
    levels = {code: _level(code, severities) for code in RULES_BY_CODE}
    kept: list[Change] = []
    for change in comparison.changes:
        level = levels[change.code] or change.level
        if level != "ignore":
            kept.append(change if level == change.level else msgspec.structs.replace(change, level=level))
    found = msgspec.structs.replace(comparison, changes=tuple(kept))
    level = levels[VERSION_NOT_RAISED] or RULES_BY_CODE[VERSION_NOT_RAISED].level
    if found.count("breaking") and is_not_raised(suggested(found)) and level != "ignore":
        versions = comparison.old_version, comparison.new_version
        kept.append(Change(VERSION_NOT_RAISED, level, (), "info.version", *versions, ()))
    kept.sort(key=lambda change: LEVELS.index(change.level))
    return msgspec.structs.replace(found, changes=tuple(kept))


def _level(code: str, severities: Severities) -> Level | Literal["ignore"] | None:
    if code in severities:
        return severities[code]
    matching = [level for pattern, level in severities.items() if fnmatchcase(code, pattern)]
    return matching[-1] if matching else None


def check_limits(limits: Sequence[str]) -> None:
    """Raise UsageError where a limit is not a level and fits no rule."""
    for limit in limits:
        if limit not in _LIMITS and not is_code(limit):
            raise UsageError(
                f"There is no level or rule {limit!r}.",
                expected="breaking, warning, any, or codes such as response-property-removed or 'response-*'",
                advice=meant(limit, (*_LIMITS, *RULES_BY_CODE)) or "speclift diff --list-rules prints all codes",
            )


def fails(everything: Comparison, listed: Comparison, limits: Sequence[str]) -> bool:
    """Whether there is a change that a run should fail on. A limit is `breaking`, `warning` (or a graver one) or `any`,
    for the listed changes; or a code or a pattern of codes, for all changes.
    """
    patterns = [limit for limit in limits if limit not in _LIMITS]
    if any(fnmatchcase(change.code, pattern) for change in everything.changes for pattern in patterns):
        return True
    worst = max((_LIMITS[limit] for limit in limits if limit in _LIMITS), default=-1)
    return any(LEVELS.index(change.level) <= worst for change in listed.changes)

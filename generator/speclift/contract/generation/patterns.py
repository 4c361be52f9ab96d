"""Strings that match a regular expression, short and readable where it allows that.

A pattern may ask for endless work: nested repetitions multiply, and so do references to groups. So the work is computed
from the parsed pattern before anything is made.
"""

from __future__ import annotations

import contextlib
import re
import string
import warnings
from collections.abc import Iterable, Mapping, Set
from random import Random
from re import _parser as parser
from typing import Any

import rstr

from speclift.contract.generation.work import Work
from speclift.openapi.structure.patterns import with_numbered_groups

_READABLE = string.ascii_letters + string.digits
_POSSESSIVE = re.compile(r"(?<!\\)([*+?}])\+")
#: Exceptions for patterns of another dialect, or for those that no text can be made from.
_NO_PATTERN = (re.error, KeyError, IndexError, ValueError, TypeError, OverflowError, RecursionError)
#: The numbers of extra repetitions that are tried, in order: the first that gives a good length counts.
_REPEATS = (8, 2, 0, 30, 100, 1)
_TRIES = 4
#: The longest pattern that is read, and the most steps for one string.
_LONGEST_PATTERN = 10_000
_MOST_STEPS = 10_000
#: This number of characters of a range is enough to choose from; it includes all of ASCII.
_MOST_OF_RANGE = 200
_SURROGATES = range(0xD800, 0xE000)


def matching(pattern: str, random: Random, least: int, most: int | None, work: Work) -> str | None:
    """A string that matches, from `least` to `most` characters long where one is found.

    None where the pattern cannot be read, or where making one would take too much of the `work`.
    """
    found = None
    # A part that never backtracks differs only in what it excludes.
    plain = with_numbered_groups(pattern)
    for tried in dict.fromkeys((pattern, plain, _POSSESSIVE.sub(r"\1", plain.replace("(?>", "(?:")))):
        if len(tried) > _LONGEST_PATTERN or not work.spend(len(tried)):
            return None
        # Python warns about future meanings of patterns.
        with contextlib.suppress(*_NO_PATTERN), warnings.catch_warnings(action="ignore"):
            parsed = parser.parse(tried)
            for repeats in _REPEATS:
                steps = _Steps(repeats).of(parsed)
                for _ in range(_TRIES if steps <= _MOST_STEPS else 0):
                    if not work.spend(steps):
                        return found
                    found = _Strings(random, repeats).made(parsed)
                    if least <= len(found) and (most is None or len(found) <= most):
                        return found
            return found
    return found


class _Steps:
    """The most steps that it takes to make a string of a parsed pattern, which also bound its length."""

    def __init__(self, repeats: int) -> None:
        self._repeats = repeats
        self._groups: dict[int, int] = {}

    def of(self, parsed: Iterable[Any]) -> int:
        """The steps of a sequence."""
        return sum(self._of_state(opcode.name, value) for opcode, value in parsed)

    def _of_state(self, name: str, value: Any) -> int:
        match name:
            case "MAX_REPEAT" | "MIN_REPEAT":
                least, most, repeated = value
                return 1 + min(int(most), int(least) + self._repeats) * self.of(repeated)
            case "SUBPATTERN":
                found = 1 + self.of(value[-1])
                if value[0]:
                    self._groups[value[0]] = found
                return found
            case "GROUPREF":
                return 1 + self._groups.get(value, 0)
            case "BRANCH":
                return 1 + max(map(self.of, value[1]))
            case "ASSERT":
                return 1 + self.of(value[1])
            case "IN":
                return 1 + sum(_size_of_range(item) if code.name == "RANGE" else 1 for code, item in value)
        return 1


def _size_of_range(given: tuple[int, int]) -> int:
    return min(given[1] - given[0] + 1, _MOST_OF_RANGE)


class _Strings(rstr.Rstr):
    """Any character may be used, but letters and digits come first if they are not excluded."""

    def __init__(self, random: Random, repeats: int) -> None:
        super().__init__(random, printable=_READABLE)
        self._repeats = repeats
        own: Mapping[str, Any] = {"not_literal": lambda code: self._other({chr(code)}), "range": _some_of_range}
        self._cases = {**self._cases, **own}

    def made(self, parsed: Any) -> str:
        """A string of a parsed pattern.  Raises ValueError where it would not be valid Unicode."""
        found = self._build_string(parsed)
        found.encode()
        return found

    def _handle_in(self, value: Any) -> Any:
        first = self._handle_state(value[0])
        if first != [False]:
            return super()._handle_in(value)
        return self._other({character for state in value[1:] for character in self._handle_state(state)})

    def _other(self, excluded: Set[str]) -> str:
        # The order of a set would differ in every process.
        left = [character for character in _READABLE + string.printable if character not in excluded]
        return self._random.choice([character for character in left if character in _READABLE] or left)

    def _handle_repeat(self, start_range: int, end_range: int, value: str) -> str:
        times = self._random.randint(start_range, min(end_range, start_range + self._repeats))
        return "".join(self._handle_state(state) for _ in range(times) for state in value)


def _some_of_range(given: tuple[int, int]) -> list[str]:
    first, last = given
    return [chr(code) for code in range(first, min(last + 1, first + _MOST_OF_RANGE)) if code not in _SURROGATES]

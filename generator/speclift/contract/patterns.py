"""Strings that match a regular expression, short and readable where it leaves the choice."""

from __future__ import annotations

import contextlib
import re
import string
from collections.abc import Set
from random import Random
from typing import Any

import rstr

_READABLE = string.ascii_letters + string.digits
_POSSESSIVE = re.compile(r"(?<!\\)([*+?}])\+")
#: What is raised for patterns of another dialect, or beyond what can be made from one.
_NO_PATTERN = (re.error, KeyError, IndexError, ValueError, TypeError, OverflowError, RecursionError)
#: How often what may be repeated without end is repeated more than it has to be: the first that gives a length.
_REPEATS = (8, 2, 0, 30, 100)
_TRIES = 4


def matching(pattern: str, random: Random, least: int, most: int | None) -> str | None:
    """A string that matches, of a length between two where one is found; None where the pattern cannot be read."""
    found = None
    # What never goes back differs in what it leaves out only.
    for tried in dict.fromkeys((pattern, _POSSESSIVE.sub(r"\1", pattern.replace("(?>", "(?:")))):
        with contextlib.suppress(*_NO_PATTERN):
            for repeats in (repeats for repeats in _REPEATS for _ in range(_TRIES)):
                found = _Strings(random, repeats).xeger(tried)
                if least <= len(found) and (most is None or len(found) <= most):
                    return found
            return found
    return found


class _Strings(rstr.Rstr):
    """Any character is a letter or a digit, and of what is not excluded these are taken first."""

    def __init__(self, random: Random, repeats: int) -> None:
        super().__init__(random, printable=_READABLE)
        self._repeats = repeats
        self._cases = {**self._cases, "not_literal": lambda code: self._other({chr(code)})}

    def _handle_in(self, value: Any) -> Any:
        first = self._handle_state(value[0])
        if first != [False]:
            return super()._handle_in(value)
        return self._other({character for state in value[1:] for character in self._handle_state(state)})

    def _other(self, excluded: Set[str]) -> str:
        # Not in the order of a set, which is another in every process.
        left = [character for character in _READABLE + string.printable if character not in excluded]
        return self._random.choice([character for character in left if character in _READABLE] or left)

    def _handle_repeat(self, start_range: int, end_range: int, value: str) -> str:
        return super()._handle_repeat(start_range, min(end_range, start_range + self._repeats), value)

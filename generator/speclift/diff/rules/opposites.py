"""Rules that are each other's opposite: what one says about a change, the other says about the reverse change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from speclift.diff.rules.change import Level, Rule

#: Code, level and meaning of a rule.
Given: TypeAlias = tuple[str, Level, str]


def pair(first: Given, second: Given) -> Iterator[Rule]:
    """Two rules that are each other's opposite."""
    yield Rule(*first, opposite=second[0])
    yield Rule(*second, opposite=first[0])


def same(code: str, level: Level, meaning: str) -> Iterator[Rule]:
    """A rule that is its own opposite."""
    yield Rule(code, level, meaning, opposite=code)

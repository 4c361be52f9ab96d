"""Comparison of the limits of two schemas: sizes, lengths, numbers, patterns, defaults."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from speclift.diff.schemas.numbers import NAMES, common_types, edge_of, limits_for
from speclift.diff.schemas.patterns import allows_every_line, matches_single_lines
from speclift.diff.schemas.schema import BOUNDS, Schema

#: The code of a rule without its direction, and the old and the new value.
_Found: TypeAlias = tuple[str, str, str]


def limit_differences(old: Schema, new: Schema) -> Iterator[_Found]:
    """How the limits of two schemas differ, for values of types that both allow."""
    types = common_types(old.types, new.types)
    if old.bounds != new.bounds:
        known = limits_for(types)
        for name in NAMES:
            if name in known:
                yield from _bound(name, old, new, are_integers=types == {"integer"})
    if old.pattern != new.pattern and (not types or "string" in types):
        yield _pattern_change(old.pattern, new.pattern), old.pattern or "", new.pattern or ""


def default_differences(old: Schema, new: Schema) -> Iterator[_Found]:
    """The difference of the defaults, if there is one."""
    if old.default != new.default:
        yield "default-changed", old.default or "", new.default or ""


def _pattern_change(old: str | None, new: str | None) -> str:
    """The code; a pattern that matches every line counts as none if the other one matches only single lines."""
    if old is None or (new is not None and allows_every_line(old) and matches_single_lines(new)):
        return "pattern-added"
    if new is None or (allows_every_line(new) and matches_single_lines(old)):
        return "pattern-removed"
    return "pattern-changed"


def _bound(name: str, old: Schema, new: Schema, *, are_integers: bool) -> Iterator[_Found]:
    before, after = (edge_of(schema, name, are_integers=are_integers) for schema in (old, new))
    if before[0] == after[0] if before and after else before is after:
        return
    is_looser = after is None or (before is not None and (after[0] > before[0]) == BOUNDS[name])
    code = "bound-loosened" if is_looser else "bound-tightened"
    yield code, before[1] if before else "", after[1] if after else ""

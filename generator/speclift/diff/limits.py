"""The limits of two schemas beside each other: sizes, lengths, numbers, patterns, conditions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from speclift.diff.schema import BOUNDS, Schema

#: Rule, what was and what is.
_Found: TypeAlias = tuple[str, str, str]
#: How far a limit goes, and whether it leaves itself out; how it is written.
_Edge: TypeAlias = tuple[tuple[float, bool], str]


def limit_differences(old: Schema, new: Schema) -> Iterator[_Found]:
    """How what two schemas allow differs in anything but type, members and what is inside."""
    for name, is_upper in BOUNDS.items() if old.bounds != new.bounds else ():
        if not name.startswith("exclusive"):
            yield from _bound(name, old, new, is_upper=is_upper)
    if old.pattern != new.pattern:
        name = "pattern-added" if old.pattern is None else "pattern-removed" if new.pattern is None else ""
        yield name or "pattern-changed", old.pattern or "", new.pattern or ""
    for name in sorted(old.conditions.keys() | new.conditions.keys()):
        was, now = old.conditions.get(name, ""), new.conditions.get(name, "")
        if was != now:
            yield "condition-changed", f"{name} {was}" if was else "", f"{name} {now}" if now else ""
    if old.default != new.default:
        yield "default-changed", old.default or "", new.default or ""


def _bound(name: str, old: Schema, new: Schema, *, is_upper: bool) -> Iterator[_Found]:
    are_integers = old.types == new.types == {"integer"}
    before, after = (_edge(schema, name, is_upper=is_upper, are_integers=are_integers) for schema in (old, new))
    if before[0] == after[0] if before and after else before is after:
        return
    is_looser = after is None or (before is not None and (after[0] > before[0]) == is_upper)
    code = "bound-loosened" if is_looser else "bound-tightened"
    yield code, before[1] if before else "", after[1] if after else ""


def _edge(schema: Schema, name: str, *, is_upper: bool, are_integers: bool) -> _Edge | None:
    """The limit that counts, be it a value that is allowed or one that is not: the greater its order the further up."""
    edges: list[_Edge] = []
    for key in (name, f"exclusive{name[0].upper()}{name[1:]}"):
        if key in schema.bounds:
            value = schema.bounds[key]
            is_exclusive = key != name
            text = f"{key} {_number(value)}"
            if is_exclusive and are_integers and value == int(value):
                value, is_exclusive = value + (-1 if is_upper else 1), False
            edges.append(((value, is_exclusive != is_upper), text))
    return (min(edges) if is_upper else max(edges)) if edges else None


def _number(value: float) -> str:
    """As a document writes it, with all its digits."""
    return str(int(value)) if value == value // 1 and abs(value) < 1e16 else str(value)

"""What the reports say about a change: its place, old and new, and what it touches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from speclift.diff.rules.change import LEVELS, Change, Comparison, Level

#: How many names are printed; others are only counted.
_SHOWN = 3

_PLURALS: dict[Level, str] = {
    "breaking": "breaking",
    "warning": "warnings",
    "compatible": "compatible",
    "info": "for information",
}
TITLES: dict[Level, str] = {
    "breaking": "Breaking",
    "warning": "Warnings",
    "compatible": "Compatible",
    "info": "For information",
}


def summary(comparison: Comparison) -> str:
    """How many changes there are of each level: `3 breaking, 1 warning, 20 compatible`."""
    counts = [(level, comparison.count(level)) for level in LEVELS]
    parts = [
        f"{count} {'warning' if level == 'warning' and count == 1 else _PLURALS[level]}"
        for level, count in counts
        if count
    ]
    return ", ".join(parts) or "no changes"


def where(change: Change) -> str:
    """The place from the outermost name on: `Contact.Name`, `.Rights of 40 schemas`, `query parameter $top`."""
    if change.code.startswith("operation-") and not change.place:
        return change.old or change.new or touched(change)
    if change.code.startswith("component-"):
        return ""
    if not change.components:
        return change.place
    if len(change.components) <= _SHOWN:
        return ", ".join(f"{name}{change.place}" for name in change.components)
    first = ", ".join(change.components[:_SHOWN])
    return f"{change.place or 'all'} of {len(change.components)} schemas: {first}, …"


def difference(change: Change) -> str:
    """The old and the new value; empty where the rule says everything."""
    if change.code in ("operation-added", "operation-removed", "operation-removed-after-deprecation"):
        return ""
    if change.old and change.new:
        return f"{change.old} → {change.new}"
    return change.old or change.new


def touched(change: Change) -> str:
    """The operation, or the number of operations; empty where there is none or it was already printed."""
    if change.code in ("operation-added", "operation-removed", "operation-removed-after-deprecation"):
        return ""
    count = len(change.operations)
    return "" if not count else change.operations[0] if count == 1 else f"{count} operations"


def by_rule(changes: Sequence[Change]) -> Iterator[tuple[str, list[Change]]]:
    """The changes by code; they are sorted by it already."""
    for code, found in groupby(changes, key=lambda change: change.code):
        yield code, list(found)

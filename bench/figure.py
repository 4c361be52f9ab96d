"""One figure of the bench, and tables of them."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Figure(msgspec.Struct, frozen=True):
    """What was measured: `value` in `unit`; `ratio` is to what `how` names; `note` says why there is no value."""

    name: str
    value: float | None
    unit: str
    how: str
    ratio: float | None = None
    note: str = ""


def table(figures: Iterable[Figure]) -> str:
    """Figures as a markdown table."""
    rows = ["| figure | value | ratio | how |", "| --- | --- | --- | --- |"]
    rows += [f"| {item.name} | {_value(item)} | {_ratio(item)} | {item.how} |" for item in figures]
    return "\n".join(rows)


def _value(item: Figure) -> str:
    if item.value is None:
        return item.note
    digits = 4 if item.unit == "F1" else 0 if abs(item.value) >= 100 else 2
    shown = f"{item.value:,.{digits}f} {item.unit}".rstrip()
    return f"{shown} ({item.note})" if item.note else shown


def _ratio(item: Figure) -> str:
    return "" if item.ratio is None else f"{item.ratio:.2f}x" if item.ratio < 10 else f"{item.ratio:.0f}x"

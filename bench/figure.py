"""One figure of the bench, and tables of them."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence

import msgspec

HEAD = "| figure | value | least to most | ratio | peak MiB | how |\n| --- | --- | --- | --- | --- | --- |"


class Figure(msgspec.Struct, frozen=True):
    """A measured `value` in `unit`: the median if there were several runs; `extremes` are the least and the most.

    `ratio` is relative to what `how` names; `memory` is the peak of the largest process in MiB.  `note` says more, or
    why there is no value.
    """

    name: str
    value: float | None
    unit: str
    how: str
    ratio: float | None = None
    extremes: tuple[float, float] | None = None
    memory: float | None = None
    note: str = ""


def of_runs(
    name: str, runs: Sequence[float], unit: str, how: str, *, ratio: float | None = None, memory: float | None = None
) -> Figure:
    """The figure of several runs, with their median and extremes."""
    return Figure(name, statistics.median(runs), unit, how, ratio, (min(runs), max(runs)), memory)


def rows(figures: Iterable[Figure]) -> str:
    """Figures as the rows of a markdown table that begins with `HEAD`."""
    return "\n".join(
        f"| {item.name} | {_value(item)} | {_extremes(item)} | {_ratio(item)} | {_memory(item)} | {item.how} |"
        for item in figures
    )


def table(figures: Iterable[Figure]) -> str:
    """Figures as a markdown table."""
    return f"{HEAD}\n{rows(figures)}"


def _value(item: Figure) -> str:
    if item.value is None:
        return item.note
    shown = f"{_number(item.value, item.unit)} {item.unit}".rstrip()
    return f"{shown} ({item.note})" if item.note else shown


def _number(value: float, unit: str) -> str:
    digits = 4 if unit == "F1" else 0 if value == int(value) or abs(value) >= 100 else 2 if abs(value) >= 0.1 else 3
    return f"{value:,.{digits}f}"


def _extremes(item: Figure) -> str:
    return " to ".join(_number(value, item.unit) for value in item.extremes) if item.extremes else ""


def _ratio(item: Figure) -> str:
    return "" if item.ratio is None else f"{item.ratio:.2f}x" if item.ratio < 10 else f"{item.ratio:.0f}x"


def _memory(item: Figure) -> str:
    return "" if item.memory is None else f"{item.memory:,.0f}"

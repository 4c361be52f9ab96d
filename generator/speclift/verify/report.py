"""A verification as a table for a terminal, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import msgspec

from speclift.fuzz.curl import curl_line
from speclift.model.text import counted, visible
from speclift.verify.records import WRONG, Disagreement, Verification

_HEAD = ("", "DOCS", "PUBLISHED", "SERVER", "WRONG")
#: The most characters of a cell, so that a row of five fits a terminal of 140 columns; a longer fact has its own line.
_WIDEST = 26
_LONGEST_FACT = 46
_MOST_NAMED = 3


def as_text(found: Verification) -> str:
    """A table by operation and fact, with the places below each row, and a summary of the calls at the end."""
    lines = [visible(f"docs {found.docs}, published {found.published}, server {found.url}"), ""]
    faults = [row for row in found.disagreements if row.level == "fault"]
    for title, rows in (
        ("", [row for row in faults if row.wrong != "undecided"]),
        ("Undecided", [row for row in faults if row.wrong == "undecided"]),
        ("Drift: more than the documents say", [row for row in found.disagreements if row.level == "drift"]),
    ):
        if rows:
            lines += [title, ""] if title else []
            lines += [*_table(rows), ""]
    return "\n".join([*lines, *_summary(found)]) + "\n"


def as_json(found: Verification) -> str:
    """`{"docs", "published", "url", "wrong": {party: count}, "disagreements": […], "proof", "unasked", …}`."""
    whole = msgspec.to_builtins(found, builtin_types=(bytes,))
    for row, entry in zip(found.disagreements, whole["disagreements"], strict=True):
        if row.request:
            entry["request"] = {"method": row.request.method, "url": row.request.url, "curl": curl_line(row.request)}
    whole["wrong"] = {wrong: found.count(wrong) for wrong in WRONG}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


FORMATS = {"text": as_text, "json": as_json}


def _table(rows: Sequence[Disagreement]) -> Iterator[str]:
    cells = [
        tuple(map(visible, (f"  {row.fact} {row.where}".rstrip(), row.docs, row.published, row.server, row.wrong)))
        for row in rows
    ]
    widths = [
        max(len(text) for text in (head, *column)) for head, column in zip(_HEAD, zip(*cells, strict=True), strict=True)
    ]
    widths = [min(widths[0], _LONGEST_FACT), *(min(width, _WIDEST) for width in widths[1:])]
    yield _line(_HEAD, widths)
    above = ""
    for row, texts in zip(rows, cells, strict=True):
        title = _operations(row.operations)
        if title != above:
            yield visible(title)
            above = title
        if len(texts[0]) > _LONGEST_FACT:
            yield texts[0]
            texts = ("", *texts[1:])
        yield _line(texts, widths)
        yield from (visible(f"      {label}: {place}") for label, place in _places(row))


def _line(texts: Sequence[str], widths: Sequence[int]) -> str:
    parts = (_cut(text, width).ljust(width) for text, width in zip(texts, widths, strict=True))
    return "  ".join(parts).rstrip()


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _operations(labels: Sequence[str]) -> str:
    if not labels:
        return "All operations"
    rest = len(labels) - _MOST_NAMED
    return ", ".join(labels[:_MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _places(row: Disagreement) -> Iterator[tuple[str, str]]:
    if row.docs_place:
        yield "docs", row.docs_place
    if row.published_place:
        yield "published", row.published_place
    if row.request:
        yield "request", f"{row.request.method} {row.request.url} → {row.status}"
    yield "why", row.why


def _summary(found: Verification) -> Iterator[str]:
    proof = found.proof
    asked = len(proof.covered) + len(proof.never) + len(proof.refused)
    yield (
        f"{counted(found.operations, 'operation')}: {asked} called, {len(proof.covered)} of them answered as "
        f"documented, {len(found.unasked)} not called, in {counted(found.requests, 'request')}."
    )
    for title, names in (
        ("Not found, so the samples prove nothing", found.unfound),
        ("Without a response", found.unanswered),
        ("Refused for lack of credentials", proof.refused),
    ):
        if names:
            yield visible(f"{title}: {_operations(names)}.")
    yield from (visible(note) for note in found.notes)
    if found.stopped:
        yield f"The run ended early: {found.stopped}."
    if found.shortfall:
        yield visible(found.shortfall)
    counts = [f"{wrong} {found.count(wrong)}" for wrong in WRONG if wrong != "undecided" and found.count(wrong)]
    if counts:
        yield f"Wrong: {', '.join(counts)}."
    if undecided := found.count("undecided"):
        yield f"Undecided: {undecided}, where no two agree against the third."
    elif not counts:
        yield "Nothing wrong was seen."

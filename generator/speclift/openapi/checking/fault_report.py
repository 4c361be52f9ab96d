"""Faults in words: warnings, one line each, and the refusal of a document that must have none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from speclift.errors import SourceError
from speclift.model.text import visible
from speclift.openapi.structure.fault import OPERATION, Fault

#: The most faults of one kind that are reported one by one; some documents have thousands.
_SHOWN_OF_A_KIND = 3
#: The most faults of one kind that a refusal lists: users of --strict want to mend them all.
_LISTED_OF_A_KIND = 1_000
#: The most keywords of one kind of fault that are counted each for itself: unknown fields have any number of names.
_MOST_KEYWORDS = 200


def warnings(faults: Sequence[Fault], file: str) -> Iterator[str]:
    """A line for each fault, grouped by kind: `file:line: warning kind: #pointer: message`."""
    for kind, fault, more in _reported(faults, _SHOWN_OF_A_KIND):
        if fault:
            own = fault.file or file
            place = f"{own}:{fault.line}" if fault.line else own
            yield visible(f"{place}: warning {kind}: {fault}")
        else:
            yield visible(f"{file}: warning {kind}: {more}")


def refusal(faults: Sequence[Fault], file: str) -> SourceError:
    """The error that names all faults of a document."""
    lines = []
    for kind, fault, more in _reported(faults, _LISTED_OF_A_KIND):
        own = f"{fault.file}, " if fault and fault.file else ""
        place = f"{own}line {fault.line}: " if fault and fault.line else ""
        lines.append(f"  {place}{kind}: {fault}" if fault else f"  {kind}: {more}")
    count = f"{len(faults):,} fault{'s' * (len(faults) != 1)}"
    return SourceError(
        "\n".join((f"The document has {count}:", *map(visible, lines))),
        file=file,
        line=0 if faults[0].file else faults[0].line,
        expected="a document without faults, as --strict demands",
        advice="mend these places, or leave out --strict",
    )


def _reported(faults: Sequence[Fault], most: int) -> Iterator[tuple[str, Fault | None, str]]:
    """The faults to report, grouped by kind: kind, fault and nothing; after each kind, words for those beyond `most`.

    Each keyword that is lost counts for itself, and each operation that is lost is reported.
    """
    by_kind: dict[str, list[Fault]] = {}
    for fault in faults:
        by_kind.setdefault(fault.kind, []).append(fault)
    for kind, found in by_kind.items():
        counts: dict[str, int] = {}
        for fault in found:
            what = fault.lost if fault.lost in counts or len(counts) < _MOST_KEYWORDS else ""
            counts[what] = counts.get(what, 0) + 1
            if fault.lost == OPERATION or counts[what] <= most:
                yield kind, fault, ""
        for what, count in counts.items():
            if what != OPERATION and count > most:
                yield kind, None, f"and {count - most:,} more of {what or 'this kind'}"

"""Which reader took which block of a page, and which blocks no reader took, so that no block of an operation or type is
lost unnoticed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from speclift.model.facts import Claimed, Field, Unclaimed
from speclift.model.finding import UNREAD, Finding
from speclift.reading.markdown.blocks import Block, Heading, Row, Table
from speclift.reading.markdown.places import PlaceOf
from speclift.reading.markdown.roles import plain
from speclift.reading.markdown.sections import Section, text_of

#: The names of blocks in sentences.
NAMES = {"bullets": "list", "code": "code block", "html": "HTML", "row": "row of a table", "quote": "quote"}
#: How many characters of unread text a finding quotes.
_LONGEST_TEXT = 200
_LONGEST_QUOTE = 80
#: The roles of sections that explain rather than state.
_NARRATIVE = frozenset(("narrative", "security", "errors", "sample"))


def unread_findings(unclaimed: Iterable[Unclaimed]) -> Iterator[Finding]:
    """A finding for each block that no reader understood: SL114, or SL115 if the block explains rather than states."""
    for one in unclaimed:
        shown = " ".join(one.text.split())
        quoted = shown if len(shown) <= _LONGEST_QUOTE else shown[: _LONGEST_QUOTE - 1].rstrip() + "…"
        where = f" of the section {one.section!r}" if one.section else ""
        yield Finding(
            UNREAD[one.is_narrative],
            one.place.file,
            one.place.line,
            f"No reader understood this {NAMES.get(one.kind, one.kind)}{where}: {quoted}",
        )


class Covered(msgspec.Struct, frozen=True):
    """How much of a page was read: see the fields of `PageFacts` of the same names."""

    claimed: tuple[Claimed, ...]
    unclaimed: tuple[Unclaimed, ...]
    blocks: int
    outside: int


class Claims:
    """Gathers what the readers of one page say about its blocks.

    A block that several operations share counts once; it counts as read if a reader took it for any of them.
    """

    def __init__(self, place_of: PlaceOf) -> None:
        self._place_of = place_of
        self._inside: set[int] = set()
        self._readers: dict[int, tuple[str, str, str, int]] = {}
        self._missed: dict[int, Unclaimed] = {}
        self._rows: dict[tuple[str, int], Unclaimed] = {}

    def enter(self, sections: Iterable[Section]) -> None:
        """Record that these sections belong to an operation or type."""
        self._inside.update(map(id, sections))

    def take(self, section: Section, block: Block, reader: str) -> None:
        """Record that a reader understood the block."""
        self._readers.setdefault(id(block), (plain(section.title), kind_of(block), reader, block.line))

    def miss(self, section: Section, block: Block, inner: Block | None = None, *, is_narrative: bool = False) -> None:
        """Record that no reader understood the block, or a block in it (`inner`)."""
        shown = inner or block
        unclaimed = Unclaimed(
            kind_of(shown),
            self._place_of(shown.line),
            text_of(shown)[:_LONGEST_TEXT],
            plain(section.title),
            is_narrative or section.role.kind in _NARRATIVE,
        )
        self._missed.setdefault(id(block), unclaimed)

    def miss_rows(self, section: Section, table: Table, fields: Iterable[Field]) -> None:
        """Record the rows of a table of fields that became none of these fields."""
        read = {field.place for field in _with_inner(fields)}
        for row in table.rows:
            place = self._place_of(row.line)
            if place not in read and _says_something(row):
                text = " | ".join(row.cells)[:_LONGEST_TEXT]
                self._rows[place.file, place.line] = Unclaimed("row", place, text, plain(section.title))

    def covered(self, page: Section) -> Covered:
        """Which blocks of the page were claimed, and which were not."""
        blocks = outside = 0
        counts: Counter[tuple[str, str, str]] = Counter()
        lines: dict[tuple[str, str, str], int] = {}
        missed: list[Unclaimed] = []
        for section in page.walk():
            if id(section) not in self._inside:
                outside += len(section.blocks)
                continue
            for block in section.blocks:
                blocks += 1
                reader = self._readers.get(id(block))
                if reader is not None:
                    counts[reader[:3]] += 1
                    lines.setdefault(reader[:3], self._place_of(reader[3]).line)
                elif id(block) in self._missed:
                    missed.append(self._missed[id(block)])
        unclaimed = sorted((*missed, *self._rows.values()), key=lambda one: (one.place.file, one.place.line))
        claimed = tuple(Claimed(*key, count, lines[key]) for key, count in sorted(counts.items()))
        return Covered(claimed, tuple(unclaimed), blocks, outside)


def kind_of(block: Block) -> str:
    """The name of a kind of block: `table`, `bullets`, `code` …"""
    return "heading" if isinstance(block, Heading) else type(block).__name__.lower()


def _with_inner(fields: Iterable[Field]) -> Iterable[Field]:
    for field in fields:
        yield field
        yield from _with_inner(field.fields)


def _says_something(row: Row) -> bool:
    """Whether a row states something: rows that only divide a table, or head a part of it, do not."""
    return bool(row.cells) and sum(any(map(str.isalnum, cell)) for cell in row.cells) > 1

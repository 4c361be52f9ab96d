"""Count what was read of the pages of a reference: by kind of block, by reader, by page and by section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from speclift.model.facts import PageFacts, Unclaimed
from speclift.model.reference import Reference


class Share(msgspec.Struct, frozen=True):
    """How many blocks of one kind, page or section there are, and how many of them no reader understood."""

    name: str
    blocks: int
    unread: int

    @property
    def read(self) -> int:
        """How many were read."""
        return self.blocks - self.unread


class SectionShare(msgspec.Struct, frozen=True):
    """What was not read in all sections of one title, on how many pages, and the place of the first."""

    name: str
    unread: int
    pages: int
    file: str
    line: int


class Coverage(msgspec.Struct, frozen=True):
    """How much of a reference was read.

    `files` is the number of markdown files, `pages` that of files that describe an operation or type, and `fixed` that
    of pages of a form that is read as a whole, which no other number here counts.  `blocks` are those in the sections
    of operations and types, `outside` all others.  `rows` counts rows in tables of fields that do not name a field.
    `unread` lists these rows with all else that was not read, but `blocks` does not count them.
    """

    files: int
    pages: int
    fixed: int
    blocks: int
    outside: int
    rows: int
    kinds: tuple[Share, ...]
    readers: tuple[tuple[str, int], ...]
    by_page: tuple[Share, ...]
    sections: tuple[SectionShare, ...]
    unread: tuple[Unclaimed, ...]

    @property
    def missed(self) -> int:
        """How many blocks were not read."""
        return sum(share.unread for share in self.kinds)


def coverage_of(reference: Reference, files: int) -> Coverage:
    """How much was read of a reference with this number of files.

    Kinds with the most blocks come first, and so do pages and sections with the most unread.
    """
    pages = reference.facts
    unread = tuple(one for page in pages for one in page.unclaimed)
    blocks = [one for one in unread if one.kind != "row"]
    readers: Counter[str] = Counter()
    read: Counter[str] = Counter()
    for page in pages:
        for claimed in page.claimed:
            readers[claimed.reader] += claimed.blocks
            read[claimed.kind] += claimed.blocks
    missed = Counter(one.kind for one in blocks)
    kinds = [Share(kind, read[kind] + missed[kind], missed[kind]) for kind in {*read, *missed}]
    return Coverage(
        files=files,
        pages=sum(bool(page.operations or page.types) for page in pages),
        fixed=len(reference.operations) + len(reference.enumerations),
        blocks=sum(page.blocks for page in pages),
        outside=sum(page.outside for page in pages),
        rows=len(unread) - len(blocks),
        kinds=tuple(sorted(kinds, key=lambda share: (-share.blocks, share.name))),
        readers=tuple(sorted(readers.items(), key=lambda item: (-item[1], item[0]))),
        by_page=tuple(
            sorted(map(_of_page, pages), key=lambda share: (-share.unread, -share.blocks, share.name)),
        ),
        sections=_sections(unread),
        unread=unread,
    )


def _of_page(page: PageFacts) -> Share:
    return Share(page.file, page.blocks, sum(one.kind != "row" for one in page.unclaimed))


def _sections(unread: Sequence[Unclaimed]) -> tuple[SectionShare, ...]:
    found: dict[str, list[Unclaimed]] = {}
    for one in unread:
        found.setdefault(one.section, []).append(one)
    shares = [
        SectionShare(name, len(own), len({one.place.file for one in own}), own[0].place.file, own[0].place.line)
        for name, own in found.items()
    ]
    return tuple(sorted(shares, key=lambda share: (-share.unread, share.name)))

"""Coverage as tables for a terminal of 80 columns, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from speclift.model.text import counted, json_text, visible
from speclift.report.coverage.count import Coverage

#: Columns of a terminal, and of the numbers in a table.
WIDTH = 80
_NUMBER = 9


def as_text(coverage: Coverage, worst: int) -> str:
    """Counts, then tables by kind of block, by reader, and of the `worst` pages and sections with the most unread."""
    lines = []
    if coverage.blocks or not coverage.fixed:
        read = coverage.blocks - coverage.missed
        share = f" ({_percent(read, coverage.blocks)} %)" if coverage.blocks else ""
        lines += [
            f"Read {read:,} of {counted(coverage.blocks, 'block')} in the sections of operations and types{share}.",
            f"Outside of them: {counted(coverage.outside, 'block')}. "
            f"With operations or types: {coverage.pages:,} of {counted(coverage.files, 'file')}.",
        ]
    if coverage.rows:
        lines.append(f"Without the name of a field: {counted(coverage.rows, 'row')} of tables that were read.")
    if coverage.fixed:
        pages = counted(coverage.fixed, "page")
        lines.append(f"Read as a whole: {pages} of a fixed form; SL105 lists the sections that are not.")
    if coverage.kinds:
        rows = [(one.name, one.blocks, one.read, one.unread) for one in coverage.kinds]
        lines += _table(("kind of block", "blocks", "read", "unread"), rows)
        lines += _table(("reader", "blocks"), coverage.readers)
    most = [one for one in coverage.by_page if one.unread][:worst]
    if most:
        rows = [(one.name, one.blocks, one.read, one.unread) for one in most]
        lines += _table(("pages with the most unread", "blocks", "read", "unread"), rows)
    if coverage.sections and worst:
        sections = coverage.sections[:worst]
        found = [(f"{one.name} ({one.file}:{one.line})", one.pages, one.unread) for one in sections]
        lines += _table(("sections with the most unread, and the first place", "pages", "unread"), found)
        lines += ["", "speclift check lists each (SL114, SL115); speclift learn proposes settings."]
    return "\n".join(map(visible, lines)) + "\n"


def as_json(coverage: Coverage, worst: int) -> str:
    """The counts of `Coverage` by their names, and `unread`, which has every block and row.

    `by_page` has the `worst` pages with the most unread.
    """
    found: dict[str, Any] = {
        "files": coverage.files,
        "pages": coverage.pages,
        "fixed": coverage.fixed,
        "blocks": coverage.blocks,
        "read": coverage.blocks - coverage.missed,
        "outside": coverage.outside,
        "kinds": [{"kind": one.name, "blocks": one.blocks, "unread": one.unread} for one in coverage.kinds],
        "readers": [{"reader": name, "blocks": blocks} for name, blocks in coverage.readers],
        "by_page": [{"file": one.name, "blocks": one.blocks, "unread": one.unread} for one in coverage.by_page[:worst]],
        "sections": [
            {"section": one.name, "unread": one.unread, "pages": one.pages, "file": one.file, "line": one.line}
            for one in coverage.sections
        ],
        "unread": [
            {
                "kind": one.kind,
                "file": one.place.file,
                "line": one.place.line,
                "section": one.section,
                "explains": one.is_narrative,
                "text": one.text,
            }
            for one in coverage.unread
        ],
    }
    return json_text(found)


FORMATS = {"text": as_text, "json": as_json}


def _percent(part: int, whole: int) -> str:
    """A share in percent; it is 100 only where nothing is missing."""
    return f"{min(100 * part / whole, 100.0 if part == whole else 99.9):.1f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """A table whose first column is text and whose others are numbers; text that is too long loses its middle."""
    room = WIDTH - _NUMBER * (len(head) - 1)
    lines = ["", head[0].ljust(room) + "".join(name.rjust(_NUMBER) for name in head[1:])]
    for name, *numbers in rows:
        text = " ".join(str(name).split())
        if len(text) >= room:
            text = f"{text[: room // 3]}…{text[len(text) - (room - room // 3 - 2) :]}"
        lines.append(text.ljust(room) + "".join(f"{number:,}".rjust(_NUMBER) for number in numbers))
    return lines

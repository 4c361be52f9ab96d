"""Tables that describe an operation row by row, with a label such as `URL` or `Success code` and a value.

They become labels and code blocks, as on other pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from speclift.model.methods import METHODS
from speclift.reading.markdown.blocks import Block, Bullets, Code, Item, Paragraph, Table
from speclift.reading.markdown.html import html_blocks
from speclift.reading.markdown.roles import plain, role_of
from speclift.reading.words.headings import METHOD_LABELS, PATH_LABELS

#: "This `GET` method lists the wells."
_TOLD = re.compile(
    rf"(?:This |An? |The )?`{{0,3}}\*{{0,2}}({'|'.join(METHODS)})\*{{0,2}}`{{0,3}} (?:method|request|call|endpoint)\b"
)
#: A head that is the request: `/wells/:id (GET)`.
_HEAD = re.compile(rf"(?P<path>/\S{{0,500}}) \((?P<method>{'|'.join(METHODS)})\)$")
_JSON = re.compile(r"[`\s]{0,8}[\[{]")
_MESSAGES = frozenset(("request", "response", "sample", "statuses", "errors", "fields", "returns"))
_FEWEST_ROWS, _MOST_ROWS = 3, 30


def with_fact_rows(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with such tables as labels and the content after them."""
    found: list[Block] = []
    for block in blocks:
        facts = _facts(block) if isinstance(block, Table) and len(block.head) == 2 else []
        found += facts or [block]
    return found


def _facts(table: Table) -> list[Block]:
    """What a table says, block by block; nothing where it is of another kind."""
    if not _FEWEST_ROWS <= len(table.rows) + 1 <= _MOST_ROWS:
        return []
    rows = [(table.head, table.line), *((row.cells, row.line) for row in table.rows)]
    rows = [row for row in rows if any(row[0])]
    stated = _HEAD.match(plain(table.head[0])) if not table.head[1].strip() else None
    if stated:
        facts = [fact for cells, line in rows[1:] for fact in _fact(plain(cells[0]).lower(), cells[1].strip(), line)]
        return [Paragraph(f"`{stated['method']} {stated['path']}`", table.line), *facts]
    labels = [plain(cells[0]).lower() for cells, _ in rows]
    if PATH_LABELS.isdisjoint(labels) or not any(role_of(label).kind in _MESSAGES for label in labels):
        return []
    if any(role_of(label).kind == "name" for label in labels if label not in METHOD_LABELS | PATH_LABELS):
        return []
    said = next((told[1] for cells, _ in rows if (told := _TOLD.match(cells[1].lstrip()))), "")
    if METHOD_LABELS.isdisjoint(labels) and not said:
        return []
    found: list[Block] = []
    if METHOD_LABELS.isdisjoint(labels):
        found.append(Paragraph(f"**Method:** {said}", table.line))
    for label, (cells, line) in zip(labels, rows, strict=True):
        found += _fact(label, cells[1].strip(), line)
    return found


def _fact(label: str, value: str, line: int) -> list[Block]:
    if label in PATH_LABELS | METHOD_LABELS:
        kind = "Method" if label in METHOD_LABELS else "URL"
        return [Paragraph(f"**{kind}:** {value.strip('`* ')}", line)]
    if not value:
        return []
    if role_of(label).kind == "narrative":
        return [Paragraph(value, line)]
    return [Paragraph(f"**{label.capitalize()}:**", line), *_shown(value, line)]


def _shown(value: str, line: int) -> list[Block]:
    """What a cell holds: a list, JSON or text."""
    if "<li>" in value:
        lists = [part for kind, part, _ in html_blocks(value) if kind == "list"]
        return [Bullets(tuple(Item((Paragraph(said, line),), line) for said, _ in items), line) for items in lists]
    if _JSON.match(value):
        return [Code("", value.strip("` \n") + "\n", line)]
    return [Paragraph(value, line)]

"""Parse markdown text into blocks.

`events.py` parses CommonMark and GitHub tables, `html.py` the HTML between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from speclift.limits import MOST_BLOCKS, BeyondLimitError
from speclift.reading.markdown.blocks import Block, Bullets, Code, Heading, Html, Item, Paragraph, Quote, Row, Table
from speclift.reading.markdown.events import events_of
from speclift.reading.markdown.html import html_blocks

#: How deep lists and quotes may nest; deeper ones become text of the last level.
DEEPEST_BLOCK = 12

#: The blocks that `parse_flat` reads as such; all others are paragraphs.
_LEAVES = frozenset({"Heading", "CodeBlock", "Table", "MetadataBlock"})
#: What may follow the last cell of a row that has no more cells than the head.
_NOTHING = (b"", b"|")
_END_OF_CELL = {"End": "TableCell"}
_DELIMITER = re.compile(r"\|?[\s:|-]{3,1000}$")

#: A link at the end of a heading that leads to another part of the page: `[Up](#methods)`, `[¶](#users)`.
_NAVIGATION = re.compile(r"\s{1,4}\[(?:up|top|back to top|back|permalink|link|[¶#§↑🔗])\]\([^()\s]{0,300}\)$", re.I)
#: The id of a heading, in brackets after it: `Path parameters [get-user-path-params]`.
_STATED_ID = re.compile(r"\s{1,4}\[#?(?=[a-z0-9]{1,60}[-_A-Z])([a-z][\w-]{1,120})\]$")


def parse(text: str, first: int = 0) -> tuple[str, list[Block]]:
    """The front matter of a page (empty if it has none) and its blocks in order; `text` has `\\n` line ends.

    `first` is added to every line: it is the position where the text starts (see `reading.markdown.places`).
    Raises BeyondLimitError where there are more blocks and rows of tables than a page may have.
    """
    return parse_counted(text, first)[:2]


def parse_counted(text: str, first: int = 0, before: int = 0) -> tuple[str, list[Block], int]:
    """As `parse`, and also how many blocks and rows the page now has; `before` were counted earlier."""
    parser = _Parser(text, first, before)
    blocks = parser.blocks()
    return parser.front_matter, blocks, parser.count


def parse_flat(text: str, first: int = 0, before: int = 0) -> list[Block]:
    """The blocks of a page in order; lists, quotes and HTML are paragraphs that hold their source.

    `first` is that of `parse`; `before` blocks and rows of the page were counted earlier.  Raises what `parse` raises.
    """
    return _Parser(text, first, before, is_flat=True).blocks()


class _Parser:
    """Walks the events of a text once; `line` is the line of the byte `offset` of the source."""

    def __init__(self, text: str, first: int, count: int = 0, *, is_flat: bool = False) -> None:
        self.source = text.encode()
        self.events: Iterator[tuple[Any, Any]] = iter(events_of(text))
        self.offset, self.line = 0, first + 1
        self.front_matter = ""
        self.count = count
        self.is_flat = is_flat

    def blocks(self) -> list[Block]:
        found: list[Block] = []
        for event, span in self.events:
            if isinstance(event, dict) and "Start" in event:
                self._start(event["Start"], span, found, 0)
        return found

    def _line_of(self, start: int) -> int:
        # The range of a list that follows a tab starts with the line end before the list.
        start += self.source.startswith(b"\n", start)
        if start < self.offset:
            return self.line - self.source.count(b"\n", start, self.offset)
        self.line += self.source.count(b"\n", self.offset, start)
        self.offset = start
        return self.line

    def _counted(self, more: int, line: int) -> None:
        self.count += more
        if self.count > MOST_BLOCKS:
            raise BeyondLimitError(f"It has more than {MOST_BLOCKS:,} paragraphs, headings and table rows.", line)

    def _start(self, kind: Any, span: Any, found: list[Block], depth: int) -> None:
        start, end = span["start"], span["end"]
        line = self._line_of(start)
        self._counted(1, line)
        if self.is_flat and not (isinstance(kind, dict) and next(iter(kind)) in _LEAVES):
            self._skip()
            found.append(Paragraph(self.source[start:end].decode().strip(), line))
        elif kind == "Paragraph":
            self._skip()
            text = self._text(start, end)
            found.append(_uneven_table(text, line) or Paragraph(text, line))
        elif kind == "HtmlBlock":
            self._skip()
            found.extend(self._html(self.source[start:end].decode(), line))
        elif kind == "Item":
            found.extend(self._inner(start, depth))
        elif isinstance(kind, dict):
            if "Heading" in kind:
                self._skip()
                found.append(self._heading(int(kind["Heading"]["level"][1]), start, end, line))
            elif "CodeBlock" in kind:
                fenced = isinstance(kind["CodeBlock"], dict)
                info = kind["CodeBlock"]["Fenced"].strip() if fenced else ""
                found.append(Code(info, self._content(), line + (1 if fenced else 0)))
            elif "Table" in kind:
                found.append(self._table(line))
            elif "List" in kind:
                found.append(self._list(line, start, end, depth))
            elif "BlockQuote" in kind:
                found.append(Quote(tuple(self._inner(start, depth)), line))
            elif "MetadataBlock" in kind:
                self.front_matter = self._content()
            else:
                self._skip()
                found.append(Paragraph(self._text(start, end), line))
        elif kind == "CodeBlock":
            found.append(Code("", self._content(), line))
        else:
            self._skip()
            found.append(Paragraph(self._text(start, end), line))

    def _list(self, line: int, start: int, end: int, depth: int) -> Block:
        if depth >= DEEPEST_BLOCK:
            self._skip()
            return Paragraph(self._text(start, end), line)
        items: list[Item] = []
        for event, span in self.events:
            if not isinstance(event, dict):
                continue
            if event.get("Start") == "Item":
                at = self._line_of(span["start"])
                self._counted(1, at)
                items.append(Item(tuple(self._inner(span["start"], depth)), at))
            elif "End" in event:
                break
        return Bullets(tuple(items), line)

    def _inner(self, start: int, depth: int) -> list[Block]:
        """The blocks of an item or quote, up to its end; text directly in it becomes a paragraph."""
        found: list[Block] = []
        first = last = -1
        inline = 0
        for event, span in self.events:
            begin = event.get("Start") if isinstance(event, dict) else None
            if begin is not None and _is_block(begin) and not inline:
                if first >= 0:
                    found.append(Paragraph(self._text(first, last), self._line_of(first)))
                    first = -1
                if depth >= DEEPEST_BLOCK:
                    self._skip()
                    found.append(Paragraph(self._text(span["start"], span["end"]), self._line_of(span["start"])))
                else:
                    self._start(begin, span, found, depth + 1)
                continue
            if isinstance(event, dict) and "End" in event:
                if not inline:
                    break
                inline -= 1
            elif begin is not None:
                inline += 1
            if first < 0:
                first = span["start"]
            last = span["end"]
        if first >= 0:
            found.append(Paragraph(self._text(first, last), self._line_of(first)))
        return found

    def _text(self, start: int, end: int) -> str:
        lines = self.source[start:end].decode().strip().split("\n")
        return "\n".join([lines[0], *(line.lstrip(" \t>") for line in lines[1:])]) if len(lines) > 1 else lines[0]

    def _heading(self, level: int, start: int, end: int, line: int) -> Heading:
        text = self.source[start:end].decode().strip()
        if text.startswith("#"):
            text = text.strip("#").strip()
        elif "\n" in text:
            text = " ".join(text.split("\n")[:-1]).strip()
        anchor = ""
        if text.endswith(")"):
            text = _NAVIGATION.sub("", text)
        if text.endswith("]") and (stated := _STATED_ID.search(text)):
            text, anchor = text[: stated.start()], stated[1]
        if text.endswith("}"):
            head, mark, rest = text.rpartition("{#")
            if mark and " " not in rest:
                text, anchor = head.strip(), rest[:-1]
        return Heading(level, text, line, anchor)

    def _html(self, text: str, line: int) -> Iterator[Block]:
        for kind, value, skipped in html_blocks(text):
            at = line + skipped
            if kind == "table":
                head, rows, first = value
                self._counted(len(rows), at)
                yield Table(head, tuple(Row(cells, at + below) for cells, below in rows), at + first)
            elif kind == "code":
                yield Code(value[0], value[1], at)
            elif kind == "list":
                self._counted(len(value), at)
                yield Bullets(tuple(Item((Paragraph(said, at + below),), at + below) for said, below in value), at)
            elif kind == "heading":
                level, title, anchor = value
                yield Heading(level, title, at, anchor)
            else:
                yield Html(value, at)

    def _skip(self) -> None:
        depth = 1
        for event, _ in self.events:
            if isinstance(event, dict):
                if "Start" in event:
                    depth += 1
                elif "End" in event:
                    depth -= 1
                    if not depth:
                        return

    def _content(self) -> str:
        parts: list[str] = []
        for event, _ in self.events:
            if isinstance(event, dict):
                if "Text" in event:
                    parts.append(event["Text"])
                elif "End" in event:
                    break
        return "".join(parts)

    def _table(self, first: int) -> Table:
        head: tuple[str, ...] = ()
        rows: list[Row] = []
        cells: list[str] = []
        line, cell_end, row_end = first, 0, 0
        source = self.source
        for event, span in self.events:
            if not isinstance(event, dict):
                continue
            begin = event.get("Start")
            if begin == "TableCell":
                cell_end = span["end"]
                cells.append(source[span["start"] : cell_end].decode().strip().replace("\\|", "|"))
                for inner, _ in self.events:
                    if inner == _END_OF_CELL:
                        break
            elif begin is None:
                end = event.get("End")
                if end == "TableRow":
                    behind = source[cell_end:row_end].strip()
                    rows.append(_row(cells, "" if behind in _NOTHING else behind.decode(), line))
                    self._counted(1, line)
                elif end == "TableHead":
                    head = tuple(cells)
                elif end == "Table":
                    break
            elif begin == "TableRow" or begin == "TableHead":
                line, row_end, cells = self._line_of(span["start"]), span["end"], []
        return Table(head, tuple(rows), first)


def _row(cells: list[str], behind: str, line: int) -> Row:
    """A row whose last cell includes the text `behind` it, which an unescaped pipe in a description has cut off."""
    excess = behind.strip("|").strip().replace("\\|", "|") if behind and cells else ""
    if excess:
        cells[-1] = f"{cells[-1]} | {excess}"
    return Row(tuple(cells), line, excess)


def _uneven_table(text: str, line: int) -> Table | None:
    """The table in a paragraph, where the head and the delimiter row differ in their number of cells: GitHub reads such
    a table as text. None where it is not a table.
    """
    if text.count("\n") < 2 or "|" not in text[: text.find("\n")]:
        return None
    lines = text.split("\n")
    if not _DELIMITER.match(lines[1]) or not all("|" in row for row in lines):
        return None
    head, *rows = [[cell.strip() for cell in row.strip().strip("|").split("|")] for row in (lines[0], *lines[2:])]
    width = len(head)
    return Table(
        tuple(head),
        tuple(Row(tuple((row + [""] * width)[:width]), line + 2 + at) for at, row in enumerate(rows)),
        line,
    )


def _is_block(begin: Any) -> bool:
    if isinstance(begin, str):
        return begin in ("Paragraph", "HtmlBlock", "CodeBlock", "Item")
    return any(kind in begin for kind in ("Heading", "CodeBlock", "Table", "List", "BlockQuote", "HtmlBlock"))

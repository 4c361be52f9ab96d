"""Markdown text to the top-level blocks that a reference page is made of.

CommonMark and GitHub tables are parsed by pulldown-cmark (through pyromark); this module keeps the blocks that carry
meaning here and the line that each starts at.  Cells keep their markdown source, so that a description can be
cleaned once and for all by `read.prose`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

import msgspec
import pyromark

from speclift.read.limits import MOST_BLOCKS, BeyondLimitError

OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_YAML_STYLE_METADATA_BLOCKS


class FrontMatter(msgspec.Struct, frozen=True):
    """The YAML block at the top, between its two `---` lines."""

    text: str
    line: int


class Heading(msgspec.Struct, frozen=True):
    """A heading: level 1 to 6 and its source without the marks."""

    level: int
    text: str
    line: int


class Fence(msgspec.Struct, frozen=True):
    """A code block: info string and content; `line` is that of the first line of content."""

    info: str
    text: str
    line: int


class TableRow(msgspec.Struct, frozen=True):
    """The cells of a row, as many as the head has. `excess` is what stood behind the last cell of the head."""

    cells: tuple[str, ...]
    line: int
    excess: str = ""


class Table(msgspec.Struct, frozen=True):
    """A pipe table."""

    head: tuple[str, ...]
    rows: tuple[TableRow, ...]
    line: int


class Prose(msgspec.Struct, frozen=True):
    """Any other block (paragraph, list, quote, HTML) as its source."""

    text: str
    line: int


#: A parser event and its byte range: `start` included, `end` not.
Event: TypeAlias = tuple[Any, Any]

Block: TypeAlias = FrontMatter | Heading | Fence | Table | Prose

_ESCAPED_PIPE = re.compile(rb"\\\|")
#: What ends a row without more cells than its head has.
_NOTHING = (b"", b"|")


def decode(data: bytes) -> str:
    """UTF-8 with or without byte order mark to text with `\\n` line ends.

    Raises UnicodeDecodeError where the bytes are not UTF-8, or have a NUL, as those of UTF-16 have.
    """
    nul = data.find(b"\0")
    if nul >= 0:
        raise UnicodeDecodeError("utf-8", data, nul, nul + 1, "a NUL")
    return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def encoding_of(data: bytes) -> str:
    """What bytes that are not UTF-8 seem to be, for a message; empty where nothing tells."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return " but UTF-16"
    return ": it has a NUL, as UTF-16 has" if b"\0" in data else ""


def parse_blocks(text: str, before: int = 0) -> list[Block]:
    """The top-level blocks of a markdown text in their order; `text` has `\\n` line ends.

    Raises BeyondLimitError where they and the rows of their tables, with as many as the page has `before`, are more
    than a page may have.
    """
    blocks: list[Block] = []
    count = before
    for block in _blocks(text):
        blocks.append(block)
        count += size_of(block)
        if count > MOST_BLOCKS:
            raise BeyondLimitError(f"It has more than {MOST_BLOCKS:,} paragraphs, headings and table rows.", block.line)
    return blocks


def size_of(block: Block) -> int:
    """What a block counts for: itself and, of a table, its rows."""
    return 1 + len(block.rows) if isinstance(block, Table) else 1


def _blocks(text: str) -> Iterator[Block]:
    source = text.encode()
    events: Iterator[Event] = iter(pyromark.events_with_range(text, options=OPTIONS, merge_text=True))
    offset, line = 0, 1
    for event, span in events:
        if not isinstance(event, dict) or "Start" not in event:
            continue
        start = span["start"]
        line += source.count(b"\n", offset, start)
        offset = start
        match event["Start"]:
            case {"MetadataBlock": _}:
                yield FrontMatter(_content(events), line)
            case {"Heading": {"level": level}}:
                _skip(events)
                yield Heading(int(level[1]), source[start : span["end"]].decode().strip().strip("#").strip(), line)
            case {"CodeBlock": kind}:
                fenced = isinstance(kind, dict)
                info = kind["Fenced"].strip() if fenced else ""
                yield Fence(info, _content(events), line + (1 if fenced else 0))
            case {"Table": _}:
                yield _table(events, source, line, start)
            case _:
                _skip(events)
                yield Prose(source[start : span["end"]].decode().strip(), line)


def _skip(events: Iterator[Event]) -> None:
    depth = 1
    for event, _ in events:
        if isinstance(event, dict):
            if "Start" in event:
                depth += 1
            elif "End" in event:
                depth -= 1
                if not depth:
                    return


def _content(events: Iterator[Event]) -> str:
    parts: list[str] = []
    for event, _ in events:
        if isinstance(event, dict):
            if "Text" in event:
                parts.append(event["Text"])
            elif "End" in event:
                break
    return "".join(parts)


def _table(events: Iterator[Event], source: bytes, line: int, offset: int) -> Table:
    head: tuple[str, ...] = ()
    rows: list[TableRow] = []
    cells: list[str] = []
    first = line
    row_end = cell_end = 0
    for event, span in events:
        if not isinstance(event, dict):
            continue
        begin = event.get("Start")
        if begin == "TableCell":
            cell_end = span["end"]
            raw = source[span["start"] : cell_end].strip()
            if b"\\|" in raw:
                raw = _ESCAPED_PIPE.sub(b"|", raw)
            cells.append(raw.decode().strip())
        elif begin is None:
            end = event.get("End")
            if end is None or end == "TableCell":
                continue
            if end == "TableRow":
                behind = source[cell_end:row_end].strip()
                rows.append(TableRow(tuple(cells), line, "" if behind in _NOTHING else _excess(behind)))
                if len(rows) > MOST_BLOCKS:
                    raise BeyondLimitError(f"The table has more than {MOST_BLOCKS:,} rows.", first)
            elif end == "TableHead":
                head = tuple(cells)
            elif end == "Table":
                break
        elif begin == "TableRow" or begin == "TableHead":
            line += source.count(b"\n", offset, span["start"])
            offset, row_end = span["start"], span["end"]
            cells = []
    return Table(head, tuple(rows), first)


def _excess(behind: bytes) -> str:
    """What stands behind the last cell of a row, without the pipes around it."""
    text = behind.decode().strip().removeprefix("|").strip().removesuffix("|").strip()
    return text.replace("\\|", "|")

"""The blocks that a page is made of, as records; lists and quotes contain other blocks. A paragraph, cell or heading
keeps its markdown source, since the look of a name or type has a meaning.  Tables and headings in HTML become the same
records as those in markdown.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec


class Heading(msgspec.Struct, frozen=True):
    """A heading: its level (1 to 6), its source without the marks, and its explicit id, if any (`anchor`).

    `is_name`: the form of the reference says that it names something, whatever its words are.
    """

    level: int
    text: str
    line: int
    anchor: str = ""
    is_name: bool = False


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph: its source, without the marks of the quotes and lists around it."""

    text: str
    line: int


class Code(msgspec.Struct, frozen=True):
    """A code block: its info string (empty for indented code) and its content, which starts at `line`."""

    info: str
    text: str
    line: int


class Row(msgspec.Struct, frozen=True):
    """The cells of a table's row, as many as the head has. The last one includes `excess`, the text after it."""

    cells: tuple[str, ...]
    line: int
    excess: str = ""


class Table(msgspec.Struct, frozen=True):
    """A table, of pipes or of HTML."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]
    line: int


class Item(msgspec.Struct, frozen=True):
    """An item of a list: its blocks, of which the first is usually a paragraph."""

    blocks: tuple[Block, ...]
    line: int


class Bullets(msgspec.Struct, frozen=True):
    """A list, numbered or not; `is_defined`: the source is a definition list."""

    items: tuple[Item, ...]
    line: int
    is_defined: bool = False


class Quote(msgspec.Struct, frozen=True):
    """A block quote."""

    blocks: tuple[Block, ...]
    line: int


class Html(msgspec.Struct, frozen=True):
    """The source of a block of HTML, or of elements that a site generator knows."""

    text: str
    line: int


Block: TypeAlias = Heading | Paragraph | Code | Table | Bullets | Quote | Html


def size_of(block: Block) -> int:
    """How much a block of `parse_flat` counts towards the limit: one for itself, and one for each row of a table."""
    return 1 + len(block.rows) if isinstance(block, Table) else 1

"""Lists that are indented so far that CommonMark takes them for code."""

from __future__ import annotations

import re
from collections.abc import Sequence

from speclift.reading.markdown.blocks import Block, Bullets, Code, Item, Paragraph

_ITEM = re.compile(r"[ \t]{0,40}\*[ \t]{1,8}(\S.{0,4000})$")
_MORE = re.compile(r"[ \t]{2,60}[A-Za-z(`\"'].{0,4000}$")


def with_indented_lists(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with a list in place of code that has no language and only lines of list items."""
    return [_list(block) or block if isinstance(block, Code) and not block.info else block for block in blocks]


def _list(block: Code) -> Bullets | None:
    items: list[list[str]] = []
    lines: list[int] = []
    for number, line in enumerate(block.text.rstrip().split("\n")):
        item = _ITEM.match(line)
        if item:
            items.append([item[1]])
            lines.append(block.line + number)
        elif items and _MORE.match(line):
            items[-1].append(line.strip())
        elif line.strip():
            return None
    found = (Item((Paragraph("\n".join(text), line),), line) for text, line in zip(items, lines, strict=True))
    return Bullets(tuple(found), lines[0]) if items else None

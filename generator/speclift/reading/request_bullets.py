"""Lists whose items are operations with more below each: `- GET /hives` and what it takes in bullets below it.

They become headings with what lies below them, as other pages have it.
"""

from __future__ import annotations

from collections.abc import Sequence

from speclift.reading.blocks import Block, Bullets, Heading, Paragraph, Table
from speclift.reading.requests import request_line
from speclift.reading.titles import title_states_request

_DEEPEST = 6


def with_request_sections(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with a heading for each item of such a list, where nothing but a heading or another list follows."""
    found: list[Block] = []
    level = 0
    for index, block in enumerate(blocks):
        if isinstance(block, Heading):
            level = block.level
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if (
            isinstance(block, Bullets)
            and (following is None or isinstance(following, Heading))
            and _are_operations(block)
        ):
            for item in block.items:
                first = item.blocks[0]
                assert isinstance(first, Paragraph)
                title, _, rest = first.text.partition("\n")
                found.append(Heading(min(level + 1, _DEEPEST), title, item.line))
                found += [Paragraph(rest, item.line + 1)] if rest.strip() else []
                found += item.blocks[1:]
        else:
            found.append(block)
    return found


def _are_operations(block: Bullets) -> bool:
    """Whether every item starts with a request that no link leads away from, and some have lists or tables below."""
    has_more = False
    for item in block.items:
        first = item.blocks[0] if item.blocks else None
        if not isinstance(first, Paragraph) or "](" in first.text:
            return False
        title = first.text.split("\n")[0]
        if not request_line(title) and not title_states_request(title):
            return False
        has_more = has_more or any(isinstance(inner, Bullets | Table) for inner in item.blocks[1:])
    return has_more

"""Operations without a heading: a request in code, then its title with its id in brackets, as generators print them.

        get /ferries/{ferryId}

    Get a ferry (<span class="nickname">getFerry</span>)

Each gets a heading, as other operations have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from speclift.reading.markdown.blocks import Block, Code, Heading, Paragraph
from speclift.reading.requests.lines import request_line

_TITLE = re.compile(
    r"(?P<title>[^\n()<>]{0,300}?)[ \t]{0,4}\((?:<span\b[^<>]{0,200}>)?(?P<id>[A-Za-z_]\w{1,120})(?:</span>)?\)$"
)
_LEVEL = 2


def with_headed_operations(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with a heading before each such request."""
    found: list[Block] = []
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if isinstance(block, Code) and isinstance(following, Paragraph) and "\n" not in block.text.strip():
            title = _TITLE.match(following.text.strip())
            if title and request_line(block.text.strip()):
                name = title["title"].strip() or title["id"]
                found.append(Heading(_LEVEL, name, block.line, f"opId{title['id']}", is_name=True))
        found.append(block)
    return found

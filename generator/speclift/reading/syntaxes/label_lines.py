"""Paragraphs of which each line is a label and its value, one of them a request, as a paragraph for each line.

**Description**: Returns the windmills.
**Usage**: `GET /api/windmills`
**Produces**: `application/json`
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from speclift.model.methods import METHODS
from speclift.reading.markdown.blocks import Block, Paragraph

_LABEL = re.compile(r"\*\*[^*`\n]{1,40}(?:\*\*[ \t]{0,2}:|:\*\*)[ \t]{1,4}\S")
_REQUEST = re.compile(rf":(?:\*\*)?[ \t]{{1,4}}`(?:{'|'.join(METHODS)})[ \t]{{1,4}}/")
_MOST_LINES = 20


def with_label_lines(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with such paragraphs divided."""
    found: list[Block] = []
    for block in blocks:
        lines = block.text.split("\n") if isinstance(block, Paragraph) and "`" in block.text else []
        if 1 < len(lines) <= _MOST_LINES and all(map(_LABEL.match, lines)) and any(map(_REQUEST.search, lines)):
            found += (Paragraph(line, block.line + number) for number, line in enumerate(lines))
        else:
            found.append(block)
    return found

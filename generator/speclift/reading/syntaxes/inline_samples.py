"""Commands that are a paragraph of one code span, as code blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from speclift.reading.markdown.blocks import Block, Code, Paragraph

_COMMAND = re.compile(r"`{1,2}\s{0,2}\$?\s{0,2}(curl\s[^`]{1,4000})`{1,2}$")


def with_inline_samples(blocks: Iterable[Block]) -> list[Block]:
    """The blocks, with a code block in place of each paragraph that is one command."""
    found: list[Block] = []
    for block in blocks:
        command = _COMMAND.match(block.text) if isinstance(block, Paragraph) else None
        found.append(Code("shell", command[1], block.line) if command else block)
    return found

"""The lines of a page that name the query parameters of a request."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property

from speclift.reading.markdown.blocks import Code
from speclift.reading.markdown.sections import Section


class QueryLines:
    """Finds lines in the code of a page. The code blocks are sorted when they are first needed."""

    def __init__(self, page: Section) -> None:
        self._page = page

    def lines_of(self, names: Iterable[str], number: int) -> list[int]:
        """The line of each name: the first from the line of the request (`number`) on that has it, else that line."""
        rest = self._code_from(number)
        return [number + rest.count("\n", 0, max(rest.find(name), 0)) for name in names]

    def _code_from(self, number: int) -> str:
        """The text of a code block from this line on; empty where the line is not in a code block."""
        at = bisect_right(self._starts, number) - 1
        if at < 0:
            return ""
        block = self._blocks[self._starts[at]]
        lines = block.text.split("\n", number - block.line)
        return lines[-1] if len(lines) > number - block.line else ""

    @cached_property
    def _blocks(self) -> dict[int, Code]:
        found: dict[int, Code] = {}
        for section in self._page.walk():
            for block in section.blocks:
                if isinstance(block, Code):
                    found.setdefault(block.line, block)
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return sorted(self._blocks)

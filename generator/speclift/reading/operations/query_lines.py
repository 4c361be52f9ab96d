"""Which lines of a page name the query parameters of a request."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property

from speclift.reading.markdown.blocks import Code
from speclift.reading.markdown.sections import Section


class QueryLines:
    """Finds lines in the code of one page, which it puts in order when the first request asks for them."""

    def __init__(self, page: Section) -> None:
        self._page = page

    def lines_of(self, names: Iterable[str], number: int) -> list[int]:
        """The line of each name: that of the request, `number`, or in a program the first below it with the name."""
        rest = self._code_from(number)
        return [number + rest.count("\n", 0, max(rest.find(name), 0)) for name in names]

    def _code_from(self, number: int) -> str:
        """The rest of the code block that has a line, from there on; empty where the line is in none."""
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

"""A page as its lines, byte for byte: lines that stay keep their bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

#: The bars that separate the cells of a row (GitHub Flavored Markdown, section 4.10).
_BAR = re.compile(r"(?<!\\)\|")
#: A character before a text, or after it, with which the text is part of a longer word.
_BEFORE, _AFTER = re.compile(r"[\w.-]"), re.compile(r"[\w-]")
_MARKUP = "`*_ \t"


class Change(msgspec.Struct, frozen=True):
    """One line and the lines that replace it; all other lines stay."""

    line: int
    before: str
    after: tuple[str, ...]


class Page:
    """The lines of a file in UTF-8, each without its ending.  Raises UnicodeDecodeError."""

    def __init__(self, data: bytes) -> None:
        self._raw = data.decode("utf-8").split("\n")
        self._endings = [line[len(line.rstrip("\r")) :] for line in self._raw]

    def line(self, number: int) -> str | None:
        """A line by its number, from 1; None where there is none."""
        if not 1 <= number <= len(self._raw):
            return None
        text = self._raw[number - 1]
        return text[: len(text) - len(self._endings[number - 1])]

    def __len__(self) -> int:
        return len(self._raw)

    def with_changes(self, changes: Sequence[Change]) -> bytes:
        """The bytes of the page after changes, each with the line ending of the line that it replaces."""
        lines: list[list[str]] = [[line] for line in self._raw]
        for change in changes:
            ending = self._endings[change.line - 1]
            if change.line == len(self._raw) > 1 and len(change.after) > 1:
                # The last line has no ending: the new lines before its new end take that of the line above.
                ending = self._endings[change.line - 2]
                *first, final = change.after
                lines[change.line - 1] = [*(text + ending for text in first), final]
            else:
                lines[change.line - 1] = [text + ending for text in change.after]
        return "\n".join(text for found in lines for text in found).encode()


def cells_of(line: str) -> list[tuple[int, int]]:
    """The start and end of each cell of a row in its line, without the blanks around it."""
    if "|" not in line:
        return []
    bars = [found.start() for found in _BAR.finditer(line)]
    edges = [-1, *bars, len(line)]
    found = []
    for start, end in pairwise(edges):
        text = line[start + 1 : end]
        left = len(text) - len(text.lstrip())
        found.append((start + 1 + left, start + 1 + left + len(text.strip())))
    # Bars at the start and the end of a line separate nothing.
    if found and found[0][0] >= found[0][1] and line.lstrip().startswith("|"):
        found = found[1:]
    if found and line.rstrip().endswith("|") and found[-1][0] >= found[-1][1]:
        found = found[:-1]
    return found


def replaced(line: str, printed: str, instead: str) -> str | None:
    """The line with another text in place of one: in the cell that holds only this text, else at the only place where
    it occurs as whole words. None where it does not occur, or occurs more than once.
    """
    cells = [(start, end) for start, end in cells_of(line) if line[start:end].strip(_MARKUP) == printed]
    if len(cells) == 1:
        start = line.index(printed, cells[0][0])
        return f"{line[:start]}{instead}{line[start + len(printed) :]}"
    places = list(_places_of(line, printed))
    if cells or len(places) != 1:
        return None
    return f"{line[: places[0]]}{instead}{line[places[0] + len(printed) :]}"


def _places_of(line: str, words: str) -> Iterator[int]:
    """Where words occur in a line and are not part of longer ones."""
    start = line.find(words)
    while words and start >= 0:
        end = start + len(words)
        if not (_BEFORE.match(line[max(start - 1, 0) : start]) or _AFTER.match(line[end : end + 1])):
            yield start
        start = line.find(words, end)

"""The events of a markdown text by markdown-it-py, which is pure Python: for blocks, the same as from pulldown-cmark.
markdown-it-py only gives the lines of a block. Where a block starts on its line follows from the quotes and items
around it, and the cells of a row follow from its bars.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import table
from markdown_it.token import Token

#: The most levels of nested quotes and lists; deeper ones are not read as blocks.
_DEEPEST = 100
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?!\s*\n)((?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_ITEM = re.compile(r"[-+*]|[0-9]{1,9}[.)]")
_KINDS = {"bullet_list_open": {"List": None}, "ordered_list_open": {"List": 1}, "list_item_open": "Item"}


class _Container(msgspec.Struct, frozen=True):
    """A quote or an item of a list, with the line that it starts on."""

    is_quote: bool
    line: int


def slow_events_of(text: str) -> Iterator[tuple[Any, Any]]:
    """The events of `events.events_of`, except those within a line."""
    return _Walk(text).events()


class _Walk:
    """Walks the tokens of a text once; `within` are the containers around the next token."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line.encode()) + 1)
        self.front_matter = _FRONT_MATTER.match(text)
        self.text = text
        self.within: list[_Container] = []

    def events(self) -> Iterator[tuple[Any, Any]]:
        text = self.text
        if self.front_matter:
            yield {"Start": {"MetadataBlock": "YamlStyle"}}, _span(0, len(self.front_matter[0].encode()))
            yield {"Text": self.front_matter[1]}, _span(4, 4)
            yield {"End": {"MetadataBlock": "YamlStyle"}}, _span(0, 0)
            skipped = self.front_matter.end()
            text = "\n" * text.count("\n", 0, skipped) + text[skipped:]
        tokens = _parser().parse(text)
        position = 0
        while position < len(tokens):
            token = tokens[position]
            position += 1
            if token.type == "table_open":
                yield from self._table(token)
                while tokens[position].type != "table_close":
                    position += 1
                position += 1
            elif token.nesting == 1:
                yield from self._opened(token, tokens[position])
            elif token.nesting == -1:
                yield from self._closed(token)
            elif token.type in ("fence", "code_block"):
                yield from self._code(token)
            elif token.type == "html_block":
                yield {"Start": "HtmlBlock"}, self._span(token)
                yield {"End": "HtmlBlock"}, self._span(token)
            elif token.type == "hr":
                yield "Rule", self._span(token)

    def _opened(self, token: Token, following: Token) -> Iterator[tuple[Any, Any]]:
        span = self._span(token)
        if token.type == "paragraph_open":
            # In a tight list, a paragraph is text directly in its item.
            yield ({"Text": following.content} if token.hidden else {"Start": "Paragraph"}), span
        elif token.type == "heading_open":
            yield {"Start": {"Heading": {"level": token.tag}}}, span
        elif token.type == "blockquote_open":
            yield {"Start": {"BlockQuote": None}}, span
            self.within.append(_Container(True, _first(token)))
        elif token.type in _KINDS:
            yield {"Start": _KINDS[token.type]}, span
            if token.type == "list_item_open":
                self.within.append(_Container(False, _first(token)))

    def _closed(self, token: Token) -> Iterator[tuple[Any, Any]]:
        if token.type in ("blockquote_close", "list_item_close"):
            self.within.pop()
        if not (token.type == "paragraph_close" and token.hidden):
            yield {"End": token.type}, _span(0, 0)

    def _code(self, token: Token) -> Iterator[tuple[Any, Any]]:
        span = self._span(token)
        yield {"Start": {"CodeBlock": {"Fenced": token.info} if token.type == "fence" else "Indented"}}, span
        yield {"Text": token.content}, span
        yield {"End": "CodeBlock"}, span

    def _table(self, token: Token) -> Iterator[tuple[Any, Any]]:
        first, end = token.map or (0, 0)
        yield {"Start": {"Table": []}}, self._span(token)
        width = len(self._cells(first))
        for line in (first, *range(first + 2, end)):
            kind = "TableHead" if line == first else "TableRow"
            row = _span(self._start(line), self._end(line))
            yield {"Start": kind}, row
            cells = self._cells(line)[:width]
            for start, stop in [*cells, *[(row["end"], row["end"])] * (width - len(cells))]:
                yield {"Start": "TableCell"}, _span(start, stop)
                yield {"End": "TableCell"}, _span(start, stop)
            yield {"End": kind}, row
        yield {"End": "Table"}, _span(0, 0)

    def _cells(self, line: int) -> list[tuple[int, int]]:
        """The range of each cell of a row, in bytes: the text between bars that have no backslash before them."""
        text = self.lines[line].rstrip()
        at = self._column(line)
        at += text.startswith("|", at)
        found: list[tuple[int, int]] = []
        start = at
        for index in range(at, len(text)):
            if text[index] == "|" and text[index - 1 : index] != "\\":
                found.append((start, index))
                start = index + 1
        if start < len(text) or not found:
            found.append((start, len(text)))
        return [(self._bytes(line, first), self._bytes(line, last)) for first, last in found]

    def _span(self, token: Token) -> dict[str, int]:
        first, end = token.map or (0, 0)
        return _span(self._start(first), self.starts[min(end, len(self.lines))])

    def _start(self, line: int) -> int:
        return self._bytes(line, self._column(line))

    def _end(self, line: int) -> int:
        return self.starts[line] + len(self.lines[line].encode())

    def _bytes(self, line: int, column: int) -> int:
        return self.starts[line] + len(self.lines[line][:column].encode())

    def _column(self, line: int) -> int:
        """The column where a block starts on its first line: after the marks of its containers and the blanks."""
        text = self.lines[line]
        at = _behind_blanks(text, 0)
        for container in self.within:
            if container.is_quote:
                at += text.startswith(">", at)
            elif container.line == line and (mark := _ITEM.match(text, at)):
                at = mark.end()
            at = _behind_blanks(text, at)
        return at


def _parser() -> MarkdownIt:
    """A parser of CommonMark with tables that parses only blocks."""
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    return parser


def _table(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """As in pulldown-cmark, a table directly after a line of text must start with a bar, else it is text as well."""
    start = state.bMarks[first] + state.tShift[first]
    return not (silent and not state.src.startswith("|", start)) and table(state, first, end, silent)


def _first(token: Token) -> int:
    return token.map[0] if token.map else 0


def _behind_blanks(text: str, at: int) -> int:
    while text[at : at + 1] in (" ", "\t"):
        at += 1
    return at


def _span(start: int, end: int) -> dict[str, int]:
    return {"start": start, "end": end}

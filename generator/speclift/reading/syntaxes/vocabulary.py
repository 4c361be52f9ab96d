"""Replaces the special words of one reference with words that the readers know.

A form says what a reference's own words mean (`model.form`).  Headings, heads of columns, types, marks, methods and
attributes are rewritten where such words occur, and nowhere else, before any reader sees the blocks. So no reader knows
about forms, and a reference without one takes no time here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from speclift.model.form import HEAD_OF, LANGUAGE_OF, Form
from speclift.reading.fields.columns import column_of
from speclift.reading.markdown.blocks import Block, Bullets, Code, Heading, Html, Item, Paragraph, Quote, Row, Table
from speclift.reading.markdown.roles import plain, slug
from speclift.reading.markdown.sections import LONGEST_LABEL
from speclift.reading.samples.languages import language_of

_EMPHASISED = re.compile(r"(?:\*\*|__|\*|_)([^*_\n]{1,90})(?:\*\*|__|\*|_)\s{0,4}:?$")
_BOLD_START = re.compile(r"(\*\*|__)([^*_\n]{1,90})\1")
_LABELLED_LINE = re.compile(r"(\*\*|__)([^*_:\n]{1,60})(:?)\1(:?)")
_BRACKETED = re.compile(r"[(\[{][^()\[\]{}\n]{1,200}[)\]}]|(?<=\s)[*_]{1,2}[^*_\n]{1,80}[*_]{1,2}")
_SEPARATED = re.compile(r"(?<=\S)\s{0,4}(?:[-–—:]|\.)\s{1,4}(?=[*_(\[`]{0,4}[^\W\d_])")
_ATTRIBUTE = re.compile(r"(?<=\s)([\w:@.-]{1,80})(?=\s{0,8}=)")
#: Columns whose cells hold types and marks.
_TYPED = frozenset(("type", "required", "optional", "nullable", "read-only", "notes", "format", "schema", "values"))
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]")
#: How far in a text its first word may end.
_START = 60
#: How much of a bullet's text may hold its type.
_BEGINNING = 400


class Vocabulary:
    """The words of a form, ready to be looked up; built once for many pages and never changed."""

    def __init__(self, form: Form) -> None:
        self._headings = {_key(word): meaning for word, meaning in form.headings.items()}
        self._columns = {_key(word): HEAD_OF[meaning] for word, meaning in form.columns.items()}
        self._locations = {_key(word): meaning for word, meaning in form.locations.items()}
        self._languages = {word.lower(): LANGUAGE_OF[meaning] for word, meaning in form.languages.items()}
        self._attributes = {word.lower(): meaning for word, meaning in form.attributes.items()}
        self._words = _Words({**form.types, **form.marks})
        self._marks = _Words(dict(form.marks))
        self._methods = _Words(dict(form.methods), has_case=True)

    def known(self, blocks: Sequence[Block]) -> list[Block]:
        """The blocks in words that the readers know; their lines stay."""
        return [self._block(block) for block in blocks]

    def _block(self, block: Block) -> Block:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph(text=text, line=line):
                return Paragraph(self._paragraph(text), line)
            case Code(info=info, text=text, line=line):
                known = self._languages.get(language_of(info), info) if self._languages else info
                return Code(known, "\n".join(map(self._request, text.split("\n"))), line)
            case Table():
                return self._table(block)
            case Bullets(items=items, line=line):
                return Bullets(tuple(self._item(item) for item in items), line)
            case Quote(blocks=blocks, line=line):
                return Quote(tuple(map(self._block, blocks)), line)
            case Html(text=text, line=line):
                return Html(self._elements(text), line)

    # Headings and labels

    def _heading(self, block: Heading) -> Heading:
        head, colon, rest = block.text.partition(":")
        meaning = self._headings.get(_key(block.text)) or self._headings.get(_key(head))
        if meaning is None:
            return msgspec.structs.replace(block, text=self._request(block.text))
        # Links lead to the id of the printed heading.
        anchor = block.anchor or slug(block.text)
        if meaning == "name":
            return msgspec.structs.replace(block, anchor=anchor, is_name=True)
        text = f"{meaning.capitalize()}{colon}{rest}" if rest.strip() else meaning.capitalize()
        return msgspec.structs.replace(block, text=text, anchor=anchor)

    def _paragraph(self, text: str) -> str:
        if self._headings and len(text) <= LONGEST_LABEL and "\n" not in text:
            emphasised = _EMPHASISED.match(text)
            if emphasised or text.endswith(":"):
                meaning = self._headings.get(_key(emphasised[1] if emphasised else text))
                if meaning and meaning != "name":
                    return f"**{meaning.capitalize()}:**"
        bold = _BOLD_START.match(text) if self._headings else None
        meaning = self._headings.get(_key(bold[2])) if bold else None
        if bold and meaning and meaning != "name":
            text = f"**{meaning.capitalize()}:**{text[bold.end() :].removeprefix(':')}"
        elif self._columns and text.startswith(("**", "__")):
            text = "\n".join(map(self._labelled, text.split("\n")))
        if "<" in text[:3]:
            text = self._elements(text)
        return self._request(text)

    def _labelled(self, line: str) -> str:
        """A line such as `**Typ**: Kennung` below the heading of a field, in known words."""
        label = _LABELLED_LINE.match(line)
        head = self._columns.get(_key(label[2])) if label else None
        if label is None or head is None:
            return line
        return f"**{head}**:{self._typed(line[label.end() :])}"

    # Tables and lists

    def _table(self, table: Table) -> Table:
        pairs = self._pairs(table)
        if pairs:
            return pairs
        head = tuple(self._columns.get(_key(cell), cell) for cell in table.head)
        columns = [column_of(cell) for cell in head]
        rows = tuple(
            Row(tuple(self._cell(cell, column) for cell, column in zip(row.cells, columns, strict=False)), row.line)
            for row in table.rows
        )
        return Table(head, rows, table.line)

    def _pairs(self, table: Table) -> Table | None:
        """A table of two columns that has the method and the path in rows of their own; None for any other."""
        if len(table.head) != 2 or not self._columns:
            return None
        lines = [table.head, *(row.cells for row in table.rows)]
        known = [self._columns.get(_key(cells[0]), cells[0]) for cells in lines]
        if not {"method", "path"} <= {_key(label) for label in known}:
            return None
        found = [(label, self._request(cells[1])) for label, cells in zip(known, lines, strict=True)]
        rows = tuple(Row(cells, row.line) for cells, row in zip(found[1:], table.rows, strict=True))
        return Table(found[0], rows, table.line)

    def _cell(self, cell: str, column: str | None) -> str:
        if column == "location":
            return self._locations.get(_key(cell), cell)
        if column in _TYPED:
            return self._locations.get(_key(cell)) or self._typed(cell)
        if column == "name":
            return _BRACKETED.sub(lambda found: self._typed(found[0]), cell) if "(" in cell else cell
        if column == "description":
            return self._marked(cell)
        return self._request(cell) if column in ("method", "request", "path") else cell

    def _item(self, item: Item) -> Item:
        blocks = tuple(map(self._block, item.blocks))
        first = blocks[0] if blocks else None
        if isinstance(first, Paragraph) and self._words:
            start, rest = first.text[:_BEGINNING], first.text[_BEGINNING:]
            start = _BRACKETED.sub(lambda found: self._typed(self._located(found[0])), start)
            separator = _SEPARATED.search(start)
            if separator:
                start = start[: separator.end()] + self._marked(start[separator.end() :])
            blocks = (Paragraph(start + rest, first.line), *blocks[1:])
        return Item(blocks, item.line)

    def _located(self, bracket: str) -> str:
        meaning = self._locations.get(_key(bracket.strip("()[]{}*_ ")))
        return f"({meaning})" if meaning else bracket

    # Words

    def _typed(self, text: str) -> str:
        return self._words.replaced(text) if self._words else text

    def _marked(self, text: str) -> str:
        """A description, with the known word for the mark that it starts with."""
        return _replaced_at_start(self._marks, text, "*_([`")

    def _request(self, text: str) -> str:
        """A line, with the known spelling of the method that it starts with."""
        return _replaced_at_start(self._methods, text, " \t*`_>#|")

    def _elements(self, text: str) -> str:
        if self._attributes:
            text = _ATTRIBUTE.sub(lambda found: self._attributes.get(found[1].lower(), found[1]), text)
        return self._methods.replaced(text) if self._methods else text


def _replaced_at_start(words: _Words, text: str, marks: str) -> str:
    """The text with the meaning in place of its first word, after any marks."""
    found = words.first(text, _START) if words else None
    if found is None or text[: found[0]].strip(marks):
        return text
    start, end, meaning = found
    return f"{text[:start]}{meaning}{text[end:]}"


def _key(text: str) -> str:
    return plain(text).lower().strip(" ?:*.")


class _Words:
    """Finds whole words and phrases in a text, the longest first, and has their replacements."""

    def __init__(self, meanings: Mapping[str, str], *, has_case: bool = False) -> None:
        self._has_case = has_case
        self._by_start: dict[str, list[tuple[str, str]]] = {}
        for word in sorted(meanings, key=lambda word: (-len(word), word)):
            known = word if has_case else word.lower()
            start = _TOKEN.search(known)
            if start is not None:
                self._by_start.setdefault(start[0], []).append((known[start.start() :].rstrip(), meanings[word]))

    def __bool__(self) -> bool:
        return bool(self._by_start)

    def first(self, text: str, most: int) -> tuple[int, int, str] | None:
        """Where the first word of a text starts and ends, within a maximum, and its meaning."""
        return next(self._found(text[:most]), None)

    def replaced(self, text: str) -> str:
        """The text with the meaning of each word in its place."""
        parts, at = [], 0
        for start, end, meaning in self._found(text):
            parts += [text[at:start], meaning]
            at = end
        return "".join([*parts, text[at:]])

    def _found(self, text: str) -> Iterator[tuple[int, int, str]]:
        shown = text if self._has_case else text.lower()
        if len(shown) != len(text):
            return  # A few letters get longer in lower case, so indexes would be wrong.
        end = 0
        for token in _TOKEN.finditer(shown):
            start = token.start()
            if start < end or shown[start - 1 : start] == "_":
                continue
            for word, meaning in self._by_start.get(token[0], ()):
                after = start + len(word)
                if shown.startswith(word, start) and not _is_within(word, shown[after : after + 1]):
                    end = after
                    yield start, end, meaning
                    break


def _is_within(word: str, following: str) -> bool:
    """Whether a word goes on with the character after it."""
    return word[-1].isalnum() and (following.isalnum() or following == "_")

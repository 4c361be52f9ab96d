"""Tables, headings, lists, code and elements in the HTML that pages contain.

Nothing is rendered or run; all other HTML stays as its source.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, TypeAlias

from speclift.model.methods import METHODS

#: The kind of a part of HTML, its value, and the number of lines before it.  The values: for a "table", (head, ((cells,
#: lines above), ...), lines above the head); for a "heading", (level, text, id); for "code", (language, text); for a
#: "list", ((text, lines above), ...); for "html", the source.
HtmlPart: TypeAlias = tuple[str, Any, int]

Attributes: TypeAlias = dict[str, str]

#: The most rows or columns that a cell may span, and the widest row that such cells may make.
MOST_SPANNED = 200
WIDEST_ROW = 60

#: The indentation of the first text in a cell, in pixels; a level of indentation is `_STEP` pixels.
_INDENTED = re.compile(r"(?:padding|margin)-left:\s{0,4}(\d{1,4})px")
_STEP = 10
_DEEPEST_INDENT = 20
_STRUCTURE = re.compile(r"<(?:table|h[1-6]|pre|[uo]l)\b", re.I)
_PRE = re.compile(r"<pre\b([^<>]{0,1000})>(.*?)</pre\s*>", re.I | re.S)
_LANGUAGE = re.compile(r"\b(?:language-|lang-|brush:\s?)([\w-]{1,40})", re.I)
_LIST_TAG = re.compile(r"</?([uo]l)\b[^<>]{0,300}>", re.I)
_ITEM = re.compile(r"<li\b[^<>]{0,1000}>", re.I)
_INLINE_TAG = re.compile(r"</?(code|strong|b|em|i|kbd|tt)\b[^<>]{0,300}>", re.I)
_HEADING = re.compile(r"<h([1-6])\b([^<>]{0,1000})>(.*?)</h\1\s*>", re.I | re.S)
_ID = re.compile(r"""\bid\s{0,8}=\s{0,8}["']?([^"'\s>]{1,500})""", re.I)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_REQUEST = re.compile(rf"(?:{'|'.join(METHODS)})\s{{1,60}}(?:/|https?://)\S{{0,500}}")
_LONGEST_REQUEST = 2_000
_INLINE = {"code": "`", "strong": "**", "b": "**", "em": "*", "i": "*"}
#: A start tag with attributes: the name, and the attributes.
_ELEMENT = re.compile(
    r"""<([A-Za-z][\w.:-]{0,80})((?:\s{1,40}[\w:@.-]{1,80}(?:\s{0,8}=\s{0,8}(?:"[^"]{0,4000}"|'[^']{0,4000}'|\{[^{}]{0,4000}\}|[^\s"'<>=`{}]{1,500}))?){1,40})\s{0,40}/?>""",
)
_ATTRIBUTE = re.compile(
    r"""([\w:@.-]{1,80})(?:\s{0,8}=\s{0,8}(?:"([^"]{0,4000})"|'([^']{0,4000})'|\{([^{}]{0,4000})\}|([^\s"'<>=`{}]{1,500})))?"""
)


def html_blocks(text: str) -> Iterator[HtmlPart]:
    """The tables, headings, lists and code of a block of HTML, and the source between them."""
    if not _STRUCTURE.search(text) or _is_request(text):
        yield "html", text, 0
        return
    position = 0
    while found := _STRUCTURE.search(text, position):
        before = text[position : found.start()]
        if before.strip():
            yield "html", before, text.count("\n", 0, position)
        line = text.count("\n", 0, found.start())
        pre = _PRE.match(text, found.start()) if found[0].lower() == "<pre" else None
        listed = _list(text, found) if found[0].lower() in ("<ul", "<ol") else ""
        if pre:
            end = pre.end()
            language = _LANGUAGE.search(text, found.start(), min(end, found.start() + 300))
            shown = html.unescape(_TAG.sub("", pre[2])).strip("\n")
            yield "code", (language[1] if language else "", shown + "\n"), line
        elif listed:
            end = found.start() + len(listed)
            yield "list", _items(listed), line
        elif found[0].lower() in ("<pre", "<ul", "<ol"):
            end = len(text) if not _STRUCTURE.search(text, found.end()) else found.end()
            yield "html", text[found.start() : end], line
        elif found[0].lower() == "<table":
            end = text.lower().find("</table>", found.start())
            end = len(text) if end < 0 else end + len("</table>")
            head, rows, below = _table(text[found.start() : end])
            # A table without cells has no head, so it stays HTML.
            yield ("table", (head, rows, below), line) if head else ("html", text[found.start() : end], line)
        else:
            heading = _HEADING.match(text, found.start())
            if not heading:
                yield "html", text[found.start() :], line
                return
            end = heading.end()
            anchor = _ID.search(heading[2])
            yield "heading", (int(heading[1]), _TAG.sub("", heading[3]).strip(), anchor[1] if anchor else ""), line
        position = end
    if text[position:].strip():
        yield "html", text[position:], text.count("\n", 0, position)


def _is_request(text: str) -> bool:
    """Whether a block is only a request, with its path perhaps in a heading: `<i>GET</i> <h6>/orders</h6>`."""
    return len(text) < _LONGEST_REQUEST and _REQUEST.fullmatch(_TAG.sub(" ", text).strip()) is not None


def _list(text: str, start: re.Match[str]) -> str:
    """The source of the list with this start tag; empty where the list does not end or contains another list."""
    end = _LIST_TAG.search(text, start.end())
    is_end = end is not None and end[0][1] == "/" and end[1].lower() == start[0][1:].lower()
    return text[start.start() : end.end()] if end is not None and is_end else ""


def _items(text: str) -> tuple[tuple[str, int], ...]:
    """The items of a list as markdown, each with the number of lines above it in the source."""
    starts = list(_ITEM.finditer(text))
    found = []
    for number, start in enumerate(starts):
        end = starts[number + 1].start() if number + 1 < len(starts) else len(text)
        marked = _INLINE_TAG.sub(lambda tag: _INLINE.get(tag[1].lower(), "`"), text[start.end() : end])
        found.append((" ".join(html.unescape(_TAG.sub(" ", marked)).split()), text.count("\n", 0, start.start())))
    return tuple(found)


def elements(text: str) -> Iterator[tuple[str, Attributes]]:
    """The name and attributes of each element that has attributes. Names keep their case, as components need it."""
    for found in _ELEMENT.finditer(text):
        yield (
            found[1],
            {
                name: double or single or braced.strip("\"'` ") or bare
                for name, double, single, braced, bare in _ATTRIBUTE.findall(found[2])
            },
        )


class _TableReader(HTMLParser):
    """Collects the rows of a table, each with its line. Cells keep code, emphasis, links and breaks as markdown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[tuple[list[str], int]] = []
        self.cell: list[str] | None = None
        self.targets: list[str] = []
        #: By column, the number of the last row that a cell reaches down to, and its text.
        self.spanning: dict[int, tuple[int, str]] = {}
        #: How many rows and columns the open cell spans.
        self.rowspan = self.colspan = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._close_cell()
            self.rows.append(([], self.getpos()[0] - 1))
            self._continue_cells()
        elif tag in ("td", "th"):
            self._close_cell()
            if not self.rows:
                self.rows.append(([], self.getpos()[0] - 1))
            self.cell = []
            spans = dict(attrs)
            self.rowspan, self.colspan = _span(spans.get("rowspan")), _span(spans.get("colspan"))
        elif self.cell is not None:
            style = next((value or "" for name, value in attrs if name == "style"), "")
            if style and not self.cell and (indent := _INDENTED.search(style)):
                self.cell.append("»" * min(int(indent[1]) // _STEP, _DEEPEST_INDENT))
            if tag in _INLINE:
                self.cell.append(_INLINE[tag])
            elif tag in ("br", "p", "li", "div"):
                self.cell.append("\n")
            elif tag == "a":
                self.targets.append(dict(attrs).get("href") or "")
                self.cell.append("[")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._close_cell()
        elif self.cell is not None:
            if tag in _INLINE:
                self.cell.append(_INLINE[tag])
            elif tag == "a" and self.targets:
                self.cell.append(f"]({self.targets.pop()})")

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell.append(data)

    def _close_cell(self) -> None:
        if self.cell is not None and self.rows:
            text = "".join(self.cell)
            text = "\n".join(" ".join(line.split()) for line in text.strip().split("\n")).strip()
            for more in range(min(self.colspan, max(WIDEST_ROW - len(self.rows[-1][0]), 1))):
                if self.rowspan > 1:
                    self.spanning[len(self.rows[-1][0])] = (len(self.rows) + self.rowspan - 1, "" if more else text)
                self.rows[-1][0].append("" if more else text)
            self._continue_cells()
        self.cell = None

    def _continue_cells(self) -> None:
        """Add the cells that reach down from earlier rows, if the next columns are theirs."""
        cells, row = self.rows[-1][0], len(self.rows)
        while len(cells) < WIDEST_ROW and self.spanning.get(len(cells), (0, ""))[0] >= row:
            cells.append(self.spanning[len(cells)][1])


def _span(text: str | None) -> int:
    """How many rows or columns a cell spans, by its attribute."""
    is_number = bool(text) and len(text or "") < 5 and (text or "").isascii() and (text or "").isdigit()
    return min(max(int(text or 1), 1), MOST_SPANNED) if is_number else 1


def _table(text: str) -> tuple[tuple[str, ...], tuple[tuple[tuple[str, ...], int], ...], int]:
    """The cells of the first row, the other rows with the lines above them, and the lines above the first."""
    reader = _TableReader()
    reader.feed(text)
    reader.close()
    rows = [row for row in reader.rows if row[0]]
    if not rows:
        return (), (), 0
    head = tuple(rows[0][0])
    width = len(head)
    others = tuple((tuple(cells[:width]) + ("",) * (width - len(cells)), line) for cells, line in rows[1:])
    return head, others, rows[0][1]

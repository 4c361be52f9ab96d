"""Where a page states an operation: request lines, and headings, components, tables and bullets with a request. A
request line in an example or a sentence does not state a request; it only mentions one.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

import msgspec

from speclift.model.form import Column
from speclift.model.methods import METHODS
from speclift.reading.fields.columns import columns_of
from speclift.reading.fields.yes_no import truth
from speclift.reading.markdown.blocks import Block, Bullets, Code, Html, Paragraph, Quote, Table
from speclift.reading.markdown.html import elements
from speclift.reading.markdown.roles import plain
from speclift.reading.markdown.sections import Section
from speclift.reading.requests.headings import path_of, requests_of_title
from speclift.reading.requests.lines import RequestLine, is_instance, request_line, request_lines, requests_of
from speclift.reading.words.headings import METHOD_LABELS, PATH_LABELS

#: The most lines of a code block, and the most rows of a table, that are searched for request lines.
MOST_LINES = 60
_MOST_ROWS = 1_200


class Marker(msgspec.Struct, frozen=True):
    """Requests that a block states.

    `block` is its index in the section, -1 for the heading.  `is_indexed`: the block is a row of an index; `anchor`
    then leads to the section that describes the requests.  `is_shown`: the block is a sample of the request.
    `is_apart`: the text that follows describes only this request, none before it.  `request_type` and `response_type`
    are the types of the bodies as a row of a table prints them.
    """

    requests: tuple[RequestLine, ...]
    block: int
    line: int
    anchor: str = ""
    title: str = ""
    is_indexed: bool = False
    is_shown: bool = False
    is_apart: bool = False
    request_type: str = ""
    response_type: str = ""


_ANY_METHOD = re.compile(rf"\b({'|'.join(METHODS)})\b", re.I)
_LINK_TARGET = re.compile(r"\]\(([^()\s]{1,500})")
#: The link of an item of an index: it starts the item, or follows its request after few words.
_LINK_OF_ITEM = re.compile(
    r"(?:[*_`\s]{0,6}(?=\[)|[^`\[\n]{0,20}`[^`\n]{1,500}`\W{0,12}(?:[\w-]{1,12}[ :]{1,2}){0,2})"
    r"\[[^\[\]\n]{1,500}\]\((?!https?:)([^()\s]{1,500})"
)
#: The start of a component that has the description of its request within it.
_OPENED = re.compile(r"<[A-Z][\w.]{0,80}\s[^<>]{0,600}(?:<[\w -]{1,80}>[^<>]{0,300}){0,6}(?<!/)>")
#: A paragraph that starts with a request: "**GET** `/rooms`: Lists all rooms."
LED_BY_REQUEST = re.compile(
    rf"(?:\*\*`?({'|'.join(METHODS)})`?\*\*\s{{1,4}}`(/[^`\s]{{0,500}})`"
    rf"|\*\*`?({'|'.join(METHODS)})\s{{1,4}}(/[^`*\s]{{0,500}})`?\*\*)"
    r"(?:\s{0,2}:|\s{1,2}[–—-])\s{1,4}(\S[^\n]{2,300})"
)
#: A request whose path comes after few words: "`GET`-Request sent: `/rooms/{room id}`".
_APART = re.compile(
    rf"(?:\*\*|`)({'|'.join(METHODS)})(?:\*\*|`)[- ](?:[A-Za-z]{{2,12}}[ ]){{0,3}}[A-Za-z]{{2,12}}:?[ ]{{1,2}}"
    r"`(/[^`\n]{0,300})`[.:]?$"
)
#: A request after a label in bold without a colon: "**Method** `POST https://example.com/rooms.add`".
_BEHIND_LABEL = re.compile(
    rf"\*\*([A-Za-z ]{{3,30}})\*\*\s{{1,4}}(`(?:{'|'.join(METHODS)})\s[^`\n]{{1,500}}`)\s{{0,4}}$"
)
_LINK_IN_PATH = re.compile(r"(?<=/)\[([^\[\]]{1,200})\]\([^()]{0,500}\)")
_LINK_TEXT = re.compile(r"\[([^\[\]]{1,300})\]\(")
_SPAN_LINE = re.compile(
    r"(?:[*_]{0,2})`((?:%s)\s[^`\n]{1,500})`|(?:\*\*|`)(%s)(?:\*\*|`)\s{0,4}`?([/{][^`\s]{0,500})`?"
    % (("|".join(METHODS),) * 2)
)
_TEXT_AFTER_SPAN = re.compile(r"`\s{0,3}(?:[-–—:]|\*\*:?)\s{1,3}([^`\n]{3,200})$")
_REQUEST_COLUMNS: tuple[Column, ...] = ("request", "path", "name")
#: The heads of columns with the type of a request body or response body.
_SENT_HEADS = frozenset(("request type", "request body", "request message", "input"))
_RETURNED_HEADS = frozenset(("response type", "response body", "response message", "return type", "returns", "output"))
#: A target that is a link, or that starts with one: `[{base}](urls.md)/wells`.
_LED_BY_LINK = re.compile(r"^\[([^\[\]]{0,500})\]\([^()]{0,500}\)((?:/\S{0,500})?).{0,4000}", re.S)
_ESCAPE = re.compile(r"\\([_{}\[\]<>*])")
#: A segment in italics, which stands for a value: `/wells/*name*`.
_EMPHASISED_PART = re.compile(r"(?<=/)[*_]([A-Za-z]\w{0,60})[*_](?=/|$)")
_CHECKED = frozenset(("x", "✓", "✔", "✅", "yes", "y", "•", "●", "*", "true"))
_CODE_SPAN = re.compile(r"`([^`]{1,1000})`")
_TAGS = re.compile(r"<[^<>]{0,2000}>")
_JOINED = re.compile(r"\s{1,4}(?:or|and|\|)\s{1,4}|,\s{1,4}(?=`|\*\*|[A-Z]{3,7}\s)")


def markers_of(section: Section) -> Iterator[Marker]:
    """The requests that the heading and the own blocks of a section state."""
    heading = _heading_requests(section)
    if heading:
        yield Marker(heading, -1, section.line)
    template = path_of(section) if "{" in section.title and not heading else ""
    for index, block in enumerate(section.blocks):
        for marker in _block_markers(block, index):
            yield _as_titled(marker, template) if template else marker


def _as_titled(marker: Marker, path: str) -> Marker:
    """The marker, with the path template of the heading where its own path has values: `/rooms/7` of `/rooms/{id}`."""
    lines = []
    for line in marker.requests:
        stated = requests_of(line.method, path)
        is_shown = len(stated) == 1 and is_instance(line, stated[0])
        lines.append(msgspec.structs.replace(line, path=stated[0].path) if is_shown else line)
    return msgspec.structs.replace(marker, requests=tuple(lines))


def _heading_requests(section: Section) -> tuple[RequestLine, ...]:
    if not section.level or not _ANY_METHOD.search(section.title):
        return ()
    return requests_of_title(section) or _span_requests(_SPAN_LINE.search(section.title))


def _block_markers(block: Block, index: int) -> Iterator[Marker]:
    match block:
        case Code(text=text, line=line):
            if _ANY_METHOD.match(text.lstrip()[:10]) and text.count("\n") <= MOST_LINES:
                found = request_lines(text)
                if found:
                    yield Marker(found, index, line)
        case Paragraph(text=text, line=line):
            found = _paragraph_requests(text)
            if found:
                yield Marker(found, index, line)
            elif text.startswith("**") and (led := LED_BY_REQUEST.match(text)):
                found = requests_of(led[1] or led[3], led[2] or led[4])
                if found:
                    yield Marker(found, index, line, title=plain(led[5]), is_apart=True)
        case Html(text=text, line=line):
            found = _element_requests(text)
            if found:
                yield Marker(found, index, line, is_apart=_OPENED.fullmatch(text.strip()) is not None)
        case Table():
            yield from _table_markers(block, index)
        case Bullets(items=items):
            for item in items:
                first = item.blocks[0] if item.blocks else None
                if isinstance(first, Paragraph):
                    start = first.text.split("\n")[0]
                    found = _paragraph_requests(start) or _span_requests(_SPAN_LINE.match(first.text.strip()))
                    if found:
                        link = _LINK_OF_ITEM.match(first.text)
                        anchor = link[1] if link else ""
                        title = _title_of_item(first.text)
                        yield Marker(found, index, item.line, anchor, title, len(items) > 1 or bool(anchor))
        case Quote(blocks=blocks):
            for inner in blocks:
                if isinstance(inner, Paragraph):
                    found = _paragraph_requests(inner.text)
                    if found:
                        yield Marker(found, index, inner.line)


def _paragraph_requests(text: str) -> tuple[RequestLine, ...]:
    """The requests of a paragraph that contains nothing else: lines, code spans, or alternatives joined by `or`."""
    if not _ANY_METHOD.search(text[:40]) and "<" not in text[:3]:
        return ()
    if "<" in text[:3] and not text.startswith("<http"):
        found = _element_requests(text)
        if found:
            return found
    if len(text) > 1_000:
        return ()
    divided = _APART.match(text)
    if divided:
        return requests_of(divided[1], divided[2])
    labelled = _BEHIND_LABEL.match(text)
    if labelled and labelled[1].lower() in METHOD_LABELS | PATH_LABELS:
        text = labelled[2]
    found = request_lines(text)
    if found:
        return found
    parts = _JOINED.split(text.strip())
    if len(parts) > 1:
        lines = [request_line(part) for part in parts]
        if all(lines):
            return tuple(line for found in lines for line in found)
    return ()


def _title_of_item(text: str) -> str:
    """What a bullet says about the request at its start: `GET /rooms` — List rooms."""
    said = _TEXT_AFTER_SPAN.search(text.split("\n")[0])
    return plain(said[1]) if said else ""


def _span_requests(span: re.Match[str] | None) -> tuple[RequestLine, ...]:
    """The requests of a match of `_SPAN_LINE`, as in "`GET /projects.json` will return …"; empty without a match."""
    if span is None:
        return ()
    return request_line(span[1]) if span[1] else requests_of(span[2], span[3])


def _element_requests(text: str) -> tuple[RequestLine, ...]:
    """The requests of components and elements, with a method and a path among their attributes or in their text."""
    found: list[RequestLine] = []
    for name, attributes in elements(text):
        method = path = ""
        for key, value in attributes.items():
            if value.strip().upper() in METHODS and not method:
                method = value.strip()
            elif (
                ("/" in value or "${" in value)
                and not path
                and key.lower() not in ("href", "src", "class", "style", "xmlns", "id", "to")
            ):
                path = value.strip()
        if not method and not path:
            method = next((word for word in attributes.get("class", "").split() if word.upper() in METHODS), "")
        if method and not path and text.count(f"</{name}>") == 1:
            content = _LINK_IN_PATH.sub(r"\1", text[text.find(">") + 1 : text.find(f"</{name}>")])
            path = _ESCAPE.sub(r"\1", content).strip() if content.strip().startswith("/") else ""
        if method and path:
            found += requests_of(method, path)
        elif path and " " in path:
            found += request_line(path)
    if found:
        return tuple(found)
    bare = " ".join(_TAGS.sub(" ", text).replace("&nbsp;", " ").split())
    return request_line(bare) if len(bare) < 600 and _ANY_METHOD.match(bare) else ()


def _table_markers(table: Table, index: int) -> Iterator[Marker]:
    columns = columns_of(table.head).at
    rows = table.rows[:_MOST_ROWS]
    if len(table.head) == 2 and not columns.keys() & {"request"} and not ("method" in columns and "path" in columns):
        vertical = _pair_requests(table)
        if vertical:
            yield Marker(vertical, index, table.line)
            return
    matrix = _methods_of(table.head)
    if len(matrix) > 1 and "path" in columns:
        yield from _matrix_markers(table, matrix, columns["path"], index)
        return
    if "method" in columns and len(table.head) > 1 and "request" not in columns:
        path_at = columns["path"] if "path" in columns else _path_column(table, columns["method"])
        if path_at is None:
            return
        for row in rows:
            methods = _methods(row.cells[columns["method"]])
            found = tuple(line for method in methods for line in requests_of(method, _target(row.cells[path_at])))
            if found:
                yield _row_marker(found, table, row.cells, index, row.line)
        return
    for column in _REQUEST_COLUMNS:
        at = columns.get(column)
        if at is None:
            continue
        lines = [(row, _cell_requests(row.cells[at])) for row in rows]
        if sum(bool(found) for _, found in lines) * 2 > len(lines):
            for row, found in lines:
                if found:
                    yield _row_marker(found, table, row.cells, index, row.line)
            return


def _cell_requests(cell: str) -> tuple[RequestLine, ...]:
    """The requests of a cell: a request line, or a component with a method and a path."""
    return _element_requests(cell) if cell.startswith("<") and "/" in cell else request_line(_target(cell))


@functools.lru_cache(maxsize=2048)
def _methods_of(head: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    """The position and method of each column whose head is a method."""
    return tuple((at, name) for at, name in enumerate(plain(text).upper() for text in head) if name in METHODS)


def _matrix_markers(table: Table, matrix: tuple[tuple[int, str], ...], path_at: int, index: int) -> Iterator[Marker]:
    """The requests of a table with a column for each method, where marks in the row of a path show its methods."""
    for row in table.rows[:_MOST_ROWS]:
        path = _EMPHASISED_PART.sub(r"{\1}", row.cells[path_at].strip().split("\n")[0])
        methods = [method for at, method in matrix if plain(row.cells[at]).lower() in _CHECKED]
        found = tuple(line for method in methods for line in requests_of(method, path))
        if found:
            yield _row_marker(found, table, row.cells, index, row.line)


def _path_column(table: Table, method_at: int) -> int | None:
    """The position of the column whose cells are paths, beside the column of methods; None without one."""
    for index in range(len(table.head)):
        targets = [_target(row.cells[index]) for row in table.rows[:5]]
        if index != method_at and targets and all(target.startswith("/") for target in targets):
            return index
    return None


def _methods(cell: str) -> list[str]:
    """The methods of a cell that contains only methods: `GET`, `GET/POST`, `PUT or PATCH`."""
    words = [word for word in re.split(r"[\s/,|]+", plain(cell)) if word and word.lower() not in ("or", "and")]
    return words if words and all(word.upper() in METHODS for word in words) else []


def _row_marker(found: tuple[RequestLine, ...], table: Table, cells: tuple[str, ...], index: int, line: int) -> Marker:
    sent, returned = (_type_cell(table, cells, words) for words in (_SENT_HEADS, _RETURNED_HEADS))
    cells = tuple("" if cell in (sent, returned) else cell for cell in cells)
    anchor = next((_anchor(cell) for cell in cells if "](" in cell), "")
    columns = columns_of(table.head).at
    is_index = len(table.rows) > 1 and ("description" in columns or bool(anchor))
    links = (text for cell in cells for text in _LINK_TEXT.findall(cell))
    title = next((text for text in links if truth(text) is None), "")
    if not title and "description" in columns:
        title = cells[columns["description"]]
    return Marker(found, index, line, anchor, plain(title), is_index, request_type=sent, response_type=returned)


def _type_cell(table: Table, cells: tuple[str, ...], heads: frozenset[str]) -> str:
    """The cell of the column with one of these heads; empty where the table has none."""
    at = next((index for index, head in enumerate(table.head) if plain(head).lower() in heads), -1)
    return cells[at] if 0 <= at < len(cells) else ""


def _pair_requests(table: Table) -> tuple[RequestLine, ...]:
    """The request of a table with two columns that has a row for the method and one for the path; empty for others."""
    method = path = ""
    for cells in (table.head, *(row.cells for row in table.rows[:12])):
        label = plain(cells[0]).lower()
        if label in METHOD_LABELS and not method:
            method = plain(cells[1])
        elif label in PATH_LABELS and not path:
            path = _target(cells[1])
    return requests_of(method, path) if method and path else ()


def _target(cell: str) -> str:
    """The target in a cell, without the link around it."""
    text = cell.strip().split("\n")[0]
    span = _CODE_SPAN.match(text)
    if span:
        text = span[1]
    if text.startswith("[") and "](" in text:
        text = _LED_BY_LINK.sub(r"\1\2", text)
    return _ESCAPE.sub(r"\1", text).strip("`* ")


def _anchor(cell: str) -> str:
    found = _LINK_TARGET.search(cell)
    return found[1] if found else ""

"""Operations that are told by address alone, on pages of an API that is only read: "Items live under `/v0/item/<id>`".

    - `/people/` -- all of them           | Path | Description |          The largest id is at `/v0/maxitem`.
    - `/people/:id/` -- one of them       | `/api/routers` | … |          https://api.example.com/air?city={city}

They are GETs where the page speaks of GET requests, or prints the URL of one of them and shows JSON, and names no other
method.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from speclift.model.methods import METHODS
from speclift.reading.fields.columns import columns_of
from speclift.reading.markdown.blocks import Block, Bullets, Code, Paragraph, Quote, Table
from speclift.reading.markdown.roles import plain
from speclift.reading.markdown.sections import LABEL, Section, text_of
from speclift.reading.requests.file_paths import is_file
from speclift.reading.requests.led_items import led_items
from speclift.reading.requests.lines import RequestLine, requests_of
from speclift.reading.requests.markers import Marker
from speclift.reading.requests.printed_urls import PrintedUrls

_OTHER_METHOD = re.compile(rf"\b(?:{'|'.join(name for name in METHODS if name not in ('GET', 'HEAD', 'LIST'))})\b")
_GET = re.compile(r"\bGET`{0,3}\*{0,2} (?:HTTP )?(?:requests?|calls?|method)\b")
#: A URL as the only line of a block, with placeholders for values of its query.
_CALLED = re.compile(r"\s{0,8}(https?://[^\s/?]{1,200}/[^\s?]{0,300}\?[^\n?]{0,300}=[{<][^\n?]{0,300}[}>])\s{0,8}$")
_ADDRESS = re.compile(r"[`*\[]{0,3}(/[^\s`*|]{1,300})[`*\]]{0,3}")
#: A bullet that starts with a path: "`/people/:id/` -- get one of them".
_LED = re.compile(r"`(/[^\s`]{0,300})`(?:\s{0,3}(?:[-–—:]{1,3}\s{1,3}(\S[^\n]{0,200})|$))")
_TOLD = re.compile(
    r"\b(?:lives?|available|found|reachable|accessible|reached|located|served|exposed|returned|is|are)\s"
    r"(?:at|under|from|via|through|by)\s[^`\n.]{0,60}`/"
)
_CODE_PATH = re.compile(r"`(/[^\s`]{1,300})`")
_JSON = re.compile(r"\s{0,20}(?:HTTP/[^\n]{1,60}\n(?:[\w-]{1,60}:[^\n]{0,300}\n){0,20}\s{0,20})?[\[{\d\"]")
_MOST_PAGES_TEXT = 400_000


def bare_markers(page: Section) -> Iterator[tuple[Section, Marker]]:
    """The requests of addresses without a method, on a page where nothing states a request in another way."""
    urls = _Urls()
    found = [
        (section, marker)
        for section in page.walk()
        if section.role.kind in ("name", "line", "request")
        for marker in _markers(section, urls)
    ]
    if not found:
        return
    text = "\n".join(text for section in page.walk() for text in _texts(section))
    if len(text) > _MOST_PAGES_TEXT or _OTHER_METHOD.search(text):
        return
    if _GET.search(text) or (_shows_json(page) and _calls_one(text, found)):
        yield from found


def _calls_one(text: str, found: list[tuple[Section, Marker]]) -> bool:
    """Whether a text prints the URL of one of the requests."""
    urls = PrintedUrls([text])
    return any(urls.has(line) for _, marker in found for line in marker.requests)


class _Urls:
    """The URLs that sections print, looked for once in each."""

    def __init__(self) -> None:
        self._inside: dict[int, PrintedUrls] = {}
        self._below: dict[int, PrintedUrls] = {}

    def inside(self, section: Section) -> PrintedUrls:
        """The URLs of a section itself."""
        if id(section) not in self._inside:
            self._inside[id(section)] = PrintedUrls(_texts(section))
        return self._inside[id(section)]

    def around(self, section: Section) -> PrintedUrls:
        """The URLs of a section and of those below it that name nothing; those of its heading where it is a label."""
        above = section.parent if section.level >= LABEL and section.parent else section
        if id(above) not in self._below:
            self._below[id(above)] = PrintedUrls(text for one in above.own() for text in _texts(one))
        return self._below[id(above)]


def _markers(section: Section, urls: _Urls) -> Iterator[Marker]:
    for index, block in enumerate(section.blocks):
        if isinstance(block, Code):
            called = _CALLED.match(block.text)
            if called and (lines := requests_of("GET", called[1])):
                yield Marker(lines, index, block.line)
        elif section.role.kind == "request":
            continue
        elif isinstance(block, Table):
            yield from _of_table(block, index)
        elif isinstance(block, Bullets):
            rows = _of_bullets(block)
            for line, title, number in rows:
                is_indexed = len(rows) > 1 and not urls.around(section).has(line)
                yield Marker((line,), index, number, title=title, is_indexed=is_indexed)
        elif isinstance(block, Paragraph) and section.level and _TOLD.search(block.text):
            lines = tuple(line for path in _CODE_PATH.findall(block.text) for line in _request(path))
            if lines:
                yield Marker(_completed(lines, urls.inside(section)), index, block.line, is_shown=True)


def _of_table(table: Table, index: int) -> Iterator[Marker]:
    """The requests of a table with a column of paths and none of methods."""
    columns = columns_of(table.head).at
    at = columns.get("path")
    if at is None or "method" in columns or len(table.head) < 2:
        return
    paths = [_ADDRESS.fullmatch(row.cells[at].strip()) for row in table.rows]
    if not all(paths):
        return
    said = columns.get("description", -1)
    for row, path in zip(table.rows, paths, strict=True):
        lines = _request(path[1]) if path else ()
        if lines:
            title = plain(row.cells[said]) if said >= 0 else ""
            yield Marker(lines, index, row.line, title=title, is_indexed=True)


def _of_bullets(block: Bullets) -> list[tuple[RequestLine, str, int]]:
    """The request, title and line of each item of a list of paths; empty where an item is something else."""
    found = []
    for item, led in led_items(block, _LED):
        lines = _request(led[1])
        if not lines:
            return []
        found.append((lines[0], plain(led[2] or ""), item.line))
    return found


def _request(path: str) -> tuple[RequestLine, ...]:
    return () if is_file(path) else requests_of("GET", path)


def _completed(lines: tuple[RequestLine, ...], urls: PrintedUrls) -> tuple[RequestLine, ...]:
    """The requests; the only one gets a placeholder where the section prints its URL with one segment more."""
    if len(lines) > 1:
        return lines
    longer = requests_of("GET", f"{lines[0].path}/{{id}}")
    is_longer = not urls.has(lines[0]) and longer and urls.has(longer[0])
    return longer if is_longer else lines


def _shows_json(page: Section) -> bool:
    return any(isinstance(block, Code) and _JSON.match(block.text) for one in page.walk() for block in one.blocks)


def _texts(section: Section) -> Iterator[str]:
    yield section.title
    for block in section.blocks:
        yield from _texts_of(block)


def _texts_of(block: Block) -> Iterator[str]:
    match block:
        case Paragraph() | Code():
            yield text_of(block) if isinstance(block, Paragraph) else block.text
        case Bullets(items=items):
            for item in items:
                for inner in item.blocks:
                    yield from _texts_of(inner)
        case Quote(blocks=blocks):
            for inner in blocks:
                yield from _texts_of(inner)
        case Table(head=head, rows=rows):
            yield from head
            for row in rows:
                yield from row.cells

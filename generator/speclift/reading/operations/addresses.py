"""The addresses of an API in prose: "Base URL: `https://api.example.com/v1`", "All URIs are relative to …"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from speclift.reading.markdown.blocks import Block, Bullets, Code, Paragraph, Quote, Table
from speclift.reading.markdown.roles import plain
from speclift.reading.markdown.sections import Section
from speclift.reading.words.addresses import BETWEEN, NAMES, RELATIONS, SUBJECTS, URL

#: The longest paragraph that may state an address.
_LONGEST = 2_000
#: The longest distance from the subject of a sentence to its verb.
_REACH = 80
_HOST = re.compile(r"\*?host\*?\s{0,3}:\s{0,3}([A-Za-z0-9][\w.-]{0,200}(?::\d{1,5})?)\s{0,3}$", re.I | re.M)
_BASE_PATH = re.compile(r"\*?base ?path\*?\s{0,3}:\s{0,3}(/[\w./-]{0,200})\s{0,3}$", re.I | re.M)
_SCHEME = re.compile(r"\*?schemes?\*?\s{0,3}:\s{0,3}(https?)\b", re.I | re.M)


def servers_of_page(page: Section) -> tuple[str, ...]:
    """The addresses that the prose of a page states, in the order of the page; samples are skipped."""
    found: list[str] = []
    for section in page.walk():
        if section.role.kind == "sample":
            continue
        is_announced = bool(section.level and NAMES.match(plain(section.title)))
        for block in section.blocks:
            for text in _statements(block):
                found += servers_of_text(text)
            if is_announced:
                found += _below(block)
            is_announced = isinstance(block, Paragraph) and _announces(block.text)
    return tuple(dict.fromkeys(found))


def servers_of_text(text: str) -> Iterator[str]:
    """The addresses that a paragraph states."""
    if len(text) > _LONGEST or ("://" not in text and "ath" not in text):
        return
    # An address comes after the words that announce it.
    end = text.rfind("http") + 1
    for lead in (*NAMES.finditer(text, 0, end), *RELATIONS.finditer(text, 0, end)) if end else ():
        if lead.re is RELATIONS and not SUBJECTS.search(text[max(0, lead.start() - _REACH) : lead.start()]):
            continue
        between = BETWEEN.match(text, lead.end())
        url = URL.match(text, between.end() if between else lead.end())
        if url and url[0].startswith("http"):
            yield url[0].rstrip("./")
    lower = text.lower()
    if "host" not in lower or "path" not in lower:
        return
    host, path, scheme = _HOST.search(text), _BASE_PATH.search(text), _SCHEME.search(text)
    if host and path:
        yield f"{scheme[1].lower() if scheme else 'https'}://{host[1]}{path[1].rstrip('/')}"


def _announces(text: str) -> bool:
    """Whether a paragraph ends by announcing an address: "The base URL of the API is:"."""
    return text.rstrip().endswith(":") and NAMES.search(text[-_REACH:]) is not None


def _below(block: Block) -> Iterator[str]:
    """The address that is the whole text of a block below a heading or sentence that announces it."""
    text = block.text if isinstance(block, Paragraph | Code) else ""
    bare = text.strip(" \n`*<>")
    url = URL.match(bare) if len(bare) < 300 else None
    if url and url[0].startswith("http"):
        yield url[0].rstrip("./")


def _statements(block: Block) -> Iterator[str]:
    """The texts of a block that may state an address, a row of two cells as `name: value`; samples state none."""
    match block:
        case Paragraph(text=text):
            yield text
        case Bullets(items=items):
            for item in items[:20]:
                for inner in item.blocks[:1]:
                    yield from _statements(inner)
        case Quote(blocks=blocks):
            for inner in blocks:
                yield from _statements(inner)
        case Table(head=head, rows=rows) if len(head) == 2:
            for cells in (head, *(row.cells for row in rows[:20])):
                yield f"{plain(cells[0])}: {cells[1]}"

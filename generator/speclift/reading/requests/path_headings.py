"""Operations below headings that are paths, with methods below the headings or none at all.

## `/owls`                 ## /owls/{id}              ## /owls/list
**GET**                    Method: DELETE             Lists the owls.   (with a response: a GET)

A section that states no method is a POST if it describes a request body. It is a GET if it only describes a response,
or parameters with a sample.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from speclift.model.methods import METHODS
from speclift.reading.markdown.blocks import Block, Bullets, Code, Paragraph, Quote, Table
from speclift.reading.markdown.roles import plain
from speclift.reading.markdown.sections import LABEL, Section
from speclift.reading.requests.file_paths import may_be_file
from speclift.reading.requests.headings import path_of
from speclift.reading.requests.led_items import led_items
from speclift.reading.requests.lines import RequestLine, requests_of
from speclift.reading.requests.markers import Marker
from speclift.reading.words.headings import METHOD_LABELS

_METHOD = "|".join(METHODS)
_ALONE = re.compile(rf"(?:\*\*|__|`|\[|_|\*){{1,3}}({_METHOD})(?:\*\*|__|`|\]|_|\*|:){{1,4}}(?:\s|$)", re.I)
_LABELLED = re.compile(
    rf"[*_`\s]{{0,4}}([A-Za-z][A-Za-z ]{{2,20}})[*_`]{{0,3}}:[*_`\s]{{0,6}}({_METHOD})[`*_.\s]{{0,4}}$"
)
#: An item that is a method and what it does: `**get**: List the owls`.
_LED = re.compile(
    rf"(?:\*\*|__|`){{1,2}}({_METHOD})(?:\*\*|__|`){{1,2}}(?:\s{{0,3}}[-–—:]\s{{1,3}}|:\*\*\s|$)(.{{0,300}})", re.I
)
_BODY_LOCATIONS = frozenset(("body", "form"))


def path_markers(page: Section, stating: set[int]) -> Iterator[tuple[Section, Marker]]:
    """The requests of headings that are paths; `stating` are the sections that already state requests, by identity."""
    for section in page.walk():
        path = path_of(section) if section.role.kind == "name" and 0 < section.level < LABEL else ""
        if not path or any(id(below) in stating for below in section.walk()) or _is_above(section, stating):
            continue
        found = list(_methods(section, path))
        if found:
            yield from found
        elif not may_be_file(path) and (method := _method_of(section)):
            yield section, Marker(requests_of(method, path), -1, section.line)


def _is_above(section: Section, stating: set[int]) -> bool:
    at = section.parent
    while at is not None:
        if id(at) in stating and at.level:
            return True
        at = at.parent
    return False


def _methods(section: Section, path: str) -> Iterator[tuple[Section, Marker]]:
    """The requests of the methods that paragraphs and labels below a heading name."""
    for holder in section.own():
        is_label = plain(holder.title).lower() in METHOD_LABELS
        for index, block in enumerate(holder.blocks):
            if isinstance(block, Bullets) and not is_label:
                for marker in _of_bullets(block, path, index):
                    yield holder, marker
                continue
            found = _of_block(block, path) or (_of_label(block, path) if is_label and not index else ())
            if found:
                yield holder, Marker(found, index, block.line, is_apart=True)


def _of_bullets(block: Bullets, path: str, index: int) -> list[Marker]:
    """The requests of a list in which each item starts with a method: `* **get**: List the owls`."""
    is_indexed = len(block.items) > 1
    return [
        Marker(requests_of(led[1], path), index, item.line, title=plain(led[2]), is_indexed=is_indexed)
        for item, led in led_items(block, _LED)
    ]


def _of_label(block: Block, path: str) -> tuple[RequestLine, ...]:
    """The request, where a paragraph below a label for the method is only a method; else empty."""
    text = block.text.strip("`*_ .\n") if isinstance(block, Paragraph) else ""
    return requests_of(text, path) if text.upper() in METHODS else ()


def _of_block(block: Block, path: str) -> tuple[RequestLine, ...]:
    return _of_text(block.text, path) if isinstance(block, Paragraph) and len(block.text) < 200 else ()


def _of_text(text: str, path: str) -> tuple[RequestLine, ...]:
    alone = _ALONE.match(text)
    if alone and alone.end() >= len(text.rstrip()):
        return requests_of(alone[1], path)
    labelled = _LABELLED.match(plain(text) if text.startswith(("*", "_")) else text)
    if labelled and labelled[1].strip().lower() in METHOD_LABELS:
        return requests_of(labelled[2], path)
    return ()


def _method_of(section: Section) -> str:
    """The likely method of a section that names none; empty where nothing shows that it describes an operation."""
    below = [one for one in section.own() if one is not section]
    has_body = any(_is_sent(one) for one in below)
    has_response = any(one.role.side == "response" or one.role.kind in ("sample", "returns") for one in below)
    has_parameters = any(one.role.kind == "fields" for one in below) or any(
        isinstance(block, Table) for block in section.blocks
    )
    if has_body:
        return "POST"
    return "GET" if (has_parameters or has_response) and (has_response or _shows(section)) else ""


def _is_sent(section: Section) -> bool:
    if section.role.side == "response":
        return False
    is_body = section.role.location in _BODY_LOCATIONS or (section.role.side == "request" and not section.role.location)
    return is_body and any(isinstance(block, Code | Table) for block in section.blocks)


def _shows(section: Section) -> bool:
    return any(isinstance(block, Code | Quote) for one in section.own() for block in one.blocks)

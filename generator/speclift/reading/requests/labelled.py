"""Requests whose method and path have separate labels: `* **URL**` and `* **Method:** GET`, `Method: PUT`.

A label is the title of a section, the start of a bullet, or the start of a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from speclift.model.methods import METHODS
from speclift.reading.markdown.blocks import Block, Bullets, Code, Paragraph, Quote
from speclift.reading.markdown.roles import plain
from speclift.reading.markdown.sections import Section
from speclift.reading.requests.lines import requests_of
from speclift.reading.requests.markers import Marker
from speclift.reading.words.headings import METHOD_LABELS, PATH_LABELS

_LINE = re.compile(
    r"[*_\s]{0,4}([^\W\d_][^:：|*_`\n]{1,40})[*_]{0,3}\s{0,2}[:：][*_\s]{0,4}(?:[:：]\s{0,2})?(\S[^\n]{0,600})$"
)
_METHOD = re.compile(rf"[`*_\s]{{0,4}}({'|'.join(METHODS)})[`*_\s.]{{0,4}}$", re.I)
_PATH = re.compile(
    r"[`*_\s<]{0,4}((?:https?://|/|\{\{?)[^\s`*<>]{0,500}"
    r"(?:(?:<[\w -]{1,60}>| [\w -]{1,60}\])[^\s`*<>]{0,300}){0,6})[`*_\s>]{0,4}$"
)

#: A label's kind (`method` or `path`), its value, and its place: section, index of the block, line.
_Part = tuple[str, str, Section, int, int]


def labelled_markers(section: Section) -> Iterator[tuple[Section, Marker]]:
    """The requests that labels below a heading state, each with the section where the method stands."""
    parts = list(_parts(section, ""))
    methods = [part for part in parts if part[0] == "method"]
    paths = [part for part in parts if part[0] == "path"]
    if len(methods) != len(paths):
        return
    for (_, method, holder, block, line), (_, path, *_rest) in zip(methods, paths, strict=True):
        found = requests_of(method, path)
        if found:
            yield holder, Marker(found, block, line)


def states_request(block: Bullets) -> bool:
    """Whether an item of a list states a method or path after a label: `- Method: PUT`, `- URL: /lamps`."""
    for text, _ in _lines(block):
        stated = _LINE.match(text)
        if stated and _value(_kind(stated[1]), stated[2]):
            return True
    return False


def _parts(section: Section, label: str) -> Iterator[_Part]:
    """The labelled methods and paths of a section and of those below it that name nothing themselves.

    `label` is the kind of value that the section's own title announces.
    """
    titled = _LINE.match(plain(section.title)) if section.role.rest else None
    if titled and _value(_kind(titled[1]), titled[2]) and section.blocks:
        kind = _kind(titled[1])
        yield kind, _value(kind, titled[2]), section, 0, section.line
        label = "path" if kind == "method" else "method"
    for index, block in enumerate(section.blocks):
        for text, line in _lines(block):
            stated = _LINE.match(text)
            kind = _kind(stated[1]) if stated else ""
            value = _value(kind, stated[2]) if stated else ""
            if not value and label:
                kind, value = label, _value(label, text)
            if value:
                yield kind, value, section, index, line
                if kind == label:
                    label = ""
    for child in section.children:
        own = _kind(child.title)
        if own or child.role.kind != "name":
            yield from _parts(child, own)


def _kind(label: str) -> str:
    words = plain(label).lower().strip(" :：")
    return "method" if words in METHOD_LABELS else "path" if words in PATH_LABELS else ""


def _value(kind: str, text: str) -> str:
    found = _METHOD.match(text) if kind == "method" else _PATH.match(text) if kind == "path" else None
    return found[1] if found else ""


def _lines(block: Block) -> Iterator[tuple[str, int]]:
    match block:
        case Paragraph(text=text, line=line) if len(text) < 2_000:
            for number, one in enumerate(text.split("\n")):
                yield one.strip(), line + number
        case Code(text=text, line=line) if text.count("\n") <= 5:
            for number, one in enumerate(text.strip().split("\n")):
                yield one.strip(), line + number
        case Bullets(items=items) if len(items) <= 12:
            for item in items:
                for inner in item.blocks[:1]:
                    yield from _lines(inner)
        case Quote(blocks=blocks):
            for inner in blocks[:2]:
                yield from _lines(inner)

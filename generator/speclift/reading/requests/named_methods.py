"""Methods that are called by name: the page prints one address for all, `https://…/bot<token>/METHOD_NAME`, and each
heading is the name of a method (`### sendPhoto`, `## rooms.list`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from speclift.reading.markdown.blocks import Block, Bullets, Code, Paragraph, Quote, Table
from speclift.reading.markdown.roles import plain
from speclift.reading.markdown.sections import LABEL, Section
from speclift.reading.requests.lines import requests_of
from speclift.reading.requests.markers import Marker

_PLACEHOLDER = re.compile(
    r"(?<=[/=])(?:METHOD_NAME|METHOD|<METHOD_NAME>|methodName|:method"
    r"|[<{](?:method|method[_ -]?name|methodName|API_METHOD|action|command)[>}])(?![\w/])"
)
_BEFORE = re.compile(r"[\s`\"'|*()]")
_LONGEST_ADDRESS = 300
_NAME = re.compile(r"[a-z][A-Za-z0-9]*(?:[._][A-Za-z0-9]+)*$")
#: The name of a method on a line of its own.
_STATED = re.compile(r"(?:\*\*|__)?(?:Method )?Name(?:\*\*|__)?:(?:\*\*|__)?\s{1,4}`([a-z][\w.]{0,80})`\s{0,4}$", re.I)
_READING_VERBS = frozenset(
    ("get", "list", "find", "search", "show", "fetch", "retrieve", "read", "view", "check", "count")
)
_READING_NAME = re.compile(
    r"(?:get|list|find|search|is|has)(?=[A-Z_.]|$)|.{0,200}[._](?:get|list|info|history|search)$"
)


def named_markers(page: Section) -> Iterator[tuple[Section, Marker]]:
    """The requests of the methods that headings name, on a page that prints one address for all of them."""
    first = next((found for section in page.walk() for found in _addresses(section)), "")
    if not first:
        return
    address_of: dict[int, str] = {}
    for section in page.walk():
        own = next(_addresses(section), "")
        inherited = address_of[id(section.parent)] if section.parent else ""
        address_of[id(section)] = address = own or inherited or first
        if not 0 < section.level < LABEL or section.role.kind != "name":
            continue
        if not any(isinstance(block, Paragraph) for block in section.blocks):
            continue
        stated = _stated_name(section)
        name = stated[0] if stated else plain(section.title)
        if not _NAME.match(name):
            continue
        is_sent = not _reads(section.title) if stated else _sends(section)
        found = requests_of("POST" if is_sent else "GET", address + name)
        if found:
            yield section, Marker(found, *(stated[1:] if stated else (-1, section.line)))


def _stated_name(section: Section) -> tuple[str, int, int] | None:
    """The name of the method that a line below the heading states (``Name: `start` ``), with the index of its block and
    its line; None where there is none.
    """
    for index, block in enumerate(section.blocks[:4]):
        stated = _STATED.match(block.text) if isinstance(block, Paragraph) else None
        if stated:
            return stated[1], index, block.line
    return None


def _reads(title: str) -> bool:
    """Whether a title says that the method only reads something: `List wells`."""
    return plain(title).lower().split(" ")[0] in _READING_VERBS


def _sends(section: Section) -> bool:
    """Whether a method takes parameters, or its name is not that of a method that only reads."""
    takes = any(isinstance(block, Table | Bullets) for below in section.walk() for block in below.blocks)
    return takes or not _READING_NAME.match(plain(section.title))


def _addresses(section: Section) -> Iterator[str]:
    """The addresses in the text of a section, each up to the place for the name of a method."""
    for block in section.blocks:
        text = _text(block)
        for found in _PLACEHOLDER.finditer(text):
            address = _BEFORE.split(text[max(0, found.start() - _LONGEST_ADDRESS) : found.start()])[-1]
            if address.startswith(("http://", "https://", "/")):
                yield address


def _text(block: Block) -> str:
    match block:
        case Paragraph(text=text) | Code(text=text) if len(text) < 4_000:
            return text
        case Quote(blocks=blocks):
            return "\n".join(map(_text, blocks[:4]))
        case _:
            return ""

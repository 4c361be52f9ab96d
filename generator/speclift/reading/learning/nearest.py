"""What comes nearest to an operation on pages that state none. The error about such pages quotes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from speclift.limits import BeyondLimitError
from speclift.model.methods import METHODS
from speclift.model.schema import Place
from speclift.reading.fields.columns import column_of
from speclift.reading.markdown.block_parser import parse
from speclift.reading.markdown.blocks import Block, Bullets, Code, Heading, Html, Paragraph, Quote, Table
from speclift.reading.markdown.html import elements
from speclift.reading.markdown.parser import decode
from speclift.reading.samples.code_blocks import samples_of
from speclift.reading.syntaxes.site_syntax import without_site_syntax

#: The most pages that are examined, and the most bytes in all of them, since this only helps to explain an error.
MOST_PAGES = 2_000
MOST_BYTES = 16 * 2**20

_METHOD = re.compile(rf"\b(?:{'|'.join(METHODS)})\b")
_UNKNOWN_METHOD = re.compile(r"[\s`*_]{0,6}([A-Z]{3,12})[`*]{0,3}\s{1,4}[`*]{0,3}(/[^\s`*]{0,200})")
_LONGEST_QUOTE = 60


class Nearest(msgspec.Struct, frozen=True):
    """Something that is nearly an operation: its kind in words, its first text, and its place; a low `rank` is near."""

    kind: str
    text: str
    place: Place
    rank: int


def nearest(pages: Iterable[tuple[str, bytes]]) -> Nearest | None:
    """What looks most like an operation on these pages (file and bytes of each); None where nothing does."""
    best: Nearest | None = None
    room = MOST_BYTES
    for number, (file, data) in enumerate(pages):
        room -= len(data)
        if number >= MOST_PAGES or room < 0:
            break
        try:
            _, blocks = parse(without_site_syntax(decode(data)))
        except (UnicodeDecodeError, BeyondLimitError):
            continue
        for found in _of_blocks(blocks, file):
            if best is None or found.rank < best.rank:
                best = found
        if best is not None and best.rank == 0:
            break
    return best


def _of_blocks(blocks: Iterable[Block], file: str) -> Iterator[Nearest]:
    for block in blocks:
        place = Place(file, block.line)
        match block:
            case Code(info=info, text=text):
                shown = next((one for one in samples_of(text, info, place) if one.method), None)
                if shown is not None:
                    line = f"{shown.method} {shown.target}"
                    yield Nearest("a request in a sample", _quoted(line), shown.place, 0)
                else:
                    yield from _unknown_method(text.split("\n", 1)[0], place)
            case Table(head=head, rows=rows):
                columns = {column_of(cell) for cell in head}
                if columns & {"method", "path", "request"} and rows:
                    yield Nearest("a table with a column of methods or paths", _quoted(" | ".join(head)), place, 1)
            case Html(text=text):
                yield from _component(text, place)
            case Heading(text=text) | Paragraph(text=text):
                yield from _unknown_method(text, place)
                yield from _component(text, place)
                if _METHOD.search(text[:200]):
                    yield Nearest("text with a method", _quoted(text), place, 4)
            case Bullets(items=items):
                for item in items:
                    yield from _of_blocks(item.blocks, file)
            case Quote(blocks=inner):
                yield from _of_blocks(inner, file)


def _unknown_method(text: str, place: Place) -> Iterator[Nearest]:
    found = _UNKNOWN_METHOD.match(text[:300])
    if found and found[1] not in METHODS:
        yield Nearest("a path after a word that is not a method", _quoted(text), place, 2)


def _component(text: str, place: Place) -> Iterator[Nearest]:
    if not text.lstrip().startswith("<"):
        return
    for name, attributes in elements(text):
        if any(value.strip().upper() in METHODS for value in attributes.values()):
            yield Nearest("a component with a method and no path", _quoted(f"<{name} …>"), place, 3)


def _quoted(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= _LONGEST_QUOTE else shown[: _LONGEST_QUOTE - 1] + "…"

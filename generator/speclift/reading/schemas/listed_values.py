"""Values that a page lists for fields that a heading names in brackets: `Order side (side)` above `BUY` and `SELL`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from speclift.model.facts import TypeFacts
from speclift.reading.fields.columns import columns_of
from speclift.reading.markdown.blocks import Block, Bullets, Paragraph, Table
from speclift.reading.markdown.claims import Claims
from speclift.reading.markdown.places import PlaceOf
from speclift.reading.markdown.roles import plain
from speclift.reading.markdown.sections import Section

_NAMED = re.compile(r"[A-Za-z][\w /-]{1,80}\(([a-z]\w{0,60}(?:(?:,| or| and) [a-z]\w{0,60}){0,6})\)$")
_BETWEEN = re.compile(r"(?:,| or| and) ")
_VALUE = re.compile(r"[`*]{0,3}([A-Za-z0-9][\w.:/-]{0,60})[`*]{0,3}[ \t]{0,4}(?:$|[-–—:(])")
_FEWEST = 2
_LONGEST_TITLE = 200


def listed_values(page: Section, owned: set[int], place_of: PlaceOf, claims: Claims) -> tuple[TypeFacts, ...]:
    """The enumerations of fields outside of operations; `owned` has the `id()` of each section of an operation."""
    found: list[TypeFacts] = []
    for section in page.walk():
        if id(section) in owned:
            continue
        for names, block in _headed(section):
            values = _values(block)
            if len(values) >= _FEWEST:
                found += (TypeFacts(name, place_of(block.line), values=values) for name in names)
                claims.enter((section,))
                claims.take(section, block, "enumeration")
    return tuple(found)


def _headed(section: Section) -> Iterator[tuple[list[str], Block]]:
    """The blocks below a heading or a line that names fields in brackets, with their names."""
    names = _names(section.title)
    for block in section.blocks:
        if isinstance(block, Bullets | Table):
            if names:
                yield names, block
            names = []
        elif isinstance(block, Paragraph):
            names = _names(block.text) or names


def _names(title: str) -> list[str]:
    if not title.rstrip("*: ").endswith(")") or len(title) > _LONGEST_TITLE:
        return []
    named = _NAMED.match(plain(title))
    return _BETWEEN.split(named[1]) if named else []


def _values(block: Block) -> tuple[str, ...]:
    """The values that a list or the first column of a table has; none where one of them is not a value."""
    if isinstance(block, Bullets):
        firsts = [item.blocks[0] if item.blocks else None for item in block.items]
        texts = [first.text.split("\n")[0] if isinstance(first, Paragraph) else "" for first in firsts]
    else:
        is_of_fields = isinstance(block, Table) and "type" in columns_of(block.head).at
        texts = [row.cells[0] for row in block.rows] if isinstance(block, Table) and not is_of_fields else []
    values = [_VALUE.match(text.strip()) for text in texts]
    return tuple(dict.fromkeys(value[1] for value in values if value)) if all(values) else ()

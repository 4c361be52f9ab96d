"""Pages beside those of endpoints: navigation, and lists of the members of an enumeration."""

from __future__ import annotations

from speclift.dialect.forms import enumeration_form
from speclift.model.facts import Member, PageFacts, TypeFacts
from speclift.model.schema import Place
from speclift.read.prose import clean
from speclift.reading.blocks import Block, Heading, Paragraph, Table


def navigation_of(file: str, keys: dict[str, str], blocks: list[Block]) -> PageFacts | None:
    """What an index page says of its folder; None where that is nothing."""
    prose = next(
        (clean(b.text) for b in blocks if isinstance(b, Paragraph) and not b.text.startswith(("*", "-", "["))), ""
    )
    title = keys.get("title") or next((b.text for b in blocks if isinstance(b, Heading)), "")
    return PageFacts(file, title, prose) if title or prose else None


def enumeration_of(file: str, keys: dict[str, str], blocks: list[Block]) -> PageFacts | None:
    """What a page says that lists the members of an enumeration; None where it is no such page."""
    known = enumeration_form(keys.get("title", ""))
    if known is None:
        return None
    form, name = known
    for block in blocks:
        if isinstance(block, Table) and tuple(cell.lower() for cell in block.head) == form.enum_head:
            described = (b.text for b in blocks if isinstance(b, Paragraph) and b.line < block.line)
            members = tuple(
                Member(row.cells[0], row.cells[1], clean(row.cells[2]), row.line) for row in block.rows if row.cells[0]
            )
            values = tuple(dict.fromkeys(member.name for member in members))
            text = clean("\n\n".join(described))
            found = TypeFacts(name, Place(file, block.line), ("",), text, values=values, members=members)
            return PageFacts(file, types=(found,))
    return None

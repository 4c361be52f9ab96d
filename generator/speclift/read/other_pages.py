"""Pages beside those of endpoints: navigation, and lists of the members of an enumeration."""

from __future__ import annotations

from speclift.dialect.forms import ENUM_HEAD, ENUM_TITLE
from speclift.model.page import EnumPage, Member, NavigationPage
from speclift.read.markdown import Block, Heading, Prose, Table
from speclift.read.prose import clean


def navigation_of(file: str, keys: dict[str, str], blocks: list[Block]) -> NavigationPage | None:
    """What an index page says of its folder; None where that is nothing."""
    prose = next((clean(b.text) for b in blocks if isinstance(b, Prose) and not b.text.startswith(("*", "-", "["))), "")
    title = keys.get("title") or next((b.text for b in blocks if isinstance(b, Heading)), "")
    return NavigationPage(file, title, prose) if title or prose else None


def enumeration_of(file: str, keys: dict[str, str], blocks: list[Block]) -> EnumPage | None:
    """The enumeration whose members a page lists; None where it is no such page."""
    named = ENUM_TITLE.match(keys.get("title", ""))
    if not named:
        return None
    for block in blocks:
        if isinstance(block, Table) and tuple(cell.lower() for cell in block.head) == ENUM_HEAD:
            described = (b.text for b in blocks if isinstance(b, Prose) and b.line < block.line)
            members = tuple(
                Member(row.cells[0], row.cells[1], clean(row.cells[2]), row.line) for row in block.rows if row.cells[0]
            )
            return EnumPage(file, named[1], clean("\n\n".join(described)), members, block.line)
    return None

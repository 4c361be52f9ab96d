"""Pages that describe no operation: navigation, and lists of the members of an enumeration."""

from __future__ import annotations

from speclift.model.facts import Member, PageFacts, TypeFacts, is_index
from speclift.model.schema import Place
from speclift.reading.known_forms.forms import enumeration_form
from speclift.reading.known_forms.page_views import FormPage
from speclift.reading.markdown.blocks import Heading, Paragraph, Table
from speclift.reading.markdown.prose import clean


def navigation_of(page: FormPage) -> PageFacts | None:
    """What an index page says about its folder; None if it says nothing, and for other pages."""
    if not is_index(page.file):
        return None
    texts = (block.text for block in page.blocks if isinstance(block, Paragraph))
    prose = next((clean(text) for text in texts if not text.startswith(("*", "-", "["))), "")
    title = page.title or next((block.text for block in page.blocks if isinstance(block, Heading)), "")
    return PageFacts(page.file, title, prose) if title or prose else None


def enumeration_of(page: FormPage) -> PageFacts | None:
    """The enumeration whose members a page lists; None for other pages."""
    known = enumeration_form(page.title)
    if known is None:
        return None
    form, name = known
    for block in page.blocks:
        if isinstance(block, Table) and tuple(cell.lower() for cell in block.head) == form.enum_head:
            described = (b.text for b in page.blocks if isinstance(b, Paragraph) and b.line < block.line)
            members = tuple(
                Member(row.cells[0], row.cells[1], clean(row.cells[2]), row.line) for row in block.rows if row.cells[0]
            )
            values = tuple(dict.fromkeys(member.name for member in members))
            text = clean("\n\n".join(described))
            found = TypeFacts(name, Place(page.file, block.line), ("",), text, values=values, members=members)
            return PageFacts(page.file, types=(found,))
    return None

"""The body of errors that a page describes once for all operations, in a section such as *Errors* outside them."""

from __future__ import annotations

from collections.abc import Iterator

from speclift.model.facts import BodyFacts, Field, MessageSample
from speclift.reading.fields.lists import fields_of_list, is_field_list
from speclift.reading.fields.tables import fields_of_table, is_field_table
from speclift.reading.markdown.blocks import Block, Bullets, Code, Paragraph, Table
from speclift.reading.markdown.claims import Claims
from speclift.reading.markdown.places import PlaceOf
from speclift.reading.markdown.sections import LABEL, Section
from speclift.reading.samples.languages import is_other_language
from speclift.reading.samples.messages import messages_in


def shared_error(page: Section, owned: set[int], place_of: PlaceOf, claims: Claims) -> BodyFacts | None:
    """The fields and samples of the first section about errors that has any; None where none has.

    `owned` are the sections of operations, by identity; the sections that are read here are added to it.
    """
    for section in page.walk():
        if section.role.kind != "errors" or section.level >= LABEL or id(section) in owned:
            continue
        fields: list[Field] = []
        samples: list[MessageSample] = []
        taken: list[tuple[Section, Block, str]] = []
        own = list(_own(section, owned))
        for below in own:
            for block in below.blocks:
                listed = _fields(block, place_of)
                shown = _samples(block, place_of) if not listed else ()
                fields += listed
                samples += shown
                if listed or shown:
                    taken.append((below, block, "field table" if listed else "sample"))
        if not taken:
            continue
        entered = [below for below in own if any(below is section for section, _, _ in taken)]
        claims.enter(entered)
        owned.update(map(id, entered))
        for below, block, reader in taken:
            claims.take(below, block, reader)
        for below in entered:
            for block in below.blocks:
                if isinstance(block, Paragraph):
                    claims.take(below, block, "description")
                else:
                    claims.miss(below, block, is_narrative=True)
        return BodyFacts(place_of(taken[0][1].line), fields=tuple(fields), samples=tuple(samples))
    return None


def _own(section: Section, owned: set[int]) -> Iterator[Section]:
    """A section and those below it that name nothing themselves; sections that do may be about types of errors."""
    yield section
    for child in section.children:
        if child.role.kind != "name" and id(child) not in owned:
            yield from _own(child, owned)


def _fields(block: Block, place_of: PlaceOf) -> tuple[Field, ...]:
    if isinstance(block, Table) and is_field_table(block, is_expected=False):
        return fields_of_table(block, place_of)
    if isinstance(block, Bullets) and is_field_list(block, is_expected=False):
        return fields_of_list(block, place_of)
    return ()


def _samples(block: Block, place_of: PlaceOf) -> tuple[MessageSample, ...]:
    """The JSON objects that a code block shows as bodies of responses."""
    if not isinstance(block, Code) or is_other_language(block.info, block.text):
        return ()
    found = messages_in(block.text, block.info, place_of(block.line))
    return tuple(sample for sample in found if sample.json.startswith("{") and not sample.method)

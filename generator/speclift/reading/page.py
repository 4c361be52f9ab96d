"""One page of any reference to what it states: the operations, types and enumerations on it."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

import msgspec

from speclift.model.facts import OperationFacts, PageFacts, TypeFacts
from speclift.model.finding import Finding
from speclift.read.front_matter import parse_front_matter
from speclift.read.include import IncludeReader
from speclift.read.prose import clean
from speclift.reading.access import security_of_page
from speclift.reading.addresses import servers_of_page
from speclift.reading.blocks import Block, Heading, Paragraph, parse
from speclift.reading.blueprint import read_blueprint
from speclift.reading.claims import Claims, unread_findings
from speclift.reading.components import without_components
from speclift.reading.definition_lists import with_definition_lists
from speclift.reading.front_matter_requests import stated_blocks
from speclift.reading.indented_blocks import without_indented_blocks
from speclift.reading.inline_samples import with_inline_samples
from speclift.reading.operation import collect
from speclift.reading.partials import Partials
from speclift.reading.places import PlaceOf
from speclift.reading.scopes import scopes_of
from speclift.reading.sections import Section, plain, sections_of
from speclift.reading.site_syntax import without_site_syntax
from speclift.reading.type_sections import types_of
from speclift.reading.vocabulary import Vocabulary


def read_facts(file: str, text: str, include: IncludeReader, vocabulary: Vocabulary | None = None) -> PageFacts:
    """What a page states; `text` has `\\n` line ends, `file` is what places name.

    `vocabulary` are words of the reference beside those that every reader knows.

    Raises BeyondLimitError where the page has more of something than a limit allows.
    """
    return facts_of(file, sectioned(file, text, include, vocabulary))


class Sectioned(msgspec.Struct, frozen=True):
    """A page as a tree of sections, with the files that it includes in their places.

    `description` is the first paragraph, `findings` tell what could not be included.
    """

    root: Section
    title: str
    description: str
    place_of: PlaceOf
    findings: tuple[Finding, ...]


def sectioned(file: str, text: str, include: IncludeReader, vocabulary: Vocabulary | None) -> Sectioned:
    """The sections of a page, before any reader sees them; arguments and errors are those of `read_facts`."""
    front_matter, blocks = parse(without_site_syntax(without_components(without_indented_blocks(text))))
    partials = Partials(file, include, len(text))
    blocks = partials.expand(blocks, file)
    if vocabulary is not None:
        blocks = vocabulary.known(blocks)
    keys = parse_front_matter(front_matter)
    first = next((block.text for block in blocks if isinstance(block, Heading)), "")
    title = keys.get("title") or keys.get("page_title") or plain(first) or posixpath.basename(file).rpartition(".")[0]
    page = sections_of(with_inline_samples(with_definition_lists([*stated_blocks(keys), *blocks])), title)
    read_blueprint(page)
    return Sectioned(page, title, _introduction(blocks), partials.places.place_of, tuple(partials.findings))


def _introduction(blocks: Sequence[Block]) -> str:
    """The first paragraph above the second heading: what stands below is about something else than the page."""
    headings = 0
    for block in blocks:
        headings += isinstance(block, Heading)
        if headings > 1:
            return ""
        if isinstance(block, Paragraph):
            return clean(block.text)
    return ""


def facts_of(file: str, found: Sectioned) -> PageFacts:
    """What the sections of a page state."""
    page, title, place_of = found.root, found.title, found.place_of
    operations: list[OperationFacts] = []
    types: list[TypeFacts] = []
    claims = Claims(place_of)
    owned: set[int] = set()
    for scope in scopes_of(page):
        collected = collect(scope, place_of, title, _tag(scope.root, title), claims)
        operations += collected.operations
        types += collected.types
        if not scope.is_indexed:
            owned |= {id(piece.section) for piece in scope.pieces} | {id(scope.root)}
    more = types_of(page, place_of, owned, claims)
    covered = claims.covered(page)
    return PageFacts(
        file=file,
        title=plain(title),
        description=found.description,
        operations=tuple(operations),
        types=(*types, *more),
        servers=servers_of_page(page),
        security=security_of_page(page, owned, place_of),
        claimed=covered.claimed,
        unclaimed=covered.unclaimed,
        findings=(*found.findings, *unread_findings(covered.unclaimed)),
        blocks=covered.blocks,
        outside=covered.outside,
    )


def _tag(root: Section, title: str) -> str:
    """The heading that groups an operation with others: the one above its own."""
    parent = root.parent
    while parent is not None and parent.level and parent.role.kind != "name":
        parent = parent.parent
    if parent is not None and parent.level:
        return plain(parent.title)
    return plain(title) if root.level > 1 else ""

"""What one page of any reference states: the operations, types and enumerations on it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speclift.model.facts import OperationFacts, PageFacts, TypeFacts
from speclift.reading.files.includes import IncludeReader
from speclift.reading.markdown.claims import Claims, unread_findings
from speclift.reading.markdown.roles import plain
from speclift.reading.markdown.sections import Section
from speclift.reading.operations.access import security_of_page
from speclift.reading.operations.addresses import servers_of_page
from speclift.reading.operations.operation import collect
from speclift.reading.operations.query_lines import QueryLines
from speclift.reading.operations.shared_errors import shared_error
from speclift.reading.requests.scopes import scopes_of
from speclift.reading.samples.sample_ids import with_ids_of_page
from speclift.reading.schemas.listed_values import listed_values
from speclift.reading.schemas.type_sections import types_of
from speclift.reading.syntaxes.page_sections import Sectioned, sectioned

if TYPE_CHECKING:
    from speclift.reading.syntaxes.vocabulary import Vocabulary


def read_facts(file: str, text: str, include: IncludeReader, vocabulary: Vocabulary | None = None) -> PageFacts:
    """What a page states. `text` has `\\n` line ends, and `file` is the name that places give.

    `vocabulary` are words of the reference beyond those that every reader knows.

    Raises BeyondLimitError where the page has more of something than a limit allows.
    """
    return facts_of(file, sectioned(file, text, include, vocabulary))


def facts_of(file: str, found: Sectioned) -> PageFacts:
    """What the sections of a page state; `file` is its name."""
    page, title, place_of = found.root, found.title, found.place_of
    operations: list[OperationFacts] = []
    types: list[TypeFacts] = []
    claims = Claims(place_of)
    query_lines = QueryLines(page)
    owned: set[int] = set()
    for scope in scopes_of(page):
        collected = collect(scope, place_of, query_lines, title, _tag(scope.root, title), claims)
        operations += collected.operations
        types += collected.types
        if not scope.is_indexed:
            owned |= {id(piece.section) for piece in scope.pieces} | {id(scope.root)}
    error = shared_error(page, owned, place_of, claims)
    types += listed_values(page, owned, place_of, claims)
    more = types_of(page, place_of, owned, claims)
    covered = claims.covered(page)
    return PageFacts(
        file=file,
        title=plain(title),
        description=found.description,
        operations=with_ids_of_page(operations),
        types=(*types, *more),
        servers=servers_of_page(page),
        security=security_of_page(page, owned, place_of),
        claimed=covered.claimed,
        unclaimed=covered.unclaimed,
        findings=(*found.findings, *unread_findings(covered.unclaimed)),
        blocks=covered.blocks,
        outside=covered.outside,
        error=error,
    )


#: The first part of a path that is a name, after `/api` and versions.
_PART = re.compile(r"(?:/(?:api|rest|v\d[\w.-]{0,10})){0,4}/([A-Za-z][\w.-]*)(?=/|$)")


def _tag(root: Section, title: str) -> str:
    """The heading that groups an operation with others: the one above its own, or the first part of a path there."""
    parent = root.parent
    while parent is not None and parent.level and parent.role.kind != "name":
        parent = parent.parent
    if parent is not None and parent.level:
        name = plain(parent.title)
        part = _PART.match(name) if parent.level > 1 and " " not in name else None
        return part[1] if part else name
    return plain(title) if root.level > 1 else ""

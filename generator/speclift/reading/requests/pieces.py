"""The blocks that describe an operation, each with its role in the operation."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from speclift.reading.markdown.blocks import Block, Heading
from speclift.reading.markdown.roles import NAME, Role
from speclift.reading.markdown.sections import LABEL, Section
from speclift.reading.requests.headings import is_method_alone, path_section
from speclift.reading.schemas.type_sections import holds_types


class Piece(msgspec.Struct, frozen=True):
    """A block with its section, its index there (-1 for the heading), and the role of the section in the operation."""

    section: Section
    block: Block
    index: int
    role: Role
    is_sample: bool


def pieces_of(root: Section, owners: set[int], uneven: set[int]) -> list[Piece]:
    """The blocks of a section, with those above and after it that describe it too.

    `owners` are the sections that have requests of their own, `uneven` those with headings of several levels directly
    below them, both by identity.
    """
    return [*_shared(root, owners), *_pieces(root, owners, NAME, False), *_after(root, owners, uneven)]


def _shared(root: Section, owners: set[int]) -> Iterator[Piece]:
    """The blocks about parameters that a path has in common for all methods below its heading."""
    above = path_section(root) if is_method_alone(root) else None
    for child in above.children if above is not None else ():
        if child.role.kind == "fields" and child.role.side != "response" and id(child) not in owners:
            yield from _pieces(child, owners, child.role, False)


def _after(root: Section, owners: set[int], uneven: set[int]) -> Iterator[Piece]:
    """The blocks of later sections that are of a higher level than the operation and name nothing themselves: they
    describe all operations before them.
    """
    parent = root.parent
    if parent is None or id(parent) not in uneven or id(parent) in owners or not 0 < root.level < LABEL:
        return
    is_after = False
    for child in parent.children:
        is_after = is_after or child is root
        if is_after and child.level < root.level:
            if child.role.kind == "name":
                return
            yield from _pieces(child, owners, child.role, child.role.kind == "sample")


def _pieces(section: Section, owners: set[int], role: Role, is_sample: bool) -> Iterator[Piece]:
    """The blocks of a section and of those below it that describe no request of their own."""
    for index, block in enumerate(section.blocks):
        yield Piece(section, block, index, role, is_sample)
    context = role
    for child in section.children:
        if id(child) in owners or holds_types(child):
            continue
        own = _within(
            child.role,
            context if child.role.kind in ("fields", "sample") and child.role.location != "query" else role,
            role,
        )
        if child.role.kind in ("request", "response", "returns", "line") and not child.role.location:
            context = own
        if own.status:
            # The heading itself documents a status: `### 204 No content`.
            yield Piece(child, Heading(child.level, child.title, child.line), -1, own, is_sample)
        yield from _pieces(child, owners, own, is_sample or child.role.kind == "sample")


def _within(own: Role, before: Role, above: Role) -> Role:
    """The role of a section, completed from the section around it (`above`) and the last one that names a message
    (`before`).
    """
    side = own.side or above.side
    is_of_body = own.kind == "sample" and above.kind == "fields" and above.location in ("body", "form")
    if not side and (own.is_sent or is_of_body):
        side = "request"
    elif not side and own.location in ("", "header", "body") and own.kind in ("fields", "sample"):
        side = before.side if before.kind in ("request", "response", "returns") and own.location else side
    kind = own.kind
    return Role(
        kind,
        side,
        own.location or (above.location if kind == "name" or kind == above.kind == "sample" else ""),
        own.status or above.status,
        own.rest,
        own.is_sent,
    )

"""What one page of the reference says, before anything is concluded from it."""

from __future__ import annotations

import msgspec

from speclift.model.facts import PageFacts
from speclift.model.finding import Finding


class Row(msgspec.Struct, frozen=True, array_like=True):
    """A row of a parameter, property, header or status table: name, type as printed, description, line (1-based)."""

    name: str
    type: str
    description: str
    line: int


class Body(msgspec.Struct, frozen=True, array_like=True):
    """The request or response body section of a page.

    `kind` is the word behind the heading (`array`, `binary`, `string` or empty); `type` the printed name of the
    body's type; `rows` its property table.
    """

    name: str
    kind: str
    type: str
    description: str
    rows: tuple[Row, ...]
    line: int


class Sample(msgspec.Struct, frozen=True, array_like=True):
    """A sample HTTP message: start line, header fields and the raw body (empty where there is none)."""

    start: str
    headers: tuple[tuple[str, str], ...]
    body: str
    file: str
    line: int


class Note(msgspec.Struct, frozen=True, array_like=True):
    """A section that is not part of the form, such as a restriction: its heading and its text."""

    title: str
    text: str
    line: int


class OperationPage(msgspec.Struct, frozen=True, array_like=True):
    """An endpoint page: everything that it prints, sorted but not interpreted."""

    file: str
    dialect: str
    title: str
    operation_id: str
    method: str
    path: str
    line: int
    description: str
    path_parts: tuple[Row, ...]
    query: tuple[Row, ...]
    query_sample: str
    headers: tuple[Row, ...]
    request: Body | None
    response: Body | None
    statuses: tuple[Row, ...]
    notes: tuple[Note, ...]
    request_sample: Sample | None
    response_sample: Sample | None
    findings: tuple[Finding, ...]


class Member(msgspec.Struct, frozen=True, array_like=True):
    """A member of an enumeration: name, number as printed (may be empty), description, line."""

    name: str
    value: str
    description: str
    line: int


class EnumPage(msgspec.Struct, frozen=True, array_like=True):
    """A page that lists the members of an enumeration."""

    file: str
    name: str
    description: str
    members: tuple[Member, ...]
    line: int


class NavigationPage(msgspec.Struct, frozen=True, array_like=True):
    """An index page: the folder that it describes, its title and first paragraph."""

    file: str
    title: str
    description: str


class PageResult(msgspec.Struct, frozen=True, array_like=True):
    """What reading one file gave: at most one kind of page, and what was wrong with it.

    `facts` are what the readers of constructs found, on a page of any form; `is_deferred`: they have not looked, since
    pages of a known form may describe all that the page names.
    """

    operation: OperationPage | None = None
    enumeration: EnumPage | None = None
    navigation: NavigationPage | None = None
    findings: tuple[Finding, ...] = ()
    facts: PageFacts | None = None
    is_deferred: bool = False


class Reference(msgspec.Struct, frozen=True):
    """All pages of a reference, each kind in the order of the file names."""

    operations: tuple[OperationPage, ...]
    enumerations: tuple[EnumPage, ...]
    navigation: tuple[NavigationPage, ...]
    findings: tuple[Finding, ...]
    facts: tuple[PageFacts, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether no page describes an operation."""
        return not self.operations and not any(page.operations for page in self.facts)

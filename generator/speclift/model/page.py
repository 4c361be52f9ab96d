"""What a page of a known form prints of its one operation, before anything is concluded from it."""

from __future__ import annotations

import msgspec


class Row(msgspec.Struct, frozen=True, array_like=True):
    """A row of a parameter, property, header or status table: name, type as printed, description, line (1-based)."""

    name: str
    type: str
    description: str
    line: int


class BodySection(msgspec.Struct, frozen=True, array_like=True):
    """The request or response body section of a page.

    `kind` is the word after the heading (`array`, `binary`, `string` or empty); `type` the printed name of the
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
    form: str
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
    request: BodySection | None
    response: BodySection | None
    statuses: tuple[Row, ...]
    notes: tuple[Note, ...]
    request_sample: Sample | None
    response_sample: Sample | None

"""The page forms of the reference, told apart by what stands on the page.

Every form is read by the one tolerant reader in `read.page`; a form only says by what marks a page is known as
belonging to it.  To add a form, add a row; where it uses another heading for a section, add the heading to SECTIONS.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

import msgspec


class Dialect(msgspec.Struct, frozen=True):
    """A page form: the front matter key of the operation id and further keys that must be there."""

    name: str
    id_key: str
    other_keys: tuple[str, ...] = ()


DIALECTS = (
    Dialect("current", "uid", ("generated", "content_type")),
    Dialect("2023", "uid"),
    Dialect("2022", "id"),
)

Section: TypeAlias = Literal[
    "query", "headers", "request", "response", "response-type", "request-sample", "response-sample", "path", "statuses"
]

#: Heading (or, in the oldest form, a paragraph of its own) to section; the groups are the words behind the colon.
SECTIONS: tuple[tuple[Section, re.Pattern[str]], ...] = (
    ("query", re.compile(r"query string parameters:?$", re.I)),
    ("headers", re.compile(r"request headers:?$", re.I)),
    ("request", re.compile(r"request body(?::\s*(\S*)(?:\s+(\S+))?)?$", re.I)),
    ("response-type", re.compile(r"response body:\s*(\S*)$", re.I)),
    ("response", re.compile(r"response(?::\s*(\S*))?$", re.I)),
    ("request-sample", re.compile(r"sample request:?$", re.I)),
    ("response-sample", re.compile(r"sample response:?$", re.I)),
)

#: First cells of a table's head to the section that the table belongs to.
TABLES: dict[tuple[str, ...], Section] = {
    ("path part",): "path",
    ("response", "description"): "statuses",
}

ENUM_TITLE = re.compile(r"Enum values for ([\w.-]{1,100})(?!\S)", re.A)
ENUM_HEAD = ("name", "value", "description")


#: How the titles of these forms start: a method, spelled as their site does (`DEL`), and the path.
OPERATION_TITLE = re.compile(r"(?:GET|PUT|POST|DEL|DELETE|PATCH|MERGE|HEAD|OPTIONS|TRACE)\s+\S")


def dialect_of(front_matter: dict[str, str]) -> Dialect | None:
    """The form of the page with this front matter, None where it has no operation id, or a title of something else."""
    title = front_matter.get("title", "")
    if title and not OPERATION_TITLE.match(title):
        return None
    for dialect in DIALECTS:
        if dialect.id_key in front_matter and all(key in front_matter for key in dialect.other_keys):
            return dialect
    return None

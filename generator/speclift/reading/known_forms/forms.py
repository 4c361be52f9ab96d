"""The page forms that are known by name: how their pages are recognised, and what their headings, tables and words
mean.

A form is data: `reading.page` reads each page by the record of its form, and later stages are given its `Wording`.
To add a form, add a record to `FORMS`; make one that differs little from another form by replacing some of its fields.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

import msgspec

from speclift.model.schema import Scalar
from speclift.model.wording import NO_WORDING, Wording

Section: TypeAlias = Literal[
    "query", "headers", "request", "response", "response-type", "request-sample", "response-sample", "path", "statuses"
]


class PageForm(msgspec.Struct, frozen=True, eq=False):
    """A form in which each page describes one operation.

    A page has the form if its front matter has `id_key` (its value is the operation id) and all `other_keys`, and if
    its title matches `title` or it has none.

    `sections` are patterns of headings; their groups match the words after those that name the section.  A paragraph
    that starts with `paragraph` may act as a heading of `paragraph_section`.  `tables` maps the first cells of a
    table's head to the section that the table belongs to, wherever it is.  A table is read only if `rows` has the first
    cell of its head.  A heading that contains `note_mark` is a note: label, mark, text.

    A page that lists the members of an enumeration has a title that matches `enum_title`, whose group is the name, and
    a table with the head `enum_head`.
    """

    name: str
    id_key: str
    other_keys: tuple[str, ...] = ()
    title: re.Pattern[str] = re.compile("")
    sections: tuple[tuple[Section, re.Pattern[str]], ...] = ()
    paragraph: str = ""
    paragraph_section: Section = "response-type"
    tables: dict[tuple[str, ...], Section] = {}
    rows: frozenset[str] = frozenset()
    note_mark: str = ""
    enum_title: re.Pattern[str] | None = None
    enum_head: tuple[str, ...] = ()
    wording: Wording = NO_WORDING


_WORDING = Wording(
    types={
        "string": Scalar("string"),
        "int32": Scalar("integer", "int32"),
        "int64": Scalar("integer", "int64"),
        "bool": Scalar("boolean"),
        "double": Scalar("number", "double"),
        "float": Scalar("number", "float"),
        "decimal": Scalar("number", "double"),
        "date-time": Scalar("string", "date-time"),
        "date": Scalar("string", "date"),
        "byte": Scalar("string", "byte"),
        "binary": Scalar("string", "binary"),
        "uuid": Scalar("string", "uuid"),
    },
    # The heads of request tables are in title case.
    coarse_types={
        "String": Scalar("string"),
        "Integer": Scalar("integer", "int32"),
        "Boolean": Scalar("boolean"),
        "Number": Scalar("number", "double"),
        "integer": Scalar("integer", "int32"),
        "boolean": Scalar("boolean"),
        "number": Scalar("number", "double"),
    },
    lists=frozenset({"array", "Array"}),
    objects=frozenset({"object", "Object"}),
    any_object="Object",
    no_types=frozenset({"request", "value"}),
    members=re.compile(r"enum:\s*(.*)", re.I | re.S),
    told=re.compile(r"Carrier object for ([A-Za-z_]\w*)"),
    schemes=re.compile(r"'(\w{1,100})'"),
    required=re.compile(r" ?\*\*Required\*\* ?", re.I),
    credentials={"x-xsrf-token": "xsrf=header:X-XSRF-TOKEN"},
    arguments="request",
    restriction=re.compile(r"\brestricted\b", re.I),
    version="v0123456789",
)

#: The form of SuperOffice's pages since 2025.
_CURRENT = PageForm(
    "current",
    id_key="uid",
    other_keys=("generated", "content_type"),
    # That site writes DELETE as `DEL` in titles.
    title=re.compile(r"(?:GET|PUT|POST|DEL|DELETE|PATCH|MERGE|HEAD|OPTIONS|TRACE)\s+\S"),
    sections=(
        ("query", re.compile(r"query string parameters:?$", re.I)),
        ("headers", re.compile(r"request headers:?$", re.I)),
        ("request", re.compile(r"request body(?::\s*(\S*)(?:\s+(\S+))?)?$", re.I)),
        ("response-type", re.compile(r"response body:\s*(\S*)$", re.I)),
        ("response", re.compile(r"response(?::\s*(\S*))?$", re.I)),
        ("request-sample", re.compile(r"sample request:?$", re.I)),
        ("response-sample", re.compile(r"sample response:?$", re.I)),
    ),
    # The newer forms have a heading here, the oldest a paragraph.
    paragraph="Response body",
    tables={("path part",): "path", ("response", "description"): "statuses"},
    rows=frozenset({"path part", "response", "parameter name", "property name"}),
    note_mark="##",
    enum_title=re.compile(r"Enum values for ([\w.-]{1,100})(?!\S)", re.A),
    enum_head=("name", "value", "description"),
    wording=_WORDING,
)

#: All forms, the ones with the most keys first.
FORMS = (
    _CURRENT,
    msgspec.structs.replace(_CURRENT, name="2023", other_keys=()),
    msgspec.structs.replace(_CURRENT, name="2022", id_key="id", other_keys=()),
)

#: The words that the tag of a group of operations may add to the name of its entity (`Batch_Agent` beside `Batch`).
SERVICE_WORDS = ("agent",)


def form_of(front_matter: dict[str, str]) -> PageForm | None:
    """The form of a page with this front matter; None where that has no operation id, or a title of another kind."""
    title = front_matter.get("title", "")
    for form in FORMS:
        has_keys = form.id_key in front_matter and all(key in front_matter for key in form.other_keys)
        if has_keys and (not title or form.title.match(title)):
            return form
    return None


def enumeration_form(title: str) -> tuple[PageForm, str] | None:
    """The form of a page that lists the members of an enumeration, and the enumeration's name; None for other pages."""
    for form in FORMS:
        found = form.enum_title.match(title) if form.enum_title else None
        if found:
            return form, found[1]
    return None


def wording_of(names: set[str]) -> Wording:
    """The wording of the first known form among these names; a neutral wording where there is none."""
    return next((form.wording for form in FORMS if form.name in names), NO_WORDING)

"""Make parameters from parameter tables, and media types and security schemes from header rows."""

from __future__ import annotations

import functools
import re
from urllib.parse import parse_qsl

from speclift.model.operation import Parameter
from speclift.model.page import OperationPage, Row
from speclift.model.path_templates import PLACEHOLDER
from speclift.model.schema import ArrayOf, Fact, Place, Scalar, Schema
from speclift.model.wording import Wording
from speclift.reading.markdown.prose import clean

_MEDIA_TYPE = re.compile(r"`([\w.+-]+/[\w.+*-]+)`")

#: Headers that are not parameters in OpenAPI (3.1.1, 4.8.12).
ACCEPT, CONTENT_TYPE, AUTHORIZATION = "accept", "content-type", "authorization"
NO_PARAMETERS = frozenset({ACCEPT, CONTENT_TYPE, AUTHORIZATION})


def parameters_of(page: OperationPage, wording: Wording) -> tuple[Parameter, ...]:
    """Path, query and header parameters; every part of the path has one, documented or not."""
    found: list[Parameter] = []
    rows = {row.name.lower(): row for row in page.path_parts}
    for part in dict.fromkeys(PLACEHOLDER.findall(page.path)):
        row = rows.get(part.lower()) or Row(part, "string", "", page.line)
        found.append(_parameter(page, wording, row, "path", part))
    examples = _query_examples(page.query_sample)
    names = {p.name for p in found}
    for row in page.query:
        if row.name not in names:
            found.append(_parameter(page, wording, row, "query", row.name, examples.get(row.name, "")))
    for row in page.headers:
        name = row.name.lower()
        if name not in NO_PARAMETERS and name not in wording.credentials:
            found.append(_parameter(page, wording, row, "header", row.name))
    return tuple({_identity(item): item for item in reversed(found)}.values())[::-1]


def _identity(item: Parameter) -> tuple[str, str]:
    """The identity of a parameter of an operation; names of headers ignore case (RFC 9110, section 5.1)."""
    return item.location, item.name.lower() if item.location == "header" else item.name


@functools.lru_cache(maxsize=1024)
def parameter_schema(printed: str, wording: Wording) -> Schema:
    """The schema of a printed parameter type: a scalar, listed members, or a list."""
    members = wording.members.match(printed) if wording.members else None
    if members:
        values = tuple(dict.fromkeys(value.strip() for value in members[1].split(",") if value.strip()))
        return Scalar("string", values=values)
    if printed in wording.lists:
        return ArrayOf(Scalar("string"))
    return wording.scalar(printed) or Scalar("string")


def media_types(row: Row | None) -> tuple[str, ...]:
    """The media types that a header row lists in code spans."""
    return _media_types(row.description) if row else ()


@functools.lru_cache(maxsize=256)
def _media_types(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_MEDIA_TYPE.findall(text)))


def header(page: OperationPage, name: str) -> Row | None:
    """The header row of this name, whatever its case (RFC 9110, section 5.1)."""
    return next((row for row in page.headers if row.name.lower() == name), None)


def security_of(page: OperationPage, wording: Wording) -> tuple[str, ...]:
    """The security schemes that the Authorization row names, and those of other headers that are credentials."""
    row = header(page, AUTHORIZATION)
    schemes = wording.schemes.findall(row.description) if row and wording.schemes else ()
    return (*schemes, *(scheme for name, scheme in wording.credentials.items() if header(page, name)))


def _parameter(
    page: OperationPage, wording: Wording, row: Row, location: str, name: str, example: str = ""
) -> Parameter:
    place = Place(page.file, row.line)
    printed = row.type or "no type"
    description, is_required = _described(row.description, wording)
    return Parameter(
        name=name,
        location=location,
        schema=parameter_schema(row.type, wording),
        description=description,
        is_required=location == "path" or is_required,
        place=place,
        example=example,
        facts=(Fact(f"{location} parameter, {printed}", "parameter-table", (place,)),),
    )


@functools.lru_cache(maxsize=65536)
def _described(text: str, wording: Wording) -> tuple[str, bool]:
    """A description without the mark of a required parameter, and whether it had one."""
    unmarked, marks = wording.required.subn(" ", text) if wording.required else (text, 0)
    return clean(unmarked), marks > 0


def _query_examples(sample: str) -> dict[str, str]:
    """The value of each query parameter in the sample request lines."""
    found: dict[str, str] = {}
    for line in sample.splitlines():
        _, _, query = line.partition("?")
        for name, value in parse_qsl(query.strip()):
            found.setdefault(name, value)
    return found

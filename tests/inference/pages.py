"""Small pages for the inference tests, written as markdown and read like any other page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from speclift.inference.known_forms.api import resolve
from speclift.model.facts import PageFacts
from speclift.model.operation import Api
from speclift.model.reference import Reference
from speclift.model.schema import Component, Property
from speclift.reading.known_forms.forms import wording_of
from speclift.reading.page import read_page
from speclift.settings import Settings

Rows = Sequence[tuple[str, str, str]]


class OtherPageError(Exception):
    """The texts of an operation made its page one of another kind."""


def operation(
    name: str,
    *,
    method: str = "POST",
    path: str = "",
    title: str = "",
    intro: str = "",
    query: Rows = (),
    parts: Rows = (),
    request_name: str = "request",
    request: Rows = (),
    asked: Any = None,
    kind: str = "",
    response: Rows = (),
    body: str = "",
    answered: Any = None,
    told: str = "",
    status: str = "200",
    shown_status: str = "",
) -> PageFacts:
    """The page of an operation.

    `request` and `response` are property tables. `asked` and `answered` are the bodies of the sample request and the
    sample response. `told` is the text below the heading of the response.
    """
    path = path or f"/api/v1/Agents/{name}"
    text = f"---\ntitle: {title or f'{method} {path}'}\nuid: v1Test_{name}\n---\n\n"
    text += f"```http\n{method} {path}\n```\n\n{intro}\n\n"
    text += _table(("Path Part", "Type", "Description"), parts)
    if query:
        text += "## Query String Parameters\n\n" + _table(("Parameter Name", "Type", "Description"), query)
    if request or asked is not None:
        text += f"## Request Body: {request_name}\n\n" + _table(("Property Name", "Type", "Description"), request)
    text += f"## Response:{kind}\n\n{told}\n\n| Response | Description |\n|---|---|\n| {status} | Fine. |\n\n"
    if body or response:
        text += f"### Response body: {body or kind}\n\n" + _table(("Property Name", "Type", "Description"), response)
    text += "## Sample request\n\n" + _message("http!", f"{method} {path}", asked)
    text += "## Sample response\n\n" + _message("http_", f"HTTP/1.1 {shown_status or status} Fine", answered)
    page = read_page(f"agent/Test_Agent/{name}.md", text.encode(), lambda _: None)
    if page.printed is None:
        raise OtherPageError(text)
    return page


def enumeration(name: str, members: Sequence[str]) -> PageFacts:
    """The page of an enumeration whose members count from 0."""
    lines = [(member, str(number), f"Member {number}") for number, member in enumerate(members)]
    text = f"---\ntitle: Enum values for {name}\n---\n\n# {name} Enum\n\n"
    text += _table(("Name", "Value", "Description"), lines)
    page = read_page(f"enums/{name.lower()}.md", text.encode(), lambda _: None)
    assert page.enumeration is not None
    return page


def recovered(*pages: PageFacts, enums: Sequence[PageFacts] = (), settings: Settings | None = None) -> Api:
    """The API that is recovered from these pages."""
    return resolve(reference_of(*pages, *enums), settings or Settings())


def reference_of(*pages: PageFacts) -> Reference:
    """The reference of these pages."""
    return Reference(pages, wording_of({page.printed.form for page in pages if page.printed}))


def component(api: Api, name: str) -> Component:
    """The component of this name."""
    found = {item.name: item for item in api.components}
    assert name in found, sorted(found)
    return found[name]


def prop(api: Api, name: str) -> Property:
    """The property with this name, given as `Type.Property`."""
    owner, _, key = name.partition(".")
    return {item.name: item for item in component(api, owner).properties}[key]


def codes(api: Api) -> list[str]:
    """The codes of all findings."""
    return [finding.code for finding in api.findings]


def rows(**types: str) -> Rows:
    """A table without descriptions."""
    return [(name, kind, "") for name, kind in types.items()]


def _table(head: Sequence[str], lines: Rows) -> str:
    if not lines:
        return ""
    body = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    return f"| {' | '.join(head)} |\n|{'---|' * len(head)}\n{body}\n"


def _message(info: str, start: str, value: Mapping[str, Any] | Any) -> str:
    body = "" if value is None else json.dumps(value, indent=2)
    return f"```{info}\n{start}\nContent-Type: application/json\n\n{body}\n```\n\n"

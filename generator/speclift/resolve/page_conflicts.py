"""Where a page contradicts itself: title, path, statuses and body sections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from speclift.evidence.objects import Observations
from speclift.model.finding import Finding
from speclift.model.page import OperationPage
from speclift.model.paths import PLACEHOLDER
from speclift.model.schema import ArrayOf, Ref
from speclift.model.wording import Wording
from speclift.read.http_message import status_of
from speclift.resolve.bodies import Bodies, ResolvedBody


def page_conflicts(
    pages: Sequence[OperationPage], seen: Observations, bodies: Sequence[Bodies], wording: Wording
) -> Iterator[Finding]:
    """The findings of every page, in the order of the pages."""
    for index, page in enumerate(pages):
        yield from _title(page)
        yield from _path_parts(page)
        yield from _statuses(page, wording)
        yield from _body_name(page, bodies[index].response, wording)
        yield from _unlisted(index, page, seen)


def _title(page: OperationPage) -> Iterator[Finding]:
    """The title is `METHOD path`, the path without the part that all operations share."""
    method, _, path = page.title.partition(" ")
    path = path.strip().split("?")[0]
    if path and method.isupper() and not f"{page.path}/".endswith(f"/{path.strip('/')}/"):
        message = f"The title says {method} {path}, the http block {page.method} {page.path}; the block was taken."
        yield Finding("SL201", page.file, page.line, message)


def _path_parts(page: OperationPage) -> Iterator[Finding]:
    parts = PLACEHOLDER.findall(page.path)
    named = {part.lower() for part in parts}
    described = {row.name.lower() for row in page.path_parts}
    for part in parts:
        if part.lower() not in described:
            message = f"The path part {part!r} is not described; it was taken for a required string."
            yield Finding("SL204", page.file, page.line, message)
    for row in page.path_parts:
        if row.name.lower() not in named:
            message = f"The table describes a path part {row.name!r} that the path does not have; it was left out."
            yield Finding("SL204", page.file, row.line, message)


def _statuses(page: OperationPage, wording: Wording) -> Iterator[Finding]:
    shown = status_of(page.response_sample)
    documented = {row.name for row in page.statuses}
    if shown and documented and shown not in documented and page.response_sample:
        sample = page.response_sample
        message = f"The sample answers {shown}; the page documents {', '.join(sorted(documented))}."
        yield Finding("SL210", sample.file, sample.line, message)
    no_content = shown == "204" or (
        documented and not documented & {"200", "201", "202", "203"} and "204" in documented
    )
    if no_content and page.response and wording.is_type_name(page.response.type):
        message = f"The operation answers 204 No Content and names a response body {page.response.type}; there is none."
        yield Finding("SL205", page.file, page.response.line, message)


def _body_name(page: OperationPage, answer: ResolvedBody | None, wording: Wording) -> Iterator[Finding]:
    if (
        answer is None
        or page.response is None
        or not page.response.rows
        or not wording.is_type_name(page.response.type)
    ):
        return
    item = answer.schema.items if isinstance(answer.schema, ArrayOf) else answer.schema
    if isinstance(item, Ref) and item.name != page.response.type:
        message = f"The response body is called {page.response.type}; by its properties it is {item.name}."
        yield Finding("SL206", page.file, page.response.line, message, item.name)


def _unlisted(index: int, page: OperationPage, seen: Observations) -> Iterator[Finding]:
    for side in ("request", "response"):
        body = seen.bodies.get((index, side))
        if body is None or not body.section.rows or body.sample is None:
            continue
        listed = {row.name for row in body.section.rows}
        for root in body.roots[:1]:
            extra = [key for key in seen.objects[root].value if key not in listed]
            if extra:
                message = f"The sample has {', '.join(extra)}, which the table of the {side} body does not list."
                yield Finding("SL209", body.sample.file, body.sample.line, message)

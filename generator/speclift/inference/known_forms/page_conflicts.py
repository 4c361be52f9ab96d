"""Where a page contradicts itself: title, path, statuses and body sections."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from speclift.inference.known_forms.bodies import Bodies, ResolvedBody
from speclift.inference.known_forms.objects import Observations
from speclift.model.finding import Finding, Mend
from speclift.model.page import OperationPage
from speclift.model.path_templates import PLACEHOLDER
from speclift.model.schema import ArrayOf, Ref
from speclift.model.statuses import is_code, reason_of
from speclift.model.wording import Wording
from speclift.reading.known_forms.http_messages import status_of


def page_conflicts(
    pages: Sequence[OperationPage], seen: Observations, bodies: Sequence[Bodies], wording: Wording
) -> Iterator[Finding]:
    """The findings of every page, in the order of the pages."""
    shared = _shared_path(pages)
    #: How often a body of a type has each name.
    called = Counter(
        (_item_name(found.response), page.response.type)
        for page, found in zip(pages, bodies, strict=True)
        if page.response
    )
    for index, page in enumerate(pages):
        yield from _title(page, shared)
        yield from _path_parts(page)
        yield from _statuses(page, wording)
        yield from _body_name(page, bodies[index].response, wording, called)
        yield from _unlisted(index, page, seen)


def _shared_path(pages: Sequence[OperationPage]) -> str:
    """The start of paths that titles leave out, as most pages do whose title and path agree."""
    counts: Counter[str] = Counter()
    for page in pages:
        path = _titled(page)[1]
        if path and page.path.endswith(path):
            counts[page.path.removesuffix(path)] += 1
    return counts.most_common(1)[0][0] if counts else ""


def _titled(page: OperationPage) -> tuple[str, str]:
    """Method and path of a title."""
    method, _, path = page.title.partition(" ")
    return method, path.strip().split("?")[0]


def _title(page: OperationPage, shared: str) -> Iterator[Finding]:
    """The title is `METHOD path`, the path without the part that all operations share."""
    method, path = _titled(page)
    if path and method.isupper() and not f"{page.path}/".endswith(f"/{path.strip('/')}/"):
        message = f"The title says {method} {path}, the http block {page.method} {page.path}; the block was used."
        mend = None
        if _shows_block(page) and page.path.startswith(shared):
            mend = Mend(page.file, page.line, page.title, f"{page.method} {page.path.removeprefix(shared)}")
        yield Finding("SL201", page.file, page.line, message, mend=mend)


def _shows_block(page: OperationPage) -> bool:
    """Whether the sample agrees with the http block, so that only the title differs."""
    if page.request_sample is None:
        return False
    method, _, rest = page.request_sample.start.partition(" ")
    target = re.split("[?# ]", rest.strip(), maxsplit=1)[0]
    wanted, shown = page.path.strip("/").split("/"), target.strip("/").split("/")
    pairs = zip(reversed(wanted), reversed(shown), strict=False)
    is_there = len(shown) >= len(wanted) and all("{" in part or part.lower() == other.lower() for part, other in pairs)
    return method == page.method and is_there


def _path_parts(page: OperationPage) -> Iterator[Finding]:
    parts = PLACEHOLDER.findall(page.path)
    named = {part.lower() for part in parts}
    described = {row.name.lower() for row in page.path_parts}
    missed = [part for part in parts if part.lower() not in described]
    strange = [row for row in page.path_parts if row.name.lower() not in named]
    for part in parts:
        if part.lower() not in described:
            message = f"The path part {part!r} is not described; it was read as a required string."
            yield Finding("SL204", page.file, page.line, message)
    for row in strange:
        message = f"The table describes a path part {row.name!r} that the path does not have; it was left out."
        # One missing part and one unknown part are the same one.
        is_alone = len(missed) == len(strange) == 1
        mend = Mend(page.file, row.line, row.name, missed[0]) if is_alone else None
        yield Finding("SL204", page.file, row.line, message, mend=mend)


def _statuses(page: OperationPage, wording: Wording) -> Iterator[Finding]:
    shown = status_of(page.response_sample)
    documented = {row.name for row in page.statuses}
    if shown and documented and shown not in documented and page.response_sample:
        sample = page.response_sample
        message = f"The sample shows status {shown}; the page documents {', '.join(sorted(documented))}."
        yield Finding("SL210", sample.file, sample.line, message, mend=_row_of_status(page, shown, documented))
    no_content = shown == "204" or (
        documented and not documented & {"200", "201", "202", "203"} and "204" in documented
    )
    if no_content and page.response and wording.is_type_name(page.response.type):
        message = f"The operation returns 204 No Content, but the page names a response body {page.response.type}."
        # Statuses and sample agree, and the page only names the body.
        is_alone = shown == "204" and documented == {"204"} and not page.response.rows and _is_bodiless(page)
        mend = Mend(page.file, page.response.line, page.response.type) if is_alone else None
        yield Finding("SL205", page.file, page.response.line, message, mend=mend)


def _is_bodiless(page: OperationPage) -> bool:
    return page.response_sample is not None and not page.response_sample.body.strip()


def _row_of_status(page: OperationPage, shown: str, documented: set[str]) -> Mend | None:
    """The mend that adds a row for the status of the sample; None where a documented status may be meant by it."""
    known = [row.name for row in page.statuses]
    if not is_code(shown) or (shown.startswith("2") and any(name[:1] in "2d" for name in documented)):
        return None
    return Mend(page.file, page.statuses[-1].line, known[-1], adds=(shown, reason_of(shown)))


def _body_name(
    page: OperationPage, resolved: ResolvedBody | None, wording: Wording, called: Counter[tuple[str, str]]
) -> Iterator[Finding]:
    if (
        resolved is None
        or page.response is None
        or not page.response.rows
        or not wording.is_type_name(page.response.type)
    ):
        return
    name, printed = _item_name(resolved), page.response.type
    if name and name != printed:
        message = f"The response body is called {printed}; its properties are those of {name}."
        mend = Mend(page.file, page.response.line, printed, name)
        is_alone = called[name, printed] < called[name, name]
        yield Finding("SL206", page.file, page.response.line, message, name, mend if is_alone else None)


def _item_name(resolved: ResolvedBody | None) -> str:
    """The name of the component that a body is, or that its items are; empty where it is another schema."""
    schema = resolved.schema if resolved else None
    item = schema.items if isinstance(schema, ArrayOf) else schema
    return item.name if isinstance(item, Ref) else ""


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

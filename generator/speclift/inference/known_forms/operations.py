"""Make an operation from one page and its resolved bodies."""

from __future__ import annotations

import posixpath

from speclift.inference.known_forms.bodies import Bodies, ResolvedBody, content_status
from speclift.inference.known_forms.parameters import ACCEPT, CONTENT_TYPE, header, media_types, parameters_of
from speclift.inference.known_forms.words import is_deprecated, split_words
from speclift.model.operation import Content, Operation, Response
from speclift.model.page import BodySection, OperationPage, Sample
from speclift.model.schema import Fact, Place
from speclift.model.statuses import reason_of
from speclift.model.text import first_sentence, is_media_type
from speclift.model.wording import Wording
from speclift.reading.known_forms.http_messages import sample_media_types, status_of
from speclift.reading.markdown.prose import clean

JSON = "application/json"


def build_operation(page: OperationPage, tag: str, bodies: Bodies, wording: Wording, *, json_only: bool) -> Operation:
    """The operation of a page, with its resolved bodies."""
    description = clean(page.description)
    restricting = [note for note in page.notes if wording.restriction and wording.restriction.search(note.title)]
    restriction = "\n\n".join(note.text for note in restricting)
    others = [f"**{note.title}:** {note.text}" for note in page.notes if note not in restricting]
    return Operation(
        operation_id=page.operation_id,
        method=page.method.lower(),
        path=page.path,
        tag=tag,
        summary=first_sentence(description) or page.title,
        description="\n\n".join(filter(None, [description, *others])),
        parameters=parameters_of(page, wording),
        request=_request(page, bodies.request, json_only),
        responses=_responses(page, bodies.response, json_only),
        is_deprecated=is_deprecated(description) or is_deprecated(page.title),
        restriction=restriction,
        place=Place(page.file, page.line),
        is_read_only=page.method == "POST" and reads_only(wording.action_of(page.operation_id)),
    )


#: The first words of the names of operations that only look something up.
READING = frozenset({"get", "find", "search", "list", "query", "read", "count", "is", "has", "can", "exists"})


def reads_only(action: str) -> bool:
    """Rule `reading-verb`: the first verb in an operation's name decides, as in `GetShelf`."""
    words = split_words(action)
    return bool(words) and words[0].lower() in READING


def tag_of(page: OperationPage, wording: Wording) -> str:
    """Rule `folder-is-tag`: the folder of a page is its tag; without a folder, the owner in the operation id is."""
    folder = posixpath.basename(posixpath.dirname(page.file))
    return folder or wording.owner_of(page.operation_id) or "default"


def _request(page: OperationPage, resolved: ResolvedBody | None, json_only: bool) -> Content | None:
    body = page.request
    if body is None or resolved is None:
        return None
    types = media_types(header(page, CONTENT_TYPE))
    if not types:
        types = _shown_types(page.request_sample)
        if page.method == "PATCH":
            types = tuple(dict.fromkeys((*types, "application/json-patch+json", "application/merge-patch+json")))
    return Content(
        media_types=_kept(types or (JSON,), json_only),
        schema=resolved.schema,
        description=clean(body.description),
        example=resolved.example,
        facts=(Fact(f"request body {body.name}", "request-section", (Place(page.file, body.line),)),),
    )


def _responses(page: OperationPage, resolved: ResolvedBody | None, json_only: bool) -> tuple[Response, ...]:
    content = _response_content(page, page.response, resolved, json_only) if page.response and resolved else None
    if not page.statuses:
        return (Response(status_of(page.response_sample) or "200", "OK", content),)
    status = content_status(page)
    found = []
    for row in page.statuses:
        description = clean(row.description) or reason_of(row.name)
        found.append(Response(row.name, description, content if row.name == status else None))
    return tuple(found)


def _response_content(page: OperationPage, body: BodySection, resolved: ResolvedBody, json_only: bool) -> Content:
    types = media_types(header(page, ACCEPT)) or _shown_types(page.response_sample) or (JSON,)
    return Content(
        media_types=_kept(types, json_only),
        schema=resolved.schema,
        description=clean(body.description),
        example=resolved.example,
        facts=(
            Fact(
                f"response body {body.type or body.kind}".rstrip(), "response-section", (Place(page.file, body.line),)
            ),
        ),
    )


def _shown_types(sample: Sample | None) -> tuple[str, ...]:
    """The media type that a sample names, if it is written as one (RFC 9110, section 8.3.1)."""
    return tuple(name for name in sample_media_types(sample) if is_media_type(name))


def _kept(types: tuple[str, ...], json_only: bool) -> tuple[str, ...]:
    return (JSON,) if json_only and JSON in types else types

"""One page and its resolved bodies to an operation."""

from __future__ import annotations

import posixpath
import re

from speclift.evidence.words import split_words
from speclift.model.operation import Content, Operation, Response
from speclift.model.page import Body, OperationPage, Sample
from speclift.model.schema import Fact, Place
from speclift.read.http_message import sample_media_types, status_of
from speclift.read.prose import clean, first_sentence
from speclift.resolve.bodies import Bodies, ResolvedBody, answer_status
from speclift.resolve.parameters import ACCEPT, CONTENT_TYPE, header, media_types, parameters_of

_DEPRECATED = re.compile(r"^\W*(?:deprecated|obsolete)\b", re.I)
_RESTRICTED = re.compile(r"\brestricted\b", re.I)
JSON = "application/json"
_MEDIA_TYPE = re.compile(r"[\w.+!#$&^*-]+/[\w.+!#$&^*-]+")


def build_operation(page: OperationPage, tag: str, bodies: Bodies, *, json_only: bool) -> Operation:
    """The operation of a page, with its resolved bodies."""
    description = clean(page.description)
    restriction = "\n\n".join(note.text for note in page.notes if _RESTRICTED.search(note.title))
    others = [f"**{note.title}:** {note.text}" for note in page.notes if not _RESTRICTED.search(note.title)]
    return Operation(
        operation_id=page.operation_id,
        method=page.method.lower(),
        path=page.path,
        tag=tag,
        summary=first_sentence(description) or page.title,
        description="\n\n".join(filter(None, [description, *others])),
        parameters=parameters_of(page),
        request=_request(page, bodies.request, json_only),
        responses=_responses(page, bodies.response, json_only),
        is_deprecated=bool(_DEPRECATED.match(description) or _DEPRECATED.match(page.title)),
        restriction=restriction,
        place=Place(page.file, page.line),
        is_read_only=page.method == "POST" and reads_only(page.operation_id),
    )


#: The first words of operations that only look something up.
READING = frozenset({"get", "find", "search", "list", "query", "read", "count", "is", "has", "can", "exists"})


def reads_only(operation_id: str) -> bool:
    """Rule `reading-verb`: the verb that an operation's name starts with, `GetContact` behind its owner, tells."""
    words = split_words(operation_id.rpartition("_")[2])
    return bool(words) and words[0].lower() in READING


def tag_of(page: OperationPage) -> str:
    """Rule `folder-is-tag`: the folder that a page lies in groups it; without one the path's last fixed word does."""
    folder = posixpath.basename(posixpath.dirname(page.file))
    return folder or page.operation_id.rpartition("_")[0] or "default"


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
    content = _answer(page, page.response, resolved, json_only) if page.response and resolved else None
    if not page.statuses:
        return (Response(status_of(page.response_sample) or "200", "OK", content),)
    status = answer_status(page)
    found = []
    for row in page.statuses:
        description = clean(row.description) or _reason(row.name)
        found.append(Response(row.name, description, content if row.name == status else None))
    return tuple(found)


def _answer(page: OperationPage, body: Body, resolved: ResolvedBody, json_only: bool) -> Content:
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
    return tuple(name for name in sample_media_types(sample) if _MEDIA_TYPE.fullmatch(name))


def _kept(types: tuple[str, ...], json_only: bool) -> tuple[str, ...]:
    return (JSON,) if json_only and JSON in types else types


def _reason(status: str) -> str:
    from http import HTTPStatus

    try:
        return HTTPStatus(int(status)).phrase
    except ValueError:
        return status

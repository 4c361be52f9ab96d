"""A response as the messages that an ASGI server sends."""

from __future__ import annotations

import functools

from speclift.contract.json_bytes import json_bytes
from speclift.http import problems
from speclift.http.asgi import Message, Scope
from speclift.mock.problems import Problem
from speclift.mock.requests.parse import Fields
from speclift.mock.responses.headers import field_value
from speclift.mock.responses.responses import Answer
from speclift.openapi.structure.media_types import is_json

#: For a sample that is a page, or a picture with a script: a browser gives it no origin, and it loads nothing (CSP 3).
_INERT = ((b"content-security-policy", b"sandbox; default-src 'none'"), (b"x-content-type-options", b"nosniff"))


def messages(
    answer: Answer | Problem, scope: Scope, fields: Fields, *, is_last: bool = False
) -> tuple[Message, Message]:
    """The start and the body of the response to a request with this `scope` and these headers, `fields`.  `is_last` ends
    the connection after it.
    """
    if isinstance(answer, Problem):
        media_type, body = problems.MEDIA_TYPE, answer.body(scope["path"])
    else:
        media_type = answer.media_type
        body = b"" if not answer.has_body else json_bytes(answer.value) if answer.content is None else answer.content
    headers = [*_typed(media_type)] if media_type else []
    if body or answer.status not in (204, 304):
        headers.append((b"content-length", b"%d" % len(body)))
    if answer.headers:
        headers += [(name.encode("latin-1"), field_value(value)) for name, value in answer.headers]
    if is_last:
        # The rest of the request will not be read.
        headers.append((b"connection", b"close"))
    if b"origin" in fields:
        headers += _cross_origin(fields)
    start = {"type": "http.response.start", "status": answer.status, "headers": headers}
    return start, {"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body}


@functools.lru_cache(maxsize=64)
def _typed(media_type: str) -> tuple[tuple[bytes, bytes], ...]:
    """Headers about the content; they keep a browser from guessing another type and from running scripts."""
    field = (b"content-type", media_type.encode("latin-1"))
    return (field,) if is_json(media_type) else (field, *_INERT)


def _cross_origin(fields: Fields) -> list[tuple[bytes, bytes]]:
    """Headers that let a page of another origin read the response (Fetch standard, CORS protocol). Every origin may: a
    mock has nothing to hide, and serves pages under development.
    """
    found = [(b"access-control-allow-origin", fields[b"origin"]), (b"vary", b"Origin")]
    method = fields.get(b"access-control-request-method")
    if method:
        found.append((b"access-control-allow-methods", method))
        found.append((b"access-control-allow-headers", fields.get(b"access-control-request-headers", b"*")))
    return found

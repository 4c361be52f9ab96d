"""A response as the messages that an ASGI server sends."""

from __future__ import annotations

import functools

from speclift.contract.json_bytes import json_bytes
from speclift.http import problems
from speclift.http.asgi import Message, Scope
from speclift.mock.problems import Problem
from speclift.mock.requests.parse import Headers
from speclift.mock.responses.headers import header_value
from speclift.mock.responses.responses import Outgoing
from speclift.openapi.structure.media_types import is_json

#: For a sample that is a page, or a picture with a script: a browser gives it no origin, and it loads nothing (CSP 3).
_INERT = ((b"content-security-policy", b"sandbox; default-src 'none'"), (b"x-content-type-options", b"nosniff"))


def messages(
    response: Outgoing | Problem, scope: Scope, headers: Headers, *, is_last: bool = False
) -> tuple[Message, Message]:
    """The start and the body of the response to a request with these headers.  `is_last` ends the connection."""
    if isinstance(response, Problem):
        media_type, body = problems.MEDIA_TYPE, response.body(scope["path"])
    else:
        media_type = response.media_type
        if not response.has_body:
            body = b""
        else:
            body = json_bytes(response.value) if response.content is None else response.content
    written = [*_typed(media_type)] if media_type else []
    if body or response.status not in (204, 304):
        written.append((b"content-length", b"%d" % len(body)))
    if response.headers:
        written += [(name.encode("latin-1"), header_value(value)) for name, value in response.headers]
    if is_last:
        # The rest of the request will not be read.
        written.append((b"connection", b"close"))
    if b"origin" in headers:
        written += _cross_origin(headers)
    start = {"type": "http.response.start", "status": response.status, "headers": written}
    return start, {"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body}


@functools.lru_cache(maxsize=64)
def _typed(media_type: str) -> tuple[tuple[bytes, bytes], ...]:
    """Headers about the content; they keep a browser from guessing another type and from running scripts."""
    header = (b"content-type", media_type.encode("latin-1"))
    return (header,) if is_json(media_type) else (header, *_INERT)


def _cross_origin(headers: Headers) -> list[tuple[bytes, bytes]]:
    """Headers that let a page of another origin read the response (Fetch standard, CORS protocol). Every origin may: a
    mock has nothing to hide, and serves pages under development.
    """
    found = [(b"access-control-allow-origin", headers[b"origin"]), (b"vary", b"Origin")]
    method = headers.get(b"access-control-request-method")
    if method:
        found.append((b"access-control-allow-methods", method))
        found.append((b"access-control-allow-headers", headers.get(b"access-control-request-headers", b"*")))
    return found

"""Refusals as problem details (RFC 9457)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Any

import orjson

from speclift.http.asgi import Scope, Send

MEDIA_TYPE = "application/problem+json"


def problem_document(
    status: int, kind: str, detail: str, instance: str, errors: Sequence[dict[str, Any]] = ()
) -> bytes:
    """A problem document; `instance` is the path of the request, `errors` has an entry for each fault of it."""
    document: dict[str, Any] = {
        "type": f"urn:speclift:problem:{kind}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": instance,
    }
    if errors:
        document["errors"] = list(errors)
    return orjson.dumps(document)


async def refuse(
    scope: Scope, send: Send, status: int, kind: str, detail: str, headers: Iterable[tuple[bytes, bytes]] = ()
) -> None:
    """Send a problem document, and end the connection: the rest of the request is not read."""
    body = problem_document(status, kind, detail, scope["path"])
    start = {
        "type": "http.response.start",
        "status": status,
        "headers": [
            (b"content-type", MEDIA_TYPE.encode()),
            (b"content-length", b"%d" % len(body)),
            (b"connection", b"close"),
            (b"x-content-type-options", b"nosniff"),
            *headers,
        ],
    }
    await send(start)
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

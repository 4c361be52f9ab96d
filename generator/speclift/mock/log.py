"""A log of a mock: a line for each request, written when its response is sent."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from urllib.parse import unquote_plus

import orjson

from speclift.http.asgi import Application, Message, Receive, Scope, Send
from speclift.model.text import visible

#: The most characters of a target, and of a reason, in a line.
_LONGEST = 500
#: The most bytes that are read of a refusal, to find its reason.
_LARGEST = 16 * 2**10


class RequestLog:
    """An application that logs its requests: method, target, status, bytes, milliseconds, and the reason of a refusal.

    `secrets` names query parameters whose values are not shown; `write` takes each line.
    """

    def __init__(self, application: Application, secrets: Iterable[str], write: Callable[[str], None]) -> None:
        self._application = application
        self._secrets = frozenset(secrets)
        self._write = write

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request to the application, and log it."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        start = time.perf_counter()
        status, size, body = 0, 0, b""

        async def sent(message: Message) -> None:
            nonlocal status, size, body
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                part = message.get("body", b"")
                size += len(part)
                body += part if status >= 400 and len(body) + len(part) <= _LARGEST else b""
            await send(message)

        await self._application(scope, receive, sent)
        milliseconds = (time.perf_counter() - start) * 1000
        line = f"{scope['method']} {self._target(scope)} {status} {size} B {milliseconds:.1f} ms"
        self._write(visible(f"{line}{_reason(body)}"))

    def _target(self, scope: Scope) -> str:
        raw: bytes = scope.get("raw_path") or scope["path"].encode()
        query = scope["query_string"].decode("latin-1")
        parts = [self._shown(part) for part in query.split("&")] if query else []
        return f"{raw.decode('latin-1')}{'?' if parts else ''}{'&'.join(parts)}"[:_LONGEST]

    def _shown(self, part: str) -> str:
        name, _, _ = part.partition("=")
        return f"{name}=…" if unquote_plus(name) in self._secrets else part


def _reason(body: bytes) -> str:
    """The reason of a refusal after a space, empty if its body gives none."""
    try:
        found = orjson.loads(body) if body else None
    except orjson.JSONDecodeError:
        return ""
    detail = found.get("detail") if isinstance(found, dict) else None
    return f" {detail[:_LONGEST]}" if isinstance(detail, str) else ""

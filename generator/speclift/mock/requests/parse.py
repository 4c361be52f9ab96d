"""Parsing of a request before its operation is known: its headers, query and body."""

from __future__ import annotations

import asyncio
import functools
import types
from collections.abc import Awaitable, Generator, Mapping, Sequence
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from speclift.http.asgi import Message, Receive, Scope
from speclift.mock.problems import Problem

#: Headers by name in lower case, not decoded: most operations need hardly any of them as strings.
Headers: TypeAlias = Mapping[bytes, bytes]
Query: TypeAlias = Mapping[str, Sequence[str]]

_MOST_QUERY_FIELDS = 1000
_MOST_HEADERS = 200
_LARGEST_HEADERS = 16 * 2**10
#: Bodies of at most this size are always read, however many arrive.
_SMALL_BODY = 64 * 2**10
#: The most bytes of all larger bodies that are still arriving.
MOST_WAITING = 128 * 2**20


def headers_of(scope: Scope) -> Headers:
    """The headers; a repeated header becomes one list with commas (RFC 9110, section 5.3)."""
    given: Sequence[tuple[bytes, bytes]] = scope["headers"]
    found = dict(given)
    if len(found) == len(given):
        return found
    lists: dict[bytes, list[bytes]] = {}
    for name, value in given[: _MOST_HEADERS + 1]:
        lists.setdefault(name, []).append(value)
    return {name: b", ".join(values) for name, values in lists.items()}


def head_refusal(scope: Scope, headers: Headers) -> Problem | None:
    """The problem of a request with malformed or too many headers, None if there is none."""
    if len(scope["headers"]) > _MOST_HEADERS or sum(map(len, headers.values())) > _LARGEST_HEADERS:
        return Problem(
            431,
            "head-too-large",
            f"The request has more than {_MOST_HEADERS} headers, or {_LARGEST_HEADERS} bytes in them.",
        )
    host = headers.get(b"host")
    if (host is None and scope.get("http_version") == "1.1") or (host and b"," in host):
        return Problem(400, "malformed-head", "A request must have exactly one Host (RFC 9112, section 3.2).")
    return None


def query_of(raw: bytes) -> Query:
    """Query values by name, in their order.  Raises ValueError if they are not percent-encoded UTF-8, or too many."""
    found: dict[str, list[str]] = {}
    text = raw.decode("ascii")
    for name, value in parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_QUERY_FIELDS):
        found.setdefault(name, []).append(value)
    return found


def cookies_of(header: bytes) -> Mapping[str, str]:
    """The cookies of a request by name."""
    pairs = (part.partition("=") for part in header.decode("latin-1").split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs if name.strip()}


class Waiting:
    """The bodies that are still arriving, which take at most `most` bytes together. A body counts only when it is no
    longer small, so that small bodies are read at any time.
    """

    def __init__(self, most: int = MOST_WAITING) -> None:
        self._left = most

    async def read(self, message: Message, receive: Receive, most: int) -> bytes | Problem | None:
        """The body from `message` and the messages that follow; None if the client disconnects. It is refused if it has
        more than `most` bytes, or if too many others are arriving.
        """
        # A list of parts would take fifty times as much memory if each had one byte.
        found = bytearray()
        counted = 0
        try:
            while message["type"] == "http.request":
                found += message.get("body", b"")
                if len(found) > most:
                    return _too_large(most)
                if not message.get("more_body", False):
                    return bytes(found)
                more = max(len(found) - _SMALL_BODY, 0) - counted
                if more > self._left:
                    return Problem(503, "busy", "Too many large bodies are arriving at the same time.")
                self._left -= more
                counted += more
                message = await receive()
            return None
        finally:
            self._left += counted


async def read_body(
    headers: Headers, receive: Receive, most: int, slowest: float, waiting: Waiting
) -> bytes | Problem | None:
    """The body of a request, None if the client disconnects.

    It is refused if it has more than `most` bytes, takes longer than `slowest` seconds, or if too many bytes of others
    are `waiting` already.
    """
    length = headers.get(b"content-length")
    if length and length.isdigit() and len(length) < 20 and int(length) > most:
        return _too_large(most)
    # A part that is here already needs no timeout, and the timeout is most of the cost of reading.
    begun = receive().__await__()
    to_come: Awaitable[Message] | None = None
    try:
        to_come = _resumed(begun, next(begun))
    except StopIteration as come:
        message: Message = come.value
        if not message.get("more_body", False) and message["type"] == "http.request":
            body = bytes(message.get("body", b""))
            return body if len(body) <= most else _too_large(most)
    try:
        async with asyncio.timeout(slowest):
            if to_come:
                message = await to_come
            return await waiting.read(message, receive, most)
    except TimeoutError:
        return Problem(408, "body-too-slow", f"The body took longer than {slowest:g} s.")
    except asyncio.CancelledError:
        return Problem(503, "ending", "The server is stopping.")


@types.coroutine
def _resumed(begun: Generator[Any, Any, Message], waits_for: Any) -> Generator[Any, Any, Message]:
    """The result of a coroutine that was started by hand and now waits for `waits_for`."""
    while True:
        try:
            sent = yield waits_for
        except BaseException as error:
            resume = functools.partial(begun.throw, error)
        else:
            resume = functools.partial(begun.send, sent)
        try:
            waits_for = resume()
        except StopIteration as come:
            found: Message = come.value
            return found


def _too_large(most: int) -> Problem:
    return Problem(413, "body-too-large", f"The body has more than {most} bytes.")

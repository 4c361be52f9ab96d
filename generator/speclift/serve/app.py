"""The page, its documents and the mock as one ASGI application (ASGI 3.0, HTTP connection and lifespan scopes)."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import signal
from collections.abc import Callable
from typing import Any

import orjson

from speclift import __version__
from speclift.errors import SpecliftError
from speclift.http.asgi import Application, Message, Receive, Scope, Send
from speclift.http.problems import refuse
from speclift.serve.assets import Assets
from speclift.serve.catalogue import Catalogue
from speclift.serve.page import PREFIX, Look, page, policy
from speclift.serve.reader_process import Worker
from speclift.serve.source import Source
from speclift.serve.state import State
from speclift.serve.watch import watch

#: The base path of the mock: that of the only server, or the first, of the shown documents.
MOCK = "/mock"

_JSON = "application/json"

#: The most pages that follow changes at the same time.
_MOST_STREAMS = 64

#: A response of the mock is data, whatever its media type says: a browser that opens it runs nothing.
_SANDBOX = (b"content-security-policy", b"sandbox; default-src 'none'")
#: The redirection endpoint for an authorization server (RFC 6749, section 3.1.2): it passes the authorization response
#: to the page that opened it.
_REDIRECT = (b"content-security-policy", b"default-src 'none'; script-src 'self'; frame-ancestors 'none'")
_HEADERS = ((b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer"))

#: A mock of the document in these bytes of JSON.
MakeMock = Callable[[bytes], Application]


class Browse:
    """The application. With a `worker` it follows the changes of the source; `make_mock` makes the mock at MOCK."""

    def __init__(
        self,
        catalogue: Catalogue,
        source: Source,
        assets: Assets,
        *,
        worker: Worker | None = None,
        make_mock: MakeMock | None = None,
    ) -> None:
        self.state = State(catalogue)
        self._source = source
        self._assets = assets
        self._worker = worker
        self._make_mock = make_mock
        self._mock: tuple[str, Application] | None = None
        self._making = asyncio.Lock()
        self._streams = 0
        mock = MOCK if make_mock else ""
        self._look = Look(bool(source.servers), worker is not None, assets.swagger_version, mock)
        self._policy = policy([url for url, _ in source.servers if url != MOCK]).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = scope["path"] if scope["type"] == "http" else ""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1003})
        elif self._make_mock and (path == MOCK or path.startswith(f"{MOCK}/")):
            await self._mocked(scope, receive, send)
        elif scope["method"] not in ("GET", "HEAD"):
            allow = [(b"allow", b"GET, HEAD")]
            await refuse(scope, send, 405, "no-such-method", "This path allows only GET and HEAD.", allow)
        elif path == "/":
            headers = [(b"content-security-policy", self._policy)]
            data = page(self.state.catalogue, self._look)
            digest = hashlib.blake2b(data, digest_size=12).hexdigest()
            await _respond(scope, send, "text/html; charset=utf-8", data, digest, headers)
        elif path == f"{PREFIX}events" and self._worker:
            await self._follow(scope, receive, send)
        else:
            await self._file(path.removeprefix(PREFIX) if path.startswith(PREFIX) else "", scope, send)

    async def _mocked(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            mock = await self._current_mock()
        except SpecliftError as error:
            await refuse(scope, send, 503, "no-mock", f"No mock can be made of the document: {error}")
            return
        await mock(scope, receive, _sandboxed(send))

    async def _file(self, name: str, scope: Scope, send: Send) -> None:
        catalogue = self.state.catalogue
        if name in self._assets.files:
            asset = self._assets.files[name]
            more = [_REDIRECT] if asset.media_type.startswith("text/html") else []
            await _respond(scope, send, asset.media_type, asset.data, asset.digest, more)
        elif name == "index.json":
            await _respond(scope, send, _JSON, catalogue.index, catalogue.digest)
        elif name == "version.json":
            versions = {"speclift": __version__, "swagger-ui": self._assets.swagger_version}
            await _respond(scope, send, _JSON, orjson.dumps(versions), "-".join(versions.values()))
        else:
            folder, _, file = name.partition("/")
            part = catalogue.part(file.removesuffix(".json")) if folder == "tags" and file.endswith(".json") else None
            part = catalogue.whole if name == "openapi.json" else part
            if part is None:
                await refuse(scope, send, 404, "no-such-path", "There is nothing here.")
            else:
                await _respond(scope, send, _JSON, part.data, part.digest)

    async def _follow(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Tell a page about every change, until the page closes or the server ends."""
        if self._streams >= _MOST_STREAMS:
            await refuse(scope, send, 503, "too-many-pages", f"{_MOST_STREAMS} pages follow the changes already.")
            return
        headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store"), *_HEADERS]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        self._streams += 1
        sending = asyncio.create_task(self._send_events(send, is_empty=scope["method"] == "HEAD"))
        try:
            leaving = asyncio.create_task(_disconnected(receive))
            await asyncio.wait((sending, leaving), return_when=asyncio.FIRST_COMPLETED)
            leaving.cancel()
        finally:
            self._streams -= 1
            sending.cancel()

    async def _send_events(self, send: Send, *, is_empty: bool) -> None:
        if not is_empty:
            async for event in self.state.events():
                await send({"type": "http.response.body", "body": event, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def _current_mock(self) -> Application:
        """The mock of the shown document, made at its first request."""
        assert self._make_mock
        async with self._making:
            catalogue = self.state.catalogue
            if self._mock is None or self._mock[0] != catalogue.whole.digest:
                mock = await asyncio.to_thread(self._make_mock, catalogue.whole.data)
                self._mock = (catalogue.whole.digest, mock)
            return self._mock[1]

    def _end(self) -> None:
        """End what would keep the server alive: streams of events, and the reading of a change."""
        self.state.close()
        if self._worker:
            self._worker.close()

    async def _live(self, receive: Receive, send: Send) -> None:
        watching: asyncio.Task[None] | None = None
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup" and self._worker:
                watching = asyncio.create_task(watch(self._source.watched, self._worker, self.state))
                _when_told_to_end(self._end)
            if message["type"] == "lifespan.shutdown" and watching:
                watching.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await watching
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return


def _when_told_to_end(close: Callable[[], None]) -> None:
    """Call `close` at the signals that end the server, which waits for streams that nobody ends."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        before = signal.getsignal(number)

        def end(number: int, frame: Any, before: Any = before) -> None:
            loop.call_soon_threadsafe(close)
            if callable(before):
                before(number, frame)

        # Only the main thread may handle signals; where the application runs in another thread, its caller ends it.
        with contextlib.suppress(ValueError):
            signal.signal(number, end)


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _sandboxed(send: Send) -> Send:
    async def found(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], _SANDBOX, *_HEADERS]}
        await send(message)

    return found


async def _respond(
    scope: Scope,
    send: Send,
    media_type: str,
    data: bytes,
    digest: str,
    more: list[tuple[bytes, bytes]] | None = None,
) -> None:
    """Send bytes, or a 304 where the client already has them (RFC 9110, section 13.1.2)."""
    tag = b'"%s"' % digest.encode()
    headers = [(b"etag", tag), (b"cache-control", b"no-cache"), *_HEADERS, *(more or ())]
    conditions = [value for name, value in scope["headers"] if name == b"if-none-match"]
    known = [value.strip() for value in b",".join(conditions).split(b",")]
    if {b"*", tag, b"W/" + tag} & set(known):
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    headers += [(b"content-type", media_type.encode()), (b"content-length", b"%d" % len(data))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else data})

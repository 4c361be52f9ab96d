"""An application on a socket: uvicorn, told to expect the worst of its clients."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import socket
from collections.abc import Callable

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from speclift.errors import OutputError
from speclift.web.asgi import Application

#: Seconds that a client has to send the head of a request, and that an idle connection is kept.
_SLOWEST_HEAD = 10
#: More bytes than this in which no head, body or request ends are not waited for: of a head that is whole, the
#: application says whether it is too large.
_LARGEST_HEAD = 128 * 2**10
_IDLE = 30
_OTHER_FILES = 64
#: From so many connections on, requests are answered with 503; those beyond twice as many are hung up on.
MOST_CONNECTIONS = 2000

_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class _PatientProtocol(HttpToolsProtocol):
    """HTTP/1.1 that hangs up on whoever starts a request and never ends its head, for how long or how large it gets.

    A connection is looked at now and then: a timer for each request would cost as much as answering it.
    """

    _since: float | None = None
    _gets_on = False
    _size = 0
    _watch: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._since = self.loop.time()
        if self.limit_concurrency and len(self.connections) > 2 * self.limit_concurrency:
            transport.abort()
        else:
            self._look()

    def data_received(self, data: bytes) -> None:
        if self._since is None and (self.cycle is None or self.cycle.response_complete):
            self._since = self.loop.time()
        self._gets_on = False
        super().data_received(data)
        self._size = 0 if self._gets_on else self._size + len(data)
        if self._size > _LARGEST_HEAD and not self.transport.is_closing():
            if self.cycle is None or self.cycle.response_complete:
                self.transport.write(_TOO_LARGE)
            self.transport.close()

    def on_headers_complete(self) -> None:
        self._since = None
        self._gets_on = True
        super().on_headers_complete()
        # Fields after a chunked body are no header fields (RFC 9110, section 6.5.1): they go nowhere.
        self.headers = []

    def on_body(self, body: bytes) -> None:
        self._gets_on = True
        super().on_body(body)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._watch:
            self._watch.cancel()
        super().connection_lost(exc)

    def _look(self) -> None:
        if self._since is not None and self.loop.time() - self._since >= _SLOWEST_HEAD:
            self.transport.close()
        else:
            self._watch = self.loop.call_later(_SLOWEST_HEAD / 2, self._look)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 is any that is free.  Raises OutputError where it cannot."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
        found.listen(1024)
    except (OSError, OverflowError, TypeError, UnicodeError) as error:
        found.close()
        raise OutputError(
            f"Nothing can listen on {host}:{port}: {error}.",
            expected="an address of this machine and a port that is free",
            advice="choose others with --host and --port; port 0 takes any that is free",
        ) from error
    return found


def address_of(listening: socket.socket) -> str:
    """The base URL of what listens there."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(
    application: Application,
    listening: socket.socket,
    started: Callable[[], None],
    most_connections: int = MOST_CONNECTIONS,
) -> None:
    """Serve until the process is interrupted or told to end; `started` is called when the first request can come."""
    _open_files(2 * most_connections + _OTHER_FILES)
    config = uvicorn.Config(
        application,
        http=_PatientProtocol,
        ws="none",
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        date_header=True,
        timeout_keep_alive=_IDLE,
        timeout_graceful_shutdown=1,
        limit_concurrency=most_connections,
        interface="asgi3",
    )
    # uvicorn raises the signal that ended it once more, when everything is put away.
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGTERM, lambda number, frame: None)
    _Server(config, started).run(sockets=[listening])


def _open_files(most: int) -> None:
    """Let the process have so many open files, as far as it may: each connection is one."""
    try:
        import resource
    except ModuleNotFoundError:
        # Windows has no such limit.
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._when_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        # What an application holds lives until the end: looking for garbage in it again and again halves the speed.
        gc.collect()
        gc.freeze()
        self._when_started()

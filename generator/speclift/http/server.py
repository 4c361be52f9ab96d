"""An application on a socket: uvicorn, with a protocol that withstands bad clients."""

from __future__ import annotations

import contextlib
import gc
import signal
import socket
from collections.abc import Callable

import uvicorn

from speclift.errors import OutputError
from speclift.http.asgi import Application
from speclift.http.protocol import PatientProtocol

#: Seconds that an idle connection is kept.
_IDLE = 30
#: Open files of the process that are not connections.
_OTHER_FILES = 64
#: From this number of connections on, requests are answered with 503; those beyond twice this number are closed.
MOST_CONNECTIONS = 2000


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 is any free port. Raises OutputError where that is impossible."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
        found.listen(1024)
    except (OSError, OverflowError, TypeError, UnicodeError) as error:
        found.close()
        raise OutputError(
            f"Nothing can listen on {host}:{port}: {getattr(error, 'strerror', None) or error}.",
            expected="an address of this machine and a port that is free",
            advice="choose others with --host and --port; port 0 takes any free port",
        ) from error
    return found


def address_of(listening: socket.socket) -> str:
    """The base URL of a listening socket."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(
    application: Application,
    listening: socket.socket,
    started: Callable[[], None],
    most_connections: int = MOST_CONNECTIONS,
) -> None:
    """Serve until the process is interrupted or told to end; `started` is called when it accepts requests."""
    _open_files(2 * most_connections + _OTHER_FILES)
    config = uvicorn.Config(
        application,
        http=PatientProtocol,
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
    # uvicorn raises the signal that ended it again after its cleanup.
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGTERM, lambda number, frame: None)
    _Server(config, started).run(sockets=[listening])


def _open_files(most: int) -> None:
    """Raise the limit of open files of the process as far as allowed: each connection is one."""
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
        # What an application holds lives until the end: repeated searches for garbage in it halve the speed.
        gc.collect()
        gc.freeze()
        self._when_started()

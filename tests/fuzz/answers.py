"""A server that keeps its connections open and whose responses a test makes one by one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeAlias

import msgspec

JSON = {"Content-Type": "application/json"}


class ReceivedRequest(msgspec.Struct, frozen=True):
    """A request: method, target, headers by name in lower case, body, and the second when it came."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    time: float


#: Makes status, headers and body of the response to a request; None closes the connection without a response.
Responder: TypeAlias = Callable[[ReceivedRequest], tuple[int, Mapping[str, str], bytes] | None]


class Server(ThreadingHTTPServer):
    """Responds as `respond` says, and keeps the requests and the statuses of its responses."""

    def __init__(self, respond: Responder) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.respond = respond
        self.requests: list[ReceivedRequest] = []
        self.statuses: list[int] = []

    @property
    def url(self) -> str:
        """The base URL."""
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _respond(self) -> None:
        assert isinstance(self.server, Server)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = ReceivedRequest(self.command, self.path, headers, body, time.monotonic())
        self.server.requests.append(request)
        response = self.server.respond(request)
        if response is None:
            self.close_connection = True
            return
        status, fields, data = response
        self.server.statuses.append(status)
        self.send_response_only(status)
        for name, value in fields.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD" and status != 204:
            self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = do_TRACE = do_QUERY = _respond  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


@contextmanager
def serving(respond: Responder) -> Iterator[Server]:
    """A server on a loopback address that runs as long as the context."""
    with Server(respond) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()

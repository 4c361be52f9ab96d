"""Servers for hostile documents: one that keeps the requests that it receives, and one that nobody may reach."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias

#: Status, headers and body of a response.
Response: TypeAlias = tuple[int, Mapping[str, str], bytes]


class RecordingServer:
    """The address of a server, and its requests: method, target, headers and body of each."""

    def __init__(self) -> None:
        self.url = ""
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []

    @property
    def targets(self) -> set[tuple[str, str]]:
        """Method and target of each request."""
        return {(method, target) for method, target, _, _ in self.requests}

    @property
    def methods(self) -> set[str]:
        """The methods of all requests."""
        return {method for method, _ in self.targets}


@contextmanager
def answering(
    respond: Callable[[str, Mapping[str, str]], Response] | None = None, host: str = ""
) -> Iterator[RecordingServer]:
    """A server whose responses are made from the target and the headers of a request.

    Its URL has a loopback address unless `host` is given; `0.0.0.0` reaches it too and is not a loopback address.
    """
    recorded = RecordingServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _respond(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            recorded.requests.append((self.command, self.path, dict(self.headers), body))
            status, fields, data = respond(self.path, dict(self.headers)) if respond else (200, {}, b"{}")
            self.send_response_only(status)
            for name, value in ({"Content-Type": "application/json"} | dict(fields)).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = do_TRACE = _respond  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:
            """Log nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    recorded.url = f"http://{host or '127.0.0.1'}:{server.server_port}"
    try:
        yield recorded
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def canary() -> Iterator[tuple[str, list[Any]]]:
    """Host and port of a socket that nobody may connect to, and the list of those who did."""
    reached: list[Any] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)
        is_over = threading.Event()

        def listen() -> None:
            while not is_over.is_set():
                try:
                    connection, peer = listener.accept()
                except TimeoutError:
                    continue
                reached.append(peer)
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield f"127.0.0.1:{listener.getsockname()[1]}", reached
        finally:
            # A connection may still wait in the queue of the socket.
            is_over.set()
            thread.join()
            listener.setblocking(False)
            with suppress(BlockingIOError):
                reached.append(listener.accept()[1])

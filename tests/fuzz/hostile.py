"""Servers for hostile documents: one that is asked and answers as it is told, one that nobody may reach."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias

#: Status, header fields and body of an answer.
Answer: TypeAlias = tuple[int, Mapping[str, str], bytes]


class Asked:
    """What a server was asked: method and target, header fields, body."""

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
def answering(answer: Callable[[str, Mapping[str, str]], Answer] | None = None, host: str = "") -> Iterator[Asked]:
    """A server whose answers are made from the target and the header fields of a request.

    Without `host` it is on a loopback address; `0.0.0.0` reaches it as well, and is none.
    """
    asked = Asked()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked.requests.append((self.command, self.path, dict(self.headers), body))
            status, fields, data = answer(self.path, dict(self.headers)) if answer else (200, {}, b"{}")
            self.send_response_only(status)
            for name, value in ({"Content-Type": "application/json"} | dict(fields)).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = do_TRACE = _answer  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    asked.url = f"http://{host or '127.0.0.1'}:{server.server_port}"
    try:
        yield asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def canary() -> Iterator[tuple[str, list[Any]]]:
    """Host and port of a socket that nobody may connect to, and who did."""
    reached: list[Any] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.05)
        ended = threading.Event()

        def listen() -> None:
            while not ended.is_set():
                try:
                    connection, peer = listening.accept()
                except TimeoutError:
                    continue
                reached.append(peer)
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield f"127.0.0.1:{listening.getsockname()[1]}", reached
        finally:
            # Whoever connected waits in the queue of the socket: one more look finds it.
            ended.set()
            thread.join()
            listening.setblocking(False)
            with suppress(BlockingIOError):
                reached.append(listening.accept()[1])

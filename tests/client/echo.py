"""A test server on a real socket: it records each request and sends the responses that a test sets."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Received:
    """A received request: `target` is path and query, `body` is without its chunk framing."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        return self.target.partition("?")[2]


@dataclass
class Response:
    """A response that the server sends: a whole body, or parts that it sends one by one.

    `cut_off` is set when the client closes the connection before the last part.
    """

    status: int = 204
    body: bytes = b""
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    parts: Iterator[bytes] | None = None
    cut_off: threading.Event = field(default_factory=threading.Event)


class Server:
    """The requests that the server received, and the responses that it sends.

    `choose` picks the response by path and query. Without it, `responses` are sent in order, and the last one repeats.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.received: list[Received] = []
        self.responses: list[Response] = [Response()]
        self.choose: Callable[[str, str], Response] | None = None

    @property
    def last(self) -> Received:
        return self.received[-1]

    def respond_with(self, value: Any, status: int = 200, media_type: str = "application/json", **headers: str) -> None:
        """From now on, respond with a value as JSON, or with bytes as they are."""
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.responses = [Response(status, body, media_type, headers)]

    def next_response(self) -> Response:
        return self.responses.pop(0) if len(self.responses) > 1 else self.responses[0]


@contextmanager
def serving() -> Iterator[Server]:
    """A server that runs until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _handle(self) -> None:
            server.received.append(Received(self.command, self.path, dict(self.headers.items()), self._body()))
            response = server.choose(server.last.path, server.last.query) if server.choose else server.next_response()
            self.send_response(response.status)
            for name, value in response.headers.items():
                self.send_header(name, value)
            if response.parts is not None:
                self._stream(response)
                return
            if response.status != 204:
                self.send_header("Content-Type", response.media_type)
                self.send_header("Content-Length", str(len(response.body)))
            self.end_headers()
            if self.command != "HEAD" and response.status != 204:
                self.wfile.write(response.body)

        def _stream(self, response: Response) -> None:
            self.send_header("Content-Type", response.media_type)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            try:
                for part in response.parts or ():
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
                    self.wfile.flush()
                self.wfile.write(b"0\r\n\r\n")
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True
                response.cut_off.set()

        def _body(self) -> bytes:
            if self.headers.get("Transfer-Encoding") != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = []
            while size := int(self.rfile.readline(), 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)

        def log_message(self, format: str, *args: object) -> None:
            """Log nothing."""

    for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"):
        setattr(Handler, f"do_{method}", Handler._handle)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        server = Server(f"http://127.0.0.1:{http.server_port}")
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield server
        http.shutdown()


def document(paths: Mapping[str, Any], version: str = "3.1.0", **more: Any) -> dict[str, Any]:
    """A document with these paths; `more` adds other fields."""
    schemas = more.pop("schemas", {})
    components = {"schemas": schemas, **more.pop("components", {})}
    return {
        "openapi": version,
        "info": {"title": "Kites", "version": "1"},
        "paths": paths,
        "components": components,
        **more,
    }


def operation(name: str, response: Any = None, **more: Any) -> dict[str, Any]:
    """An operation with the tag `kites`; `response` is the schema of its JSON response, or None for an empty one."""
    content = {} if response is None else {"content": {"application/json": {"schema": response}}}
    responses = {"204" if response is None else "200": {"description": "Done.", **content}}
    return {"operationId": name, "tags": ["kites"], "responses": responses, **more}

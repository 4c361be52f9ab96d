"""A server on a real socket that keeps what it gets and answers with what it is told."""

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
    """A request as it came: `target` is path and query, `body` without its framing."""

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
class Answer:
    """What the server says: a body, or parts that go out one by one."""

    status: int = 204
    body: bytes = b""
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    parts: Iterator[bytes] | None = None


class Server:
    """What came, and what is answered: what `choose` says of path and query, else `answers` in their turn, the last one
    again and again."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.received: list[Received] = []
        self.answers: list[Answer] = [Answer()]
        self.choose: Callable[[str, str], Answer] | None = None

    @property
    def last(self) -> Received:
        return self.received[-1]

    def says(self, value: Any, status: int = 200, media_type: str = "application/json", **headers: str) -> None:
        """Answer with a value as JSON, or with bytes as they are, from now on."""
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.answers = [Answer(status, body, media_type, headers)]

    def next(self) -> Answer:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def serving() -> Iterator[Server]:
    """A server while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _handle(self) -> None:
            server.received.append(Received(self.command, self.path, dict(self.headers.items()), self._body()))
            answer = server.choose(server.last.path, server.last.query) if server.choose else server.next()
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.parts is not None:
                self._stream(answer)
                return
            if answer.status != 204:
                self.send_header("Content-Type", answer.media_type)
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD" and answer.status != 204:
                self.wfile.write(answer.body)

        def _stream(self, answer: Answer) -> None:
            self.send_header("Content-Type", answer.media_type)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            try:
                for part in answer.parts or ():
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
                    self.wfile.flush()
                self.wfile.write(b"0\r\n\r\n")
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

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
            """Say nothing."""

    for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"):
        setattr(Handler, f"do_{method}", Handler._handle)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        server = Server(f"http://127.0.0.1:{http.server_port}")
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield server
        http.shutdown()


def document(paths: Mapping[str, Any], version: str = "3.1.0", **more: Any) -> dict[str, Any]:
    """A document of paths, and of what else it has."""
    schemas = more.pop("schemas", {})
    components = {"schemas": schemas, **more.pop("components", {})}
    return {
        "openapi": version,
        "info": {"title": "Kites", "version": "1"},
        "paths": paths,
        "components": components,
        **more,
    }


def operation(name: str, answer: Any = None, **more: Any) -> dict[str, Any]:
    """An operation with the tag `kites`; `answer` is the schema of its JSON, None where it answers with nothing."""
    content = {} if answer is None else {"content": {"application/json": {"schema": answer}}}
    responses = {"204" if answer is None else "200": {"description": "Done.", **content}}
    return {"operationId": name, "tags": ["kites"], "responses": responses, **more}

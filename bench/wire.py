"""What a client sends and how it reads responses, compared with what is right: the cases of `bench.wire_cases`.

A client runs in a process of its own, under a driver that knows how to call it, and sends requests to a server of the
bench.
"""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from bench.wire_cases import CASES, Case

DRIVERS = Path(__file__).resolve().parent / "drivers"
#: Seconds that all cases of one client may take.
PATIENCE = 120


class Sent(msgspec.Struct, frozen=True):
    """A request as the server received it."""

    path: str
    query: str
    fields: Mapping[str, str]
    body: bytes


@contextmanager
def server() -> Iterator[tuple[str, dict[str, Sent]]]:
    """The address of a server that sends the response of each case, and the requests that it got, by case."""
    responses = {case.name: case.response for case in CASES}
    got: dict[str, Sent] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            name = path.split("/")[1]
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.headers.get("Transfer-Encoding") == "chunked":
                body = b"".join(self._chunks())
            got[name] = Sent(path, query, {key.lower(): value for key, value in self.headers.items()}, body)
            response = responses.get(name)
            self.send_response(204 if response is None else 200)
            content = b"" if response is None else json.dumps(response).encode()
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET  # noqa: N815

        def _chunks(self) -> Iterator[bytes]:
            while size := int(self.rfile.readline(), 16):
                yield self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}", got
        http.shutdown()


def wrongs(python: str, driver: str, folder: Path, address: str, got: dict[str, Sent]) -> list[str]:
    """What is wrong with a client, a line for each wrong case.  Raises RuntimeError if the client does not run."""
    got.clear()
    asked = [msgspec.to_builtins(case) for case in CASES]
    done = subprocess.run(
        [python, str(DRIVERS / f"{driver}.py"), str(folder), address],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr.strip().rpartition("\n")[2])
    said = json.loads(done.stdout)
    faults = (
        (case, said[case.name].get("error") or _fault(case, said[case.name], got.get(case.name))) for case in CASES
    )
    return [f"{case.name}: {fault}" for case, fault in faults if fault]


def _fault(case: Case, said: Mapping[str, Any], sent: Sent | None) -> str:
    if sent is None:
        return "nothing was sent"
    if case.kind:
        if said["kind"] != case.kind:
            return f"read as {said['kind']}"
        return "" if said["value"] == case.response else f"written back as {said['value']}"
    if case.path and sent.path != f"/{case.name}{case.path}":
        return sent.path
    query = parse_qsl(sent.query, keep_blank_values=True)
    if sorted(query) != sorted(case.query):
        return f"query {sent.query}"
    missing = [name for name, value in case.fields if sent.fields.get(name.lower(), "").replace(", ", ",") != value]
    if missing:
        return f"{missing[0]}: {sent.fields.get(missing[0].lower())}"
    if case.json is not None:
        return "" if json.loads(sent.body or b"null") == case.json else f"body {sent.body!r}"
    return "" if sorted(_pairs(sent)) == sorted(case.pairs) else f"body {sent.body[:100]!r}"


def _pairs(sent: Sent) -> list[tuple[str, str]]:
    """(name, value) of each field of a form, urlencoded or multipart; any other body is under an empty name."""
    kind = sent.fields.get("content-type", "")
    if not sent.body:
        return []
    if kind.startswith("application/x-www-form-urlencoded"):
        return parse_qsl(sent.body.decode(), keep_blank_values=True)
    if not kind.startswith("multipart/"):
        return [("", sent.body.decode("utf-8", "replace"))]
    message = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + sent.body)
    return [(_name(part), _text(part)) for part in message.walk() if part is not message]


def _name(part: Message) -> str:
    return str(part.get_param("name", "", header="Content-Disposition"))


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""

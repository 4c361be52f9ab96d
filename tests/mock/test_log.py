"""The request log: one line for each request, without credentials and without control characters."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path

import httpx

from speclift.contract.view import read_contract
from speclift.http.asgi import Message, Receive, Scope, Send
from speclift.mock.app import Mock
from speclift.mock.log import RequestLog
from tests.contract.small import INTEGER, STRING, document, operation, parameter
from tests.mock.calls import ask
from tests.mock.served import Server
from tests.mock.test_documents import document_accepting


def logged(*targets: str) -> list[str]:
    get = operation("Get", answer=INTEGER, parameters=[parameter("q", "query", STRING)], security=[{"key": []}])
    schemes = {"key": {"type": "apiKey", "in": "query", "name": "api_key"}}
    paths = {"/a/{id}": {"get": get, "parameters": [parameter("id")]}}
    lines: list[str] = []
    mock = Mock(read_contract(document(paths, securitySchemes=schemes)))
    for target in targets:
        ask(RequestLog(mock, ["api_key"], lines.append), "GET", target)  # type: ignore[arg-type]
    return lines


def test_each_request_is_one_line_with_its_outcome() -> None:
    good, bad = logged("/a/1?q=x&api_key=hidden", "/a/none?api%5Fkey=hidden")
    assert good.startswith("GET /a/1?q=x&api_key=… 200 ")
    assert bad.startswith("GET /a/none?api%5Fkey=… 400 ")
    assert bad.endswith('path id: "none" is not of type "integer"')
    assert "hidden" not in good + bad


def test_control_characters_are_escaped_and_long_lines_are_cut() -> None:
    lines: list[str] = []

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 400, "headers": []})
        await send({"type": "http.response.body", "body": b'{"detail": "\\u001b[2J"}'})

    async def nothing(*_: object) -> Message:
        return {"type": "http.request"}

    scope: Scope = {"type": "http", "method": "GET", "raw_path": b"/a\x1b[2J\n", "query_string": b"", "path": "/a"}
    asyncio.run(RequestLog(application, (), lines.append)(scope, nothing, nothing))  # type: ignore[arg-type]
    (line,) = lines
    assert line.isprintable()
    assert len(logged("/a/1?api_key=x&q=" + "y" * 5000)[0]) < 1500


def test_the_command_logs_to_standard_error(tmp_path: Path) -> None:
    spec = tmp_path / "openapi.json"
    schemes = {"key": {"type": "apiKey", "in": "query", "name": "api_key"}}
    spec.write_text(json.dumps(document_accepting(INTEGER) | {"components": {"securitySchemes": schemes}}))
    server = Server(tmp_path / "log", "-m", "speclift", "mock", str(spec), "--port", "0", "--log")
    try:
        httpx.post(f"http://127.0.0.1:{server.port}/a?api_key=hidden", json=5)
        httpx.post(f"http://127.0.0.1:{server.port}/a", json="x")
        # The line of a request is written after its response.
        end = time.monotonic() + 20
        while (lines := server.log.read_text().splitlines()) and time.monotonic() < end:
            if sum(line.startswith("POST /a") for line in lines) == 2:
                break
            time.sleep(0.02)
    finally:
        server.stop()
    assert [line.partition(" B ")[0].rpartition(" ")[0] for line in lines[-2:]] == [
        "POST /a?api_key=… 200",
        "POST /a 400",
    ]

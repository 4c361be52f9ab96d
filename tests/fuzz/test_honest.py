"""A run that tested too little does not look clean, a replay sends no more than a run, and no report has a secret."""

from __future__ import annotations

import base64
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest

from speclift.cli.main import main
from speclift.contract.view import read_contract
from speclift.fuzz.checks.responses import PROMISES
from speclift.fuzz.exchange import Exchange, Request
from speclift.fuzz.finding import Result
from speclift.fuzz.mock_server import credentials_for
from speclift.fuzz.secrets.credentials import REDACTED, Redactor
from speclift.fuzz.secrets.redaction import LARGEST_CONTENT, redacted
from tests.contract.small import Json, content, document, operation, parameter
from tests.fuzz.findings import finding_of
from tests.fuzz.servers import mock_server

THING: Json = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
SECRET = "token-of-nobody-0123"


class ServerLog:
    """What a server received, and what it responds: status and body, or None to close the connection."""

    def __init__(self, response: tuple[int, Json] | None) -> None:
        self.calls: list[tuple[str, str]] = []
        self.bodies: list[bytes] = []
        self.times: list[float] = []
        self.response = response


@contextmanager
def server(log: ServerLog, host: str = "127.0.0.1") -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline(65_537)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            log.calls.append((self.command, self.path))
            log.times.append(time.monotonic())
            log.bodies.append(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            self.close_connection = True
            if log.response is None and len(log.calls) > 1:
                return
            status, body = log.response or (200, {})
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.send_header("WWW-Authenticate", "Bearer")
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    running = ThreadingHTTPServer((host, 0), Handler)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{running.server_address[1]}"
    finally:
        running.shutdown()
        running.server_close()


def spec_of(folder: Path, paths: Json, **components: Any) -> str:
    path = folder / "api.json"
    path.write_text(json.dumps(document(paths, {"Thing": THING}, **components)))
    return str(path)


READ = {"/things": {"get": operation("list", answer=THING)}}


def test_a_run_on_a_server_that_dies_is_not_clean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with server(ServerLog(None)) as url:
        assert main(["fuzz", spec_of(tmp_path, READ), "--url", url, "--phases", "none"]) == 4
    assert "Not done: GET /things: ConnectionError" in capsys.readouterr().out


def test_credentials_that_the_server_refuses_are_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("API_AUTH", f"Bearer {SECRET}")
    paths = {"/things": {"get": operation("list", answer=THING, security=[{"bearer": []}])}}
    spec = spec_of(tmp_path, paths, securitySchemes={"bearer": {"type": "http", "scheme": "bearer"}})
    log = ServerLog((401, {}))
    with server(log) as url:
        assert main(["fuzz", spec, "--url", url, "--auth-env", "API_AUTH"]) == 2
    assert "refuses these credentials" in capsys.readouterr().err
    # It ends after a few requests.
    assert len(log.calls) < 5


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        ({"type": "http", "scheme": "bearer"}, {"Authorization": "Bearer s"}),
        ({"type": "http", "scheme": "basic"}, {"Authorization": f"Basic {base64.b64encode(b'mock:s').decode()}"}),
        ({"type": "apiKey", "in": "header", "name": "X-Key"}, {"X-Key": "s"}),
        (
            {"type": "apiKey", "in": "header", "name": "Authorization", "description": "`Authorization: Key <key>`"},
            {"Authorization": "Key s"},
        ),
        ({"type": "apiKey", "in": "cookie", "name": "sid"}, {"Cookie": "sid=s"}),
    ],
)
def test_the_mock_gets_its_credential_in_the_way_that_the_document_describes(
    tmp_path: Path, scheme: Json, expected: Json, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = {"/things": {"get": operation("list", answer=THING, security=[{"one": []}])}}
    spec = spec_of(tmp_path, paths, securitySchemes={"one": scheme})
    contract = read_contract(document(paths, {"Thing": THING}, securitySchemes={"one": scheme}))
    assert credentials_for(contract, "s") == expected
    report = tmp_path / "report.json"
    assert main(["fuzz", spec, "--mock", "--phases", "none", "--report-json", str(report)]) == 0
    assert "0 failures, 0 drifts" in capsys.readouterr().out


@pytest.mark.parametrize("url", ["http://[::1", "http://", "ftp://example.com", "http://x y/", "http://u:p@localhost"])
def test_an_invalid_url_or_one_with_a_password_is_refused(
    tmp_path: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for options in ([], ["--dry-run"]):
        assert main(["fuzz", spec_of(tmp_path, READ), "--url", url, *options]) == 2
        assert "Traceback" not in capsys.readouterr().err


def report_of(folder: Path, url: str, *findings: Json) -> str:
    entry = {
        "label": "x",
        "check": "not_a_server_error",
        "cause": "ServerError 500",
        "level": "failure",
        "title": "t",
        "message": "",
        "source": "",
        "phase": "",
        "status": 500,
        "headers": {},
        "seconds": 0.1,
    }
    path = folder / "report.json"
    path.write_text(json.dumps({"url": url, "findings": [{**entry, **finding} for finding in findings]}))
    return str(path)


def request_of(method: str, url: str) -> Json:
    return {"method": method, "url": url, "headers": {}, "body": ""}


def test_a_replay_calls_what_a_run_would(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = {
        "/things": {"get": operation("list", answer=THING)},
        "/things/{id}": {"delete": operation("remove", status="204", parameters=[parameter("id")])},
    }
    spec = spec_of(tmp_path, paths)
    log = ServerLog((500, {}))
    with server(log) as url:
        port = url.rpartition(":")[2]
        # A name that may lead to this machine and does not look like it.
        elsewhere = f"http://127.0.0.1.nip.invalid:{port}"
        report = report_of(
            tmp_path,
            elsewhere,
            {"operation_id": "remove", "sent": [request_of("DELETE", f"{elsewhere}/things/1")]},
            {
                "operation_id": "list",
                "sent": [request_of("DELETE", f"{elsewhere}/things/1"), request_of("GET", f"{elsewhere}/things")],
            },
            {"operation_id": "list", "sent": [request_of("GET", f"{elsewhere}/things")]},
        )
        main(["fuzz", spec, "--url", elsewhere, "--replay", report])
        lines = capsys.readouterr().out.splitlines()
        assert [line.partition(":")[0] for line in lines] == ["left out", "left out", "no answer"]
        # On this machine all of them may be called, also below another base path.
        assert main(["fuzz", spec, "--url", f"{url}/v2", "--replay", report]) == 1
        assert [line.partition(":")[0] for line in capsys.readouterr().out.splitlines()] == ["still there"] * 3
    assert {path for _, path in log.calls} == {"/v2/things/1", "/v2/things"}


def test_a_replay_without_a_response_is_not_clean(tmp_path: Path) -> None:
    report = report_of(tmp_path, "", {"operation_id": "list", "sent": [request_of("GET", "http://127.0.0.1:9/things")]})
    assert main(["fuzz", spec_of(tmp_path, READ), "--url", "http://127.0.0.1:9", "--replay", report]) == 4


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text,
        lambda text: json.dumps(text)[1:-1],
        lambda text: quote(text, safe=""),
        lambda text: re.sub("%..", lambda found: found[0].lower(), quote(text, safe="")),
        lambda text: quote_plus(text),
    ],
)
@pytest.mark.parametrize(
    ("header", "secret"),
    [
        ({"Authorization": "Bearer tok/en+of\"x'é"}, "tok/en+of\"x'é"),
        ({"Authorization": "Basic " + base64.b64encode(b"name:hunter22").decode()}, "hunter22"),
        ({"Cookie": "session=SECRETVALUE; other=OTHERVALUE"}, "OTHERVALUE"),
        ({"X-Key": "plain-key-1"}, "plain-key-1"),
    ],
)
def test_a_secret_is_redacted_in_all_its_encodings(header: dict[str, str], secret: str, encode: Any) -> None:
    redactor = Redactor(header)
    assert redactor.text(f"before {encode(secret)} after") == f"before {REDACTED} after"
    assert redactor.data(encode(secret).encode()) == REDACTED.encode()


def test_a_secret_at_the_cut_end_of_a_text_is_redacted() -> None:
    text = "x" * (LARGEST_CONTENT - 5) + SECRET
    finding = finding_of(cause=f"/e={SECRET}", title=SECRET, message=text, content=text.encode())
    found = redacted(Result((finding,), (), 1, 1, 0.1), Redactor({"Authorization": f"Bearer {SECRET}"})).findings[0]
    for shown in (found.cause, found.title, found.message, found.content.decode()):
        assert SECRET[:5] not in shown
    assert len(found.content) <= LARGEST_CONTENT


NULLS: tuple[tuple[Json, bool], ...] = (
    ({"oneOf": [{"type": "string"}, {"enum": [None]}]}, True),
    ({"anyOf": [{"type": "string"}, {"const": None}]}, True),
    ({"anyOf": [{"anyOf": [{"type": "string"}, {"type": "null"}]}, {"type": "integer"}]}, True),
    ({"anyOf": [{}, {"type": "string"}]}, True),
    ({"allOf": [{"type": ["string", "null"]}, {"maxLength": 3}]}, True),
    ({"allOf": [{"type": "string"}, {"maxLength": 3}]}, False),
    ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, False),
    ({"type": "string"}, False),
)


def exchange(schema: Json, value: Any, status: str = "200", got: int = 200) -> tuple[Exchange, Any]:
    paths = {
        "/a": {"get": {"operationId": "a", "responses": {status: {"description": "", "content": content(schema)}}}}
    }
    contract = read_contract(document(paths, {"Base": {"type": "object", "properties": {"b": {"type": "string"}}}}))
    body = json.dumps(value).encode()
    request = Request("GET", "http://x/a", {})
    return Exchange(contract.operations[0], request, got, {"content-type": "application/json"}, body, 0.1), contract


@pytest.mark.parametrize(("schema", "is_allowed"), NULLS)
@pytest.mark.parametrize("status", ["200", "2XX", "default"])
def test_null_is_allowed_where_the_schema_allows_it(schema: Json, is_allowed: bool, status: str) -> None:
    holder = {"type": "object", "properties": {"it": schema}}
    broken = list(PROMISES["null_conformance"](*exchange(holder, {"it": None}, status)))
    assert bool(broken) is not is_allowed


def test_properties_of_a_base_and_of_a_pattern_are_documented() -> None:
    base = {"$ref": "#/components/schemas/Base"}
    own = {"type": "object", "properties": {"a": {"type": "string"}}}
    schema = {"allOf": [base, own]}
    assert not list(PROMISES["unknown_property"](*exchange(schema, {"a": "1", "b": "2"})))
    assert [broken.cause for broken in PROMISES["unknown_property"](*exchange(schema, {"z": 1}))] == ["/z"]
    # A server that stores everything it receives returns the names that the run made up.
    assert not list(PROMISES["unknown_property"](*exchange(schema, {"\u00b5\u00a6": 1, "": 2})))
    patterned = {"allOf": [base, {**own, "patternProperties": {"^x-": {}}}]}
    assert not list(PROMISES["unknown_property"](*exchange(patterned, {"a": "1", "x-c": 3})))


@pytest.mark.parametrize(
    ("alternatives", "is_documented"),
    [
        ([{"properties": {"b": {}}}, {"$ref": "#/components/schemas/Heir"}], True),
        ([{"properties": {"b": {}}}, {"allOf": [{"anyOf": [{"properties": {"z": {}}}, {"type": "string"}]}]}], True),
        ([{"properties": {"b": {}}}, {"type": "object", "additionalProperties": {}}], True),
        ([{"properties": {"b": {}}}, {"type": "object"}], True),
        ([{"required": ["a"]}, {"required": ["b"]}], False),
        ([{"properties": {"b": {}}}, {"type": "string"}], False),
    ],
)
def test_properties_of_any_alternative_are_documented(alternatives: list[Json], is_documented: bool) -> None:
    base: Json = {"type": "object", "properties": {"a": {"type": "string"}}, "anyOf": alternatives}
    heir = {"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"z": {}}}]}
    paths = {"/a": {"get": {"operationId": "a", "responses": {"200": {"description": "", "content": content(base)}}}}}
    contract = read_contract(document(paths, {"Base": base, "Heir": heir}))
    request = Request("GET", "http://x/a", {})
    fields = {"content-type": "application/json"}
    received = Exchange(contract.operations[0], request, 200, fields, b'{"a": "1", "z": 2}', 0.1)
    assert bool(list(PROMISES["unknown_property"](received, contract))) is not is_documented


def test_a_required_cookie_is_sent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cookie = parameter("flavour", "cookie", {"type": "string"}, required=True)
    with_example = content({"type": "object"}, shown={"a": 0})
    filter_ = {"name": "f", "in": "query", "required": True, "content": with_example}
    spec = spec_of(tmp_path, {"/things": {"get": operation("list", answer=THING, parameters=[cookie, filter_])}})
    with mock_server(Path(spec)) as mock:
        assert main(["fuzz", spec, "--url", mock.url, "--phases", "none"]) == 0
    assert "0 failures, 0 drifts" in capsys.readouterr().out

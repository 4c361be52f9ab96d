"""A report comes from a stranger: a replay sends what a run of the operation could send, and nothing else."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from speclift.cli.main import main
from tests.contract.small import STRING, Json, document, operation, parameter, properties
from tests.fuzz.hostile import answering, canary

THING: Json = properties(id=STRING)
IDENTITY = parameter("id", "path", STRING)
PATHS = {
    "/things": {
        "get": operation("list", answer=THING),
        "post": operation("find", body=THING, answer=THING, is_read_only=True),
    },
    "/things/{id}": {
        "get": operation("one", answer=THING, parameters=[IDENTITY]),
        "delete": operation("remove", status="204", parameters=[IDENTITY]),
    },
}


def sent(method: str, url: str, body: bytes = b"", fields: Json | None = None) -> Json:
    return {"method": method, "url": url, "headers": fields or {}, "body": base64.b64encode(body).decode()}


def replay(
    folder: Path,
    here: str,
    operation_id: str,
    *requests: Any,
    check: str = "no_content",
    there: str = "http://there.example/v1",
    title: str = "t",
    options: tuple[str, ...] = (),
) -> int:
    """The exit code of a replay of one finding; what it says is on the terminal."""
    finding = {
        "operation_id": operation_id,
        "label": "x",
        "check": check,
        "cause": "",
        "level": "failure",
        "title": title,
        "message": "",
        "source": "",
        "phase": "coverage",
        "status": 500,
        "headers": {},
        "seconds": 0.1,
        "sent": list(requests),
    }
    spec, report = folder / "api.json", folder / "report.json"
    spec.write_text(json.dumps(document(PATHS)))
    report.write_text(json.dumps({"url": there, "findings": [finding]}))
    return main(["fuzz", str(spec), "--url", here, "--replay", str(report), *options])


HERE = "http://there.example/v1/things"


@pytest.mark.parametrize(
    ("operation_id", "request_"),
    [
        ("list", sent("DELETE", f"{HERE}/1")),
        ("list", sent("DELETE", HERE)),
        ("list", sent("PUT", HERE)),
        ("list", sent("POST", HERE)),
        ("list", sent("PURGE", HERE)),
        ("list", sent("GET", f"{HERE}/1")),
        ("list", sent("GET", "http://there.example/v1/admin")),
        ("list", sent("GET", f"{HERE}/../admin")),
        ("list", sent("GET", "http://there.example/v1")),
        ("one", sent("GET", f"{HERE}/..")),
        ("one", sent("GET", f"{HERE}/%2e%2e%2fadmin")),
        ("one", sent("GET", f"{HERE}/1/2")),
        ("one", sent("GET", HERE)),
        ("list", sent("GET", "http://[::1/things")),
        ("list", sent("GET", "")),
        ("list", sent("GET /admin HTTP/1.1\r\nX: y", HERE)),
        ("find", sent("POST", HERE, b"{}", {"Transfer-Encoding": "chunked"})),
        ("find", sent("POST", HERE, b"0\r\n\r\nDELETE / HTTP/1.1\r\n\r\n", {"Content-Length": "0"})),
        ("list", sent("GET", HERE, fields={"Host": "evil.example"})),
        ("list", sent("GET", HERE, fields={"X-Original-URL": "/admin"})),
        ("find", sent("POST", HERE, fields={"X-HTTP-Method-Override": "PURGE"})),
        ("nobody", sent("GET", HERE)),
    ],
)
def test_what_no_run_would_send_is_left_out(
    operation_id: str, request_: Json, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with answering() as server:
        assert replay(tmp_path, f"{server.url}/v1", operation_id, request_) == 0
        assert capsys.readouterr().out.startswith("left out: ")
    assert not server.requests


@pytest.mark.parametrize("first", [sent("PUT", HERE), sent("GET", f"{HERE}/../admin"), sent("GET", "http://x/admin")])
def test_neither_is_it_sent_in_front_of_another(
    first: Json, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with answering() as server:
        assert replay(tmp_path, f"{server.url}/v1", "list", first, sent("GET", HERE)) == 0
        assert capsys.readouterr().out.startswith("left out: ")
        assert not server.requests
        # One of another operation that is called is.
        assert replay(tmp_path, f"{server.url}/v1", "list", sent("DELETE", f"{HERE}/1"), sent("GET", HERE)) == 0
    assert [method for method, _, _, _ in server.requests] == ["DELETE", "GET"]


def test_no_report_leads_to_another_host(tmp_path: Path) -> None:
    with canary() as (host, reached), answering() as server:
        for url in (f"http://{host}/things", f"http://@{host}/things", f"//{host}/things", f"x-@{host}/things"):
            for there in ("", f"http://{host}", f"http://{host}/", "http://there.example"):
                replay(tmp_path, server.url, "list", sent("GET", url), there=there)
                replay(tmp_path, server.url, "list", sent("GET", f"{there}/@{host}/things"), there=there)
                replay(tmp_path, server.url, "list", sent("GET", f"{there}//{host}/things"), there=there)
        assert not reached
    assert {target for _, target in server.targets} <= {"/things"}


def test_nothing_is_written_elsewhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with answering(host="0.0.0.0") as server:
        for operation_id in ("remove", "one", "list", "find"):
            for check in ("no_content", "unsupported_method", "read_after_delete"):
                for given in ([sent("DELETE", f"{HERE}/1")], [sent("DELETE", f"{HERE}/1"), sent("GET", HERE)]):
                    replay(tmp_path, f"{server.url}/v1", operation_id, *given, check=check)
    assert all(line.startswith("left out: ") for line in capsys.readouterr().out.splitlines())
    assert not server.requests


@pytest.mark.parametrize(
    "entry",
    [
        {"method": 1, "url": HERE, "headers": {}, "body": ""},
        {"method": "GET", "url": ["x"], "headers": {}, "body": ""},
        {"method": "GET", "url": HERE, "headers": {"a": 1}, "body": ""},
        {"method": "GET", "url": HERE, "headers": [], "body": ""},
        {"method": "GET", "url": HERE, "headers": {}, "body": "?"},
        {"method": "GET", "url": HERE, "headers": {}, "body": 1},
        {"method": "GET"},
        "GET",
        None,
    ],
)
def test_a_report_that_is_none_is_bad_input(entry: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with answering() as server:
        assert replay(tmp_path, server.url, "list", entry) == 3
    assert "E003" in capsys.readouterr().err
    assert not server.requests


@pytest.mark.parametrize(
    "text", [b"[" * 100_000, b'{"findings": ' + b"[" * 100_000, b'{"findings": ["\xff"]}', b"", b"1"]
)
@pytest.mark.parametrize("option", ["--replay", "--baseline"])
def test_a_file_that_is_no_report_is_bad_input(
    option: str, text: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "api.json").write_text(json.dumps(document({"/things": {"get": operation("list")}})))
    (tmp_path / "report.json").write_bytes(text)
    with answering() as server:
        command = ["fuzz", str(tmp_path / "api.json"), "--url", server.url, option, str(tmp_path / "report.json")]
        assert main(command) == 3
    assert "E003" in capsys.readouterr().err
    assert not server.requests


def test_a_credential_that_stands_in_a_report_is_not_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("API_AUTH", "Bearer sesame-open-sesame")
    with answering() as server:
        options = ("--auth-env", "API_AUTH")
        replay(
            tmp_path, f"{server.url}/v1", "list", sent("GET", HERE), title="a sesame%2Dopen-sesame b", options=options
        )
    said = capsys.readouterr()
    assert "[redacted]" in said.out
    assert "sesame" not in said.out + said.err


def test_a_finding_without_requests_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with answering() as server:
        assert replay(tmp_path, server.url, "list") == 0
    assert capsys.readouterr().out.startswith("left out: ")
    assert not server.requests


@pytest.mark.parametrize("value", ["\u20ac", "a\r\nX: y", " a", "\0"])
def test_a_field_that_cannot_be_sent_ends_no_replay(
    value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with answering() as server:
        assert replay(tmp_path, f"{server.url}/v1", "list", sent("GET", HERE, fields={"X-More": value})) in (0, 4)
    assert capsys.readouterr().out.startswith(("no answer", "gone"))
    assert len(server.requests) <= 1

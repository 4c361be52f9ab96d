"""A report may come from a stranger: a replay sends only what a run of the operation could send."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from speclift.cli.main import main
from speclift.fuzz.baseline import read_baseline
from speclift.fuzz.report.reading import read_report, read_result
from tests.contract.small import STRING, Json, document, operation, parameter, properties
from tests.fuzz.hostile import answering, canary
from tests.reading.hostile import memory_of_a_refusal

THING: Json = properties(id=STRING)
ID_PARAMETER = parameter("id", "path", STRING)
PATHS = {
    "/things": {
        "get": operation("list", answer=THING),
        "post": operation("find", body=THING, answer=THING, is_read_only=True),
    },
    "/things/{id}": {
        "get": operation("one", answer=THING, parameters=[ID_PARAMETER]),
        "delete": operation("remove", status="204", parameters=[ID_PARAMETER]),
    },
}


def request_of(method: str, url: str, body: bytes = b"", headers: Json | None = None) -> Json:
    return {"method": method, "url": url, "headers": headers or {}, "body": base64.b64encode(body).decode()}


def replay(
    folder: Path,
    url: str,
    operation_id: str,
    *requests: Any,
    check: str = "no_content",
    old_url: str = "http://there.example/v1",
    title: str = "t",
    options: tuple[str, ...] = (),
) -> int:
    """The exit code of a replay of one finding; its output goes to the terminal."""
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
    report.write_text(json.dumps({"url": old_url, "findings": [finding]}))
    return main(["fuzz", str(spec), "--url", url, "--replay", str(report), *options])


THINGS_URL = "http://there.example/v1/things"


@pytest.mark.parametrize(
    ("operation_id", "request_"),
    [
        ("list", request_of("DELETE", f"{THINGS_URL}/1")),
        ("list", request_of("DELETE", THINGS_URL)),
        ("list", request_of("PUT", THINGS_URL)),
        ("list", request_of("POST", THINGS_URL)),
        ("list", request_of("PURGE", THINGS_URL)),
        ("list", request_of("GET", f"{THINGS_URL}/1")),
        ("list", request_of("GET", "http://there.example/v1/admin")),
        ("list", request_of("GET", f"{THINGS_URL}/../admin")),
        ("list", request_of("GET", "http://there.example/v1")),
        ("one", request_of("GET", f"{THINGS_URL}/..")),
        ("one", request_of("GET", f"{THINGS_URL}/%2e%2e%2fadmin")),
        ("one", request_of("GET", f"{THINGS_URL}/1/2")),
        ("one", request_of("GET", THINGS_URL)),
        ("list", request_of("GET", "http://[::1/things")),
        ("list", request_of("GET", "")),
        ("list", request_of("GET /admin HTTP/1.1\r\nX: y", THINGS_URL)),
        ("find", request_of("POST", THINGS_URL, b"{}", {"Transfer-Encoding": "chunked"})),
        ("find", request_of("POST", THINGS_URL, b"0\r\n\r\nDELETE / HTTP/1.1\r\n\r\n", {"Content-Length": "0"})),
        ("list", request_of("GET", THINGS_URL, headers={"Host": "evil.example"})),
        ("list", request_of("GET", THINGS_URL, headers={"X-Original-URL": "/admin"})),
        ("find", request_of("POST", THINGS_URL, headers={"X-HTTP-Method-Override": "PURGE"})),
        ("nobody", request_of("GET", THINGS_URL)),
    ],
)
def test_a_request_that_no_run_would_send_is_left_out(
    operation_id: str, request_: Json, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with answering() as server:
        assert replay(tmp_path, f"{server.url}/v1", operation_id, request_) == 0
        assert capsys.readouterr().out.startswith("left out: ")
    assert not server.requests


@pytest.mark.parametrize(
    "first",
    [request_of("PUT", THINGS_URL), request_of("GET", f"{THINGS_URL}/../admin"), request_of("GET", "http://x/admin")],
)
def test_a_request_that_no_run_would_send_is_not_sent_before_another(
    first: Json, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with answering() as server:
        assert replay(tmp_path, f"{server.url}/v1", "list", first, request_of("GET", THINGS_URL)) == 0
        assert capsys.readouterr().out.startswith("left out: ")
        assert not server.requests
        # A request of another operation that the run calls is sent.
        assert (
            replay(
                tmp_path,
                f"{server.url}/v1",
                "list",
                request_of("DELETE", f"{THINGS_URL}/1"),
                request_of("GET", THINGS_URL),
            )
            == 0
        )
    assert [method for method, _, _, _ in server.requests] == ["DELETE", "GET"]


def test_no_report_leads_to_another_host(tmp_path: Path) -> None:
    with canary() as (host, reached), answering() as server:
        for url in (f"http://{host}/things", f"http://@{host}/things", f"//{host}/things", f"x-@{host}/things"):
            for old_url in ("", f"http://{host}", f"http://{host}/", "http://there.example"):
                replay(tmp_path, server.url, "list", request_of("GET", url), old_url=old_url)
                replay(tmp_path, server.url, "list", request_of("GET", f"{old_url}/@{host}/things"), old_url=old_url)
                replay(tmp_path, server.url, "list", request_of("GET", f"{old_url}//{host}/things"), old_url=old_url)
        assert not reached
    assert {target for _, target in server.targets} <= {"/things"}


def test_a_replay_writes_nothing_on_other_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with answering(host="0.0.0.0") as server:
        for operation_id in ("remove", "one", "list", "find"):
            for check in ("no_content", "unsupported_method", "read_after_delete"):
                for requests in (
                    [request_of("DELETE", f"{THINGS_URL}/1")],
                    [request_of("DELETE", f"{THINGS_URL}/1"), request_of("GET", THINGS_URL)],
                ):
                    replay(tmp_path, f"{server.url}/v1", operation_id, *requests, check=check)
    assert all(line.startswith("left out: ") for line in capsys.readouterr().out.splitlines())
    assert not server.requests


@pytest.mark.parametrize(
    "entry",
    [
        {"method": 1, "url": THINGS_URL, "headers": {}, "body": ""},
        {"method": "GET", "url": ["x"], "headers": {}, "body": ""},
        {"method": "GET", "url": THINGS_URL, "headers": {"a": 1}, "body": ""},
        {"method": "GET", "url": THINGS_URL, "headers": [], "body": ""},
        {"method": "GET", "url": THINGS_URL, "headers": {}, "body": "?"},
        {"method": "GET", "url": THINGS_URL, "headers": {}, "body": 1},
        {"method": "GET"},
        "GET",
        None,
    ],
)
def test_a_malformed_report_is_bad_input(entry: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with answering() as server:
        assert replay(tmp_path, server.url, "list", entry) == 3
    assert "E003" in capsys.readouterr().err
    assert not server.requests


@pytest.mark.parametrize(
    "text", [b"[" * 100_000, b'{"findings": ' + b"[" * 100_000, b'{"findings": ["\xff"]}', b"", b"1"]
)
@pytest.mark.parametrize("option", ["--replay", "--baseline"])
def test_a_file_that_is_not_a_report_is_bad_input(
    option: str, text: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "api.json").write_text(json.dumps(document({"/things": {"get": operation("list")}})))
    (tmp_path / "report.json").write_bytes(text)
    with answering() as server:
        command = ["fuzz", str(tmp_path / "api.json"), "--url", server.url, option, str(tmp_path / "report.json")]
        assert main(command) == 3
    assert "E003" in capsys.readouterr().err
    assert not server.requests


@pytest.mark.parametrize("read", [read_report, read_result, read_baseline])
def test_no_more_of_a_report_or_baseline_is_read_than_the_limit_allows(
    read: Callable[[str], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = 2**20
    for module in ("report.reading", "baseline"):
        monkeypatch.setattr(f"speclift.fuzz.{module}.LARGEST_REPORT", most)
    assert memory_of_a_refusal(tmp_path / "report.json", 64 * most, read) < 4 * most


def test_a_credential_in_a_report_is_not_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("API_AUTH", "Bearer sesame-open-sesame")
    with answering() as server:
        options = ("--auth-env", "API_AUTH")
        replay(
            tmp_path,
            f"{server.url}/v1",
            "list",
            request_of("GET", THINGS_URL),
            title="a sesame%2Dopen-sesame b",
            options=options,
        )
    output = capsys.readouterr()
    assert "[redacted]" in output.out
    assert "sesame" not in output.out + output.err


def test_a_finding_without_requests_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with answering() as server:
        assert replay(tmp_path, server.url, "list") == 0
    assert capsys.readouterr().out.startswith("left out: ")
    assert not server.requests


@pytest.mark.parametrize("value", ["\u20ac", "a\r\nX: y", " a", "\0"])
def test_a_header_that_cannot_be_sent_does_not_end_a_replay(
    value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with answering() as server:
        assert replay(
            tmp_path, f"{server.url}/v1", "list", request_of("GET", THINGS_URL, headers={"X-More": value})
        ) in (0, 4)
    assert capsys.readouterr().out.startswith(("no answer", "gone"))
    assert len(server.requests) <= 1

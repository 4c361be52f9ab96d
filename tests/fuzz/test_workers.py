"""`--workers`: requests are sent at the same time, and processes find what one process finds."""

from __future__ import annotations

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from speclift.cli.main import main
from speclift.contract.view import read_contract
from speclift.errors import BrokenRunError
from speclift.fuzz.credential_sources import Sources
from speclift.fuzz.distribution import part
from speclift.fuzz.distribution.part import fuzz_part
from speclift.fuzz.runs.run import Part
from speclift.fuzz.secrets.credentials import REDACTED
from speclift.fuzz.transport.selection import Choice, select
from tests.fuzz.answers import ReceivedRequest, serving
from tests.fuzz.fleet import SECRET, Response, faulty_fleet, fleet, spec_of
from tests.fuzz.runs import settings_of

SHOP = Path(__file__).parent / "shop.yaml"

pytestmark = pytest.mark.slow


class CountingServer(ThreadingHTTPServer):
    """A slow server that counts the requests it handles at the same time."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), SlowHandler)
        self.lock = threading.Lock()
        self.current = 0
        self.highest = 0


class SlowHandler(BaseHTTPRequestHandler):
    """Responds to every request after a short time."""

    protocol_version = "HTTP/1.1"

    def _respond(self) -> None:
        assert isinstance(self.server, CountingServer)
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with self.server.lock:
            self.server.current += 1
            self.server.highest = max(self.server.highest, self.server.current)
        time.sleep(0.02)
        with self.server.lock:
            self.server.current -= 1
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"[]")

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _respond  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


@pytest.fixture
def server() -> Iterator[CountingServer]:
    counting = CountingServer()
    thread = threading.Thread(target=counting.serve_forever)
    thread.start()
    yield counting
    counting.shutdown()
    thread.join()
    counting.server_close()


@pytest.mark.parametrize(("workers", "least", "most"), [(1, 1, 1), (3, 2, 3)])
def test_as_many_requests_run_at_once_as_there_are_workers(
    server: CountingServer, workers: int, least: int, most: int
) -> None:
    url = f"http://127.0.0.1:{server.server_port}"
    bounds = ["--phases", "fuzzing", "--max-examples", "5", "--max-time", "20", "--quiet"]
    assert main(["fuzz", str(SHOP), "--url", url, "--workers", str(workers), *bounds]) == 1
    assert least <= server.highest <= most


def keys(report: Path) -> set[str]:
    return {finding["key"] for finding in json.loads(report.read_text())["findings"]}


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("API_AUTH", f"Bearer {SECRET}")
    return spec_of(tmp_path)


def fuzz(spec: Path, url: str, report: Path, *options: str) -> int:
    # Coverage is left out: it makes many requests, and its findings do not depend on the process that sends them.
    usual = ["--auth-env", "API_AUTH", "--max-examples", "2", "--phases", "examples,fuzzing,stateful"]
    return main(["fuzz", str(spec), "--url", url, *usual, "--quiet", "--report-json", str(report), *options])


def test_processes_find_what_one_process_finds(spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one_report, many_report = tmp_path / "one.json", tmp_path / "many.json"
    with serving(faulty_fleet) as server:
        assert fuzz(spec, server.url, one_report) == 1
        assert fuzz(spec, server.url, many_report, "--workers", "3") == 1
    assert keys(one_report) == keys(many_report)
    result = json.loads(many_report.read_text())
    assert (result["shard"], result["stopped"], result["problems"], result["operations"]) == ("", "", [], 24)
    assert sorted(result["proof"]["covered"]) == sorted(json.loads(one_report.read_text())["proof"]["covered"])
    assert SECRET not in many_report.read_text() + capsys.readouterr().out


def test_no_result_of_a_part_has_a_secret() -> None:
    """A process that collects the results of a part need not know the credential."""
    contract = read_contract(fleet())
    out: list[object] = []

    def echoing(request: ReceivedRequest) -> Response:
        status, fields, body = faulty_fleet(request)
        credential = request.headers.get("authorization", "nobody")
        return (
            status,
            {**fields, "X-Shown": credential},
            body.replace(b'"name": 7', f'"name": {{"of": "{credential}"}}'.encode()),
        )

    with serving(echoing) as server:
        settings = settings_of(server.url, headers={"Authorization": f"Bearer {SECRET}"}, max_examples=1, phases=())
        selection = select(contract, Choice(), server.url)
        result = fuzz_part(
            contract,
            selection,
            Part(selection.called),
            settings,
            Sources(),
            seconds=60,
            progress=lambda *_: None,
            keep=out.append,
            told=out.append,
        )
    assert result.findings
    assert out
    assert SECRET not in repr((result, out))
    assert REDACTED in repr(result)
    assert REDACTED in repr(out)


def test_no_error_of_a_part_has_a_secret(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, recwarn: pytest.WarningsRecorder
) -> None:
    """It goes to the process that collects the results, and what a library logs goes to the terminal of the worker."""

    def fail(*_: object, **__: object) -> None:
        logging.getLogger("urllib3").warning("a header field: %s", SECRET)
        warnings.warn(SECRET, stacklevel=1)
        raise ValueError(f"curl -H 'Authorization: Bearer {SECRET}'")

    monkeypatch.setattr(part, "fuzz", fail)
    contract = read_contract(fleet())
    settings = settings_of("http://localhost:1", headers={"Authorization": f"Bearer {SECRET}"})
    selection = select(contract, Choice(), "http://localhost:1")
    with pytest.raises(BrokenRunError) as caught:
        fuzz_part(
            contract,
            selection,
            Part(selection.called),
            settings,
            Sources(),
            seconds=60,
            progress=lambda *_: None,
            keep=None,
            told=lambda _: None,
        )
    assert REDACTED in str(caught.value)
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    assert (caplog.records, recwarn.list) == ([], [])


def test_processes_share_one_rate_limit(spec: Path, tmp_path: Path) -> None:
    with serving(faulty_fleet) as server:
        fuzz(spec, server.url, tmp_path / "a.json", "--workers", "3", "--rate-limit", "40/s", "--phases", "none")
        times = [request.time for request in server.requests]
    assert len(times) > 60
    assert all(later - earlier > 0.8 for earlier, later in zip(times, times[41:], strict=False))


def children_of(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


@pytest.mark.skipif(not shutil.which("ps"), reason="ps is not installed")
@pytest.mark.parametrize("kills", [1, 2])
def test_a_process_that_is_killed_is_replaced_once_and_its_findings_are_kept(
    spec: Path, tmp_path: Path, kills: int
) -> None:
    report = tmp_path / "report.json"
    command = [sys.executable, "-m", "speclift", "fuzz", str(spec), "--auth-env", "API_AUTH", "--report-json"]
    bounds = ["--phases", "none", "--workers", "2", "--rate-limit", "30/s"]
    with (
        serving(faulty_fleet) as server,
        subprocess.Popen(
            [*command, str(report), "--url", server.url, *bounds], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
        ) as process,
    ):
        assert process.stderr is not None
        process.stderr.readline()
        victims: set[int] = set()
        while len(victims) < kills * 2 and process.poll() is None:
            # Kill both processes, and then those that take their place.
            for child in set(children_of(process.pid)) - victims:
                victims.add(child)
                os.kill(child, signal.SIGKILL)
            time.sleep(0.3)
        process.stderr.read()
    result = json.loads(report.read_text())
    if kills == 1:
        assert (process.returncode, result["problems"], result["stopped"]) == (1, [], "")
        assert len(result["proof"]["covered"]) == 23
    else:
        assert result["stopped"] == "a process ended early"
        assert any("its process ended early twice" in problem for problem in result["problems"])
    assert result["findings"]


def test_an_interrupt_ends_all_processes_with_what_was_found(spec: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    command = [sys.executable, "-m", "speclift", "fuzz", str(spec), "--auth-env", "API_AUTH", "--report-json"]
    with (
        serving(faulty_fleet) as server,
        subprocess.Popen(
            [*command, str(report), "--url", server.url, "--workers", "2", "--rate-limit", "10/s"],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        ) as process,
    ):
        assert process.stderr is not None
        assert process.stderr.readline().startswith(("FAILURE", "DRIFT"))
        # A terminal sends the signal to all processes.
        os.killpg(process.pid, signal.SIGINT)
        process.stderr.read()
    assert process.returncode == 130
    assert json.loads(report.read_text())["stopped"] == "interrupted"
    assert json.loads(report.read_text())["findings"]


def test_an_error_of_a_process_is_reported_once(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fuzz", str(spec), "--url", "http://127.0.0.1:9", "--workers", "3"]) == 4
    assert capsys.readouterr().err.count("E008") == 1

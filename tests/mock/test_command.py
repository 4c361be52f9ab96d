"""The command `speclift mock`: where it listens, and which host names it accepts."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from speclift.cli.main import main
from speclift.contract.serialization import bodies
from speclift.http import protocol, server
from speclift.mock import memo
from speclift.mock.app import Options
from speclift.mock.process import running
from speclift.mock.requests import parse
from speclift.mock.resources import store
from tests.conftest import ROOT
from tests.contract.small import STRING, document, operation, properties, ref
from tests.mock.calls import LOGIN, MEMBER, SPEC

SEVEN = f"{MEMBER}/7"


def status(url: str, **headers: str) -> int:
    return httpx.get(f"{url}{SEVEN}", headers={**LOGIN, **headers}, trust_env=False).status_code


def can_bind(host: str) -> bool:
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as attempt:
            attempt.bind((host, 0))
    except OSError:
        return False
    return True


def test_a_large_reference_starts_quickly_in_little_memory(corpus: Path, tmp_path: Path) -> None:
    spec = tmp_path / "reference.yaml"
    assert main(["spec", str(corpus / "2023"), "-o", str(spec), "--quiet"]) == 0
    started = os.times()
    with running(str(spec)) as mock:
        assert status(mock.url) == 200
        process_status = Path(f"/proc/{mock.pid}/status").read_text()
    stopped = os.times()
    assert int(process_status.partition("VmHWM:")[2].split()[0]) < 300 * 1024
    # The CPU time of reading the document is the measure, since machines differ and others work on them.
    command = [sys.executable, "-c", "import sys; from speclift.openapi.load import load; load(sys.argv[1])", str(spec)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(ROOT / "generator")})
    assert _children(stopped) - _children(started) < 5 * (_children(os.times()) - _children(stopped))


def _children(times: os.times_result) -> float:
    return times.children_user + times.children_system


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc, which only Linux has")
def test_requests_to_every_operation_take_little_more_memory_than_the_start(tmp_path: Path) -> None:
    """Every body leads to all schemas, so validators of their own would take megabytes for each operation."""
    names = [f"T{number}" for number in range(150)]
    schemas = {name: properties(**{other: ref(other) for other in names[::5]}) for name in names}
    paths = {f"/{name}": {"post": operation(name, body={"allOf": [ref(name)]}, answer=STRING)} for name in names}
    spec = tmp_path / "kites.json"
    spec.write_text(json.dumps(document(paths, schemas)))
    with running(str(spec)) as mock:
        first = resident(mock.pid)
        assert first < 100 * 1024
        for name in names:
            assert httpx.post(f"{mock.url}/{name}", json={}, trust_env=False).status_code == 200
        assert resident(mock.pid) < 1.3 * first


def resident(pid: int) -> int:
    """The memory of a process, in KiB."""
    return int(Path(f"/proc/{pid}/status").read_text().partition("VmRSS:")[2].split()[0])


def test_it_listens_on_the_given_port() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with running(str(SPEC), "--port", str(port)) as mock:
        assert urlsplit(mock.url).port == port
        assert status(mock.url) == 200


def test_it_listens_on_this_machine_only_by_default() -> None:
    with running(str(SPEC)) as mock:
        assert mock.url.startswith("http://127.0.0.1:")
        assert status(mock.url) == 200


@pytest.mark.parametrize("host", ["127.0.0.2", "::1"])
def test_it_listens_on_the_given_host_and_no_other(host: str) -> None:
    if not can_bind(host):
        pytest.skip(f"this machine has no address {host}")
    with running(str(SPEC), "--host", host) as mock:
        address = urlsplit(mock.url)
        assert address.hostname == host
        assert status(mock.url) == 200
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", address.port), 5)


def test_a_host_of_another_machine_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mock", str(SPEC), "--host", "192.0.2.1", "--port", "0"]) == 3
    assert "E005" in capsys.readouterr().err


def test_a_foreign_host_is_refused_unless_it_is_allowed() -> None:
    with running(str(SPEC), "--allowed-host", "mock.example", "--allowed-host", "other.example") as mock:
        port = urlsplit(mock.url).port
        for host in (f"localhost:{port}", "mock.example", f"other.example:{port}"):
            assert status(mock.url, Host=host) == 200, host
        assert status(mock.url, Host=f"evil.example:{port}") == 421


def test_a_mock_that_listens_everywhere_accepts_addresses_but_no_foreign_names() -> None:
    with running(str(SPEC), "--host", "0.0.0.0") as mock:
        local = f"http://127.0.0.1:{urlsplit(mock.url).port}"
        assert status(local, Host="192.168.1.5:8080") == 200
        assert status(local, Host="evil.example") == 421


def test_the_documentation_of_the_mock_states_its_limits() -> None:
    options, kilobyte, megabyte = Options(), 2**10, 2**20
    page = " ".join((ROOT / "docs" / "reference" / "mock.md").read_text(encoding="utf-8").split())
    for sentence in (
        f"The head and the body of a request have {protocol.SLOWEST_HEAD} s and {options.slowest_body:g} s, and "
        f"{parse._LARGEST_HEADERS // kilobyte} KB and {options.largest_body // megabyte} MB; "
        f"from {server.MOST_CONNECTIONS:,} connections on the mock responds with 503.",
        f"JSON and XML may have {bodies._MOST_VALUES:,} values or tags, a form {bodies._MOST_FIELDS:,} fields and, "
        f"without files, {bodies._LARGEST_FORM // megabyte} MB.",
        f"All connections together may hold {protocol.MOST_UNFINISHED // megabyte} MB of unfinished heads, "
        f"{protocol.MOST_UNPARSED // megabyte} MB of requests that wait, "
        f"{parse.MOST_WAITING // megabyte} MB of incoming bodies, and "
        f"{protocol.MOST_UNREAD // megabyte} MB of responses that nobody reads; a client that reads less than "
        f"{protocol.SLOWEST_READER // kilobyte} KB a second for {protocol.LONGEST_READ} s is disconnected.",
        f"What the mock keeps to respond faster takes {memo.MOST // megabyte} MB.",
        f"in SQLite, {store.MOST_KEPT // megabyte} MB in all.",
    ):
        assert sentence in page


def test_a_page_of_another_origin_may_read_responses_after_a_preflight() -> None:
    origin = {"Origin": "https://app.example"}
    preflight = {**origin, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}
    with running(str(SPEC)) as mock, httpx.Client(base_url=mock.url, trust_env=False) as client:
        first = client.options(SEVEN, headers=preflight)
        assert first.status_code == 204
        assert first.headers["access-control-allow-methods"] == "GET"
        assert first.headers["access-control-allow-headers"] == "authorization"
        for response in (first, client.get(SEVEN, headers={**LOGIN, **origin}), client.get("/nowhere", headers=origin)):
            assert response.headers["access-control-allow-origin"] == "https://app.example"
            assert response.headers["vary"] == "Origin"
        assert not [name for name in client.get(SEVEN, headers=LOGIN).headers if name.startswith("access-control")]

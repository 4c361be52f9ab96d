"""`--scheduler`: Dask workers find what one process finds, even if one of them dies."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest

from speclift.cli.main import main
from speclift.fuzz.credential_sources import Sources
from speclift.fuzz.distribution.cluster import connected
from speclift.fuzz.distribution.leases import terms_of
from speclift.fuzz.distribution.task import Outcome, Task, work
from speclift.fuzz.transport.selection import Choice
from tests.contract.small import Json
from tests.fuzz.answers import ReceivedRequest, Server, serving
from tests.fuzz.fleet import SECRET, Response, faulty_fleet, spec_of

dask = pytest.importorskip("dask", reason="the extra 'distributed' is not installed")
distributed = pytest.importorskip("distributed", reason="the extra 'distributed' is not installed")
tcp = pytest.importorskip("distributed.comm.tcp", reason="the extra 'distributed' is not installed")

pytestmark = pytest.mark.slow

#: Coverage is left out: it makes many requests, and its findings do not depend on the worker that sends them.
USUAL = ("--auth-env", "API_AUTH", "--max-examples", "2", "--phases", "examples,fuzzing,stateful")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(faulty_fleet) as running:
        yield running


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return spec_of(tmp_path_factory.mktemp("fleet"))


@pytest.fixture(autouse=True)
def credential(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_AUTH", f"Bearer {SECRET}")


@pytest.fixture(scope="module")
def single(spec: Path, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Json:
    """The report of one process."""
    report = tmp_path_factory.mktemp("alone") / "report.json"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("API_AUTH", f"Bearer {SECRET}")
        assert main(["fuzz", str(spec), "--url", server.url, *USUAL, "--quiet", "--report-json", str(report)]) == 1
    return read(report)


def read(path: Path) -> Json:
    report: Json = json.loads(path.read_text())
    return report


def keys(report: Json) -> set[str]:
    return {finding["key"] for finding in report["findings"]}


@contextmanager
def cluster(workers: int, environment: Mapping[str, str]) -> Iterator[Any]:
    """Worker processes on this machine with an environment of their own, and a scheduler that a run can be given."""
    with distributed.LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=logging.CRITICAL,
        env=environment,
    ) as local_cluster:
        yield local_cluster


def test_processes_under_a_scheduler_find_what_one_process_finds(
    spec: Path,
    server: Server,
    single: Json,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    report = tmp_path / "report.json"
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    options = ["--scheduler", "local:2", "--report-json", str(report)]
    assert main(["fuzz", str(spec), "--url", server.url, *USUAL, *options]) == 1
    output = capfd.readouterr()
    assert keys(read(report)) == keys(single)
    assert (read(report)["operations"], read(report)["stopped"], read(report)["problems"]) == (24, "", [])
    assert sorted(read(report)["proof"]["covered"]) == sorted(single["proof"]["covered"])
    # Each finding is printed when it is found, except those that are judged at the end.
    printed = {line.rpartition("(")[2].rstrip(")") for line in output.err.splitlines() if line.startswith("FAILURE")}
    assert {f["key"] for f in single["findings"] if f["check"] == "not_a_server_error"} <= printed
    assert SECRET not in output.out + output.err + report.read_text()
    assert "SPECLIFT_FUZZ_AUTH" not in os.environ
    assert list(work.iterdir()) == []


def test_a_worker_that_is_killed_loses_nothing_and_no_credential_is_sent(
    spec: Path, server: Server, single: Json, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "report.json"
    with cluster(2, {"API_AUTH": f"Bearer {SECRET}"}) as dask_cluster:
        victim = next(iter(dask_cluster.workers.values()))
        sent_before = len(server.requests)

        def kill() -> None:
            while len(server.requests) < sent_before + 60:
                threading.Event().wait(0.05)
            os.kill(victim.process.pid, signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        # The workers have the credential in their environment; this process does not.
        monkeypatch.delenv("API_AUTH")
        options = ["--scheduler", dask_cluster.scheduler_address, "--report-json", str(report), "--quiet"]
        assert main(["fuzz", str(spec), "--url", server.url, *USUAL, *options]) == 1
        killer.join()
        with distributed.Client(dask_cluster, set_as_default=False) as client:
            dask_logs = str(client.get_events()) + str(client.get_scheduler_logs()) + str(client.get_worker_logs())
    assert keys(read(report)) == keys(single)
    assert (read(report)["stopped"], read(report)["problems"]) == ("", [])
    assert "speclift" in dask_logs
    assert SECRET not in dask_logs + report.read_text()


@pytest.fixture
def travelled(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What goes to the schedulers of this process, and what comes from them: all that Dask writes to and reads from its
    connections.
    """
    found: list[bytes] = []
    write, read_back = tcp.to_frames, tcp.from_frames

    async def to_frames(*arguments: Any, **options: Any) -> Any:
        frames = await write(*arguments, **options)
        found.extend(map(bytes, frames))
        return frames

    async def from_frames(frames: Any, **options: Any) -> Any:
        found.extend(map(bytes, frames))
        return await read_back(frames, **options)

    monkeypatch.setattr(tcp, "to_frames", to_frames)
    monkeypatch.setattr(tcp, "from_frames", from_frames)
    return found


def test_no_credential_of_this_process_travels_through_a_scheduler(
    spec: Path, travelled: list[bytes], tmp_path: Path
) -> None:
    report = tmp_path / "report.json"

    def respond(request: ReceivedRequest) -> Response:
        status, headers, body = faulty_fleet(request)
        return status, headers, json.dumps(request.headers).encode() if status == 500 else body

    options = ["--auth-env", "API_AUTH", "--phases", "none", "--scheduler", "local:1", "--report-json", str(report)]
    with serving(respond) as server:
        assert main(["fuzz", str(spec), "--url", server.url, *options, "--quiet"]) == 1
    assert (read(report)["operations"], read(report)["stopped"], read(report)["problems"]) == (24, "", [])
    # Both the tasks and what they found were recorded, with the response that repeats the credential.
    assert any(b"max_examples" in data for data in travelled)
    assert any(b"not_a_server_error" in data and b"authorization" in data for data in travelled)
    assert not any(SECRET.encode() in data for data in travelled)


def test_a_part_whose_workers_die_is_named(spec: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    killed: list[int] = []

    def respond(request: ReceivedRequest) -> Response:
        if request.target == "/ships7/1" and not killed:
            killed.append(victim.process.pid)
            os.kill(victim.process.pid, signal.SIGKILL)
        return faulty_fleet(request)

    # No worker may die.
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        cluster(1, {"API_AUTH": f"Bearer {SECRET}"}) as dask_cluster,
        serving(respond) as server,
    ):
        victim = next(iter(dask_cluster.workers.values()))
        options = ["--scheduler", dask_cluster.scheduler_address, "--report-json", str(report), "--quiet"]
        assert main(["fuzz", str(spec), "--url", server.url, *USUAL, *options]) == 1
    result = read(report)
    assert result["stopped"] == "a process ended early"
    # The first part has the samples of all operations.
    (problem,) = result["problems"]
    assert "and 23 more: no worker finished it: KilledWorker" in problem


def test_no_worker_goes_on_before_every_operation_was_called(spec: Path, tmp_path: Path) -> None:
    """One worker sends its samples long before the other and waits; after that, requests are reduced."""
    report = tmp_path / "report.json"
    slow: list[float] = []
    is_last_called = threading.Event()

    def respond(request: ReceivedRequest) -> Response:
        if request.target.startswith("/ships7") and not slow:
            slow.append(request.time)
            is_last_called.wait(30)
            # A worker that does not wait would go on in this second.
            time.sleep(1)
            slow.append(time.monotonic())
        elif request.target == "/ships6/1":
            is_last_called.set()
        return faulty_fleet(request)

    with serving(respond) as server:
        options = ["--auth-env", "API_AUTH", "--phases", "none", "--scheduler", "local:2", "--timeout", "60"]
        assert main(["fuzz", str(spec), "--url", server.url, *options, "--quiet", "--report-json", str(report)]) == 1
        _, end = slow
        others = Counter((request.method, request.target) for request in server.requests if request.time < end)
    # Each worker first checks that the server responds, and tries the credential on a read.
    assert {call: times for call, times in others.items() if times > 1}.keys() <= {("GET", "/"), ("GET", "/ships0")}
    (crash,) = (finding for finding in read(report)["findings"] if finding["operation_id"] == "make6")
    assert (crash["sent"][-1]["text"], crash["phase"]) == ("{}", "samples")


def test_local_workers_listen_on_loopback_only() -> None:
    with connected("local:1", {}) as client:
        info = client.scheduler_info(n_workers=-1)
    assert info["workers"]
    assert {urlsplit(address).hostname for address in (info["address"], *info["workers"])} == {"127.0.0.1"}


def test_a_worker_of_another_version_refuses_its_part() -> None:
    asked = Task("0.0.1", 0, (), Choice(), Sources(), {}, None, "1/1", "all", "topic", "stop", None)
    outcome = msgspec.msgpack.decode(work(b"", msgspec.msgpack.encode(asked)), type=Outcome)
    assert outcome.result is None
    assert outcome.code == "E001"
    assert "this run needs 0.0.1" in outcome.error["message"]


def test_workers_share_one_rate_limit(spec: Path, server: Server, tmp_path: Path) -> None:
    sent_before = len(server.requests)
    # A single worker would send more than this.
    options = ["--scheduler", "local:2", "--rate-limit", "10/s", "--phases", "none", "--include-operation", "list*"]
    main(["fuzz", str(spec), "--url", server.url, *USUAL, *options, "--quiet"])
    times = [request.time for request in server.requests[sent_before:]]
    assert len(times) > 30
    assert all(later - earlier > 0.8 for earlier, later in zip(times, times[11:], strict=False))


@pytest.mark.parametrize("rate", ["1/s", "10/s", "100/m", "101/s", "250/s", "5000/h"])
def test_leases_add_up_to_the_rate_or_slightly_less(rate: str) -> None:
    terms = terms_of(rate)
    allowed = int(rate.partition("/")[0])
    assert allowed * 0.98 <= terms.leases * terms.requests <= allowed
    assert terms.leases <= 100


def test_an_interrupt_ends_all_workers_with_what_was_found(spec: Path, server: Server, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    command = [sys.executable, "-m", "speclift", "fuzz", str(spec), "--url", server.url, *USUAL]
    # The workers outlive the run, so it has to end their work.
    with cluster(2, {"API_AUTH": f"Bearer {SECRET}"}) as dask_cluster:
        options = ["--scheduler", dask_cluster.scheduler_address, "--rate-limit", "10/s", "--report-json", str(report)]
        with subprocess.Popen(
            [*command, *options], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        ) as process:
            assert process.stderr is not None
            assert process.stderr.readline().startswith(("FAILURE", "DRIFT"))
            process.send_signal(signal.SIGINT)
            process.stderr.read()
        sent_before = len(server.requests)
        threading.Event().wait(3)
        assert len(server.requests) <= sent_before + 1
    assert process.returncode == 130
    assert read(report)["stopped"] == "interrupted"
    assert read(report)["findings"]


def test_the_time_limit_ends_all_workers(spec: Path, server: Server, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    options = ["--scheduler", "local:2", "--rate-limit", "10/s", "--max-time", "8", "--report-json", str(report)]
    main(["fuzz", str(spec), "--url", server.url, *USUAL, "--quiet", *options])
    assert read(report)["stopped"] == "its time was up"
    assert read(report)["requests"] < 100


def test_workers_without_a_credential_are_named(
    spec: Path, server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("API_AUTH")
    with cluster(1, {}) as dask_cluster:
        assert (
            main(["fuzz", str(spec), "--url", server.url, *USUAL, "--scheduler", dask_cluster.scheduler_address]) == 2
        )
    assert "names does not exist or is empty" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--url", "http://127.0.0.1:9", "--scheduler", "local:0"], 2, "local:N"),
        (["--url", "http://127.0.0.1:9", "--scheduler", "local"], 2, "local:N"),
        (["--mock", "--scheduler", "tcp://127.0.0.1:9"], 2, "this machine alone"),
        (["--url", "http://127.0.0.1:9", "--scheduler", "tcp://127.0.0.1:9"], 4, "scheduler does not respond"),
        (["--url", "http://127.0.0.1:9", "--scheduler", "local:1"], 4, "127.0.0.1:9 does not respond"),
    ],
)
def test_options_that_do_not_work_are_errors(
    options: list[str], code: int, message: str, spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fuzz", str(spec), *options]) == code
    assert message in capsys.readouterr().err

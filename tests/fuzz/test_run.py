"""A run sends documented samples first and then the requests of every phase, and reports each cause once."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from speclift.cli.main import main
from tests.contract.rooms import SAMPLE, rooms
from tests.contract.small import INTEGER, STRING, Json, content, document, operation, parameter, properties
from tests.fuzz.test_honest import ServerLog, server

EXAMPLE = {"name": "as it stands", "size": 3}
THING: Json = properties(name=STRING, size=INTEGER)


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A document with examples of a query and of a body."""
    path = tmp_path / "api.json"
    create = operation(
        "make", answer=THING, status="201", parameters=[parameter("place", "query", STRING, example="b")]
    )
    create["requestBody"] = {"required": True, "content": content(THING, shown=EXAMPLE)}
    listed = operation("list", answer=THING, parameters=[parameter("at", "query", STRING, required=True, example="c")])
    path.write_text(json.dumps(document({"/things": {"post": create}, "/all": {"get": listed}})))
    return path


def test_samples_are_sent_first_and_unchanged(spec: Path) -> None:
    log = ServerLog((201, EXAMPLE))
    with server(log) as url:
        assert main(["fuzz", str(spec), "--url", url, "--quiet", "--phases", "none"]) == 1
    # Before them it only checks that the server responds; every operation is called before one is called again.
    calls = [("GET", "/"), ("POST", "/things?place=b"), ("GET", "/all?at=c"), ("POST", "/things")]
    assert log.calls[:4] == calls
    assert [json.loads(log.bodies[number]) for number in (1, 3)] == [EXAMPLE, EXAMPLE]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document of rooms that are created, changed and removed."""
    path = tmp_path_factory.mktemp("rooms") / "rooms.json"
    path.write_text(json.dumps(rooms()))
    return path


def calls_of(room: Path, phases: str) -> list[tuple[str, str]]:
    """The calls of a run on a server whose every response is that of a create."""
    log = ServerLog((201, SAMPLE))
    with server(log) as url:
        main(["fuzz", str(room), "--url", url, "--quiet", "--phases", phases, "--max-examples", "2"])
    return log.calls


@pytest.fixture(scope="module")
def without_phases(room: Path) -> list[tuple[str, str]]:
    """The calls of a run without phases."""
    return calls_of(room, "none")


@pytest.mark.parametrize("phase", ["examples", "coverage", "fuzzing", "stateful"])
def test_each_phase_sends_more_requests(room: Path, without_phases: list[tuple[str, str]], phase: str) -> None:
    calls = calls_of(room, phase)
    assert calls[: len(without_phases) // 2] == without_phases[: len(without_phases) // 2]
    more = Counter(calls) - Counter(without_phases)
    assert more
    if phase == "stateful":
        # The room of a create is read, changed and removed, below the same owner.
        created = f"/Room/{SAMPLE['RoomId']}"
        assert {method for method, path in more if path.endswith(created)} >= {"GET", "PUT", "DELETE"}


def test_a_cause_is_one_finding_with_the_smallest_request_that_shows_it(spec: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    log = ServerLog((500, {}))
    options = ["--quiet", "--phases", "none", "--report-json", str(report)]
    with server(log) as url:
        assert main(["fuzz", str(spec), "--url", url, *options]) == 1
    # Every request is counted except the first, which checks that the server responds.
    assert json.loads(report.read_text())["requests"] == len(log.calls) - 1
    findings = json.loads(report.read_text())["findings"]
    assert set(Counter((f["operation_id"], f["check"], f["cause"]) for f in findings).values()) == {1}
    crashes = {f["operation_id"]: f for f in findings if f["check"] == "not_a_server_error"}
    assert crashes["make"]["times"] > 3
    # The reduced request leaves out even required parts, as the failure does not need them.
    for name, method, target in (("make", "POST", f"{url}/things"), ("list", "GET", f"{url}/all")):
        assert [sent["url"] for sent in crashes[name]["sent"]] == [target]
        assert crashes[name]["curl"] == [f"curl -i -X {method} {target}"]


def test_more_examples_mean_more_requests(spec: Path) -> None:
    sent = []
    for number in ("2", "20"):
        log = ServerLog((400, {}))
        with server(log) as url:
            main(["fuzz", str(spec), "--url", url, "--quiet", "--phases", "fuzzing", "--max-examples", number])
        sent.append(len(log.calls))
    assert sent[1] - sent[0] >= 10


def test_the_rate_limit_holds_for_every_second(room: Path) -> None:
    log = ServerLog((201, SAMPLE))
    with server(log) as url:
        main(["fuzz", str(room), "--url", url, "--quiet", "--phases", "none", "--rate-limit", "15/s"])
    # Samples, probes and life cycles; the first request, which checks that the server responds, does not count.
    times = log.times[1:]
    assert len(times) > 25
    assert all(later - earlier > 0.8 for earlier, later in zip(times, times[16:], strict=False))


def test_with_a_baseline_only_new_failures_count_and_drift_never_does(spec: Path, tmp_path: Path) -> None:
    baseline_file = tmp_path / "known.json"
    options = ["fuzz", str(spec), "--quiet", "--phases", "none"]
    with server(ServerLog((201, {"name": 1, "size": None}))) as url:
        options += ["--url", url]
        assert main([*options, "--write-baseline", str(baseline_file)]) == 1
        assert main([*options, "--baseline", str(baseline_file)]) == 0
        baseline = json.loads(baseline_file.read_text())
        assert len(baseline["known"]) > 1
        baseline["known"].pop()
        baseline_file.write_text(json.dumps(baseline))
        assert main([*options, "--baseline", str(baseline_file)]) == 1
    drifting = operation("read", answer={**THING, "additionalProperties": True})
    path = tmp_path / "drift.json"
    drifting["responses"]["200"]["content"]["application/json"]["example"] = EXAMPLE
    path.write_text(json.dumps(document({"/thing": {"get": drifting}})))
    report = tmp_path / "report.json"
    with server(ServerLog((200, {"name": "x"}))) as url:
        assert main(["fuzz", str(path), "--url", url, "--phases", "none", "--report-json", str(report)]) == 0
    assert {finding["level"] for finding in json.loads(report.read_text())["findings"]} == {"drift"}

"""What a run does: documented samples first, then every phase; and what becomes of the many failures it sees."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from speclift.cli.main import main
from tests.contract.rooms import SAMPLE, rooms
from tests.contract.small import INTEGER, STRING, Json, content, document, operation, parameter, properties
from tests.fuzz.test_honest import ServerLog, server

SHOWN = {"name": "as it stands", "size": 3}
THING: Json = properties(name=STRING, size=INTEGER)


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A document with a query and a body that are shown."""
    path = tmp_path / "api.json"
    made = operation("make", answer=THING, status="201", parameters=[parameter("place", "query", STRING, example="b")])
    made["requestBody"] = {"required": True, "content": content(THING, shown=SHOWN)}
    listed = operation("list", answer=THING, parameters=[parameter("at", "query", STRING, required=True, example="c")])
    path.write_text(json.dumps(document({"/things": {"post": made}, "/all": {"get": listed}})))
    return path


def test_samples_are_sent_first_and_as_they_stand(spec: Path) -> None:
    log = ServerLog((201, SHOWN))
    with server(log) as url:
        assert main(["fuzz", str(spec), "--url", url, "--quiet", "--phases", "none"]) == 1
    # Before them it only looks whether anybody is there, and every operation is called before one is called again.
    asked = [("GET", "/"), ("POST", "/things?place=b"), ("GET", "/all?at=c"), ("POST", "/things")]
    assert log.calls[:4] == asked
    assert [json.loads(log.bodies[number]) for number in (1, 3)] == [SHOWN, SHOWN]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document of things that are made, changed and removed."""
    path = tmp_path_factory.mktemp("rooms") / "rooms.json"
    path.write_text(json.dumps(rooms()))
    return path


def asked(room: Path, phases: str) -> list[tuple[str, str]]:
    """What a server is asked that answers as a create does."""
    log = ServerLog((201, SAMPLE))
    with server(log) as url:
        main(["fuzz", str(room), "--url", url, "--quiet", "--phases", phases, "--max-examples", "2"])
    return log.calls


@pytest.fixture(scope="module")
def before(room: Path) -> list[tuple[str, str]]:
    """What is asked whatever the phases."""
    return asked(room, "none")


@pytest.mark.parametrize("phase", ["examples", "coverage", "fuzzing", "stateful"])
def test_each_phase_asks_for_more(room: Path, before: list[tuple[str, str]], phase: str) -> None:
    found = asked(room, phase)
    assert found[: len(before) // 2] == before[: len(before) // 2]
    more = Counter(found) - Counter(before)
    assert more
    if phase == "stateful":
        # What a create gave is read, changed and removed, below the same thing.
        given = f"/Room/{SAMPLE['RoomId']}"
        assert {method for method, path in more if path.endswith(given)} >= {"GET", "PUT", "DELETE"}


def test_a_cause_is_one_finding_with_the_smallest_request_that_shows_it(spec: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    log = ServerLog((500, {}))
    options = ["--quiet", "--phases", "none", "--report-json", str(report)]
    with server(log) as url:
        assert main(["fuzz", str(spec), "--url", url, *options]) == 1
    # All that was sent is counted, but for the look whether anybody is there.
    assert json.loads(report.read_text())["requests"] == len(log.calls) - 1
    findings = json.loads(report.read_text())["findings"]
    assert set(Counter((f["operation_id"], f["check"], f["cause"]) for f in findings).values()) == {1}
    crashes = {f["operation_id"]: f for f in findings if f["check"] == "not_a_server_error"}
    assert crashes["make"]["times"] > 3
    # Nothing is sent without what is required, but to see whether that is what matters.
    for name, method, target in (("make", "POST", f"{url}/things"), ("list", "GET", f"{url}/all")):
        assert [sent["url"] for sent in crashes[name]["sent"]] == [target]
        assert crashes[name]["curl"] == [f"curl -i -X {method} {target}"]


def test_as_many_requests_are_fuzzed_as_one_asks_for(spec: Path) -> None:
    sent = []
    for number in ("2", "20"):
        log = ServerLog((400, {}))
        with server(log) as url:
            main(["fuzz", str(spec), "--url", url, "--quiet", "--phases", "fuzzing", "--max-examples", number])
        sent.append(len(log.calls))
    assert sent[1] - sent[0] >= 10


def test_no_more_requests_are_sent_in_a_second_than_one_allows(room: Path) -> None:
    log = ServerLog((201, SAMPLE))
    with server(log) as url:
        main(["fuzz", str(room), "--url", url, "--quiet", "--phases", "none", "--rate-limit", "15/s"])
    # Samples, probes and lives; the first of all, which looks whether anybody is there, is none of them.
    times = log.times[1:]
    assert len(times) > 25
    assert all(later - earlier > 0.8 for earlier, later in zip(times, times[16:], strict=False))


def test_a_baseline_lets_new_failures_count_alone_and_drift_never(spec: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.json"
    options = ["fuzz", str(spec), "--quiet", "--phases", "none"]
    with server(ServerLog((201, {"name": 1, "size": None}))) as url:
        options += ["--url", url]
        assert main([*options, "--write-baseline", str(known)]) == 1
        assert main([*options, "--baseline", str(known)]) == 0
        left = json.loads(known.read_text())
        assert len(left["known"]) > 1
        left["known"].pop()
        known.write_text(json.dumps(left))
        assert main([*options, "--baseline", str(known)]) == 1
    refusing = operation("read", answer={**THING, "additionalProperties": True})
    path = tmp_path / "drift.json"
    refusing["responses"]["200"]["content"]["application/json"]["example"] = SHOWN
    path.write_text(json.dumps(document({"/thing": {"get": refusing}})))
    report = tmp_path / "report.json"
    with server(ServerLog((200, {"name": "x"}))) as url:
        assert main(["fuzz", str(path), "--url", url, "--phases", "none", "--report-json", str(report)]) == 0
    assert {finding["level"] for finding in json.loads(report.read_text())["findings"]} == {"drift"}

"""The time of a run: it ends in time, and no operation takes the share of another."""

from __future__ import annotations

import itertools
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from speclift.cli.main import main
from speclift.contract.records import Contract
from speclift.contract.view import read_contract
from speclift.fuzz.checks.responses import PROMISES, Broken, no_content
from speclift.fuzz.exchange import Exchange
from speclift.fuzz.finding import Result
from speclift.fuzz.runs import samples as sample_runs
from speclift.fuzz.runs.run import fuzz
from speclift.fuzz.transport.selection import Choice, select
from tests.conftest import ROOT
from tests.contract.small import STRING, Json, content, document, operation, parameter, properties, ref
from tests.fuzz.answers import JSON, ReceivedRequest, Responder, serving
from tests.fuzz.runs import settings_of

#: Seconds that a run may last beyond its limit.
GRACE = 2

pytestmark = pytest.mark.slow


def test_a_time_limit_ends_a_run_within_an_operation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    letters = {"type": "string", "enum": ["a", "b", "c", "d"]}
    queries = [parameter(f"p{number}", "query", letters) for number in range(40)]
    spec, report = tmp_path / "api.json", tmp_path / "report.json"
    spec.write_text(json.dumps(document({"/search": {"get": operation("search", parameters=queries)}})))

    def respond(_: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        time.sleep(0.05)
        return 400, JSON, b"{}"

    with serving(respond) as server:
        options = ["--max-time", "4", "--report-json", str(report)]
        main(["fuzz", str(spec), "--url", server.url, *options])
    assert "The run ended early: its time was up." in capsys.readouterr().out
    assert json.loads(report.read_text())["stopped"] == "its time was up"
    # No part of the run sends anything after the end.
    assert server.requests[-1].time - server.requests[0].time < 4 + GRACE


@pytest.mark.parametrize("phases", ["none", "coverage"])
def test_a_time_limit_ends_the_wait_for_a_response(tmp_path: Path, phases: str) -> None:
    paths = {f"/{name}": {"get": operation(name)} for name in ("one", "two", "three")}
    spec, report = tmp_path / "api.json", tmp_path / "report.json"
    spec.write_text(json.dumps(document(paths)))
    is_over = threading.Event()

    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        if request.target != "/one":
            is_over.wait(20)
        return 200, JSON, b"{}"

    with serving(respond) as server:
        options = ["--max-time", "3", "--phases", phases, "--timeout", "20", "--report-json", str(report)]
        main(["fuzz", str(spec), "--url", server.url, *options])
        ended = time.monotonic()
        is_over.set()
    assert json.loads(report.read_text())["stopped"] == "its time was up"
    assert ended - server.requests[0].time < 3 + GRACE


def test_a_time_limit_ends_the_search_for_smaller_requests_too() -> None:
    """The one finding has a request with 30 properties, and each try without one of them takes 0.2 seconds."""
    names = [f"p{number}" for number in range(30)]
    create = operation("make", status="204")
    body = properties(**dict.fromkeys(names, STRING))
    create["requestBody"] = {"required": True, "content": content(body, shown=dict.fromkeys(names, "text"))}
    contract = read_contract(document({"/things": {"post": create}}))

    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        # Only the whole body makes it fail.
        is_whole = request.body.count(b'":') == len(names) and request.body.endswith(b'"}')
        time.sleep(0.2)
        return (500 if is_whole and request.headers.get("content-type") == "application/json" else 400), JSON, b"{}"

    seen: list[str] = []
    with serving(respond) as server:
        settings = settings_of(server.url, phases=())
        selection = select(contract, Choice(), server.url)
        result = fuzz(contract, selection, settings, seconds=3, progress=lambda phase, *_: seen.append(phase))
    assert "reduction" in seen
    # The whole search would take 40 requests, which is eight seconds.
    assert server.requests[-1].time - server.requests[0].time < 3 + GRACE
    assert len(server.requests) < 30
    assert [finding.check for finding in result.findings if finding.status == 500] == ["not_a_server_error"]


def test_operations_share_the_time_of_each_phase() -> None:
    # All coverage cases of this body would take many times as long as the run may.
    deep: Json = {f"Level{depth}": level(depth) for depth in range(4)}
    create = operation("make", status="204")
    create["requestBody"] = {"required": True, "content": content(ref("Level0"))}
    read = operation("read", answer=properties(name=STRING), parameters=[parameter("id")])
    contract = read_contract(document({"/flows": {"post": create}, "/things/{id}": {"get": read}}, deep))

    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        time.sleep(0.05)
        return (204, {}, b"") if request.method == "POST" else (200, JSON, b"{}")

    seen: set[tuple[str, str]] = set()
    with serving(respond) as server:
        settings = settings_of(server.url)
        selection = select(contract, Choice(), server.url)
        fuzz(
            contract, selection, settings, seconds=20, progress=lambda phase, name, *_: seen.add((phase.lower(), name))
        )
    assert {(phase, name) for phase in ("coverage", "fuzzing") for name in ("make", "read")} <= seen
    assert ("stateful", "") in seen


def level(depth: int) -> Json:
    """An object in which each property is a string or an object of the next level."""
    inner: Json = ref(f"Level{depth + 1}") if depth < 3 else {"type": "integer"}
    return properties(**{f"p{number}": {"oneOf": [STRING, inner]} for number in range(8)})


def many(number: int) -> Json:
    """A document with `number` reads, each with an optional query, and as many writes."""
    query = parameter("by", "query", STRING, example="name")
    paths: Json = {}
    for index in range(number):
        create = operation(f"make{index}", body=properties(name=STRING), answer=properties(name=STRING))
        paths[f"/things{index}"] = {"get": operation(f"list{index}", answer=STRING, parameters=[query]), "post": create}
    return document(paths)


def run_on(folder: Path, api: Json, respond: Responder, *options: str) -> tuple[list[tuple[str, str]], dict[str, Any]]:
    """Run the fuzzer: method and path of each request, and the report."""
    spec, report = folder / "api.json", folder / "report.json"
    spec.write_text(json.dumps(api))
    with serving(respond) as server:
        main(["fuzz", str(spec), "--url", server.url, "--quiet", "--report-json", str(report), *options])
        calls = [(calls.method, calls.target.partition("?")[0]) for calls in server.requests]
    return calls, json.loads(report.read_text())


def test_every_operation_is_called_before_one_is_called_again(tmp_path: Path) -> None:
    calls, _ = run_on(tmp_path, many(20), lambda _: (200, JSON, b"{}"), "--phases", "none")
    # The very first request checks that the server responds.
    assert len(set(calls[1:41])) == 40


def test_a_credential_is_tried_on_a_few_reads_before_any_sample_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("API_AUTH", "Authorization: Bearer token")
    things = [f"/things{number}" for number in range(10)]
    paths: Json = {"/makes": {"post": operation("makes", status="204")}}
    paths |= {path: {"get": operation(path[1:], answer=properties(name=STRING))} for path in things}
    options = ("--phases", "none", "--auth-env", "API_AUTH")
    calls, _ = run_on(tmp_path, document(paths), lambda _: (404, JSON, b"{}"), *options)
    # The very first request checks that the server responds.
    (first, *others), samples = calls[1:6], calls[6:17]
    assert {method for method, _ in (first, *others)} == {"GET"}
    assert len({first, *others}) == 5
    assert set(samples) == {("POST", "/makes"), *(("GET", path) for path in things)}


def test_the_page_on_the_fuzzer_states_the_limits_of_waiting_responses() -> None:
    page = " ".join((ROOT / "docs" / "reference" / "fuzzer.md").read_text(encoding="utf-8").split())
    assert f"({sample_runs._MOST_WAITING // 2**20} MiB of them at most)" in page
    assert sample_runs._LAST_CHECKS == 1
    assert "has one more second for checks" in page


def first_check(monkeypatch: pytest.MonkeyPatch, respond: Responder) -> tuple[int, Result]:
    """How many requests the server had received when the first response was checked, and the result of the run."""
    seen: list[int] = []
    with serving(respond) as server:

        def note_and_check(exchange: Exchange, contract: Contract) -> Iterator[Broken]:
            seen.append(len(server.requests))
            return no_content(exchange, contract)

        monkeypatch.setitem(PROMISES, no_content.__name__, note_and_check)
        contract, settings = read_contract(many(20)), settings_of(server.url, phases=())
        selection = select(contract, Choice(), server.url)
        result = fuzz(contract, selection, settings, seconds=None, progress=lambda *_: None)
        return seen[0], result


class Clock:
    """A clock that advances only when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


# The very first request checks that the server responds, and 40 operations are called.
@pytest.mark.parametrize(("seconds", "before"), [(0.125, [2, 12, 22, 32]), (2.0, [2])])
def test_checks_and_calls_share_the_time_until_every_operation_was_called(
    seconds: float, before: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Checks get as much time as calls, and less if the calls alone take longer than a minute."""
    clock = Clock()
    requests_at_checks: list[int] = []

    def respond(_: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        clock.now += seconds
        return 200, JSON, b"{}"

    with serving(respond) as server:

        def note_and_check(exchange: Exchange, contract: Contract) -> Iterator[Broken]:
            clock.now += 10 * seconds
            requests_at_checks.append(len(server.requests))
            return no_content(exchange, contract)

        monkeypatch.setitem(PROMISES, no_content.__name__, note_and_check)
        monkeypatch.setattr("speclift.fuzz.runs.samples.time", clock)
        contract, settings = read_contract(many(20)), settings_of(server.url, phases=())
        selection = select(contract, Choice(), server.url)
        fuzz(contract, selection, settings, seconds=None, progress=lambda *_: None)
    assert [number for number in requests_at_checks if number < 41] == before
    assert requests_at_checks.count(41) >= 36


def test_responses_that_wait_for_their_checks_take_a_bounded_number_of_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("speclift.fuzz.runs.samples._MOST_WAITING", 95)
    # The clock stands still, so no check starts because there is time for it.
    monkeypatch.setattr("speclift.fuzz.runs.samples.time", Clock())
    before, result = first_check(monkeypatch, lambda _: (200, JSON, b'{"n": "0"}'))
    assert before == 11
    assert result.stopped == ""


@pytest.mark.parametrize(("check_seconds", "is_checked"), [(1.0, True), (0.0, False)])
def test_a_run_that_ends_before_its_checks_makes_some_of_them_or_counts_what_is_left(
    check_seconds: float, is_checked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("speclift.fuzz.runs.samples._LAST_CHECKS", check_seconds)
    # The clock stands still, so no check starts because there is time for it.
    monkeypatch.setattr("speclift.fuzz.runs.samples.time", Clock())
    contract = read_contract(many(20))

    def respond(_: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        time.sleep(0.2)
        return 500, JSON, b"{}"

    with serving(respond) as server:
        settings = settings_of(server.url, phases=())
        selection = select(contract, Choice(), server.url)
        result = fuzz(contract, selection, settings, seconds=2, progress=lambda *_: None)
        called = len(server.requests) - 1
    assert result.stopped == "its time was up"
    assert 0 < result.proof.statuses[500] <= called < 40
    assert bool(result.findings) == is_checked
    problem = f"samples: no time was left to check {result.proof.statuses[500]} responses: raise --max-time"
    assert (problem in result.problems) != is_checked


def test_probes_leave_time_to_the_engine() -> None:
    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        # Probes without a body take longer than the run may.
        if request.method == "POST" and not request.body:
            time.sleep(1)
        return 200, JSON, b"{}"

    contract = read_contract(many(20))
    phases = set()
    with serving(respond) as server:
        settings = settings_of(server.url, phases=("fuzzing",))
        selection = select(contract, Choice(), server.url)
        fuzz(contract, selection, settings, seconds=18, progress=lambda phase, *_: phases.add(phase.lower()))
    assert {"samples", "probes", "fuzzing"} <= phases


def test_the_time_that_is_left_goes_to_operations_with_findings(tmp_path: Path) -> None:
    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        is_wrong = request.target.startswith("/things1")
        return (200, JSON, b'{"name": 3}' if is_wrong else b'{"name": "a"}')

    reads: Json = {}
    for index in range(3):
        query = parameter("by", "query", STRING)
        reads[f"/things{index}"] = {
            "get": operation(f"read{index}", answer=properties(name=STRING), parameters=[query])
        }
    options = ["--phases", "fuzzing", "--max-examples", "10"]
    without, _ = run_on(tmp_path, document(reads), respond, *options)
    limited, report = run_on(tmp_path, document(reads), respond, *options, "--max-time", "60")
    assert report["stopped"] == ""
    more = Counter(limited) - Counter(without)
    assert {path for _, path in more} == {"/things1"}


def test_the_time_that_is_left_is_used_as_long_as_it_brings_new_findings(tmp_path: Path) -> None:
    query = parameter("by", "query", STRING)
    read = {"get": operation("read", answer=properties(name=STRING), parameters=[query])}
    options = ["--phases", "fuzzing", "--max-examples", "10"]

    def requests_of(respond: Responder, *more: str) -> int:
        calls, report = run_on(tmp_path, document({"/things": read}), respond, *options, *more)
        assert report["stopped"] == ""
        return len(calls)

    once = requests_of(lambda _: (200, JSON, b'{"name": 3}'))
    twice = requests_of(lambda _: (200, JSON, b'{"name": 3}'), "--max-time", "60")
    numbers = itertools.count()

    def changing(_: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        # It breaks in another way once each phase is over.
        return (500, JSON, b"{}") if next(numbers) > once else (200, JSON, b'{"name": 3}')

    thrice = requests_of(changing, "--max-time", "60")
    assert thrice - twice >= twice - once > 0

"""A run in shards: no life cycle is split between them, and together they report what one run reports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclift.cli.main import main
from speclift.contract.lifecycle import resources_of
from speclift.contract.view import read_contract
from speclift.fuzz.distribution.shards import shards_of
from speclift.fuzz.groups import groups_of
from tests.contract.rooms import rooms
from tests.contract.small import Json, document, operation, parameter
from tests.fuzz.answers import Server, serving
from tests.fuzz.fleet import SECRET, faulty_fleet, fleet, spec_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(faulty_fleet) as running:
        yield running


@pytest.fixture(autouse=True)
def credential(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_AUTH", f"Bearer {SECRET}")


def groups(api: Json) -> list[set[str]]:
    contract = read_contract(api)
    found = groups_of(contract.operations, resources_of(contract))
    return [{operation.operation_id for operation in group} for group in found]


def test_life_cycles_and_paths_are_never_split() -> None:
    assert groups(rooms()) == [{"Get", "List", "Make", "Put", "Patch", "Delete"}]
    one, same = parameter("one"), parameter("same")
    paths = {
        "/a/{one}": {"get": operation("read", parameters=[one])},
        "/a/{same}/": {"delete": operation("drop", parameters=[same])},
        "/b": {"get": operation("list"), "head": operation("look")},
        "/b/c": {"get": operation("other")},
    }
    assert groups(document(paths)) == [{"read", "drop"}, {"list", "look"}, {"other"}]


@given(st.integers(1, 12), st.dictionaries(st.sampled_from([f"list{n}" for n in range(8)]), st.floats(0.01, 90)))
def test_every_operation_is_in_one_shard_whatever_the_weights_are(count: int, seconds: dict[str, float]) -> None:
    contract = read_contract(fleet())
    operation_groups = groups_of(contract.operations, resources_of(contract))
    shards = shards_of(operation_groups, count, seconds)
    assert len(shards) == count
    names = [operation.operation_id for shard in shards for operation in shard]
    assert sorted(names) == sorted(operation.operation_id for operation in contract.operations)
    assert shards == shards_of(operation_groups, count, dict(reversed(seconds.items())))
    where = {operation.operation_id: number for number, shard in enumerate(shards) for operation in shard}
    assert all(len({where[operation.operation_id] for operation in group}) == 1 for group in operation_groups)


def test_shards_take_about_the_same_time() -> None:
    contract = read_contract(fleet())
    operation_groups = groups_of(contract.operations, resources_of(contract))
    # One path takes as long as all the others together.
    seconds = {op.operation_id: 0.5 for op in contract.operations} | {"list0": 10.0}
    shards = shards_of(operation_groups, 2, seconds)
    taken = [sum(seconds[operation.operation_id] for operation in shard) for shard in shards]
    assert max(taken) < 1.5 * min(taken)
    assert min(len(shard) for shard in shards) < max(len(shard) for shard in shards)


def fuzz(spec: Path, server: Server, *options: str) -> int:
    # Coverage is left out: it makes many requests, and its findings do not depend on the shard that sends them.
    usual = ["--auth-env", "API_AUTH", "--max-examples", "2", "--phases", "examples,fuzzing,stateful", "--quiet"]
    return main(["fuzz", str(spec), "--url", server.url, *usual, *options])


def read(path: Path) -> Json:
    report: Json = json.loads(path.read_text())
    return report


@pytest.fixture(scope="module")
def parts(server: Server, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path], Path]:
    """The document, the reports of three shards, and that of one run."""
    folder = tmp_path_factory.mktemp("parts")
    spec = spec_of(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("API_AUTH", f"Bearer {SECRET}")
        whole = folder / "whole.json"
        assert fuzz(spec, server, "--report-json", str(whole)) == 1
        reports = [folder / f"{number}.json" for number in (1, 2, 3)]
        for number, path in enumerate(reports, start=1):
            options = ["--shard", f"{number}/3", "--weights", str(whole), "--report-json", str(path)]
            assert fuzz(spec, server, *options) in (0, 1)
    return spec, reports, whole


def test_the_shards_together_report_what_one_run_reports(parts: tuple[Path, list[Path], Path], tmp_path: Path) -> None:
    _, reports, whole = parts
    out, junit, page = tmp_path / "all.json", tmp_path / "all.xml", tmp_path / "all.html"
    written = ["--report-json", str(out), "--report-junit", str(junit), "--report-html", str(page)]
    assert main(["fuzz", "merge", *map(str, reports), "--quiet", *written]) == 1
    merged, single = read(out), read(whole)
    assert {f["key"] for f in merged["findings"]} == {f["key"] for f in single["findings"]}
    assert merged["operations"] == single["operations"] == 24
    assert merged["requests"] == sum(read(path)["requests"] for path in reports)
    assert sorted(merged["proof"]["covered"]) == sorted(single["proof"]["covered"])
    assert (merged["shard"], merged["stopped"], merged["shortfall"]) == ("", "", "")
    assert all(finding["key"] in page.read_text() for finding in merged["findings"])
    assert junit.read_text().count("<failure") == sum(f["level"] == "failure" for f in merged["findings"])
    # Each operation was called in one of them.
    assert merged["spent"].keys() == single["spent"].keys()


def test_one_cause_in_several_reports_is_one_finding(parts: tuple[Path, list[Path], Path], tmp_path: Path) -> None:
    _, reports, _ = parts
    out = tmp_path / "all.json"
    main(["fuzz", "merge", *map(str, [*reports, reports[0]]), "--quiet", "--report-json", str(out)])
    keys = [finding["key"] for finding in read(out)["findings"]]
    assert len(keys) == len(set(keys))
    times_once = {f["key"]: f["times"] for f in read(reports[0])["findings"]}
    assert all(f["times"] == 2 * times_once[f["key"]] for f in read(out)["findings"] if f["key"] in times_once)


def test_a_shard_that_is_missing_is_a_failure(
    parts: tuple[Path, list[Path], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, reports, whole = parts
    baseline = tmp_path / "known.json"
    assert main(["fuzz", "merge", *map(str, reports), "--quiet", "--write-baseline", str(baseline)]) == 1
    assert main(["fuzz", "merge", *map(str, reports), "--quiet", "--baseline", str(baseline)]) == 0
    capsys.readouterr()
    assert main(["fuzz", "merge", str(reports[0]), str(reports[2]), "--quiet", "--baseline", str(baseline)]) == 1
    assert "The reports of these shards are missing: 2/3" in capsys.readouterr().out
    # The report of a whole run is complete by itself.
    assert main(["fuzz", "merge", str(whole), "--quiet", "--baseline", str(baseline)]) == 0


def test_the_coverage_of_all_shards_counts_together(parts: tuple[Path, list[Path], Path], tmp_path: Path) -> None:
    _, reports, _ = parts
    baseline = tmp_path / "known.json"
    main(["fuzz", "merge", *map(str, reports), "--quiet", "--write-baseline", str(baseline)])
    covered = len(read(parts[2])["proof"]["covered"]) / 24 * 100
    for least, code in ((covered - 1, 0), (100.0, 1)):
        bounds = ["--baseline", str(baseline), "--min-covered", str(least)]
        assert main(["fuzz", "merge", *map(str, reports), "--quiet", *bounds]) == code


def test_a_shard_without_operations_is_no_failure(
    parts: tuple[Path, list[Path], Path], server: Server, tmp_path: Path
) -> None:
    out = tmp_path / "40.json"
    assert fuzz(parts[0], server, "--shard", "40/40", "--report-json", str(out)) == 0
    assert (read(out)["shard"], read(out)["operations"]) == ("40/40", 0)


def test_a_dry_run_lists_only_the_operations_of_the_shard(
    parts: tuple[Path, list[Path], Path], server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    called = []
    for number in (1, 2, 3):
        assert fuzz(parts[0], server, "--dry-run", "--shard", f"{number}/3") == 0
        called += listed(capsys.readouterr().out)
    assert len(called) == len(set(called)) == 24


def listed(output: str) -> list[str]:
    """The operations that a dry run calls."""
    return [line for line in output.splitlines() if line.startswith("call ")]


def test_every_machine_makes_the_same_shards(parts: tuple[Path, list[Path], Path], server: Server) -> None:
    calls = []
    for seed in ("1", "2", "3"):
        command = [sys.executable, "-m", "speclift", "fuzz", str(parts[0]), "--url", server.url]
        options = ["--auth-env", "API_AUTH", "--dry-run", "--quiet", "--shard", "1/3"]
        # Processes differ in the order of their sets.
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run([*command, *options], env=environment, capture_output=True, text=True, check=True)
        calls.append(listed(done.stdout))
    assert calls[0] == calls[1] == calls[2] != []


def test_weights_of_an_earlier_run_change_the_shards(
    parts: tuple[Path, list[Path], Path], server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = read(parts[2])
    slow = next(iter(report["spent"]))
    report["spent"] |= {slow: 1000.0}
    weights = tmp_path / "weights.json"
    weights.write_text(json.dumps(report))
    counts = []
    for options in ((), ("--weights", str(weights))):
        called = []
        for number in (1, 2):
            assert fuzz(parts[0], server, "--dry-run", "--shard", f"{number}/2", *options) == 0
            called.append(len(listed(capsys.readouterr().out)))
        assert sum(called) == 24
        counts.append(max(called))
    assert counts[0] == 12
    # The slowest operation is in a shard with only its path.
    assert counts[1] > 18


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["SPEC", "--url", "http://127.0.0.1:9", "--shard", "5/4"], 2),
        (["SPEC", "--url", "http://127.0.0.1:9", "--shard", "0/4"], 2),
        (["SPEC", "--url", "http://127.0.0.1:9", "--shard", "half"], 2),
        (["SPEC", "--url", "http://127.0.0.1:9", "--shard", "1/4", "--weights", "SPEC"], 3),
        (["SPEC", "other.json", "--url", "http://127.0.0.1:9"], 2),
        (["SPEC"], 2),
        (["merge"], 2),
        (["merge", "SPEC"], 3),
        (["merge", "/no/such/report.json"], 3),
        (["merge", "SPEC", "--url", "http://127.0.0.1:9"], 2),
    ],
)
def test_arguments_that_make_no_sense_are_errors(
    arguments: list[str], code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = str(spec_of(tmp_path))
    assert main(["fuzz", *(spec if word == "SPEC" else word for word in arguments)]) == code
    assert "Traceback" not in capsys.readouterr().err

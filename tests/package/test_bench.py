"""The benchmarks are documented: every part can be run alone, and every figure says how it was measured."""

from __future__ import annotations

import datetime
import importlib
import re
from pathlib import Path

import pytest

from bench import all as bench
from bench.copies import write_copies
from bench.examples import Row, difference_of, figure_of
from bench.figure import Figure, of_runs, table
from speclift.pipeline.recovery import recover
from speclift.settings import Settings
from tests.conftest import ROOT

ROW = re.compile(r"\| (?P<name>[^|]+) \|(?P<value>[^|]*)\|[^|]*\|[^|]*\|[^|]*\| (?P<how>[^|]+) \|")


def measured(part: str) -> list[Figure]:
    """Replaces a part that would take minutes."""
    return [of_runs(f"{part}: time", [3.0, 1.0, 2.0], "s", "median of 3", ratio=1.5, memory=20.0)]


def sections(text: str) -> dict[str, list[str]]:
    """The rows of each part of the table."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        part = re.fullmatch(r"\| \*\*(\w+)\*\* \| ([\d-]{10}) \| \| \| \| `make bench ONLY=(\w+)` \|", line)
        if part:
            assert part[1] == part[3]
            datetime.date.fromisoformat(part[2])
            found[part[1]] = []
        elif found:
            found[list(found)[-1]].append(line)
    return found


@pytest.mark.parametrize("part", bench.PARTS)
def test_every_part_can_be_run_alone_and_is_in_the_list_of_make(part: str) -> None:
    module = importlib.import_module(f"bench.{part}")
    assert callable(module.figures)
    assert f"python -m bench.{part}" in (module.__doc__ or "")
    (listed,) = re.findall(r"ONLY=growth prints one part: ([\w, ]+)\)", (ROOT / "Makefile").read_text())
    assert listed.split(", ") == list(bench.PARTS)


def test_the_results_name_machine_versions_date_and_method() -> None:
    text = bench.RESULTS.read_text(encoding="utf-8")
    assert re.search(r"(?m)^- machine: \d+ cores", text)
    assert re.search(r"(?m)^- date: \d{4}-\d\d-\d\d$", text)
    assert re.search(r"(?m)^- versions: Python [\d.]+, speclift [\d.]+, ", text)
    found = sections(text)
    assert [part for part in bench.PARTS if part in found] == list(found)
    for rows in found.values():
        assert rows
        for row in rows:
            figure = ROW.fullmatch(row)
            assert figure, row
            assert figure["value"].strip(), row


def test_all_parts_together_write_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "figures_of", measured)
    monkeypatch.setattr(bench, "ROOT", tmp_path)
    monkeypatch.setattr(bench, "RESULTS", tmp_path / "RESULTS.md")
    monkeypatch.setattr("sys.argv", ["bench"])
    bench.main()
    text = (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
    assert bench.machine() in text
    assert f"{datetime.datetime.now(datetime.UTC):%Y-%m}" in text
    assert all(f"{name} " in text for name in bench.PACKAGES)
    assert sections(text) == {
        part: [f"| {part}: time | 2 s | 1 to 3 | 1.50x | 20 | median of 3 |"] for part in bench.PARTS
    }


def test_one_part_is_renewed_and_the_others_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "figures_of", measured)
    monkeypatch.setattr(bench, "ROOT", tmp_path)
    monkeypatch.setattr(bench, "RESULTS", tmp_path / "RESULTS.md")
    row = "| **{0}** | 2026-01-02 | | | | `make bench ONLY={0}` |\n| {0}: old | 9 s |  |  |  | once |\n"
    bench.RESULTS.write_text("# Old\n\n" + row.format("growth") + row.format("mock"))
    monkeypatch.setattr("sys.argv", ["bench", "--renew", "growth", "spec"])
    bench.main()
    found = sections(bench.RESULTS.read_text())
    assert list(found) == ["spec", "growth", "mock"]
    assert found["mock"] == ["| mock: old | 9 s |  |  |  | once |"]
    assert found["growth"] == ["| growth: time | 2 s | 1 to 3 | 1.50x | 20 | median of 3 |"]
    assert "| **mock** | 2026-01-02 |" in bench.RESULTS.read_text()


def test_one_part_is_printed_and_the_file_does_not_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "figures_of", measured)
    monkeypatch.setattr(bench, "RESULTS", tmp_path / "RESULTS.md")
    monkeypatch.setattr("sys.argv", ["bench", "growth"])
    bench.main()
    assert capsys.readouterr().out == f"{table(measured('growth'))}\n"
    assert not bench.RESULTS.exists()
    monkeypatch.setattr("sys.argv", ["bench", "groth"])
    with pytest.raises(SystemExit) as caught:
        bench.main()
    assert caught.value.code == 2
    assert ", ".join(bench.PARTS) in capsys.readouterr().err


@pytest.mark.parametrize("same_types", [False, True])
def test_each_copy_has_all_operations(embedded: Path, tmp_path: Path, same_types: bool) -> None:
    files = len(list(embedded.rglob("*.md")))
    assert write_copies(embedded, tmp_path / "copies", 3, same_types=same_types) == 3 * files
    once = recover([str(embedded)], Settings()).api
    found = recover([str(tmp_path / "copies")], Settings()).api
    assert len(found.operations) == 3 * len(once.operations)
    assert not {finding.code for finding in found.findings} & {"SL202", "SL203"}
    assert (len(found.components) > 2 * len(once.components)) is not same_types


@pytest.mark.parametrize(
    ("sent", "received", "expected"),
    [
        ({"a": [1, {"b": "x"}], "c": None}, {"c": None, "a": [1, {"b": "x"}]}, ""),
        ([1], [1.0], "[0]: 1 became 1.0"),
        ({"a": True}, {"a": 1}, ".a: True became 1"),
        ({"a": {"b": 0}}, {"a": {"b": False}}, ".a.b: 0 became False"),
        ({"a": None}, {}, ".a: None became Ellipsis"),
        ([1], [1, 2], ": [1] became [1, 2]"),
        (-0.0, 0.0, ": -0.0 became 0.0"),
    ],
)
def test_values_differ_if_their_json_differs(sent: object, received: object, expected: str) -> None:
    assert difference_of(sent, received) == expected


def test_the_results_that_have_no_type_are_counted() -> None:
    found = figure_of(Row("kites.json", examples=8, equal=7, wrong=["one"], untyped=["GET /a: Any"], operations=3))
    assert (found.value, found.note) == (87.5, "8 examples, 0 more contradict their schemas; 1 of 3 results untyped")
    assert figure_of(Row("kites.json", operations=3)).note == "shows no examples; 0 of 3 results untyped"

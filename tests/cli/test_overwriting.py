"""No command overwrites what it reads: an output that is also an input is refused, and stays as it is."""

from __future__ import annotations

import argparse
import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from speclift.cli.arguments import actions_of
from speclift.cli.main import main
from speclift.cli.overwriting import OUTPUTS
from tests.cli.command_parsers import command_parsers, paths_of
from tests.files import files_in

PAGE = "# Kites\n\n## GET /kites\n\nReturns `200 OK`:\n\n```json\n[]\n```\n"
SPEC = '{"openapi": "3.1.0", "info": {"title": "Kites", "version": "1"}, "paths": {%s}}'
REFERRING = SPEC % '"/kites": {"$ref": "parts.json#/paths/~1kites"}'
PART = SPEC % '"/kites": {"get": {"responses": {"200": {"description": "OK"}}}}'
#: Options whose values are only folders or addresses.
ONLY_FOLDERS = {"--include-root", "--templates", "--allow-ref", "--ca-file"}
#: Files that a run reads from the previous run and rewrites for the next one, as pairs of input and output.
RENEWED = {("baseline", "write_baseline"), ("weights", "report_json")}


def _lines() -> Iterator[tuple[str, ...]]:
    """A command line for each pair of an output and an input that may be the same file."""
    for name, parser in command_parsers().items():
        actions = paths_of(parser)
        for output in [action for action in actions if action.dest in OUTPUTS]:
            for chosen in [action for action in actions if action.dest not in OUTPUTS]:
                if ONLY_FOLDERS.isdisjoint(chosen.option_strings) and (chosen.dest, output.dest) not in RENEWED:
                    for path in ("same", "link"):
                        yield (name, *_words(parser, {output.dest: "same", chosen.dest: path}))


def _words(parser: argparse.ArgumentParser, given: dict[str, str]) -> Iterator[str]:
    """The arguments that are given or required."""
    for action in parser._actions:
        if action.dest in given or action.required:
            value = given.get(action.dest, "x")
            yield from (action.option_strings[-1], value) if action.option_strings else (value,)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "same").write_text("precious")
    os.symlink("same", tmp_path / "link")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "kites.md").write_text(PAGE)
    (tmp_path / "docs" / "notes.txt").write_text("precious")
    (tmp_path / "spec.json").write_text(REFERRING)
    (tmp_path / "parts.json").write_text(PART)
    return tmp_path


@pytest.mark.parametrize("line", list(_lines()), ids=" ".join)
def test_an_output_that_is_an_input_is_refused(
    line: tuple[str, ...], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files_in(folder)
    assert main(line) == 2
    assert "same: E001 The output is an input too: " in capsys.readouterr().err
    assert files_in(folder) == before


REPORTS = ("--report-json", "--report-junit", "--report-sarif", "--report-html", "--write-baseline")


@pytest.mark.parametrize("pair", list(itertools.combinations(REPORTS, 2)), ids=" ".join)
@pytest.mark.parametrize("names", [("same", "same"), ("same", "link"), ("new", "./new")], ids=" ".join)
def test_two_outputs_that_are_one_file_are_refused(
    pair: tuple[str, str], names: tuple[str, str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files_in(folder)
    words = [word for option, name in zip(pair, names, strict=True) for word in (option, name)]
    assert main(["fuzz", "spec.json", "--mock", *words]) == 2
    errors = capsys.readouterr().err
    assert "E001 Two outputs lead to the same file: " in errors
    assert all(option in errors for option in pair)
    assert files_in(folder) == before


def test_every_command_that_writes_is_tried() -> None:
    writing = {name for name, parser in command_parsers().items() if {it.dest for it in actions_of(parser)} & OUTPUTS}
    assert {line[0] for line in _lines()} == writing
    assert {"bundle", "check", "client", "coverage", "diff", "fuzz", "models", "report", "spec", "verify"} <= writing


@pytest.mark.parametrize(
    "line",
    [
        "spec docs -o docs/kites.md",
        "spec docs/kites.md -o docs/kites.md",
        "check docs --fix -o docs/kites.md",
        "check docs -o docs/../docs/new.MD",
        "coverage docs -o docs/kites.md",
        "report docs -o docs/new.mdx",
        "generate docs -o docs/kites.md",
        "models docs -o docs/kites.md",
        "mock docs --state docs/kites.md",
        "diff docs docs -o docs/kites.md",
        "diff docs,docs docs -o docs/new.md",
        "learn docs --write --settings docs/new.md",
    ],
)
def test_a_page_of_the_reference_is_no_output(line: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files_in(folder)
    assert main(line.split()) == 2
    assert " E001 The output is " in capsys.readouterr().err
    assert files_in(folder) == before


def test_the_target_of_a_linked_page_is_no_output(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.rename("docs/kites.md", "kites.md")
    os.symlink("../kites.md", "docs/linked.md")
    assert main(["spec", "docs", "--include-root", ".", "-o", "kites.md"]) == 2
    assert " E001 " in capsys.readouterr().err
    assert Path("kites.md").read_text() == PAGE


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("spec docs -o docs/openapi.yaml", "docs/openapi.yaml"),
        ("check docs -o docs/notes.txt", "docs/notes.txt"),
        ("check docs -o docs/.hidden/new.md", "docs/.hidden/new.md"),
        ("coverage docs -o docs/made/new.md", "docs/made/new.md"),
        ("check docs -o new.md", "new.md"),
    ],
)
def test_other_files_in_the_folder_of_the_docs_may_be_outputs(line: str, written: str, folder: Path) -> None:
    (folder / "speclift.toml").write_text('exclude = ["made"]\n')
    for _ in range(2):
        assert main([*line.split(), "--quiet", "--no-cache"]) == 0
        assert Path(written).stat().st_size


@pytest.mark.parametrize(
    "line",
    [
        "bundle spec.json -o parts.json",
        "diff spec.json spec.json -o parts.json",
        "fuzz spec.json --mock --report-json parts.json",
        "verify spec.json --against spec.json --url http://127.0.0.1:9 -o parts.json",
    ],
)
def test_a_part_of_a_document_is_no_output(line: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(line.split()) == 2
    assert "parts.json: E001 The output is an input too: " in capsys.readouterr().err
    assert (folder / "parts.json").read_text() == PART


def test_settings_that_the_command_finds_are_no_output(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "speclift.toml").write_text('title = "Kites"\n')
    assert main(["spec", "docs", "-o", "speclift.toml"]) == 2
    assert "the path of the settings leads to the same file" in capsys.readouterr().err
    assert (folder / "speclift.toml").read_text() == 'title = "Kites"\n'


def test_learn_writes_the_settings_that_it_reads(folder: Path) -> None:
    (folder / "speclift.toml").write_text('title = "Kites"\n')
    assert main(["learn", "docs", "--write", "--settings", "speclift.toml", "--quiet"]) == 0


def test_a_run_may_rewrite_the_baseline_and_the_weights_of_the_previous_run(folder: Path) -> None:
    run = ["fuzz", "spec.json", "--mock", "--phases", "none", "--quiet"]
    assert main([*run, "--write-baseline", "known.json", "--report-json", "report.json"]) == 0
    again = ["--baseline", "known.json", "--write-baseline", "known.json", "--shard", "1/1"]
    assert main([*run, *again, "--weights", "report.json", "--report-json", "report.json"]) == 0

"""The options and lists in the reference are those of the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from speclift.cli.arguments import BAD_INPUT, DONE, FAILED, INTERRUPTED, UNREACHABLE, USAGE
from speclift.cli.main import build_parser, main
from speclift.errors import SpecliftError, UnreachableError, UsageError
from tests.cli.command_parsers import command_parsers, options_of
from tests.conftest import ROOT


def page(name: str) -> str:
    """The text of a page of the reference, on one line."""
    return " ".join((ROOT / "docs" / "reference" / name).read_text(encoding="utf-8").split())


COMMANDS = page("commands/index.md")


def options() -> dict[str, frozenset[str]]:
    """The options of each command."""
    return {name: options_of(parser) for name, parser in command_parsers().items()}


def names_between(start: str, end: str, text: str = COMMANDS) -> set[str]:
    """The names in backticks between the start and the end of a sentence."""
    sentence = re.search(f"{re.escape(start)}(.*?){re.escape(end)}", text)
    assert sentence, start
    return set(re.findall(r"`([a-z]+)`", sentence[1]))


def test_the_reference_lists_the_commands_that_read_pages() -> None:
    named = names_between("Of the commands that read pages,", "take `--settings FILE`, `--jobs N` and `--no-cache`")
    assert named == {name for name, found in options().items() if {"--settings", "--jobs", "--no-cache"} <= found}


def test_the_reference_says_which_commands_have_quiet_and_strict() -> None:
    found = options()
    del found["completion"]
    assert "All commands take `--quiet`" in COMMANDS
    assert all("--quiet" in options for options in found.values())
    assert names_between("all but", "take `--strict`") == {name for name in found if "--strict" not in found[name]}


def test_the_reference_lists_the_commands_that_take_documents() -> None:
    named = names_between("# Documents", "take OpenAPI 3.0, 3.1 and 3.2 and Swagger 2.0", page("documents.md"))
    shared = {"--strict", "--overlay", "--allow-ref", "--validator"}
    assert {name for name, found in options().items() if shared <= found} == named


def test_the_exit_codes_are_those_of_the_reference() -> None:
    rows = re.findall(
        r"\| (\d+) \| ([^|]+) \|", COMMANDS.partition("| exit code | what it means |")[2].partition("## make")[0]
    )
    assert [int(code) for code, _ in rows] == [DONE, FAILED, USAGE, BAD_INPUT, INTERRUPTED]
    assert (UsageError.exit_code, UnreachableError.exit_code) == (USAGE, UNREACHABLE)
    # Every other error is bad input, which leaves the old output untouched.
    others = set(SpecliftError.__subclasses__()) - {UsageError, UnreachableError}
    assert {error.exit_code for error in others} == {BAD_INPUT}


def test_coverage_lists_as_many_pages_as_the_reference_says() -> None:
    worst = build_parser().parse_args(["coverage", "docs"]).worst
    assert f"`--worst N` (how many pages and sections it lists, default {worst})" in COMMANDS


def test_the_faults_of_the_mock_are_as_many_as_the_reference_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mock", "--list-faults"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert f"`--list-faults` prints all {len(lines)} and the checks that find them" in page("mock.md")
    assert all(len(line.split()) >= 3 for line in lines)


@pytest.mark.parametrize(
    "command",
    [
        ("spec", "docs", "-o", "out.yaml"),
        ("check", "docs", "-o", "found.txt"),
        ("coverage", "docs", "-o", "counted.txt"),
        ("learn", "docs", "--write"),
        ("report", "docs", "-o", "report.html"),
        ("generate", "docs", "-o", "out"),
        ("bundle", "kites.json", "-o", "out.yaml"),
        ("client", "kites.json", "-o", "out"),
        ("models", "kites.json", "-o", "kites.py"),
    ],
    ids=lambda words: words[0],
)
def test_quiet_commands_print_nothing_but_errors(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPECLIFT_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "kites.md").write_text("# Kites\n\n## List kites\n\n`GET /kites`\n\nReturns `200 OK`.\n")
    kites = {"get": {"responses": {"200": {"description": "All."}, "4xx": {}}}}
    document: dict[str, object] = {
        "openapi": "3.1.1",
        "info": {"title": "K", "version": "1"},
        "paths": {"/kites": kites},
    }
    document["components"] = {"schemas": {"Kite": {"type": "object", "properties": {"id": {"type": "integer"}}}}}
    (tmp_path / "kites.json").write_text(json.dumps(document))
    assert main([*command, "--quiet"]) in (0, 1)
    assert tuple(capfd.readouterr()) == ("", "")
    assert main([command[0], "nowhere", *command[2:], "--quiet"]) == 3
    assert "nowhere" in capfd.readouterr().err

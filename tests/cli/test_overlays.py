"""Overlays on the command line and in settings: they apply to pages and to documents, and only once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from speclift.cli.main import main
from speclift.limits import LARGEST_DOCUMENT
from tests.conftest import ROOT
from tests.in_time import in_time

PAGE = "# Kites\n\n## List kites\n\n`GET /kites`\n\nReturns `200 OK`.\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with docs in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPECLIFT_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "kites.md").write_text(PAGE)
    return tmp_path


def write_overlay(path: Path, *actions: dict[str, Any]) -> None:
    path.write_text(json.dumps({"overlay": "1.0.0", "info": {"title": "F", "version": "1"}, "actions": actions}))


def times_applied(path: Path) -> Any:
    """How often the overlay `ONCE` was applied."""
    return yaml.safe_load(path.read_text())["info"].get("x-times", []).count("once")


#: Adds to a list each time it is applied.
ONCE = {"target": "$.info", "update": {"x-times": ["once"]}}


def test_an_overlay_changes_a_recovered_document_and_an_action_without_a_match_is_a_finding(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_overlay(here / "fix.json", ONCE, {"target": "$.paths['/kytes']", "remove": True})
    assert main(["spec", "docs", "-o", "plain.yaml"]) == 0
    assert main(["spec", "docs", "-o", "out.yaml", "--overlay", "fix.json"]) == 0
    assert (times_applied(here / "plain.yaml"), times_applied(here / "out.yaml")) == (0, 1)
    write_overlay(here / "fix.json", {"target": "$.info", "update": {"title": "Changed"}})
    assert main(["spec", "docs", "-o", "out.yaml", "--overlay", "fix.json"]) == 0
    assert yaml.safe_load((here / "out.yaml").read_text())["info"]["title"] == "Changed"
    write_overlay(here / "fix.json", ONCE, {"target": "$.paths['/kytes']", "remove": True})
    (here / "speclift.toml").write_text('overlays = ["fix.json"]')
    capsys.readouterr()
    assert main(["check", "docs"]) in (0, 1)
    assert "SL402" in capsys.readouterr().out


def test_overlays_of_the_settings_change_a_document_only_once(here: Path) -> None:
    write_overlay(here / "fix.json", ONCE)
    (here / "speclift.toml").write_text('overlays = ["fix.json"]')
    assert main(["spec", "docs", "-o", "recovered.yaml"]) == 0
    plain = {"openapi": "3.1.1", "info": {"title": "K", "version": "1"}, "paths": {"/a": {}}}
    (here / "plain.json").write_text(json.dumps(plain))
    for spec in ("recovered.yaml", "plain.json"):
        assert main(["bundle", spec, "-o", "out.yaml"]) == 0
        assert times_applied(here / "out.yaml") == 1
        # An overlay on the command line applies in any case.
        assert main(["bundle", spec, "-o", "out.yaml", "--overlay", "fix.json"]) == 0
        assert times_applied(here / "out.yaml") == 2


def test_a_client_is_made_from_the_changed_document(here: Path) -> None:
    write_overlay(here / "fix.json", {"target": "$.info", "update": {"title": "Paper kites"}})
    assert main(["generate", "docs", "-o", "out", "--overlay", "fix.json", "--quiet"]) == 0
    assert (here / "out" / "generated" / "paper_kites").is_dir()


def test_an_overlay_that_makes_the_document_invalid_writes_nothing(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_overlay(here / "fix.json", {"target": "$.info.title", "update": 7})
    assert main(["spec", "docs", "-o", "out.yaml", "--overlay", "fix.json"]) == 3
    errors = capsys.readouterr().err
    assert errors.startswith("speclift: ")
    assert "fix.json" in errors
    assert "#/info/title" in errors
    assert not (here / "out.yaml").exists()


@pytest.mark.parametrize("file", ["../fix.json", "link.json"])
def test_settings_of_docs_open_no_overlay_outside_of_them(
    file: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_overlay(here / "fix.json", ONCE)
    (here / "docs" / "link.json").symlink_to(here / "fix.json")
    (here / "docs" / "speclift.toml").write_text(f'overlays = ["{file}"]')
    assert main(["spec", "docs", "-o", "out.yaml"]) == 3
    assert "E002 The overlay" in capsys.readouterr().err
    os.mkfifo(here / "docs" / "pipe.json")
    (here / "docs" / "speclift.toml").write_text('overlays = ["pipe.json"]')
    with in_time():
        assert main(["spec", "docs", "-o", "out.yaml"]) == 3
    assert "E002 The overlay" in capsys.readouterr().err
    write_overlay(here / "docs" / "own.json", ONCE)
    (here / "docs" / "speclift.toml").write_text('overlays = ["own.json"]')
    assert main(["spec", "docs", "-o", "out.yaml"]) == 0
    assert times_applied(here / "out.yaml") == 1


@pytest.mark.parametrize("count", [100, 101])
def test_settings_of_docs_name_only_so_many_overlays(
    count: int, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_overlay(here / "docs" / "own.json", ONCE)
    (here / "docs" / "speclift.toml").write_text(f"overlays = {['own.json'] * count}")
    assert main(["spec", "docs", "-o", "out.yaml"]) == (3 if count > 100 else 0)
    assert ("E002 The overlays" in capsys.readouterr().err) == (count > 100)


def test_overlays_that_settings_of_docs_name_are_bounded_together(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a", "b"):
        with (here / "docs" / f"{name}.json").open("wb") as stream:
            stream.truncate(LARGEST_DOCUMENT // 2 + 1)
    (here / "docs" / "speclift.toml").write_text('overlays = ["a.json", "b.json"]')
    assert main(["spec", "docs", "-o", "out.yaml"]) == 3
    assert "E002 The overlays" in capsys.readouterr().err


def name_a_missing_overlay(here: Path) -> None:
    """Write a document next to the docs, and settings with an overlay that does not exist."""
    kites = {"get": {"responses": {"200": {"description": "All."}}}}
    document = {"openapi": "3.1.1", "info": {"title": "K", "version": "1"}, "paths": {"/kites": kites}}
    (here / "kites.json").write_text(json.dumps(document))
    (here / "speclift.toml").write_text('overlays = ["gone.json"]')


COMMANDS = [
    ("spec", "docs", "-o", "out.yaml"),
    ("check", "docs"),
    ("generate", "docs", "-o", "out"),
    ("diff", "docs", "docs"),
    ("diff", "kites.json", "kites.json"),
    ("bundle", "kites.json", "-o", "out.yaml"),
    ("client", "kites.json", "-o", "out"),
    ("models", "docs", "-o", "kites.py"),
    ("models", "kites.json", "-o", "kites.py"),
    ("mock", "kites.json", "--host", "192.0.2.1"),
    ("fuzz", "kites.json", "--url", "http://127.0.0.1:1", "--dry-run"),
    ("verify", "kites.json", "--against", "kites.json", "--url", "http://127.0.0.1:1", "--dry-run"),
]


def assert_refused(command: Sequence[str], here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command names the missing overlay and writes nothing."""
    assert main(list(command)) == 3
    assert "gone.json" in capsys.readouterr().err
    assert not {"out", "out.yaml", "kites.py"} & {path.name for path in here.iterdir()}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: " ".join(words[:2]))
def test_every_command_with_a_document_applies_overlays_of_the_settings(
    command: tuple[str, ...], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name_a_missing_overlay(here)
    assert_refused(command, here, capsys)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: " ".join(words[:2]))
def test_every_command_with_a_document_applies_overlays_of_the_command_line(
    command: tuple[str, ...], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name_a_missing_overlay(here)
    (here / "speclift.toml").unlink()
    assert_refused([*command, "--overlay", "gone.json"], here, capsys)


def test_overlays_are_applied_in_their_order(here: Path) -> None:
    name_a_missing_overlay(here)
    (here / "speclift.toml").unlink()
    write_overlay(here / "add.json", {"target": "$.info", "update": {"x-first": "added"}})
    write_overlay(here / "change.json", {"target": "$.info.x-first", "update": "changed"})
    for names, found in ((("add", "change"), "changed"), (("change", "add"), "added")):
        options = [word for name in names for word in ("--overlay", f"{name}.json")]
        assert main(["bundle", "kites.json", "-o", "out.json", "--quiet", *options]) == 0
        assert json.loads((here / "out.json").read_text())["info"]["x-first"] == found


@pytest.mark.parametrize("is_option", [False, True], ids=["settings", "option"])
@pytest.mark.parametrize("source", ["docs", "kites.json"])
@pytest.mark.parametrize("name", ["serve", "mock"])
def test_servers_apply_overlays(name: str, source: str, is_option: bool, here: Path) -> None:
    name_a_missing_overlay(here)
    command = [sys.executable, "-m", "speclift", name, source, "--port", "0"]
    if is_option:
        (here / "speclift.toml").unlink()
        command += ["--overlay", "gone.json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "generator")}
    run = subprocess.run(command, cwd=here, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 3
    assert "gone.json" in run.stderr

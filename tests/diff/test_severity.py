"""Custom levels of changes, what a run fails on, and the version that changes require."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from speclift.diff.rules.bump import as_sentence, suggested
from speclift.diff.rules.change import Change, Comparison, Level
from speclift.diff.rules.severity import judged, read_severities
from speclift.errors import SettingsError
from tests.conftest import ROOT
from tests.diff.small import document
from tests.reading.hostile import memory_of_a_refusal

STRING = {"type": "string"}


def speclift(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "generator")}
    return subprocess.run(
        [sys.executable, "-m", "speclift", "diff", "old.json", "new.json", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents: request and response became narrower, which breaks the request but not the response."""
    old, new = document(STRING), document({**STRING, "maxLength": 5})
    old["info"]["version"], new["info"]["version"] = "1.4.2", "1.5.0"
    (tmp_path / "old.json").write_text(json.dumps(old))
    (tmp_path / "new.json").write_text(json.dumps(new))
    return tmp_path


def listed(run: subprocess.CompletedProcess[str]) -> dict[str, str]:
    return {change["code"]: change["level"] for change in json.loads(run.stdout)["changes"]}


def test_a_file_sets_the_levels_of_changes(folder: Path) -> None:
    (folder / "levels.toml").write_text('request-bound-tightened = "warning"\n"response-*" = "error"\n')
    run = speclift(folder, "--severity", "levels.toml", "--output-format", "json", "--fail-on", "breaking")
    assert listed(run) == {"request-bound-tightened": "warning", "response-bound-tightened": "breaking"}
    assert run.returncode == 1


def test_ignored_changes_are_not_listed_and_fail_nothing(folder: Path) -> None:
    (folder / "levels.toml").write_text('"*-bound-tightened" = "ignore"\n')
    run = speclift(folder, "--severity", "levels.toml", "--output-format", "json", "--fail-on", "any", "--bump")
    assert (run.returncode, listed(run)) == (0, {})
    assert json.loads(run.stdout)["bump"]["part"] == "none"


def test_settings_of_the_user_apply_but_the_file_takes_precedence(folder: Path) -> None:
    (folder / "speclift.toml").write_text('[diff.severity]\nrequest-bound-tightened = "info"\n')
    assert listed(speclift(folder, "--output-format", "json")) == {"response-bound-tightened": "compatible"}
    (folder / "levels.toml").write_text('[diff.severity]\nrequest-bound-tightened = "error"\n')
    assert "breaking" in listed(speclift(folder, "--severity", "levels.toml", "--output-format", "json")).values()


def test_settings_that_come_with_the_docs_hide_nothing(folder: Path) -> None:
    for name in ("old", "new"):
        (folder / name).mkdir()
        (folder / f"{name}.json").rename(folder / name / "api.json")
        (folder / name / "speclift.toml").write_text('[diff.severity]\n"*" = "ignore"\n')
        (folder / f"{name}.json").symlink_to(folder / name)
    run = speclift(folder, "--fail-on", "breaking")
    assert run.returncode == 1, run.stderr


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('no-such-code = "error"', "no-such-code"),
        ('request-bound-tightened = "bad"', "'bad'"),
        ("request-bound-tightened", "TOML"),
        ("[diff.severity", "TOML"),
    ],
)
def test_an_invalid_file_of_levels_is_an_error(folder: Path, text: str, message: str) -> None:
    (folder / "levels.toml").write_text(text)
    run = speclift(folder, "--severity", "levels.toml")
    assert (run.returncode, run.stdout) == (3, "")
    assert message in run.stderr
    assert run.stderr.startswith("speclift: levels.toml")
    with pytest.raises(SettingsError):
        read_severities(str(folder / "levels.toml"))


def test_a_code_takes_precedence_over_a_pattern() -> None:
    change = Change("request-type-changed", "breaking", (), "", "", "", ())
    found = judged(Comparison("a", "b", (change,)), {"request-type-changed": "warning", "request-*": "ignore"})
    assert [change.level for change in found.changes] == ["warning"]


@pytest.mark.parametrize(
    ("codes", "exit_code"),
    [
        ("response-bound-tightened", 1),
        ("'response-*'".strip("'"), 1),
        ("response-type-changed", 0),
        ("response-type-changed,breaking", 1),
        ("operation-removed,no-such-code", 2),
    ],
)
def test_a_run_fails_on_codes(folder: Path, codes: str, exit_code: int) -> None:
    assert speclift(folder, "--fail-on", codes).returncode == exit_code
    # A given code counts even if its change is not listed.
    assert speclift(folder, "--fail-on", codes, "--level", "breaking").returncode == exit_code


def test_the_version_is_suggested_in_every_format(folder: Path) -> None:
    text = speclift(folder, "--bump").stdout
    assert text.endswith("Suggested version bump: major (1.4.2 to 2.0.0; the new document says 1.5.0).\n")
    found = json.loads(speclift(folder, "--bump", "--output-format", "json").stdout)["bump"]
    assert found == {"part": "major", "old": "1.4.2", "new": "1.5.0", "next": "2.0.0"}
    assert "Suggested version bump: major" in speclift(folder, "--bump", "--output-format", "markdown").stdout
    assert "title=bump: major" in speclift(folder, "--bump", "--output-format", "github").stdout.replace("%3A", ":")
    assert "bump" not in speclift(folder).stdout


@pytest.mark.parametrize(
    ("levels", "old", "part", "raised"),
    [
        (["breaking", "compatible"], "1.4.2", "major", "2.0.0"),
        (["warning"], "1.4.2", "minor", "1.5.0"),
        (["compatible"], "v1.4", "minor", "v1.5.0"),
        (["info"], "1.4.2-rc.1", "patch", "1.4.3"),
        ([], "1.4.2", "none", ""),
        (["breaking"], "0.4.2", "minor", "0.5.0"),
        (["compatible"], "0.4.2", "patch", "0.4.3"),
        (["breaking"], "2024-05-01", "major", ""),
    ],
)
def test_the_suggested_version_depends_on_the_gravest_change(
    levels: list[Level], old: str, part: str, raised: str
) -> None:
    changes: Any = tuple(Change("operation-added", level, (), "", "", "", ()) for level in levels)
    found = suggested(Comparison("a", "b", changes, old, old))
    assert (found.part, found.next) == (part, raised)
    assert part in as_sentence(found)


@pytest.mark.parametrize(
    ("version", "is_reported"), [("1.4.2", True), ("1.9.0", True), ("2.0.0", False), ("3.1", False)]
)
def test_a_version_that_hides_a_breaking_change_is_reported(folder: Path, version: str, is_reported: bool) -> None:
    new = json.loads((folder / "new.json").read_text())
    new["info"]["version"] = version
    (folder / "new.json").write_text(json.dumps(new))
    run = speclift(folder, "--level", "info", "--output-format", "json", "--fail-on", "version-not-raised")
    assert ("version-not-raised" in listed(run), run.returncode) == (is_reported, int(is_reported))
    (folder / "levels.toml").write_text('request-bound-tightened = "warning"\n')
    run = speclift(folder, "--level", "info", "--output-format", "json", "--severity", "levels.toml")
    assert "version-not-raised" not in listed(run)


def test_no_more_of_a_file_with_severities_is_read_than_the_limit_allows(tmp_path: Path) -> None:
    assert memory_of_a_refusal(tmp_path / "severity.toml", 64 * 2**20, read_severities) < 8 * 2**20

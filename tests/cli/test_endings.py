"""A command does not change its arguments, and returns what it made from a reference."""

from __future__ import annotations

from pathlib import Path

import pytest

from speclift.cli.ending import Ending
from speclift.cli.main import build_parser
from tests.conftest import ROOT

PAGE = "# Kites\n\n## GET /kites\n\nReturns `200 OK`:\n\n```json\n[]\n```\n"


@pytest.mark.parametrize(
    "words",
    [
        "check docs",
        "check docs --diff",
        "coverage docs",
        "explain docs SL205",
        "report docs -o report.html",
        "spec docs -o openapi.yaml",
        "generate docs -o out",
    ],
)
def test_a_command_returns_what_it_made(words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise Python would free it when the command ends, which takes long for a large reference."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "kites.md").write_text(PAGE)
    arguments = build_parser().parse_args(words.split())
    before = dict(vars(arguments))
    ending = arguments.run(arguments)
    assert isinstance(ending, Ending)
    assert (ending.code, ending.made is None) == (0, False)
    assert vars(arguments) == before


def test_the_fuzzer_does_not_change_its_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    """It does not add the address and the credentials of the mock, or the document for a scheduler."""
    spec = str(ROOT / "tests" / "fuzz" / "shop.yaml")
    arguments = build_parser().parse_args(["fuzz", spec, "--mock", "--dry-run", "--scheduler", "local:2"])
    before = dict(vars(arguments))
    assert arguments.run(arguments) == 0
    assert "would be called" in capsys.readouterr().err
    assert vars(arguments) == before

"""A command leaves its arguments as they are, and hands on what it made of a reference."""

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
def test_a_command_hands_on_what_it_made(words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python would take it apart where the command ends, which takes long after a large reference."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "kites.md").write_text(PAGE)
    arguments = build_parser().parse_args(words.split())
    before = dict(vars(arguments))
    ending = arguments.run(arguments)
    assert isinstance(ending, Ending)
    assert (ending.code, ending.made is None) == (0, False)
    assert vars(arguments) == before


def test_the_fuzzer_leaves_its_arguments_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    """The address and the credentials of the mock, and the document for a scheduler, are none of them."""
    spec = str(ROOT / "tests" / "fuzz" / "shop.yaml")
    arguments = build_parser().parse_args(["fuzz", spec, "--mock", "--dry-run", "--scheduler", "local:2"])
    before = dict(vars(arguments))
    assert arguments.run(arguments) == 0
    assert "would be called" in capsys.readouterr().err
    assert vars(arguments) == before

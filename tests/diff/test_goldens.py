"""Pairs of documents and the report of each in every format. `--update-goldens` rewrites the expected files."""

from __future__ import annotations

from pathlib import Path

import pytest

from speclift.diff.compare import compare
from speclift.diff.inputs.descriptions import Reading, read_description
from speclift.diff.report.formats import FORMATS
from speclift.diff.rules.selection import selected

PAIRS = Path(__file__).parent / "pairs"
NAMES = {"text": "txt", "json": "json", "markdown": "md", "github": "log"}


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("pair", sorted(path.name for path in PAIRS.iterdir()))
def test_a_pair_is_reported_as_expected(
    pair: str, format_: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(PAIRS / pair)
    files = [next(path.name for path in Path().iterdir() if path.stem == stem) for stem in ("old", "new")]
    old, new = (read_description(file, Reading()) for file in files)
    found = FORMATS[format_](selected(compare(old, new)), None)
    expected = Path(f"expected.{NAMES[format_]}")
    if request.config.getoption("--update-goldens"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")

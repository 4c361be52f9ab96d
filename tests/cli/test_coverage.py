"""`speclift coverage` reports which parts of the docs were read, on a terminal and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from speclift.cli.main import main
from tests.reading.test_claims import PAGE

QUIET = ["--quiet", "--no-cache"]


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    (folder / "a-folder-with-a-very-long-name-that-does-not-fit" / "into-a-terminal").mkdir(parents=True)
    (folder / "kites.md").write_text(PAGE)
    (folder / "guide.md").write_text("# Guide\n\nOne.\n\nTwo.\n")
    long = folder / "a-folder-with-a-very-long-name-that-does-not-fit" / "into-a-terminal" / "winds.md"
    long.write_text(PAGE.replace("kites", "winds").replace("### Weather", f"### Weather {'and ' * 40}wind"))
    return folder


def test_tables_fit_a_terminal(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage", str(docs), *QUIET]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [
        "Read 8 of 14 blocks in the sections of operations and types (57.1 %).",
        "Outside of them: 6 blocks. With operations or types: 2 of 3 files.",
    ]
    assert lines[2] == "Without the name of a field: 2 rows of tables that were read."
    assert max(map(len, lines)) <= 80
    rows = [line.split() for line in lines]
    assert ["table", "6", "2", "4"] in rows
    assert ["request", "line", "2"] in rows
    assert ["kites.md", "7", "4", "3"] in rows
    assert "guide.md" not in " ".join(lines)


def test_only_the_worst_pages_are_listed(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage", str(docs), "--worst", "1", *QUIET]) == 0
    out = capsys.readouterr().out
    assert "winds.md" in out
    assert "kites.md     " not in out


def test_json_lists_every_unread_block(docs: Path, tmp_path: Path) -> None:
    output = tmp_path / "coverage.json"
    assert main(["coverage", str(docs), "--output-format", "json", "-o", str(output), *QUIET]) == 0
    found = json.loads(output.read_text())
    assert (found["files"], found["pages"], found["blocks"], found["read"], found["outside"]) == (3, 2, 14, 8, 6)
    of_kites = [one for one in found["unread"] if one["file"] == "kites.md"]
    assert [(one["kind"], one["line"], one["explains"]) for one in of_kites] == [
        ("row", 16, False),
        ("bullets", 18, False),
        ("table", 23, False),
        ("table", 30, True),
    ]
    assert sum(one["blocks"] for one in found["kinds"]) == found["blocks"]
    assert sum(one["blocks"] for one in found["readers"]) == found["read"]


def test_pages_of_a_fixed_form_are_counted(embedded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage", str(embedded), *QUIET]) == 0
    assert "Read as a whole: 63 pages of a fixed form" in capsys.readouterr().out


def test_docs_without_an_operation_are_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "guide.md").write_text("# Guide\n\nOne.\n")
    assert main(["coverage", str(tmp_path), *QUIET]) == 3
    assert "E004" in capsys.readouterr().err

"""However large the files of an output folder are, a run needs little memory and says what is wrong."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from speclift.storage.journal import JOURNAL
from speclift.storage.tree import MANIFEST
from tests.cli.bounded import MOST_MEMORY, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the limit of memory and its peak work only on Linux")

PAGE = "# Kites\n\n## GET /kites\n\nReturns `200 OK`:\n\n```json\n[]\n```\n"
#: More memory than a bounded process can have.
HUGE = 4 * 2**30
SPLIT = ("spec", "docs", "-o", "out", "--split-by", "tag", "--no-cache")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "kites.md").write_text(PAGE)
    assert run(tmp_path, *SPLIT).code == 0
    return tmp_path


def enlarge(path: Path, size: int) -> None:
    """Extend a file by this size, without using as much of the disk."""
    with path.open("ab") as stream:
        stream.truncate(size)


@pytest.mark.parametrize(
    ("name", "message"), [(MANIFEST, "a list of more than"), (JOURNAL, "The journal has more than")]
)
def test_a_record_beyond_the_limit_is_an_error(name: str, message: str, folder: Path) -> None:
    enlarge(folder / "out" / name, HUGE)
    found = run(folder, *SPLIT)
    assert (found.code, found.output.count("E005")) == (3, 1), found.output
    assert message in found.output
    assert "67,108,864 bytes" in found.output
    assert found.memory < MOST_MEMORY


def test_a_large_listed_file_counts_as_changed_by_hand(folder: Path) -> None:
    (file,) = (folder / "out").glob("*.yaml")
    enlarge(file, 2**29)
    found = run(folder, *SPLIT)
    assert f"out/{file.name} was changed by hand and was kept" in found.output
    assert (found.code, found.memory < MOST_MEMORY) == (1, True)


def test_a_large_document_with_a_stamp_counts_as_changed_by_hand(folder: Path) -> None:
    spec = ("spec", "docs", "-o", "openapi.yaml", "--no-cache")
    assert run(folder, *spec).code == 0
    stamp = (folder / "openapi.yaml").read_bytes().splitlines()[-1]
    enlarge(folder / "openapi.yaml", 2**29)
    with (folder / "openapi.yaml").open("ab") as stream:
        stream.write(b"\n" + stamp + b"\n")
    found = run(folder, *spec)
    assert "openapi.yaml was changed by hand and was kept" in found.output
    assert (found.code, found.memory < MOST_MEMORY) == (1, True)

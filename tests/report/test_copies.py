"""Fixes are tried in a copy of the files that are read from the docs, and of no others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from speclift.limits import LARGEST_PAGE, LARGEST_REFERENCE
from speclift.model.finding import Finding
from speclift.model.page_selection import Selection
from speclift.pipeline.run import Options, specify
from speclift.report.repair.plan import planned
from speclift.settings import Settings

PAGE = "# Loaves\n\n## GET /loaves\n\nReturns `200 OK`:\n\n[!include[sample]({})]\n"
SAMPLE = '```json\n{"name": "Rye"}\n```\n'
EXTRA = "[!include[more](part.txt)]\n"


def copied(docs: Path, *more: Path, selection: Selection | None = None) -> tuple[set[str], set[str]]:
    """The files in which fixes are tried, by path below their folder, and the codes that were fixed."""
    seen: set[str] = set()

    def check(folders: Sequence[str]) -> Sequence[Finding]:
        if docs.parent not in Path(folders[0]).parents:
            roots = [Path(name) if Path(name).is_dir() else Path(name).parent for name in folders]
            seen.update(path.relative_to(root).as_posix() for root in roots for path in root.rglob("*.*"))
        return specify(folders, Settings(), Options()).outcome.findings

    plan = planned([str(docs), *map(str, more)], check, selection or Selection())
    return seen, {mended.finding.code for mended in plan.mended}


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "kitchen" / "docs"
    (folder / "samples").mkdir(parents=True)
    (folder / "loaves.md").write_text(PAGE.format("samples/rye.txt"))
    (folder / "samples" / "rye.txt").write_text(SAMPLE + EXTRA)
    (folder / "samples" / "part.txt").write_text("Words.\n")
    (folder / "picture.png").write_bytes(bytes(1000))
    (folder / "samples" / "unused.txt").write_text("Nobody reads this.\n")
    return folder


READ = {"loaves.md", "samples/rye.txt", "samples/part.txt"}


def test_pages_and_what_they_include_are_copied(docs: Path) -> None:
    assert copied(docs) == (READ, set())


def test_a_single_page_is_copied_without_its_neighbours(docs: Path) -> None:
    (docs / "other.md").write_text("# Other\n")
    assert copied(docs / "loaves.md") == (READ, set())


def test_several_folders_are_copied_in_the_same_way(docs: Path) -> None:
    other = docs.parent / "other"
    other.mkdir()
    (other / "tins.md").write_text("# Tins\n")
    (other / "notes.txt").write_text("Notes.\n")
    assert copied(docs, other) == (READ | {"tins.md"}, set())


def test_pages_that_the_settings_leave_out_are_not_copied(docs: Path) -> None:
    (docs / "drafts").mkdir()
    (docs / "drafts" / "a.md").write_text("# Draft\n")
    assert copied(docs, selection=Selection(exclude=("drafts",))) == (READ, set())


def test_a_file_that_a_fix_includes_is_copied_too(docs: Path) -> None:
    (docs / "loaves.md").write_text(PAGE.format("rye.txt"))
    seen, mended = copied(docs)
    assert (seen >= {"samples/rye.txt", "samples/part.txt"}, mended) == (True, {"SL104"})
    assert "samples/unused.txt" not in seen


def test_copies_share_a_limit(docs: Path) -> None:
    large = LARGEST_REFERENCE // LARGEST_PAGE + 2
    for number in range(large):
        with (docs / f"z{number:02}.md").open("wb") as stream:
            stream.write(b"# Large\n")
            stream.truncate(LARGEST_PAGE)
    found = [Finding("SL103", "loaves.md", 1, "")]
    sizes: list[int] = []

    def check(folders: Sequence[str]) -> Sequence[Finding]:
        sizes.append(sum(path.stat().st_size for path in Path(folders[0]).rglob("*.md")))
        return found

    planned([str(docs)], check)
    assert sizes[0] > LARGEST_REFERENCE >= sizes[1] > 0

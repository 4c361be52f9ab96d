"""After many changes, the page shows what a fresh start would show: nothing of earlier states is left."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

import speclift.pipeline.assembly
from speclift.model.facts import PageFacts
from speclift.reading.page import read_page
from speclift.serve.catalogue import Catalogue
from speclift.serve.source import Loader, Source
from tests.serve.served import copied_docs


def fresh(docs: Path, jobs: int) -> Catalogue:
    return Loader(Source(docs=(str(docs),), jobs=jobs, is_cached=False)).load()


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_change_shows_what_a_fresh_start_would_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    # Otherwise, one process would do all the work for so few pages.
    monkeypatch.setattr(speclift.pipeline.assembly, "PARALLEL_FROM", 0)
    monkeypatch.setattr(speclift.pipeline.assembly, "PARALLEL_BYTES", 0)
    docs = copied_docs(tmp_path)
    loader = Loader(Source(docs=(str(docs),), jobs=jobs, is_cached=False))
    assert loader.load() == fresh(docs, jobs)
    rng = random.Random(jobs)
    pages = sorted(path for path in docs.rglob("*.md") if "\n```http\n" in path.read_text())
    digests = set()
    for number in range(12):
        page = rng.choice(pages)
        lines = page.read_text().split("\n")
        match number % 4:
            case 0:
                lines[lines.index("```http") - 1] += f"\nA sentence more, the {number}th.\n"
            case 1:
                lines = [line.replace("| string |", "| int32 |") for line in lines]
            case 2:
                rows = [index for index, line in enumerate(lines) if line.startswith("| ") and "---" not in line]
                del lines[rng.choice(rows or [0])]
            case 3:
                lines = []
        page.write_text("\n".join(lines))
        catalogue = loader.load()
        loader.tidy()
        assert catalogue == fresh(docs, jobs), f"change {number}: {page.name}"
        digests.add(catalogue.digest)
        if not lines:
            pages.remove(page)
    assert len(digests) > 8


def test_unchanged_pages_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speclift.pipeline.assembly, "PARALLEL_FROM", 0)
    monkeypatch.setattr(speclift.pipeline.assembly, "PARALLEL_BYTES", 0)
    read: list[str] = []

    def recorded(name: str, *rest: Any) -> PageFacts:
        read.append(name)
        return read_page(name, *rest)

    monkeypatch.setattr("speclift.reading.reference.read_page", recorded)
    docs = copied_docs(tmp_path)
    # With two jobs, a process other than this one writes the cache to the disk.
    loader = Loader(Source(docs=(str(docs),), jobs=2, is_cached=False))
    loader.load()
    assert len(read) > 50
    page = next(docs.rglob("*ContactEntity_GetAll.md"))
    for number in range(2):
        read.clear()
        page.write_text(f"{page.read_text()}\nMore, {number}.\n")
        loader.load()
        assert [Path(name).name for name in read] == [page.name]

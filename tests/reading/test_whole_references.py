"""The limits of all pages of a run together: bytes with what they include, pages, rows, objects and values."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from speclift.limits import LARGEST_PAGE, LARGEST_REFERENCE
from speclift.model.facts import PageFacts
from speclift.model.reference import Reference
from speclift.pipeline.run import Options, specify
from speclift.reading.files.includes import read_from
from speclift.reading.fingerprints import fingerprints, measured
from speclift.reading.page import read_page
from speclift.reading.reference import discover, read_reference
from speclift.settings import Settings
from speclift.storage.cache import Cache
from speclift.storage.regular_files import Refused, read_regular
from tests.reading.hostile import GOOD, SAMPLE, page

TABLE = "| Path Part | Type | Description |\n|---|---|---|\n"
INCLUDE = "[!include[a]({})]\n\n".format


def read(root: Path) -> Reference:
    sources, keys = fingerprints(discover([str(root)]))
    return read_reference(sources, keys=keys)[0]


def left_out(reference: Reference) -> list[str]:
    return [finding.file for finding in reference.findings if finding.code == "SL107"]


@settings(max_examples=60)
@given(st.lists(st.lists(st.integers(0, 5), max_size=4), min_size=6, max_size=6))
@example([[1, 2], [2, 2], [0, 3], [], [], []])
@example([[1, 2, 3, 4], [2, 3, 4, 5], [3, 4, 5, 0], [4, 5, 0, 1], [5, 0, 1, 2], [0, 1, 2, 3]])
def test_exactly_the_bytes_that_the_reader_reads_are_counted(graph: list[list[int]]) -> None:
    """A file counts as often as it is included, and in a cycle as often as the reader follows it."""
    with tempfile.TemporaryDirectory() as folder:
        for number, targets in enumerate(graph):
            text = f"Part {number}.\n\n" + "".join(INCLUDE(f"{target}.txt") for target in targets)
            (Path(folder) / f"{number}.txt").write_text(text)
        (Path(folder) / "page.md").write_text(page(INCLUDE("0.txt") + INCLUDE("1.txt")))
        (source,) = discover([folder])
        sizes = {path.name: path.stat().st_size for path in Path(folder).glob("*.txt")}
        asked: list[str] = []

        def recording(path: str) -> bytes | Refused | None:
            asked.append(path)
            return read_from(folder)(path)

        facts = read_page("page.md", source.data, recording)
        counted = measured(source, LARGEST_REFERENCE)[1]
        if facts.printed is None:
            # A page with too many includes counts each file that was read until then once.
            assert [finding.code for finding in facts.findings] == ["SL107"]
            assert counted == sum(sizes[path] for path in asked)
        else:
            # The text of each file has its number wherever it is included.
            text = facts.printed.description
            assert counted == sum(text.count(f"Part {name[0]}.") * size for name, size in sizes.items())


def test_included_bytes_count_for_each_page_until_nothing_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "big.txt").write_text("a" * 1_000)
    for name in "abcd":
        (tmp_path / f"{name}.md").write_text(page(INCLUDE("big.txt"), name))
    (tmp_path / "e.md").write_text(page("", "e"))
    own = sum(len(path.read_bytes()) for path in tmp_path.glob("*.md"))
    monkeypatch.setattr("speclift.reading.fingerprints.LARGEST_REFERENCE", own + 2_500)
    reference = read(tmp_path)
    assert [operation.path for operation in reference.operations] == ["/a", "/b", "/e"]
    assert left_out(reference) == ["c.md", "d.md"]
    assert "what they include" in reference.findings[0].message


@pytest.mark.parametrize("layout", ["side by side", "nested", "in a cycle"])
def test_a_small_file_counts_each_time_it_is_included(
    layout: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = 10
    (tmp_path / "leaf.txt").write_text("a" * 500 + "\n\n" + (INCLUDE("node.txt") if layout == "in a cycle" else ""))
    (tmp_path / "node.txt").write_text(INCLUDE("leaf.txt") * many)
    text = {"side by side": INCLUDE("leaf.txt") * many, "nested": INCLUDE("node.txt")}.get(
        layout, INCLUDE("leaf.txt") + INCLUDE("node.txt")
    )
    (tmp_path / "page.md").write_text(page(text))
    monkeypatch.setattr("speclift.reading.fingerprints.LARGEST_REFERENCE", 4_000)
    assert left_out(read(tmp_path)) == ["page.md"]


def test_a_file_that_cannot_fit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "big.txt").write_text("a" * 1_000_000)
    for number in range(50):
        (tmp_path / f"{number:02}.md").write_text(page(INCLUDE("big.txt"), f"P{number}"))
    monkeypatch.setattr("speclift.reading.fingerprints.LARGEST_REFERENCE", 3_500_000)
    sizes: list[int] = []

    def recording(path: str, most: int) -> bytes | Refused:
        found = read_regular(path, most)
        sizes.append(len(found) if isinstance(found, bytes) else 0)
        return found

    monkeypatch.setattr("speclift.reading.files.includes.read_regular", recording)
    fingerprints(discover([str(tmp_path)]))
    assert sum(sizes) == 3_000_000


def test_more_pages_than_the_limit_are_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("speclift.reading.reference.MOST_PAGES", 3)
    for name in "edcba":
        (tmp_path / f"{name}.md").write_text(page("", name))
    reference = read(tmp_path)
    assert [operation.path for operation in reference.operations] == ["/a", "/b", "/c"]
    assert left_out(reference) == ["d.md"]
    assert "more than 3 pages" in reference.findings[0].message


KINDS = {
    "ROWS": TABLE + "| a | int32 | |\n" * 40,
    "OBJECTS": SAMPLE + json.dumps([{}] * 40) + "\n```\n",
    "VALUES": SAMPLE + json.dumps(list(range(40))) + "\n```\n",
}


@pytest.mark.parametrize("kind", KINDS)
def test_all_pages_together_have_limits_of_rows_objects_and_values(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    for name in "abcd":
        (docs / f"{name}.md").write_text(page(KINDS[kind], name))
    (docs / "e.md").write_text(GOOD.format("e"))
    monkeypatch.setattr(f"speclift.reading.files.size.MOST_{kind}_IN_ALL", 100)
    cache = Cache(str(tmp_path / "cache"), [str(docs)], "options")
    for _ in range(2):
        # The second run reads the pages from the cache.
        outcome = specify([str(docs)], Settings(), Options(), cache=cache).outcome
        assert outcome.operations == 3
        assert [finding.file for finding in outcome.findings if finding.code == "SL107"] == ["c.md", "d.md"]
    # The limit is not cached with a page: with one page fewer, `c.md` fits.
    (docs / "a.md").unlink()
    outcome = specify([str(docs)], Settings(), Options(), cache=cache).outcome
    assert [finding.file for finding in outcome.findings if finding.code == "SL107"] == ["d.md"]


#: The same on pages of any form: rows of tables and lists, members of an enumeration, objects and values of samples.
ANY_KINDS = {
    "ROWS": [
        "\n| Name | Type |\n| --- | --- |\n" + "".join(f"| a{n} | string |\n" for n in range(40)),
        "\n### Response\n\n| Field | Type |\n| --- | --- |\n" + "".join(f"| a{n} | string |\n" for n in range(40)),
        "\nQuery parameters:\n\n" + "".join(f"- `a{n}` (string): it.\n" for n in range(40)),
        "\n| Name | Type |\n| --- | --- |\n| a | one of " + ", ".join(f"`m{n}`" for n in range(40)) + " |\n",
    ],
    "OBJECTS": ["\n### Response\n\n```json\n" + json.dumps([{"a": n} for n in range(40)]) + "\n```\n"],
    "VALUES": ["\n### Response\n\n```json\n" + json.dumps({"a": list(range(40))}) + "\n```\n"],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in ANY_KINDS.items() for text in texts])
def test_pages_of_any_form_have_the_same_limits(
    kind: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abcd":
        (tmp_path / f"{name}.md").write_text(f"# Kites\n\n## Fly {name}\n\n`GET /{name}`\n{text}")
    (tmp_path / "e.md").write_text("# Kites\n\n## Land\n\n`GET /e`\n")
    assert left_out(read(tmp_path)) == []
    monkeypatch.setattr(f"speclift.reading.files.size.MOST_{kind}_IN_ALL", 100)
    outcome = specify([str(tmp_path)], Settings(), Options()).outcome
    assert outcome.operations == 3
    assert [finding.file for finding in outcome.findings if finding.code == "SL107"] == ["c.md", "d.md"]


def test_a_page_beyond_the_shared_limit_is_still_in_the_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("speclift.reading.files.size.MOST_ROWS_IN_ALL", 10)
    (tmp_path / "a.md").write_text(page(KINDS["ROWS"]))
    reference, results = read_reference(discover([str(tmp_path)]))
    assert not reference.operations
    assert isinstance(results[0], PageFacts)
    assert results[0].printed


MEASURED = """
import sys
from speclift.pipeline.run import Options, specify
from speclift.settings import Settings
outcome = specify([sys.argv[1]], Settings(), Options()).outcome
print(outcome.operations, sum(finding.code == "SL107" for finding in outcome.findings))
# `getrusage` would include the memory of the parent process.
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(int(status["VmHWM"].split()[0]) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc/self/status")
def test_many_pages_that_include_one_large_file_take_bounded_memory(tmp_path: Path) -> None:
    text = "x " * (LARGEST_PAGE // 2 - 1_000)
    (tmp_path / "big.txt").write_text(text)
    for number in range(60):
        (tmp_path / f"{number}.md").write_text(page(INCLUDE("big.txt"), f"P{number}"))
    run = subprocess.run([sys.executable, "-c", MEASURED, str(tmp_path)], capture_output=True, text=True, check=True)
    operations, refused, mebibytes = map(int, run.stdout.split())
    fitting = LARGEST_REFERENCE // LARGEST_PAGE
    assert fitting - 1 <= operations <= fitting + 1
    assert operations + refused == 60
    assert mebibytes < 1024

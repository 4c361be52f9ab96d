"""Laws of reading whole references: line ends, order, jobs, folders and earlier results change nothing."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclift.errors import SourceError, UsageError
from speclift.limits import LARGEST_PAGE, MOST_INCLUDES
from speclift.model.facts import PageFacts
from speclift.model.page import OperationPage
from speclift.reading import reference as reference_module
from speclift.reading.files.includes import read_from
from speclift.reading.fingerprints import fingerprint
from speclift.reading.markdown.parser import decode
from speclift.reading.page import read_page
from speclift.reading.reference import SourceFile, batches_of, discover, read_reference

PAGES = Path(__file__).parent / "pages"
UTF8 = sorted(path for path in PAGES.rglob("*.md") if path.name != "not_utf8.md")
SOURCES = discover([str(PAGES)])


def operations(sources: tuple[SourceFile, ...]) -> dict[str, OperationPage]:
    return {page.file: page for page in read_reference(sources)[0].operations}


@pytest.mark.parametrize("line_end", ["\r\n", "\r"], ids=["crlf", "cr"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["no-bom", "bom"])
@pytest.mark.parametrize("page", UTF8, ids=lambda path: path.relative_to(PAGES).as_posix())
def test_line_ends_and_byte_order_mark_change_nothing(page: Path, bom: bytes, line_end: str) -> None:
    name = page.relative_to(PAGES).as_posix()
    text = decode(page.read_bytes())
    other = bom + text.replace("\n", line_end).encode()
    assert read_page(name, other, read_from(str(PAGES))) == read_page(name, text.encode(), read_from(str(PAGES)))


@given(st.permutations(SOURCES))
def test_the_order_of_files_changes_no_page(sources: list[SourceFile]) -> None:
    reference, results = read_reference(sources)
    assert {page.file: page for page in reference.operations} == operations(SOURCES)
    assert len(results) == len(sources)


def test_discovered_files_are_sorted_by_path() -> None:
    paths = [source.path for source in SOURCES]
    assert paths == sorted(paths)


def test_the_number_of_jobs_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = read_reference(SOURCES, jobs=1)
    monkeypatch.setattr(reference_module, "PARALLEL_FROM", 1)
    # A test runner has threads of its own, and a process with threads must not be forked.
    monkeypatch.setattr("multiprocessing.get_all_start_methods", lambda: ["spawn"])
    # Only the interpreters that this test starts see it.
    monkeypatch.setenv("PYTHONSAFEPATH", "")
    assert read_reference(SOURCES, jobs=2) == alone


@given(st.lists(st.integers(0, 1000), min_size=1), st.integers(0, 2000))
def test_each_file_is_in_one_batch_and_the_largest_batch_comes_first(sizes: list[int], least: int) -> None:
    batches = batches_of(sizes, least)
    assert sorted(index for batch in batches for index in batch) == list(range(len(sizes)))
    totals = [sum(sizes[index] for index in batch) for batch in batches]
    assert totals == sorted(totals, reverse=True)
    assert all(total >= least for total, batch in zip(totals, batches, strict=True) if batch.stop < len(sizes))


@given(st.sets(st.sampled_from(range(len(SOURCES)))))
def test_known_results_equal_fresh_ones(known_indices: set[int]) -> None:
    keys = [fingerprint(source) for source in SOURCES]
    fresh = read_reference(SOURCES)
    known = {keys[index]: fresh[1][index] for index in known_indices}
    stored = msgspec.msgpack.decode(msgspec.msgpack.encode(known), type=dict[bytes, PageFacts])
    assert read_reference(SOURCES, known=stored, keys=keys) == fresh


def test_progress_ends_with_all_pages() -> None:
    calls: list[tuple[int, int]] = []
    read_reference(SOURCES, progress=lambda done, total: calls.append((done, total)))
    assert calls[-1] == (len(SOURCES), len(SOURCES))


def copy_pages(target: Path) -> Path:
    for path in PAGES.rglob("*.md"):
        place = target / path.relative_to(PAGES)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())
    return target


def source_of(root: Path, path: str) -> SourceFile:
    return next(source for source in discover([str(root)]) if source.path == path)


@pytest.mark.parametrize(
    ("page", "changed", "is_seen"),
    [
        ("crlf.md", "crlf.md", True),
        ("crlf.md", "bom.md", False),
        ("rest/Kite/form_current.md", "samples/rest/response/v1KiteEntity_GetKite.md", True),
        ("rest/Kite/form_current.md", "samples/cycle_a.md", False),
        ("rest/Kite/cyclic_include.md", "samples/cycle_b.md", True),
    ],
)
def test_fingerprint_sees_what_the_page_is_read_from(tmp_path: Path, page: str, changed: str, is_seen: bool) -> None:
    root = copy_pages(tmp_path)
    before = fingerprint(source_of(root, page))
    with (root / changed).open("ab") as stream:
        stream.write(b"\nMore.\n")
    assert (fingerprint(source_of(root, page)) != before) is is_seen


def test_fingerprint_sees_an_include_that_goes_away(tmp_path: Path) -> None:
    root = copy_pages(tmp_path)
    before = fingerprint(source_of(root, "rest/Kite/form_current.md"))
    (root / "samples/rest/response/v1KiteEntity_GetKite.md").unlink()
    assert fingerprint(source_of(root, "rest/Kite/form_current.md")) != before


PAGE_START = "---\nuid: v1Kite_{0}\n---\n\n```http\nGET /{0}\n```\n\n"


@pytest.mark.parametrize(
    "marks",
    [
        "```text\n" + "".join(f"[!include[a](none{n}.md)]\n" for n in range(MOST_INCLUDES + 5)) + "```\n",
        "```text\n[!include[a](large.txt)]\n[!include[a](other.txt)]\n```\n",
    ],
    ids=["many", "large"],
)
def test_fingerprint_sees_what_a_page_with_too_many_marks_is_read_from(tmp_path: Path, marks: str) -> None:
    (tmp_path / "large.txt").write_bytes(b"a" * LARGEST_PAGE)
    (tmp_path / "other.txt").write_bytes(b"a")
    (tmp_path / "outer.txt").write_text("[!include[a](inner.txt)]\n")
    (tmp_path / "inner.txt").write_text("One.\n")
    for text in (marks + "\n[!include[a](outer.txt)]\n", "[!include[a](outer.txt)]\n\n" + marks):
        (tmp_path / "page.md").write_text(PAGE_START.format("Get") + text)
        before = fingerprint(source_of(tmp_path, "page.md"))
        assert fingerprint(source_of(tmp_path, "page.md")) == before
        (tmp_path / "inner.txt").write_text("Two.\n")
        source = source_of(tmp_path, "page.md")
        assert "Two." in read_reference([source])[0].operations[0].description
        assert fingerprint(source) != before
        (tmp_path / "inner.txt").write_text("One.\n")


def test_fingerprint_sees_an_include_with_the_longest_label_that_the_reader_accepts(tmp_path: Path) -> None:
    """A line end counts as one character, however it is written."""
    label = "a" * 250 + "\r\n" + "a" * 249
    (tmp_path / "page.md").write_bytes((PAGE_START.format("Get") + f"[!include[{label}](inner.txt)]\n").encode())
    (tmp_path / "inner.txt").write_text("One.\n")
    source = source_of(tmp_path, "page.md")
    before = fingerprint(source)
    assert "One." in read_reference([source])[0].operations[0].description
    (tmp_path / "inner.txt").write_text("Two.\n")
    assert fingerprint(source) != before


def test_fingerprint_sees_where_one_included_file_ends_and_the_next_begins(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(PAGE_START.format("Get") + "[!include[a](a.txt)]\n\n[!include[a](b.txt)]\n")
    found = set()
    for first, second in ((b"x\1y", b"z"), (b"x", b"y\1z")):
        (tmp_path / "a.txt").write_bytes(first)
        (tmp_path / "b.txt").write_bytes(second)
        found.add(fingerprint(source_of(tmp_path, "page.md")))
    assert len(found) == 2


def test_a_folder_without_pages_still_counts_as_one_of_several(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    (tmp_path / "a" / "page.md").write_text(PAGE_START.format("One"))
    docs = [str(tmp_path / "a"), str(tmp_path / "b")]
    first = discover(docs)
    known = {fingerprint(source): result for source, result in zip(first, read_reference(first)[1], strict=True)}
    assert list(operations(first)) == ["a/page.md"]
    assert fingerprint(first[0]) != fingerprint(discover(docs[:1])[0])
    (tmp_path / "b" / "page.md").write_text(PAGE_START.format("Two"))
    sources = discover(docs)
    keys = [fingerprint(source) for source in sources]
    assert read_reference(sources, known=known, keys=keys) == read_reference(sources)


def test_fingerprint_sees_what_is_included_from_a_root_that_is_a_link(tmp_path: Path) -> None:
    """With several roots, a path is relative to the place of the link; with one root, to its target."""
    for folder in ("docs/b", "elsewhere/real"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "docs" / "a").symlink_to(tmp_path / "elsewhere" / "real")
    (tmp_path / "docs" / "a" / "page.md").write_text(PAGE_START.format("Get") + "[!include[x](../b/x.txt)]\n")
    included = tmp_path / "docs" / "b" / "x.txt"
    included.write_text("One.\n")
    docs = [str(tmp_path / "docs" / "a"), str(tmp_path / "docs" / "b")]
    (source,) = discover(docs)
    before = fingerprint(source)
    assert "One." in read_reference([source])[0].operations[0].description
    included.write_text("Two.\n")
    assert fingerprint(source) != before


def test_includes_are_found_with_several_folders(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    one = copy_pages(tmp_path / "one")
    found = operations(discover([str(one), str(tmp_path / "other"), str(copy_pages(tmp_path / "two"))]))
    for folder in ("one", "two"):
        sample = found[f"{folder}/rest/Kite/form_current.md"].response_sample
        assert sample is not None
        assert sample.file == f"{folder}/samples/rest/response/v1KiteEntity_GetKite.md"


def test_folders_of_the_same_name_are_refused_and_both_are_named(tmp_path: Path) -> None:
    one, two = tmp_path / "one" / "docs", tmp_path / "two" / "docs"
    for folder in (one, two):
        folder.mkdir(parents=True)
        (folder / "a.md").write_text("x")
    for docs in ([one, two], [one, f"{two}/"], [one / "a.md", two]):
        with pytest.raises(UsageError, match=f"{one} and {two} are both called docs"):
            discover([str(argument) for argument in docs])
    other = tmp_path / "other"
    other.symlink_to(two)
    names = [source.seen_from()[1] for source in discover([str(one), str(other)])]
    assert names == ["docs/a.md", "other/a.md"]


def test_two_files_of_the_same_folder_are_accepted(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("x")
    assert [source.path for source in discover([str(tmp_path / "a.md"), str(tmp_path / "b.md")])] == ["a.md", "b.md"]


def test_hidden_folders_and_other_files_are_skipped(tmp_path: Path) -> None:
    for name in (".git/a.md", "toc.yml", "b.txt", "c.md", "d/e.MD"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [source.path for source in discover([str(tmp_path)])] == ["c.md", "d/e.MD"]


def test_a_single_file_is_a_reference(tmp_path: Path) -> None:
    root = copy_pages(tmp_path)
    (page,) = read_reference(discover([str(root / "form_2023.md")]))[0].operations
    assert page.file == "form_2023.md"


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no folder or file"):
        discover([str(tmp_path / "none")])

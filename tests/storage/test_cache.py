"""The cache returns what was stored in it, or nothing in case of doubt."""

from __future__ import annotations

from pathlib import Path

import pytest

from speclift.model.facts import PageFacts
from speclift.model.finding import Finding
from speclift.storage.cache import Cache, Outcome, default_folder

OUTCOME = Outcome({"openapi.yaml": b"openapi: 3.1.1\n"}, (Finding("SL201", "a.md", 1, "x"),), 1, 2)
KEY = b"0123456789abcdef"


def test_an_outcome_is_returned_only_for_its_key(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path / "cache"), ["docs"], "options")
    assert cache.outcome(KEY) is None
    cache.keep_outcome(KEY, OUTCOME)
    assert cache.outcome(KEY) == OUTCOME
    assert cache.outcome(b"another key 1234") is None
    assert Cache(str(tmp_path / "cache"), ["docs"], "other").outcome(KEY) is None


def test_pages_are_returned_by_their_fingerprints(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path), ["docs"], "")
    result = PageFacts("a.md", findings=(Finding("SL101", "a.md", 1, "x"),))
    cache.keep_pages([b"1"], [result])()
    assert cache.pages() == {b"1": result}


def test_a_changed_page_does_not_rewrite_the_file_of_all_pages(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path), ["docs"], "")
    keys = [b"%d" % number for number in range(40)]
    cache.keep_pages(keys, [PageFacts("a.md")] * 40)()
    (all_pages,) = tmp_path.glob("*.pages")
    # Reading the file changes its time, so the time is left out.
    written = all_pages.stat().st_ino, all_pages.read_bytes()
    changed = PageFacts("a.md", findings=(Finding("SL101", "a.md", 1, "x"),))
    assert cache.pages().keys() == set(keys)
    cache.keep_pages([b"new", *keys[1:]], [changed, *[PageFacts("a.md")] * 39])()
    assert (all_pages.stat().st_ino, all_pages.read_bytes()) == written
    again = Cache(str(tmp_path), ["docs"], "")
    assert again.pages()[b"new"] == changed
    again.keep_pages([b"new", *keys[1:20]], [changed, *[PageFacts("a.md")] * 19])()
    assert Cache(str(tmp_path), ["docs"], "").pages().keys() == {b"new", *keys[1:20]}


def test_a_cache_that_is_broken_or_cannot_be_written_is_ignored(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path / "cache"), ["docs"], "")
    cache.keep_outcome(KEY, OUTCOME)
    cache.keep_pages([b"1"], [PageFacts("a.md")])()
    for path in (tmp_path / "cache").iterdir():
        path.write_bytes(path.read_bytes()[:-3])
    assert cache.outcome(KEY) is None
    assert cache.pages() == {}
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    Cache(str(blocked), ["docs"], "").keep_outcome(KEY, OUTCOME)
    assert blocked.read_text() == "not a folder"


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"SPECLIFT_CACHE_DIR": "/own", "XDG_CACHE_HOME": "/xdg"}, "/own"),
        ({"SPECLIFT_CACHE_DIR": "", "XDG_CACHE_HOME": "/xdg"}, "/xdg/speclift"),
        ({"SPECLIFT_CACHE_DIR": "", "XDG_CACHE_HOME": ""}, "/home/ann/.cache/speclift"),
    ],
)
def test_the_cache_is_in_the_documented_folder(
    variables: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**variables, "HOME": "/home/ann", "USERPROFILE": "/home/ann"}.items():
        monkeypatch.setenv(name, value)
    assert Path(default_folder()) == Path(expected)

"""E004 says what was expected, what in the pages comes nearest to it, and what to do next."""

from __future__ import annotations

from pathlib import Path

import pytest

from speclift.errors import NoOperationsError
from speclift.pipeline.recovery import recover
from speclift.settings import Settings

GUIDE = "# Guide\n\nWords.\n"


def error_of(folder: Path, text: str) -> NoOperationsError:
    (folder / "docs").mkdir()
    (folder / "docs" / "a.md").write_text(GUIDE)
    (folder / "docs" / "b.md").write_text(text)
    with pytest.raises(NoOperationsError) as caught:
        recover([str(folder / "docs")], Settings())
    return caught.value


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        (
            "# A tour\n\nFirst:\n\n```sh\ncurl -X POST https://api.test/kites\n```\n",
            "a request in a sample, b.md:6: POST",
        ),
        (
            "# Limits\n\n| Verb | Calls |\n| --- | --- |\n| GET | 10 |\n",
            "a column of methods or paths, b.md:3: Verb | C",
        ),
        ("# Kites\n\nFETCH /kites\n", "a path after a word that is not a method, b.md:3: FETCH /kites"),
        ('# Kites\n\n<Call verb="GET" id="kites" />\n', "a component with a method and no path, b.md:3: <Call"),
    ],
)
def test_the_text_that_comes_nearest_to_an_operation_is_named(tmp_path: Path, text: str, nearest: str) -> None:
    error = error_of(tmp_path, text)
    assert nearest.replace("b.md", f"{tmp_path}/docs/b.md") in error.message
    assert f"speclift learn {tmp_path / 'docs'}" in error.advice
    assert "GET /users/{id}" in error.expected


def test_nothing_is_named_if_nothing_comes_near(tmp_path: Path) -> None:
    assert error_of(tmp_path, GUIDE).message == "No page describes an operation."


def test_a_folder_without_pages_gives_an_error_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(NoOperationsError, match="There is no markdown page") as caught:
        recover([str(tmp_path)], Settings())
    assert "include and exclude" in caught.value.advice


def test_a_page_that_cannot_be_read_is_named_in_the_advice(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_bytes(b"\xff# A\n")
    with pytest.raises(NoOperationsError) as caught:
        recover([str(tmp_path)], Settings())
    assert "page.md:1: SL101" in caught.value.advice

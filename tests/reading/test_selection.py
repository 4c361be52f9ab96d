"""`include` and `exclude`: which files of a folder are pages of the reference."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from speclift.model.page_selection import Selection, matches
from speclift.pipeline.recovery import found_in, recover
from speclift.reading.reference import discover
from speclift.settings import Settings
from speclift.settings_files import load_settings
from tests.patience import patience
from tests.reading.hostile import PATIENCE

PAGE = "# {name}\n\n```http\nGET /{name}\n```\n"
FILES = ("index.md", "guides/start.md", "v1/users.md", "v1/old/teams.md", "v2/users.md", "v2/[id].mdx")


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    for file in FILES:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[^a-z0-9]+", "-", file.rpartition(".")[0]).strip("-")
        (tmp_path / file).write_text(PAGE.format(name=name))
    return tmp_path


@pytest.mark.parametrize(
    ("glob", "path", "is_match"),
    [
        ("guides", "guides/start.md", True),
        ("guides/", "guides/start.md", True),
        ("./guides/**", "guides/start.md", True),
        ("guides/*.md", "guides/start.md", True),
        ("guides/*.md", "guides/a/start.md", False),
        ("guides/**/*.md", "guides/a/b/start.md", True),
        ("**/old", "v1/old/teams.md", True),
        ("old", "v1/old/teams.md", False),
        ("**/changelog.md", "changelog.md", True),
        ("*.md", "v1/users.md", False),
        ("v[12]/*", "v1/users.md", True),
        ("Guides", "guides/start.md", False),
        ("", "a.md", False),
        ("**", "a/b.md", True),
    ],
)
def test_a_glob_matches_paths(glob: str, path: str, is_match: bool) -> None:
    assert matches(glob, path) is is_match


@pytest.mark.parametrize(
    ("selection", "paths"),
    [
        (Selection(), set(FILES)),
        (Selection(include=("v2",)), {"v2/users.md", "v2/[id].mdx"}),
        (Selection(exclude=("guides", "**/old")), {"index.md", "v1/users.md", "v2/users.md", "v2/[id].mdx"}),
        (Selection(include=("v1", "v2"), exclude=("v1",)), {"v2/users.md", "v2/[id].mdx"}),
    ],
)
def test_only_selected_files_are_read(docs: Path, selection: Selection, paths: set[str]) -> None:
    assert {source.path for source in discover([str(docs)], "", selection)} == paths


def test_a_file_that_the_user_names_is_read_in_any_case(docs: Path) -> None:
    selection = Selection(exclude=("**/*.md", "*.md"))
    assert [source.path for source in discover([str(docs / "index.md")], "", selection)] == ["index.md"]


def test_settings_select_the_files(docs: Path) -> None:
    (docs / "speclift.toml").write_text('include = ["v1/**", "v2"]\nexclude = ["**/old"]\n')
    settings = load_settings(None, str(docs))
    assert {item.path for item in recover([str(docs)], settings).api.operations} == {"/v1-users", "/v2-users", "/v2-id"}
    everything = found_in([str(docs)], Settings())[1]
    assert set(found_in([str(docs)], settings)[1]) < set(everything)


def test_a_hostile_glob_takes_little_time() -> None:
    start = time.perf_counter()
    assert not matches("/".join(["**", "*a*a*a*a*b"] * 200), "/".join(["a" * 200] * 200))
    assert time.perf_counter() - start < patience(PATIENCE)

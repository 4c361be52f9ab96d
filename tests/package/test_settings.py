"""Settings: whose settings may open a folder outside the docs, and what is not a valid settings file."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import msgspec
import pytest

from speclift.errors import SettingsError
from speclift.pipeline.recovery import recover
from speclift.settings import Override, Settings
from speclift.settings_files import LARGEST_SETTINGS, PLACES, load_settings
from tests.bounded import bounded
from tests.conftest import ROOT
from tests.reading.hostile import memory_of_a_refusal

PAGE = "---\nuid: v1Kite_Get\n---\n\n```http\nGET /Kite\n```\n\n[!include[x](../samples/a.md)]\n"


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Docs with a page that includes a file outside them. The current folder is another one."""
    for folder in ("docs", "samples", "here"):
        (tmp_path / folder).mkdir()
    (tmp_path / "docs" / "page.md").write_text(PAGE)
    (tmp_path / "samples" / "a.md").write_text("Included.\n")
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "docs"


def description(docs: Path, settings: str | None = None, include_root: str | None = None) -> str:
    """The description of the operation on the page, with the settings that a command would find."""
    found = recover([str(docs)], load_settings(settings, str(docs), include_root=include_root))
    return found.api.operations[0].description


@pytest.mark.parametrize("root", ["/", "../samples", "..", "linked", "sub/../../samples"])
def test_settings_that_come_with_the_docs_open_no_folder_outside(docs: Path, root: str) -> None:
    (docs / "sub").mkdir()
    (docs / "linked").symlink_to("../samples")
    (docs / "speclift.toml").write_text(f'include_root = "{root}"\n')
    with pytest.raises(SettingsError, match="leads out of the docs") as caught:
        load_settings(None, str(docs))
    assert caught.value.file == str(docs / "speclift.toml")
    assert "--include-root" in caught.value.advice


def test_settings_that_come_with_the_docs_cannot_be_a_link_to_a_file_outside(docs: Path) -> None:
    (docs.parent / "secret").write_text('title = "Secret"\n')
    (docs / "speclift.toml").symlink_to("../secret")
    with pytest.raises(SettingsError, match="leads out of the docs"):
        load_settings(None, str(docs), include_root="../samples")
    assert load_settings(str(docs / "speclift.toml"), str(docs)).title == "Secret"
    (docs / "own.toml").write_text('title = "Own"\n')
    (docs / "speclift.toml").unlink()
    (docs / "speclift.toml").symlink_to("own.toml")
    assert load_settings(None, str(docs)).title == "Own"


@pytest.mark.parametrize("device", ["pipe", "/dev/zero"])
def test_settings_that_come_with_the_docs_must_be_a_regular_file(docs: Path, device: str) -> None:
    if device == "pipe":
        os.mkfifo(docs / "speclift.toml")
    else:
        (docs / "speclift.toml").symlink_to(device)
    assert load_settings(None, str(docs)).title == "HTTP API"


READ_ONLY = '[[overrides]]\ntarget = "SaveThing"\nread_only = true\n'


@pytest.mark.parametrize("include_root", [None, "../samples"])
def test_settings_that_come_with_the_docs_cannot_mark_an_operation_as_safe(
    docs: Path, include_root: str | None
) -> None:
    own = docs / "speclift.toml"
    own.write_text(READ_ONLY)
    with pytest.raises(SettingsError, match="read_only = true for 'SaveThing'") as caught:
        load_settings(None, str(docs), include_root=include_root)
    assert caught.value.file == str(own)
    assert "--settings" in caught.value.advice
    # Anybody may say that an operation writes. Only the user may say that it does not.
    own.write_text(READ_ONLY.replace("true", "false"))
    assert load_settings(None, str(docs)).overrides[0].read_only is False
    own.write_text(READ_ONLY)
    assert load_settings(str(own), str(docs)).overrides[0].read_only is True
    own.unlink()
    Path("speclift.toml").write_text(READ_ONLY)
    assert load_settings(None, str(docs)).overrides[0].read_only is True


def test_settings_that_come_with_the_docs_may_name_a_folder_inside(docs: Path) -> None:
    (docs / "speclift.toml").write_text('include_root = "sub"\n')
    assert load_settings(None, str(docs)).include_folder == str(docs / "sub")


def test_settings_of_the_user_open_a_folder_outside(docs: Path) -> None:
    own = docs / "speclift.toml"
    own.write_text('include_root = "../samples"\n')
    assert "Included." in description(docs, settings=str(own))
    assert "Included." in description(docs, include_root="../samples")
    own.unlink()
    assert "Included." not in description(docs)
    Path("speclift.toml").write_text('include_root = "../samples"\n')
    assert "Included." in description(docs)
    Path("speclift.toml").unlink()
    Path("pyproject.toml").write_text('[tool.speclift]\ninclude_root = "../samples"\n')
    assert "Included." in description(docs)


def test_settings_in_the_current_folder_are_those_of_the_user(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(docs)
    Path("speclift.toml").write_text('include_root = "../samples"\n')
    for folder in (".", str(docs)):
        assert "Included." in description(Path(folder))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("speclift.toml", "title = " + "[" * 20_000),
        ("speclift.toml", "# " + "x" * LARGEST_SETTINGS),
        ("speclift.toml", f"tags.{'.'.join('a' * (LARGEST_SETTINGS // 2 - 20))} = 1"),
        ("speclift.toml", "[ " + " . ".join(['"a b"'] * 50_000) + " ]"),
        ("speclift.toml", "a" * (LARGEST_SETTINGS - 10) + " = 1"),
        ("speclift.toml", f"title = {'9' * 5_000}"),
        ("speclift.toml", 'include_root = "a\\u0000b"'),
        ("speclift.toml", 'colour = "red"'),
        ("speclift.toml", 'title = "\udce4"'),
        ("pyproject.toml", "tool = 1"),
        ("pyproject.toml", "[tool]\nspeclift = 1"),
        ("pyproject.toml", "[[tool]]\nspeclift = {}"),
        ("pyproject.toml", "[tool.speclift]\ncolour = 1"),
    ],
    ids=[
        "nested",
        "large",
        "levels",
        "quoted-levels",
        "long",
        "digits",
        "nul",
        "unknown",
        "latin-1",
        "tool",
        "table",
        "array",
        "unknown-in-project",
    ],
)
def test_wrong_settings_are_a_named_error(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_bytes(os.fsencode(text))
    with bounded(), pytest.raises(SettingsError) as caught:
        load_settings(str(path))
    assert caught.value.file == str(path)
    assert len(str(caught.value)) < 1_000


def test_a_project_without_settings_of_speclift_has_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    for text in ("", "[tool.ruff]\nline-length = 120\n", "[project]\nname = 'x'\n"):
        path.write_text(text)
        assert load_settings(str(path)).title == "HTTP API"


@pytest.mark.parametrize(("levels", "is_too_deep"), [(25, False), (26, True)])
def test_keys_may_have_as_many_levels_as_the_page_on_limits_says(
    levels: int, is_too_deep: bool, tmp_path: Path
) -> None:
    path = tmp_path / "speclift.toml"
    path.write_text(f"{'.'.join(['a'] * levels)} = 1")
    with pytest.raises(SettingsError) as caught:
        load_settings(str(path))
    assert ("more than 25 levels" in str(caught.value)) == is_too_deep
    assert "keys of 25 levels | E002" in (ROOT / "docs" / "reference" / "limits.md").read_text(encoding="utf-8")


def test_the_settings_on_their_page_are_complete_and_valid(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    shown = text.partition('```toml title="speclift.toml"\n')[2].partition("```")[0]
    path = tmp_path / "speclift.toml"
    path.write_text(shown, encoding="utf-8")
    found = load_settings(str(path))
    # The page shows every table and every key, except what an override may set.
    known = {field.name for field in msgspec.structs.fields(Settings)} - PLACES
    assert tomllib.loads(path.read_text()).keys() == known
    assert found.selection.include == ("api/**",)
    (paging,) = found.client.paging
    assert paging.operations == ("listTrees", "GET /orchards/*")
    table = text.partition("It may give `type`")[2].partition(").")[0]
    given = {name for name in re.findall(r"`([a-z_]+)`", f"`type`{table}") if name in Override.__struct_fields__}
    assert given | {"target"} == set(Override.__struct_fields__) - PLACES


def test_settings_are_read_only_up_to_their_limit(tmp_path: Path) -> None:
    most = memory_of_a_refusal(tmp_path / "speclift.toml", 64 * LARGEST_SETTINGS, load_settings)
    assert most < 4 * LARGEST_SETTINGS

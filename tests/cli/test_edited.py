"""A generated file that somebody changed is reported and left as it is, unless `--force` is given."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from speclift.cli.main import main
from speclift.storage.tree import MANIFEST

PAGE = '# Kites\n\n## List kites\n\n`GET /kites`\n\nReturns `200 OK`.\n\n```json\n{{"id": 1, "name": "{}"}}\n```\n'
COMMANDS = {
    "generate": (("generate", "docs", "-o", "out"), "out/spec/openapi.yaml"),
    "client": (("client", "docs", "-o", "out"), None),
    "models": (("models", "docs", "-o", "out/models.py"), "out/models.py"),
    "models of a package": (("models", "docs", "-o", "out"), "out/models.py"),
    "spec": (("spec", "docs", "-o", "out/openapi.yaml"), "out/openapi.yaml"),
    "spec by tag": (("spec", "docs", "-o", "out", "--split-by", "tag"), None),
    "JSON by tag": (("spec", "docs", "-o", "out", "--split-by", "tag", "--format", "json"), "out/Kites.json"),
}
#: Outputs without a digest.
REPLACED = {
    "a single JSON document": ("spec", "docs", "--format", "json", "-o", "out"),
    "a bundle": ("bundle", "api.yaml", "-o", "out"),
    "a bundle in JSON": ("bundle", "api.yaml", "--format", "json", "-o", "out"),
    "a list of findings": ("check", "docs", "-o", "out"),
    "the coverage": ("coverage", "docs", "-o", "out"),
    "a comparison": ("diff", "api.yaml", "api.yaml", "-o", "out"),
    "a page": ("report", "docs", "-o", "out"),
}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with docs in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPECLIFT_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "kites.md").write_text(PAGE.format("Red"))
    return tmp_path


@pytest.mark.parametrize("name", COMMANDS)
def test_an_edited_file_is_reported_and_stays_until_force_is_given(
    name: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words, edited = COMMANDS[name]
    if name.startswith("models"):
        pytest.importorskip("datamodel_code_generator")
    assert main(words) == 0
    if edited is None:
        edited = str(max(Path("out").rglob("*.yaml" if "spec" in words else "_*.py")))
    file = Path(edited)
    written = file.read_bytes()
    file.write_bytes(b"# Mine.\n" + written)
    capsys.readouterr()
    assert main([*words, "--quiet"]) == 1
    errors = capsys.readouterr().err
    assert f"{edited} was changed by hand and was kept\n" in errors
    assert "--force" in errors
    assert file.read_bytes() == b"# Mine.\n" + written
    # A second run changes nothing either.
    assert main([*words, "--quiet"]) == 1
    assert main([*words, "--quiet", "--force"]) == 0
    assert file.read_bytes() == written


@pytest.mark.parametrize("name", REPLACED)
def test_an_edited_file_without_a_digest_is_replaced(name: str, here: Path) -> None:
    assert main(["spec", "docs", "-o", "api.yaml", "--quiet"]) == 0
    assert main(REPLACED[name]) == 0
    written = Path("out").read_bytes()
    Path("out").write_bytes(b"# Mine.\n" + written)
    assert main(REPLACED[name]) == 0
    assert Path("out").read_bytes() == written


@pytest.mark.parametrize("name", [name for name in COMMANDS if not name.startswith("models")])
def test_an_unedited_file_is_rewritten(name: str, here: Path) -> None:
    words, _ = COMMANDS[name]
    assert main([*words, "--quiet"]) == 0
    (here / "docs" / "kites.md").write_text(PAGE.format("Blue").replace("kites`", "dragons`"))
    assert main([*words, "--quiet"]) == 0
    files = [path for path in Path("out").rglob("*") if path.suffix in (".py", ".yaml", ".json")]
    assert any("dragons" in path.read_text() for path in files)


@pytest.mark.parametrize("name", ["generate", "spec"])
def test_other_line_ends_are_no_edit(name: str, here: Path) -> None:
    """A checkout on Windows has them."""
    words, edited = COMMANDS[name]
    assert main([*words, "--quiet"]) == 0
    file = Path(str(edited))
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert main([*words, "--quiet"]) == 0
    assert b"\r" not in file.read_bytes()


def test_a_file_that_equals_the_new_output_is_no_edit(here: Path) -> None:
    """Somebody made by hand the change that the next run would make."""
    assert main(["generate", "docs", "-o", "out", "--quiet"]) == 0
    (here / "docs" / "kites.md").write_text(PAGE.format("Blue"))
    assert main(["generate", "docs", "-o", "other", "--quiet"]) == 0
    shutil.copy("other/spec/openapi.yaml", "out/spec/openapi.yaml")
    assert main(["generate", "docs", "-o", "out", "--quiet"]) == 0


def test_a_document_that_speclift_did_not_write_is_overwritten(here: Path) -> None:
    Path("api.yaml").write_text("openapi: 3.1.1\n")
    assert main(["spec", "docs", "-o", "api.yaml", "--quiet"]) == 0
    assert "/kites" in Path("api.yaml").read_text()


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_output_that_git_does_not_track_is_reported(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Otherwise the first commit with the hook would leave it out."""
    words = ["generate", "docs", "-o", ".", "--quiet", "--tracked"]
    assert main(words) == 2
    assert "E001 git cannot say" in capsys.readouterr().err
    subprocess.run(["git", "init", "-q"], check=True)
    for _ in range(2):
        assert main(words) == 1
        assert "./.speclift-files is not tracked by git\n" in capsys.readouterr().err
    subprocess.run(["git", "add", "spec", "generated", ".speclift-files"], check=True)
    assert main(words) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", ["generate", "client"])
def test_files_that_are_removed_are_counted_apart(name: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words, _ = COMMANDS[name]
    files: list[set[Path]] = []
    for package in ("dragons", "kites"):
        (here / "speclift.toml").write_text(f'package = "{package}"\n')
        assert main(words) == 0
        files.append({path for path in Path("out").rglob("*") if path.is_file() and path.name != MANIFEST})
    before, after = files
    found = re.search(r"(\d+) of (\d+) files changed, (\d+) removed$", capsys.readouterr().err, re.M)
    assert found
    assert len(after - before) <= int(found[1]) <= int(found[2]) == len(after)
    assert int(found[3]) == len(before - after) > 1


@pytest.mark.usefixtures("here")
def test_a_command_keeps_what_another_one_wrote_to_the_same_folder(capsys: pytest.CaptureFixture[str]) -> None:
    """Even the document that it reads would go otherwise."""
    assert main(["generate", "docs", "-o", "."]) == 0
    before = {path for path in Path().rglob("*") if path.is_file()}
    capsys.readouterr()
    assert main(["client", "spec/openapi.yaml", "-o", "."]) == 0
    assert "removed" not in capsys.readouterr().err
    assert before < {path for path in Path().rglob("*") if path.is_file()}

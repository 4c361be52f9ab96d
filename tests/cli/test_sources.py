"""`mock`, `client` and `models` accept a document, or the pages of a reference."""

from __future__ import annotations

from pathlib import Path

import pytest

from speclift.cli.main import build_parser, main
from speclift.cli.sources import document_among, document_of
from speclift.errors import UsageError
from speclift.openapi.load import Loaded

PAGE = "# {0}\n\n## List {0}\n\n`GET /{0}`\n\nReturns `200 OK`.\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with two references in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPECLIFT_CACHE_DIR", str(tmp_path / "cache"))
    for name in ("kites", "boats"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.md").write_text(PAGE.format(name))
    return tmp_path


def document(*words: str) -> Loaded:
    """The document that a command works with."""
    arguments = build_parser().parse_args(words)
    return document_of(arguments, arguments.source)


@pytest.mark.parametrize("command", [("mock",), ("client", "-o", "out"), ("models", "-o", "out")], ids=lambda c: c[0])
@pytest.mark.parametrize("docs", [("kites",), ("kites/kites.md",), ("kites", "boats")], ids=" ".join)
def test_pages_become_the_document_that_they_describe(command: tuple[str, ...], docs: tuple[str, ...]) -> None:
    found = document(command[0], *docs, *command[1:])
    assert set(found.document["paths"]) == {f"/{Path(name).name.removesuffix('.md')}" for name in docs}


def test_a_client_of_pages_equals_that_of_their_document(here: Path) -> None:
    (here / "kites" / "speclift.toml").write_text('package = "flying"\n')
    assert main(["client", "kites", "-o", "direct", "--quiet"]) == 0
    assert main(["generate", "kites", "-o", "whole", "--quiet"]) == 0
    names = {path.relative_to("direct") for path in Path("direct").rglob("*.py")}
    assert Path("flying/__init__.py") in names
    for name in names:
        assert (Path("direct") / name).read_bytes() == (Path("whole/generated") / name).read_bytes()


def test_findings_of_the_pages_are_reported(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "kites" / "broken.md").write_bytes(b"\xff\xfe")
    document("mock", "kites")
    assert capsys.readouterr().err.startswith("kites/broken.md:1: SL101 ")
    document("mock", "kites", "--quiet")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("path", ["a.yaml", "a.json", "A.YML"])
def test_a_name_with_the_suffix_of_a_document_is_one_even_if_it_is_missing(path: str) -> None:
    assert document_among([path]) == path


@pytest.mark.parametrize("name", ["a.md", "a.mdx", "a.markdown"])
def test_a_page_is_no_document(name: str, here: Path) -> None:
    (here / name).write_text(PAGE.format("kites"))
    assert document_among([name]) == ""


def test_a_document_must_be_the_only_argument(here: Path) -> None:
    with pytest.raises(UsageError, match=r"'a\.yaml' is a document, and there are other arguments"):
        document_among(["kites", "a.yaml"])

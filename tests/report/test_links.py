"""The link of a place leads to its file and nowhere else, whatever the name of the file."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from speclift.errors import UsageError
from speclift.model.schema import Place
from speclift.reading.reference import discover
from speclift.report.page.links import links_of
from tests.report.small import PAYLOADS

PLACE = Place("agent/A b.md", 12)


def test_links_are_relative_to_the_report(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    links = links_of([str(docs)], str(tmp_path / "out" / "report.html"), "", None)
    assert links.href(PLACE) == "../docs/agent/A%20b.md"


def test_links_into_several_folders(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    links = links_of([str(tmp_path / "a"), str(tmp_path / "b")], str(tmp_path / "report.html"), "", None)
    assert links.href(Place("b/x.md", 1)) == "./b/x.md"
    assert links.href(Place("speclift.toml", 1)) == ""


def test_links_to_single_files_of_a_folder(tmp_path: Path) -> None:
    docs = [str(tmp_path / name) for name in ("a.md", "b.md")]
    assert links_of(docs, str(tmp_path / "report.html"), "", None).href(Place("b.md", 1)) == "./b.md"


def test_links_into_the_current_folder_and_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("here", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.md").touch()
    monkeypatch.chdir(tmp_path / "here")
    docs = [".", "../other/"]
    links = links_of(docs, "report.html", "", None)
    hrefs = [links.href(Place(source.seen_from()[1], 1)) for source in discover(docs)]
    assert [Path(href).resolve() for href in hrefs] == [tmp_path / "here" / "x.md", tmp_path / "other" / "x.md"]


def test_links_lead_to_the_published_pages_or_follow_the_template() -> None:
    assert links_of(["."], "r.html", "https://x.example/api/", None).href(PLACE) == "https://x.example/api/agent/A%20b"
    template = "https://x.example/blob/main/{file}#L{line}"
    assert links_of(["."], "r.html", "https://y.example", template).href(PLACE) == (
        "https://x.example/blob/main/agent/A%20b.md#L12"
    )


@pytest.mark.parametrize("template", ["https://x.example/", "javascript:alert('{file}')", "data:text/html,{file}"])
def test_invalid_templates_are_a_usage_error(template: str) -> None:
    with pytest.raises(UsageError):
        links_of(["."], "r.html", "", template)


@pytest.mark.parametrize("name", PAYLOADS)
@pytest.mark.parametrize("template", ["{file}", "{page}#{line}", None])
def test_no_file_name_gives_a_link_a_scheme(name: str, template: str | None) -> None:
    assert urlsplit(links_of(["."], "r.html", "", template).href(Place(name, 1))).scheme == ""

"""The report shows how much of the docs was read: counts, and each block that no reader understood."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from speclift.cli.main import main
from tests.browser import violations
from tests.reading.test_claims import PAGE
from tests.report.small import PAYLOADS


def opened(page: Page, docs: Path) -> list[str]:
    """Open the report on the docs. The list collects the errors and the dialogs of the page."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    path = docs.parent / "report.html"
    assert main(["report", str(docs), "-o", str(path), "--quiet", "--no-cache"]) == 0
    page.goto(path.as_uri())
    for details in page.locator("#coverage details > summary").all():
        details.click()
    return complaints


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    return tmp_path / "docs"


def test_the_counts_and_each_unread_block_are_shown(page: Page, docs: Path) -> None:
    (docs / "kites.md").write_text(PAGE)
    complaints = opened(page, docs)
    cards = [card.inner_text().split("\n") for card in page.locator("#coverage .cards > div").all()]
    assert [card[-2] for card in cards] == ["4", "3", "1", "2"]
    assert "1 of 1 bullets" in cards[1][-1]
    rows = [row.locator("td").all_inner_texts() for row in page.locator("#coverage-table tbody tr").all()]
    assert [(row[0], row[1], row[3], row[4]) for row in rows] == [
        ("row", "Parameters", "states facts", "kites.md:16"),
        ("bullets", "Parameters", "states facts", "kites.md:18"),
        ("table", "Weather", "states facts", "kites.md:23"),
        ("table", "Notes", "explains", "kites.md:30"),
    ]
    assert page.locator("#coverage-table a").first.get_attribute("href") == "docs/kites.md"
    page.locator("#coverage input[type=search]").fill("weather")
    assert page.locator("#coverage-table tbody tr:visible").count() == 1
    assert violations(page) == []
    assert complaints == []


def test_docs_that_are_read_as_a_whole_have_no_section_on_coverage(page: Page, embedded: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    assert main(["report", str(embedded), "-o", str(path), "--quiet", "--no-cache"]) == 0
    page.goto(path.as_uri())
    assert page.locator("#coverage").count() == 0


def test_unread_blocks_are_shown_as_text(page: Page, docs: Path) -> None:
    rows = "".join(f"| {text.replace('|', '')} | x |\n" for text in PAYLOADS)
    (docs / "a.md").write_text(f"# A\n\n`GET /a`\n\n## Odd things\n\n| Colour | Shape |\n| --- | --- |\n{rows}")
    complaints = opened(page, docs)
    assert page.locator("#coverage-table tbody tr").count() >= 1
    assert page.evaluate("window.hit") is None
    assert complaints == []

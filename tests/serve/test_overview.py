"""A document with many operations: an overview of its tags comes first, with a sidebar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PATIENCE, violations
from tests.serve.large import write_large
from tests.serve.served import Served, serving

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("large")
    with serving(write_large(folder), folder, "--watch") as served:
        yield served


def test_the_tags_come_first_and_no_operation_is_rendered(page: Page, served: Served) -> None:
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.goto(served.url)
    expect(page.locator(".card")).to_have_count(31)
    expect(page.locator(".card").nth(3)).to_contain_text("Shed 3. What hangs on its walls")
    expect(page.locator(".side-link")).to_have_count(32)
    expect(page.locator(".side-link[aria-current]")).to_have_text("Overview")
    expect(page.locator("#pick")).to_have_value("~")
    expect(page.locator(".opblock")).to_have_count(0)
    assert not any(url.endswith("/openapi.json") for url in requested)


def test_a_tag_is_opened_from_the_overview_and_from_the_sidebar(page: Page, served: Served) -> None:
    page.goto(served.url)
    page.locator(".card a").nth(4).click()
    expect(page.locator(".opblock")).to_have_count(10)
    expect(page.locator("#overview")).to_be_hidden()
    expect(page).to_have_url(re.compile(r"\?spec=Shed-04"))
    expect(page.locator(".side-link[aria-current]")).to_contain_text("Shed 04")
    page.locator(".side-link", has_text="Shed 07").click()
    expect(page.locator(".opblock-summary-path").first).to_have_attribute("data-path", "/shed07/tools0/{id}")
    page.go_back()
    page.go_back()
    expect(page.locator(".card").first).to_be_visible()
    expect(page.locator("#swagger-ui")).to_be_hidden()


def test_a_long_tag_leaves_room_for_its_number_in_the_sidebar(page: Page, served: Served) -> None:
    page.goto(served.url)
    expect(page.locator(".side-link")).to_have_count(32)
    widths = page.evaluate(
        """() => {
          document.querySelectorAll(".side-tag")[3].textContent = "Tools that hang on walls, and others ".repeat(2);
          return [...document.querySelectorAll(".side-count")].map(one => one.getBoundingClientRect().width);
        }"""
    )
    assert len(set(widths)) == 1


def test_a_link_leads_past_the_overview(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/#/Shed%2009/readTool9x2")
    expect(page.locator(".opblock.is-open .opblock-summary-path")).to_have_attribute("data-path", "/shed09/tools2/{id}")
    expect(page.locator("#overview")).to_be_hidden()


def test_the_tags_of_the_whole_document_are_closed(page: Page, served: Served) -> None:
    page.goto(served.url)
    page.select_option("#pick", "")
    expect(page.locator(".opblock-tag")).to_have_count(31)
    expect(page.locator(".opblock")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_wrong_with_the_overview(page: Page, served: Served, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(served.url)
    expect(page.locator(".card").first).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator("#side")).to_be_visible(visible=width == 1280)


def test_a_document_that_shrinks_is_shown_without_an_overview(page: Page, tmp_path: Path) -> None:
    with serving(write_large(tmp_path), tmp_path, "--watch") as served:
        page.goto(served.url)
        expect(page.locator(".card")).to_have_count(31)
        write_large(tmp_path, tags=2)
        expect(page.locator(".opblock")).to_have_count(20)
        expect(page.locator("#side")).to_be_hidden()

"""A change of the docs appears in the browser at once; while the docs are invalid, the last good state stays."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser import PATIENCE
from tests.serve.served import copied_docs, serving

expect.set_options(timeout=PATIENCE)

LINK = "/?spec=Contact#/Contact/v1ContactEntity_GetAll"


def test_a_changed_page_is_shown_and_the_place_is_kept(page: Page, tmp_path: Path) -> None:
    docs = copied_docs(tmp_path)
    with serving(docs, tmp_path, "--watch", "--mock") as served:
        page.goto(served.url + LINK)
        block = page.locator(".opblock.is-open")
        expect(block).to_contain_text("List companies in OData style")
        # The page scrolls to the operation that the address names.
        expect(block.locator(".opblock-summary")).to_be_in_viewport()
        page.evaluate("window.__same = true")
        page.evaluate("scrollBy(0, 300)")
        place = page.evaluate("scrollY")
        changed = next(path for path in docs.rglob("*ContactEntity_GetAll.md"))
        changed.write_text(changed.read_text().replace("List companies in OData style", "Every company there is"))
        expect(block).to_contain_text("Every company there is")
        assert page.evaluate("window.__same")
        assert abs(page.evaluate("scrollY") - place) < 50
        # The search finds the change too, and the mock still responds.
        page.fill("#search", "every company there is")
        expect(page.locator("#found li")).to_have_count(1)
        response = httpx.get(f"{served.url}/mock/api/v1/Contact?$top=1", headers={"Authorization": "Bearer x"})
        assert response.status_code == 200


def test_an_error_is_shown_as_a_banner_and_the_last_good_state_stays(page: Page, tmp_path: Path) -> None:
    docs = copied_docs(tmp_path)
    settings = docs / "speclift.toml"
    good = settings.read_text()
    with serving(docs, tmp_path, "--watch") as served:
        page.goto(served.url + LINK)
        expect(page.locator(".opblock.is-open")).to_be_visible()
        settings.write_text("titel = 1\n")
        expect(page.get_by_role("alert")).to_contain_text("E002")
        expect(page.locator(".opblock.is-open")).to_be_visible()
        settings.write_text(good)
        expect(page.locator("#problem")).to_be_hidden()


def test_a_spec_that_is_replaced_is_shown(page: Page, tmp_path: Path) -> None:
    spec = tmp_path / "api.yaml"
    text = (
        "openapi: 3.0.4\ninfo: {title: Shop, version: '1'}\npaths:\n  /crates:\n    get:\n      summary: Old words\n"
        "      responses: {'200': {description: OK}}\n"
    )
    spec.write_text(text)
    with serving(spec, tmp_path, "--watch") as served:
        page.goto(served.url)
        expect(page.locator(".opblock-summary-description")).to_have_text("Old words")
        new = tmp_path / "new"
        new.write_text(text.replace("Old words", "New words"))
        os.replace(new, spec)
        expect(page.locator(".opblock-summary-description")).to_have_text("New words")


def test_the_bar_shows_the_changed_document(page: Page, tmp_path: Path) -> None:
    spec = tmp_path / "api.yaml"
    text = (
        "openapi: 3.0.4\ninfo: {title: Shop, version: '1'}\npaths:\n  /crates:\n    get:\n"
        "      responses: {'200': {description: OK}}\n"
    )
    spec.write_text(text)
    with serving(spec, tmp_path, "--watch") as served:
        page.goto(served.url)
        expect(page.locator("#search")).to_have_attribute("placeholder", "Search 1 operation")
        spec.write_text(
            text.replace("Shop", "<b>Store</b>") + "    put:\n      responses: {'200': {description: OK}}\n"
        )
        heading = page.locator(".bar-title")
        expect(heading).to_have_text("<b>Store</b>")
        expect(heading).to_have_attribute("title", "<b>Store</b>")
        expect(page).to_have_title("<b>Store</b>")
        expect(page.locator("#search")).to_have_attribute("placeholder", "Search 2 operations")
        expect(page.locator("#pick option").last).to_have_text("All operations (2)")


@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGTERM])
def test_the_server_stops_even_while_a_page_follows_the_changes(tmp_path: Path, signal_number: signal.Signals) -> None:
    with (
        serving(copied_docs(tmp_path), tmp_path, "--watch") as served,
        httpx.stream("GET", f"{served.url}/-/events") as events,
    ):
        assert next(events.iter_lines()).startswith("data: ")
        served.server.process.send_signal(signal_number)
        # The page would follow for as long as the server lets it.
        served.server.process.wait(10)

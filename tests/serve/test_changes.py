"""With `--watch`, the page shows changes of the docs at once."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import PATIENCE
from tests.serve.served import copied_docs, serving

expect.set_options(timeout=PATIENCE)


def test_the_last_choice_shows_the_current_count_and_whether_it_is_slow(page: Page, tmp_path: Path) -> None:
    spec = tmp_path / "api.json"

    def write(count: int) -> None:
        operation = {"tags": ["More"], "responses": {"200": {"description": "OK"}}}
        paths = {"/first": {"get": {**operation, "tags": ["First"]}}}
        paths |= {f"/more/{number}": {"get": operation} for number in range(1, count)}
        spec.write_text(json.dumps({"openapi": "3.1.1", "info": {"title": "x", "version": "1"}, "paths": paths}))

    write(299)
    with serving(spec, tmp_path, "--watch") as served:
        page.goto(served.url + "/?spec=First")
        last = page.locator("#pick option").last
        expect(last).to_have_text("All operations (299)")
        write(300)
        expect(last).to_have_text("All operations (300, slow)")
        write(2)
        expect(last).to_have_text("All operations (2)")


def test_each_change_of_a_page_appears_in_the_browser(page: Page, tmp_path: Path) -> None:
    docs = copied_docs(tmp_path)
    changed = next(docs.rglob("*ContactEntity_GetAll.md"))
    text = changed.read_text()
    with serving(docs, tmp_path, "--watch") as served:
        page.goto(served.url + "/?spec=Contact#/Contact/v1ContactEntity_GetAll")
        expect(page.locator(".opblock.is-open")).to_contain_text("List companies in OData style")
        # bench/browsing.py measures how soon the change appears.
        for number in range(4):
            changed.write_text(text.replace("List companies in OData style", f"In other words, {number}"))
            page.locator(".opblock.is-open", has_text=f"In other words, {number}").wait_for()

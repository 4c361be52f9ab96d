"""Every operation can be found and linked to, whatever characters its tag and its id have."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PATIENCE
from tests.serve.dialog import authorize
from tests.serve.served import Served, serving

expect.set_options(timeout=PATIENCE)

#: Tag, id (empty: none) and path of operations.
OPERATIONS = (
    ("Plain", "plain", "/plain"),
    ("Plain", "", "/un/named/{id}"),
    ("Plain", "with/slash", "/slash"),
    ("Plain", "50%", "/percent"),
    ("a/b", "c", "/tag/slash"),
    ("a", "b/c", "/id/slash"),
    ("100% done", "x y", "/tag/percent"),
    ("Ünder_scored", "é_è", "/letters"),
    ('"quoted" <b>', "a'b", "/quotes"),
    ("Plain", "old", "/deprecated"),
)
IDS = [path for *_, path in OPERATIONS]


def _operation(tag: str, name: str, path: str) -> dict[str, Any]:
    operation: dict[str, Any] = {"tags": [tag], "responses": {"200": {"description": "OK"}}}
    operation["parameters"] = [
        {"name": part, "in": "path", "required": True, "schema": {"type": "string"}}
        for part in re.findall(r"{(\w+)}", path)
    ]
    return operation | ({"operationId": name} if name else {}) | ({"deprecated": True} if name == "old" else {})


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("links")
    paths = {path: {"get": _operation(tag, name, path)} for tag, name, path in OPERATIONS}
    key = {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Send `Authorization: Key <key>`."}
    bearer = {"type": "http", "scheme": "bearer", "x-credential-prefix": "Token"}
    paths["/plain"]["get"]["security"] = [{"bearer": []}, {"key": []}]
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Links", "version": "1"},
        "paths": paths,
        "components": {"securitySchemes": {"bearer": bearer, "key": key}},
    }
    spec = folder / "links.json"
    spec.write_text(json.dumps(document))
    with serving(spec, folder, "--mock") as served:
        yield served


def expect_open(page: Page, path: str) -> None:
    """The operation with this path is the only open one, is visible, and has the focus."""
    block = page.locator(f'.opblock:has([data-path="{path}"])')
    control = block.locator(".opblock-summary-control")
    expect(control).to_have_attribute("aria-expanded", "true")
    expect(control).to_be_focused()
    expect(control).to_be_in_viewport()
    expect(page.locator('.opblock-summary-control[aria-expanded="true"]')).to_have_count(1)


@pytest.mark.parametrize("path", IDS)
def test_the_search_and_the_link_open_an_operation(page: Page, served: Served, path: str) -> None:
    page.goto(served.url)
    page.fill("#search", path)
    page.locator("#found li", has=page.locator(".found-path", has_text=re.compile(f"^{re.escape(path)}$"))).click()
    expect_open(page, path)
    link = page.url
    assert link.count("/") - served.url.count("/") == 3
    # Again with nothing but the fragment, as in a new window.
    page.goto("about:blank")
    page.goto(re.sub(r"\?[^#]*", "", link))
    expect_open(page, path)


@pytest.mark.parametrize("path", IDS)
def test_the_link_of_swagger_ui_opens_an_operation(page: Page, served: Served, path: str) -> None:
    tag = next(tag for tag, _, own in OPERATIONS if own == path)
    page.goto(f"{served.url}/#/{quote(tag, safe='')}")
    link = page.locator(f'[data-path="{path}"] a')
    expect(link).to_be_visible()
    address = link.evaluate("link => link.href")
    # Two operations have this link; it opens the one with the slash in its tag.
    twin = address.endswith("#/a/b/c")
    page.goto("about:blank")
    page.goto(address)
    expect_open(page, "/tag/slash" if twin else path)


@pytest.mark.parametrize("fragment", ["#/100%", "#/100%/x", "#/%E0%A4%A/%", "#/no%2Fsuch/thing/at/all", "#/", "#%"])
def test_a_fragment_that_names_nothing_shows_all(page: Page, served: Served, fragment: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{served.url}/{fragment}")
    expect(page.locator('[data-path="/plain"]')).to_be_visible()
    expect(page.locator("#pick option:checked")).to_have_text("All operations (10)")
    assert errors == []


def test_back_leads_to_the_previous_operation(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/#/Plain/plain")
    expect_open(page, "/plain")
    page.fill("#search", "/tag/slash")
    page.locator("#found li").first.click()
    expect_open(page, "/tag/slash")
    page.go_back()
    expect(page).to_have_url(f"{served.url}/#/Plain/plain")
    expect(page.locator('[data-path="/plain"]')).to_be_visible()


@pytest.mark.parametrize(("scheme", "expected"), [("bearer", "Bearer secret"), ("key", "Key secret")])
def test_a_prefix_is_put_before_api_keys_only(page: Page, served: Served, scheme: str, expected: str) -> None:
    page.goto(f"{served.url}/#/Plain/plain")
    expect_open(page, "/plain")
    authorize(page, scheme, "secret")
    page.locator(".opblock.is-open .try-out__btn").click()
    with page.expect_request(lambda request: "/mock/" in request.url) as request:
        page.locator(".opblock.is-open .execute").click()
    assert request.value.all_headers()["authorization"] == expected

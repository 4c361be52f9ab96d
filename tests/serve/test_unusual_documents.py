"""The page on a small document with what the embedded reference lacks: deprecated operations, schemes, arrays."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PATIENCE, violations
from tests.contract.small import STRING, Json, operation, parameter, properties
from tests.contract.small import document as document_of
from tests.serve.served import Served, serving
from tests.serve.test_page import try_out

expect.set_options(timeout=PATIENCE)

FLOW: Json = {"authorizationUrl": "https://login.example/a", "tokenUrl": "https://login.example/t", "scopes": {}}
SCHEMES: Json = {
    "oauth2": {"type": "oauth2", "flows": {"authorizationCode": FLOW}},
    "bearer": {"type": "http", "scheme": "bearer"},
    "basic": {"type": "http", "scheme": "basic"},
    "header": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "query": {"type": "apiKey", "in": "query", "name": "key"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "session"},
}
THING: Json = properties(name=STRING)


def document() -> Json:
    """An operation for each scheme but the cookie, one for either of two, one with parameters, and a deprecated one."""
    wanted: dict[str, list[Json]] = {name: [{name: []}] for name in SCHEMES if name != "cookie"}
    wanted["either"] = [{"cookie": []}, {"header": []}]
    paths = {f"/{name}": {"get": operation(name, answer=THING, security=security)} for name, security in wanted.items()}
    select = parameter("$select", "query", {"type": "array", "items": STRING}, example=["name", "kind"])
    sort = parameter("sort", "query", {"type": "object"}, example={"by": "name"})
    name = parameter("anExtremelyLongNameOfAParameterInThePath", "query", STRING, required=True, example="a")
    paths["/long"] = {"get": operation("long", answer=THING, parameters=[name])}
    paths["/narrowed"] = {"get": operation("narrowed", answer=THING, parameters=[select, sort])}
    paths["/old"] = {"get": operation("old", answer=THING, deprecated=True)}
    found = document_of(paths)
    found["components"] = {**found.get("components", {}), "securitySchemes": SCHEMES}
    return found


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("serve")
    source = folder / "api.json"
    source.write_text(json.dumps(document()))
    with serving(source, folder, "--mock") as served:
        yield served


def opened(page: Page, served: Served, name: str) -> None:
    page.goto(f"{served.url}/#/default/{name}")
    expect(page.locator(".opblock.is-open")).to_be_visible()


@pytest.mark.parametrize("name", [*(name for name in SCHEMES if name != "cookie"), "either"])
def test_the_mock_has_a_credential_for_each_operation(page: Page, served: Served, name: str) -> None:
    opened(page, served, name)
    expect(page.locator(".btn.authorize.locked")).to_be_visible()
    response = try_out(page, f"/{name}").response()
    assert response
    assert response.status == 200


def test_arrays_and_objects_are_not_filled_in_either(page: Page, served: Served) -> None:
    opened(page, served, "narrowed")
    block = page.locator(".opblock.is-open")
    expect(block.locator('tr[data-param-name="$select"]')).to_contain_text("For example name, kind")
    expect(block.locator('tr[data-param-name="sort"]')).to_contain_text('For example {"by": "name"}')
    assert try_out(page, "/narrowed").url.endswith("/mock/narrowed")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_deprecated_operations_have_enough_contrast(page: Page, served: Served, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(served.url)
    expect(page.locator(".opblock-deprecated")).to_be_visible()
    assert [line for line in violations(page) if line.startswith("color-contrast")] == []


def test_the_field_of_a_parameter_with_a_long_name_is_on_a_narrow_screen(page: Page, served: Served) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    opened(page, served, "long")
    page.locator(".opblock.is-open .try-out__btn").click()
    field = page.locator(".opblock.is-open table.parameters input")
    expect(field).to_be_visible()
    box = field.bounding_box()
    assert box
    assert box["x"] + box["width"] <= 375

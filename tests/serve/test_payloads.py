"""Whatever the docs say, nothing in them runs in the browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser import PATIENCE
from tests.serve.served import Served, serving

expect.set_options(timeout=PATIENCE)

PAYLOADS = (
    "<script>window.__pwned = 1; alert(1)</script>",
    '<img src=x onerror="window.__pwned = 1; alert(1)">',
    '<svg onload="window.__pwned = 1"><script>window.__pwned = 1</script></svg>',
    "<svg><style><img src=x onerror=window.__pwned=1></style></svg>",
    "[click](javascript:window.__pwned=1)",
    '<a href="javascript:window.__pwned=1">click</a>',
    '<a href="data:text/html,<script>alert(1)</script>">click</a>',
    '<iframe srcdoc="<script>parent.__pwned = 1</script>"></iframe>',
    '<details open ontoggle="window.__pwned = 1">x</details>',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.__pwned=1&gt;">',
    '<form action="javascript:window.__pwned=1"><button>click</button></form>',
    "{{constructor.constructor('window.__pwned=1')()}}",
    "${window.__pwned=1}",
    '"><body onload=window.__pwned=1>',
    "' autofocus onfocus='window.__pwned=1",
    "</title></option></select><script>window.__pwned=1</script>",
    '<base href="https://evil.example/">',
    '<object data="javascript:window.__pwned=1"></object>',
    '<meta http-equiv=refresh content="0;url=javascript:window.__pwned=1">',
)


WITH_HANDLERS = ", ".join(f"[{name}]" for name in ("onload", "onerror", "ontoggle", "onfocus", "autofocus"))


def _operation(number: int, text: str) -> dict[str, Any]:
    parameter = {
        "name": f"p{number}",
        "in": "query",
        "description": text,
        "schema": {"type": "string"},
        "example": text,
    }
    schema = {"type": "object", "description": text, "properties": {text: {"type": "string", "description": text}}}
    return {
        "operationId": f"payload {number} {text}",
        "tags": [text],
        "summary": text,
        "description": text,
        "externalDocs": {"description": text, "url": "javascript:window.__pwned=1"},
        "parameters": [parameter],
        "responses": {
            "200": {"description": text, "content": {"application/json": {"schema": schema, "example": text}}}
        },
        "x-source": text,
    }


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("payloads")
    everything = "\n\n".join(PAYLOADS)
    document = {
        "openapi": "3.0.4",
        "info": {"title": everything, "version": PAYLOADS[0], "description": everything},
        "tags": [{"name": text, "description": text} for text in PAYLOADS],
        "paths": {f"/{number}": {"get": _operation(number, text)} for number, text in enumerate(PAYLOADS)},
    }
    spec = folder / "hostile.json"
    spec.write_text(json.dumps(document))
    with serving(spec, folder, "--mock") as served:
        yield served


def test_no_payload_runs(page: Page, served: Served) -> None:
    dialogs: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.goto(served.url)
    options = page.locator("#pick option").evaluate_all("found => found.map(option => option.value)")
    assert len(options) == len(PAYLOADS) + 1
    for value in options[:-1]:
        page.select_option("#pick", value)
        number = options.index(value)
        block = page.locator(f'.opblock:has(.opblock-summary-path[data-path="/{number}"])')
        block.locator(".opblock-summary-control").click()
        expect(block.locator(".opblock-body .responses-table")).to_be_visible()
        page.locator("#swagger-ui a").evaluate_all(
            "links => links.filter(link => link.textContent === 'click').forEach(link => link.click())"
        )
        assert page.url.startswith(served.url)
        page.fill("#search", f"payload {number} ")
        expect(page.locator("#found li").first).to_be_visible()
        assert page.locator("#found li :not(span, mark)").count() == 0
        page.fill("#search", "")
    assert page.evaluate("window.__pwned") is None
    # The policy would stop a script anyway, but no payload becomes an element in the first place.
    assert (
        page.locator(
            f"script:not([src]), base, iframe, object, meta[http-equiv], body[onload], {WITH_HANDLERS}"
        ).count()
        == 0
    )
    assert page.locator("h1.bar-title").inner_text().startswith(PAYLOADS[0])
    assert dialogs == []
    assert all(url.startswith((served.url, "data:", "blob:")) for url in requested)
    assert page.locator("#swagger-ui [href^='javascript:'], #swagger-ui [onerror], #swagger-ui script").count() == 0


def test_the_policy_stops_scripts_that_get_through(page: Page, served: Served) -> None:
    page.goto(served.url)
    expect(page.locator(".opblock").first).to_be_visible()
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.__pwned = 1";
            document.body.append(script);
            const image = document.createElement("div");
            image.innerHTML = '<img src="/nothing" onerror="window.__pwned = 1">';
            document.body.append(image);
        }"""
    )
    page.wait_for_timeout(300)
    assert page.evaluate("window.__pwned") is None

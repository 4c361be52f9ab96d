"""The HTML report of the fuzzer in a real browser: offline, accessible, and deaf to what a server says."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from speclift.fuzz.exchange import Request
from speclift.fuzz.finding import Finding, Result, Tally
from speclift.fuzz.report.html import to_html
from tests.browser import violations
from tests.overview.small import PAYLOADS

pytestmark = pytest.mark.xdist_group("browser")


def finding(text: str, check: str, cause: str = "") -> Finding:
    return Finding(
        operation_id=text,
        label=f"GET {text}",
        check=check,
        cause=cause,
        level="drift" if check == "unknown_property" else "failure",
        title=text,
        message=text,
        source=f"{text}:1",
        phase="",
        sent=(Request("GET", f"http://x/{text}", {"X-Text": text}, text.encode()),),
        status=200,
        headers={text: text},
        content=text.encode(),
        seconds=0.1,
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_offline_accessible_and_deaf(browser: Browser, tmp_path: Path, width: int, scheme: str) -> None:
    findings = [finding(text, check) for text in PAYLOADS for check in ("select", "unknown_property", "top")]
    # Two of one operation and check, one that no tally knows, one that was known before.
    findings += [finding(PAYLOADS[0], "select", "another"), finding(PAYLOADS[0], "no_content")]
    tallies = [
        Tally(text, check, 3, 1) for text in PAYLOADS for check in ("select", "unknown_property", "top", "paging")
    ]
    result = Result(tuple(findings), (*tallies, Tally("x", "no_content", 1, 0)), 20, 99, 1.5, PAYLOADS[0], PAYLOADS)
    path = tmp_path / "report.html"
    path.write_bytes(to_html(result, {findings[2].key}, " ".join(PAYLOADS)))
    dark = scheme == "dark"
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light")
    try:
        page = context.new_page()
        context.set_offline(True)
        trouble: list[str] = []
        page.on("request", lambda request: None if request.url.startswith("file:") else trouble.append(request.url))
        page.on("console", lambda message: trouble.append(message.text))
        page.goto(path.as_uri())
        for summary in page.locator("summary").all()[:3]:
            summary.click()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("window.hit") is None
        assert page.locator("script, img, iframe, [onload], [onerror], [onfocus]").count() == 0
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(node => node.id)")
        assert len(set(ids)) == len(ids) == len(findings)
        targets = page.evaluate("[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))")
        assert targets
        assert all(target.removeprefix("#") in ids for target in targets)
        assert trouble == []
    finally:
        context.close()

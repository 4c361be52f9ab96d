"""The HTML report of the fuzzer in a real browser works offline, is accessible, and runs nothing that a server says."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from speclift.fuzz.finding import Finding, Result, Tally
from speclift.fuzz.report.html import to_html
from tests.browser import violations
from tests.fuzz.findings import finding_with
from tests.report.small import PAYLOADS


def finding(text: str, check: str, cause: str = "") -> Finding:
    level = "drift" if check == "unknown_property" else "failure"
    return finding_with(text, check=check, cause=cause, level=level)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_the_report_is_offline_accessible_and_runs_no_hostile_text(
    browser: Browser, tmp_path: Path, width: int, scheme: str
) -> None:
    findings = [finding(text, check) for text in PAYLOADS for check in ("select", "unknown_property", "top")]
    # Two of one operation and check, and one without a tally; one of those above is in the baseline.
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
        problems: list[str] = []
        page.on("request", lambda request: None if request.url.startswith("file:") else problems.append(request.url))
        page.on("console", lambda message: problems.append(message.text))
        page.goto(path.as_uri())
        assert violations(page) == []
        page.click("#open")
        page.locator("summary", has_text="how often each passed").click()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("window.hit") is None
        assert page.locator("script").count() == 1
        assert page.locator("img, iframe, [onload], [onerror], [onfocus]").count() == 0
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(node => node.id)")
        assert len(set(ids)) == len(ids)
        assert len([name for name in ids if name.startswith("f-")]) == len(findings)
        targets = page.evaluate("[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))")
        assert targets
        assert all(target.removeprefix("#") in ids for target in targets)
        assert problems == []
    finally:
        context.close()


def results(count: int) -> Result:
    """Findings of two causes on `count` operations, and one of another check."""
    names = [f"operation{number}" for number in range(count)]
    found = [finding(name, "select", "a" if number % 2 else "b") for number, name in enumerate(names)]
    same = [msgspec.structs.replace(item, title="$select is ignored", message="Not asked for: Name.") for item in found]
    tallies = [Tally(name, "select", 0, 1) for name in names]
    return Result((*same, finding("other", "unknown_property")), tuple(tallies), count, 99, 1.5)


@pytest.fixture
def report(page: Page, tmp_path: Path) -> Page:
    """The page of a report with 61 findings."""
    path = tmp_path / "report.html"
    path.write_bytes(to_html(results(60), set(), "Orchard"))
    page.goto(path.as_uri())
    return page


def test_findings_of_one_kind_are_one_folded_group(report: Page) -> None:
    expect(report.locator(".group")).to_have_count(2)
    expect(report.locator(".group").first).to_contain_text("60 findings on 60 operations")
    expect(report.locator(".finding:visible")).to_have_count(0)
    assert report.evaluate("document.documentElement.scrollHeight") <= 900
    report.locator(".group > summary").first.click()
    expect(report.locator(".finding:visible")).to_have_count(60)
    expect(report.locator(".cause:visible")).to_have_count(2)
    expect(report.locator(".finding pre:visible")).to_have_count(0)


def test_findings_are_filtered_by_words_and_levels(report: Page) -> None:
    report.fill("#words", "operation17")
    expect(report.locator(".finding:visible")).to_have_count(1)
    expect(report.locator(".cause:visible")).to_have_count(1)
    expect(report.locator("#count")).to_have_text("1 finding shown")
    report.fill("#words", "operation17 nowhere")
    expect(report.locator(".group:visible")).to_have_count(0)
    expect(report.locator("#nothing")).to_be_visible()
    report.keyboard.press("Escape")
    expect(report.locator(".group:visible")).to_have_count(2)
    report.uncheck(".levels input[value=failure]")
    expect(report.locator(".group:visible")).to_have_count(1)
    expect(report.locator("#count")).to_have_text("1 finding shown")


def test_the_keyboard_moves_through_the_report(report: Page) -> None:
    report.keyboard.press("j")
    expect(report.locator(".group > summary").first).to_be_focused()
    report.keyboard.press("Enter")
    report.keyboard.press("j")
    expect(report.locator(".finding > summary").first).to_be_focused()
    report.keyboard.press("Enter")
    expect(report.locator(".finding pre:visible").first).to_contain_text("Not asked for")
    report.keyboard.press("k")
    expect(report.locator(".group > summary").first).to_be_focused()
    report.keyboard.press("/")
    expect(report.locator("#words")).to_be_focused()
    report.keyboard.type("jk")
    expect(report.locator("#words")).to_have_value("jk")


def test_a_link_opens_the_finding_that_it_leads_to(report: Page) -> None:
    report.locator("summary", has_text="how often each passed").click()
    report.uncheck(".levels input[value=failure]")
    report.locator(".matrix a").first.click()
    expect(report.locator(".finding[open]")).to_have_count(1)
    expect(report.locator(".finding[open] > summary")).to_be_focused()
    expect(report.locator(".finding[open]")).to_be_in_viewport()


def test_a_finding_without_a_message_has_no_empty_box(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    found = msgspec.structs.replace(finding("a", "not_a_server_error"), message="")
    path.write_bytes(to_html(Result((found,), (), 1, 1, 0.1), set(), "Orchard"))
    page.goto(path.as_uri())
    page.click("#open")
    texts = page.locator(".finding[open] > pre").all_inner_texts()
    assert texts
    assert all(text.strip() for text in texts)

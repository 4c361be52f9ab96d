"""The page in a real browser: offline, accessible, usable by keyboard, narrow and dark, and safe from hostile docs."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from speclift.cli.main import main
from speclift.model.schema import Place
from speclift.report.html.page import data_block
from speclift.report.page.html import to_html
from speclift.report.page.links import Links
from speclift.report.page.records import Overview
from speclift.storage.files import write_files
from tests.browser import violations
from tests.conftest import ROOT
from tests.inference.pages import operation, rows
from tests.report.small import PAYLOADS, dotted_overview, overview, shop_overview

LINKS = Links((("", "docs/{file}"),))


def opened(page: Page, path: Path) -> list[str]:
    """Open a file offline. The list collects the requests, errors and dialogs of the page."""
    complaints: list[str] = []
    page.context.set_offline(True)
    page.on("request", lambda request: None if request.url.startswith("file:") else complaints.append(request.url))
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.goto(path.as_uri())
    return complaints


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on the embedded reference, as the command writes it."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    assert main(["report", str(ROOT / "spec" / "docs"), "-o", str(path), "--quiet", "--no-cache"]) == 0
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_page_works_offline_and_is_accessible(browser: Browser, report: Path, width: int, scheme: str) -> None:
    dark = scheme == "dark"
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light")
    try:
        page = context.new_page()
        complaints = opened(page, report)
        for details in page.locator("main details > summary").all():
            details.click()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator("#components-table tbody a").first.click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert violations(page) == []
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
        assert complaints == []
    finally:
        context.close()


def test_tables_are_sorted_by_keyboard_and_announce_it(page: Page, report: Path) -> None:
    opened(page, report)
    header = page.locator("#groups-table th", has_text="Operations")
    header.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(header).to_have_attribute("aria-sort", "descending")
    cells = page.locator("#groups-table tbody tr > :nth-child(3)")
    counts = [int(text) for text in cells.all_inner_texts()]
    assert counts == sorted(counts, reverse=True)
    page.keyboard.press("Space")
    expect(header).to_have_attribute("aria-sort", "ascending")
    assert [int(text) for text in cells.all_inner_texts()] == sorted(counts)
    assert page.locator("#groups-table [aria-sort]").count() == 1


def test_lists_are_filtered_by_keyboard(page: Page, report: Path) -> None:
    opened(page, report)
    page.locator("#components-text").focus()
    page.keyboard.type("batchtaskinfo")
    names = page.locator("#components-table tbody th").all_inner_texts()
    assert "BatchTaskInfo" in names
    expect(page.locator("#components-table-status")).to_contain_text(f"{len(names)} (of 60)")
    page.locator("#components-text").fill("nothing is called so")
    expect(page.locator("#components-table-status")).to_have_text("Nothing matches.")
    page.locator("#findings-code").focus()
    page.keyboard.type("SL301")
    expect(page.locator("#findings-table tbody tr")).to_have_count(4)


def test_a_number_of_the_heat_map_leads_to_its_findings(page: Page, report: Path) -> None:
    opened(page, report)
    cell = page.locator("#heat-table tbody td a").first
    count = int(cell.inner_text())
    cell.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#findings-table tbody tr")).to_have_count(count)
    expect(page.locator("#findings-text")).to_be_focused()
    code = page.locator("#findings-table tbody a").first
    target = code.inner_text()
    code.click()
    expect(page.locator(f"#{target}")).to_be_focused()
    expect(page.locator(f"#{target}")).to_be_in_viewport()


def test_a_component_has_an_address_and_leads_to_its_neighbours(page: Page, report: Path) -> None:
    opened(page, report)
    page.goto(report.as_uri() + "#component/BatchTaskInfo")
    dialog = page.get_by_role("dialog")
    heading = dialog.get_by_role("heading", level=2)
    expect(heading).to_have_text("BatchTaskInfo")
    expect(heading).to_be_focused()
    expect(dialog.locator("svg a.box").first).to_be_attached()
    href = dialog.locator("td a code").first.evaluate("node => node.parentElement.href")
    assert href.startswith("https://docs.example.com/webapi/agent/")
    other = dialog.locator("svg a.box").first
    name = other.get_attribute("aria-label")
    other.focus()
    page.keyboard.press("Enter")
    expect(heading).to_have_text(str(name))
    expect(heading).to_be_focused()


@pytest.mark.parametrize("before", ["", "#components", "#findings/SL301"])
def test_back_closes_a_component_and_restores_the_address(page: Page, report: Path, before: str) -> None:
    opened(page, report)
    page.goto(report.as_uri() + before)
    page.evaluate(
        "document.getElementById('component').addEventListener('close', () => { document.body.id = 'closed' })"
    )
    page.locator("#components-table tbody a").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("#closed")).to_be_attached()
    assert page.url == report.as_uri() + before


def test_closing_a_component_leaves_its_address(page: Page, report: Path) -> None:
    opened(page, report)
    page.goto(report.as_uri() + "#component/BatchTaskInfo")
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    expect(page).to_have_url(report.as_uri() + "#components")


def test_the_picture_is_drawn_for_a_group_and_has_a_table(page: Page, report: Path) -> None:
    opened(page, report)
    boxes = page.locator("#picture-drawing a.box")
    whole = boxes.count()
    assert whole > 10
    page.get_by_text("The same as a table").click()
    assert page.locator("#picture-table tbody tr").count() == page.locator("#picture-drawing .edge").count()
    page.locator("#picture-group").select_option(index=1)
    assert 0 < boxes.count() < whole


def hostile() -> Overview:
    """An overview with every payload as a property, as a type, and in descriptions and titles."""
    keys = [text for text in PAYLOADS if "|" not in text and "\u2028" not in text]
    pages = [
        operation(
            f"Get{index}",
            title=f"GET {text}",
            intro=text,
            response=[(key, text, text) for key in keys],
            body=text,
            answered=dict.fromkeys(keys, text),
        )
        for index, text in enumerate(keys)
    ]
    found = overview(*pages)
    # No page can produce these names today, but a record may have them.
    renamed = tuple(
        msgspec.structs.replace(found.components[0], name=text, members=(text,), operations=(text,))
        for text in PAYLOADS
    )
    entries = tuple(
        msgspec.structs.replace(found.findings[0], message=text, place=Place(text, 1), subject=f"{text}.{text}")
        for text in PAYLOADS
    )
    groups = tuple(msgspec.structs.replace(found.groups[0], name=text) for text in PAYLOADS)
    return msgspec.structs.replace(
        found,
        title=" ".join(PAYLOADS),
        components=(*found.components, *renamed),
        findings=(*found.findings, *entries),
        groups=(*found.groups, *groups),
    )


def test_nothing_of_the_docs_runs(page: Page, tmp_path: Path) -> None:
    found = hostile()
    path = tmp_path / "report.html"
    path.write_bytes(to_html(found, LINKS))
    complaints = opened(page, path)
    for button in page.locator("#findings-table-more, #components-table-more").all():
        while button.is_visible():
            button.click()
    for summary in page.locator("main details > summary").all():
        summary.click()
    assert page.locator("h1").inner_text().startswith(PAYLOADS[0])
    for text in PAYLOADS:
        page.evaluate("name => { location.hash = 'component/' + encodeURIComponent(name) }", text)
        expect(page.locator("#component-h")).to_have_text(text)
        page.evaluate("document.querySelectorAll('dialog details').forEach(item => { item.open = true })")
    assert page.evaluate("window.hit") is None
    assert page.locator("img, iframe, object, embed, [onload], [onerror], [onfocus]").count() == 0
    assert page.locator("script").count() == 2
    hrefs = page.evaluate("[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))")
    assert all(href.startswith(("#", "docs/")) for href in hrefs)
    texts = page.locator("main").inner_text()
    assert "{{7*7}}" in texts
    assert complaints == []


def test_the_policy_blocks_other_scripts(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(to_html(shop_overview(), LINKS).replace(b"</body>", b"<script>window.hit=1</script></body>"))
    complaints = opened(page, path)
    assert page.evaluate("window.hit") is None
    assert any("Content Security Policy" in line for line in complaints)


def test_the_policy_names_its_own_style_and_script_and_nothing_else() -> None:
    text = to_html(shop_overview(), LINKS).decode()
    (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text)
    digests = []
    for element in ("style", "script"):
        (found,) = re.findall(f"<{element}>(.*?)</{element}>", text, re.S)
        digests.append("sha256-" + base64.b64encode(hashlib.sha256(found.encode()).digest()).decode())
    assert html.unescape(policy) == (
        f"default-src 'none'; style-src '{digests[0]}'; script-src '{digests[1]}'; base-uri 'none'; form-action 'none'"
    )


def test_a_reference_without_faults_says_so(page: Page, tmp_path: Path) -> None:
    found = overview(operation("GetCrate", response=rows(CrateId="int32"), body="Crate", answered={"CrateId": 1}))
    path = tmp_path / "report.html"
    write_files({str(path): to_html(found, LINKS)})
    assert opened(page, path) == []
    expect(page.locator("#fix")).to_contain_text("no conflict and no gap")
    assert violations(page) == []


def test_findings_link_to_a_component_with_a_dot_in_its_name(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(to_html(dotted_overview(), LINKS))
    assert opened(page, path) == []
    for message, href in {"My.Crate.Seal": "#component/My.Crate", "Crate.odata.more": "#component/Crate"}.items():
        row = page.locator("#findings-table tbody tr", has_text=f"Nothing shows what {message} holds")
        expect(row.locator("a[href^='#component/']")).to_have_attribute("href", href)


def test_data_is_unchanged_and_cannot_end_its_element() -> None:
    value = {text: [text, "\ud800"] for text in PAYLOADS}
    block = data_block(value)
    assert json.loads(block) == value
    assert not re.search(r"[<>&\u2028\u2029]", block)
    assert block.isascii()


def test_the_same_docs_give_the_same_bytes(report: Path, tmp_path: Path) -> None:
    again = report.parent / "again.html"
    docs = str(ROOT / "spec" / "docs")
    command = [sys.executable, "-m", "speclift", "report", docs, "-o", str(again), "--quiet", "--no-cache"]
    subprocess.run(command, check=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT / "generator"), "PYTHONHASHSEED": "7"})
    assert again.read_bytes() == report.read_bytes()


def test_the_report_on_a_large_reference_stays_small_and_accessible(page: Page, corpus: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    assert main(["report", str(corpus / "2023"), "-o", str(path), "--quiet", "--no-cache"]) == 0
    assert path.stat().st_size < 3_000_000
    assert opened(page, path) == []
    expect(page.locator("#components-table-status")).to_contain_text("of 1388")
    assert violations(page) == []

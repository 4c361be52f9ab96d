"""A real browser for the tests: the chromium of the system, a new page in it, and the findings of axe-core on a page.

`pytest_plugins` in `tests/conftest.py` makes the fixtures `browser` and `page` available to every test.  The tests of a
module share one browser.  They cannot run an event loop in the same thread, because the driver already runs one there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

#: Switches that turn off what a browser does by itself: updates, reports to its maker, pages of the first run.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

#: Milliseconds until an expectation must be true. It is long because the machine may be busy.
PATIENCE = 15_000


def executable() -> str:
    """The path of chromium.  Without it a test is skipped, except in CI, where it fails."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        reason = "chromium is not installed (Debian and Ubuntu: apt install chromium)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless chromium with a profile of its own, which the tests of a module share."""
    path = executable()
    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield found
        finally:
            found.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page of 1280 by 900 pixels, with its own cookies and storage."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    try:
        yield context.new_page()
    finally:
        context.close()


def violations(page: Page, *, exclude: Sequence[str] = ()) -> list[str]:
    """What axe-core finds wrong with the page, as one line for each element: rule, selector, advice.

    `exclude` are the selectors of parts that are not checked.
    """
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    page.evaluate(Axe().axe_script)
    context: dict[str, Any] = {"include": [["html"]], "exclude": [[selector] for selector in exclude]}
    found = page.evaluate("context => axe.run(context, {resultTypes: ['violations']})", context)
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]

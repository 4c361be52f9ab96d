"""A real browser for the tests: Debian's chromium, a fresh page in it, and what axe-core says of that page.

`pytest_plugins` in `tests/conftest.py` makes `browser` and `page` fixtures of every test.  The tests of a module share
one browser.  A test beside it cannot run an event loop of its own in its thread: the driver has one there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

#: Nothing that a browser does of itself: no updates, no reports home, no first-run pages.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

#: Milliseconds that an expectation may take to come true: the machine may be busy.
PATIENCE = 15_000


def executable() -> str:
    """Where chromium is.  Without it a test is skipped, but fails in CI, which is there to run it."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        reason = "chromium is not installed (Debian and Ubuntu: apt install chromium)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless chromium with a profile of its own, open for the tests of a module."""
    path = executable()
    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield found
        finally:
            found.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page, 1280 by 900, with cookies and storage of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    try:
        yield context.new_page()
    finally:
        context.close()


def violations(page: Page, *, exclude: Sequence[str] = ()) -> list[str]:
    """What axe-core finds wrong with the page, a line for each element: rule, selector, advice.

    `exclude` are selectors of parts that are not looked at.
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

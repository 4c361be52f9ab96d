"""The dialog of Swagger UI for credentials."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def authorize(page: Page, scheme: str, *values: str) -> None:
    """Enter a credential in the dialog."""
    page.click(".btn.authorize")
    form = page.locator(".auth-container", has=page.locator("h4", has_text=re.compile(rf"^{scheme}")))
    expect(form).to_be_visible()
    logout = form.locator("button", has_text="Logout")
    if logout.count():
        # The credential of the mock is already entered.
        logout.click()
        expect(form.locator("input").first).to_be_visible()
    for field, value in zip(form.locator("input").all(), values, strict=True):
        field.fill(value)
    form.locator("button.authorize").click()
    page.click(".close-modal")

"""Without a browser, its tests are skipped with a reason; in CI they fail."""

from __future__ import annotations

import pytest

from tests.browser import executable


@pytest.mark.parametrize(("ci", "outcome"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)])
def test_a_missing_browser_is_named(monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("CI", ci)
    with pytest.raises((pytest.skip.Exception, pytest.fail.Exception), match=r"chromium is .*apt install") as caught:
        executable()
    assert caught.type is outcome

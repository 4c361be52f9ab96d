"""How long a client waits between its attempts."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest


def waits(package: str, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that the synchronous clients of a package would wait from now on; they do not really wait.

    Only the package gets another clock: other threads of the test process can still sleep.
    """
    found: list[float] = []
    clock = SimpleNamespace(monotonic=time.monotonic, sleep=found.append)
    monkeypatch.setattr(f"{package}._core.time", clock)
    return found

"""Settings for tests that run the fuzzer without the command line."""

from __future__ import annotations

from typing import Any

from speclift.fuzz.engine.run_settings import Settings


def settings_of(url: str, **changes: Any) -> Settings:
    """Settings of a short run in one process, with all phases and writes; `changes` are fields of `Settings`."""
    defaults: dict[str, Any] = {
        "headers": {},
        "seed": 0,
        "workers": 1,
        "max_examples": 2,
        "rate_limit": None,
        "timeout": 10,
        "max_response_time": None,
        "phases": ("examples", "coverage", "fuzzing", "stateful"),
        "with_writes": True,
    }
    return Settings(url=url, **{**defaults, **changes})

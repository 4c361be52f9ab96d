"""The part of a request that the engine made wrong on purpose."""

from __future__ import annotations

from typing import Any

from schemathesis import Case


def wrong_part(case: Case[Any]) -> str:
    """Where the wrong value of a case stands: `path`, `query`, `header`, `cookie` or `body`; empty where all of it
    should be good, or the engine does not say.
    """
    meta = case.meta
    if meta is None or not meta.generation.mode.is_negative:
        return ""
    location = getattr(meta.phase.data, "parameter_location", None)
    return location.name.lower() if location is not None else ""

"""The part of a request that the engine made wrong on purpose."""

from __future__ import annotations

from typing import Any

from schemathesis import Case


def wrong_part(case: Case[Any]) -> str:
    """The part of a case that has the wrong value: `path`, `query`, `header`, `cookie` or `body`.

    It is empty if all parts should be good, or if the engine does not say which one is wrong.
    """
    meta = case.meta
    if meta is None or not meta.generation.mode.is_negative:
        return ""
    location = getattr(meta.phase.data, "parameter_location", None)
    return location.name.lower() if location is not None else ""

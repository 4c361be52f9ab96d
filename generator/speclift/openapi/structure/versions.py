"""Versions of OpenAPI, as documents write them in their field `openapi`."""

from __future__ import annotations

import re

_VERSION = re.compile(r"\s*v?3\.([0-9])(?:\.([0-9]{1,9})(-\S+)?)?\s*")
_LATEST = {"0": "3.0.4", "1": "3.1.1", "2": "3.2.0"}


def version_of(given: object) -> str:
    """The version that a document means, as three numbers; empty where it is not a version of OpenAPI 3.

    A version that is newer than all known ones is read as the newest of them.
    """
    text = str(given).strip()
    if text == "3":
        return _LATEST["0"]
    found = _VERSION.fullmatch(text)
    if not found:
        return ""
    minor, patch, _ = found.groups()
    if minor not in _LATEST:
        return _LATEST["2"]
    return text.removeprefix("v") if patch is not None else _LATEST[minor]

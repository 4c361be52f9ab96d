"""Ids: as texts, as the store keeps them, and in the type that a sample shows."""

from __future__ import annotations

import re
from typing import Any

#: Integers of 64 bits, the largest that the JSON writer here takes.
INTEGER = re.compile(r"-?\d{1,18}|\d{19}", re.ASCII)


def id_text(given: Any) -> str:
    """An id as text: to JSON Schema, 185.0 is an integer."""
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    return "" if given is None else str(given)


def typed(identity: str, shown: Any) -> Any:
    """An id in the type of the one that is shown; the shown one where the id cannot have this type."""
    if identity and isinstance(shown, str):
        return identity
    return int(identity) if INTEGER.fullmatch(identity) else shown


def is_alike(value: Any, shown: Any) -> bool:
    """Whether a value has the type of the one that is shown."""
    return shown is None or type(value) is type(shown)

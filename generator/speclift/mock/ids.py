"""Ids: as strings, for the store, and in the type that a sample shows."""

from __future__ import annotations

import re
from typing import Any

#: Integers of at most 19 digits: the JSON writer takes no more than 64 bits.
INTEGER = re.compile(r"-?\d{1,18}|\d{19}", re.ASCII)


def id_text(given: Any) -> str:
    """An id as a string, empty for None. 185.0 becomes `185`, since JSON Schema calls it an integer."""
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    return "" if given is None else str(given)


def typed(identity: str, shown: Any) -> Any:
    """An id in the type of the shown one; the shown one if the id cannot have this type."""
    if identity and isinstance(shown, str):
        return identity
    return int(identity) if INTEGER.fullmatch(identity) else shown


def is_alike(value: Any, shown: Any) -> bool:
    """Whether a value has the type of the shown one; any type will do if that is None."""
    return shown is None or type(value) is type(shown)

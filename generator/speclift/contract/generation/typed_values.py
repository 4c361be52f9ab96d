"""Values by their JSON types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_PYTHON: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int, float),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def of_types(shown: Sequence[Any], types: frozenset[str]) -> list[Any]:
    """The values that have one of these types; all of them where no types are given."""
    return [
        item for item in shown if not types or any(isinstance(item, _PYTHON[kind]) for kind in types & _PYTHON.keys())
    ]

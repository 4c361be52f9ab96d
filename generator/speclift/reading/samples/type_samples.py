"""Samples whose values are names of types, as generators print them: `{"id": "integer", "isDone": "boolean"}`."""

from __future__ import annotations

from typing import Any

import orjson

from speclift.reading.samples.json_scalars import bare_value
from speclift.reading.words.samples import TYPE_WORDS

_SIGNS = tuple(f'"{word}"' for word in ("integer", "boolean", "number", "int32", "int64", "bool", "double", "float"))
_TEXTS = frozenset(("string", "str", "text", "date", "datetime", "date-time", "uuid"))
_FEWEST = 2


def with_values_of_types(json: str) -> str:
    """JSON text with a value of each type in place of its name, where all values are such names."""
    if not any(sign in json for sign in _SIGNS):
        return json
    value = orjson.loads(json)
    leaves = list(_leaves(value, ""))
    if len(leaves) < _FEWEST or all(key == "type" for key, _ in leaves):
        return json
    if not all(isinstance(leaf, str) and (leaf in TYPE_WORDS or leaf in _TEXTS) for _, leaf in leaves):
        return json
    return orjson.dumps(_replaced(value)).decode()


def _leaves(value: Any, key: str) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    open_ = [(key, value)]
    while open_:
        key, value = open_.pop()
        if isinstance(value, dict):
            open_ += value.items()
        elif isinstance(value, list):
            open_ += ((key, inner) for inner in value)
        else:
            found.append((key, value))
    return found


def _replaced(value: Any) -> Any:
    """A value of bounded depth with values in place of the names of their types."""
    if isinstance(value, dict):
        return {key: _replaced(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_replaced(inner) for inner in value]
    return value if value in _TEXTS else bare_value(value)

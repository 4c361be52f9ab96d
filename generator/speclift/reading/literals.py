"""Literal values as references print them, and the JSON Schema type that they have."""

from __future__ import annotations

import re
from collections.abc import Iterable

_INTEGER = re.compile(r"[+-]?\d{1,18}")
_NUMBER = re.compile(r"[+-]?\d{1,18}\.\d{1,18}")


def type_of_values(values: Iterable[str]) -> str:
    """The JSON Schema type of listed values: `integer`, `number`, `boolean` where all are so, else `string`."""
    all_values = list(values)
    if not all_values:
        return "string"
    if all(value.lower() in ("true", "false") for value in all_values):
        return "boolean"
    if all(_INTEGER.fullmatch(value) for value in all_values):
        has_zero = any(len(value) > 1 and value[0] == "0" for value in all_values)
        return "string" if has_zero else "integer"
    if all(_INTEGER.fullmatch(value) or _NUMBER.fullmatch(value) for value in all_values):
        return "number"
    return "string"

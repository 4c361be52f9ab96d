"""Scalars and JSON in texts, as a schema means them."""

from __future__ import annotations

import math
import re
from typing import Any, TypeVar

import orjson

from speclift.openapi.structure.nodes import Json

T = TypeVar("T")

_INTEGER = re.compile(r"-?(?:0|[1-9]\d*)")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?")
_BOOLEANS = {"true": True, "false": False}

#: The most characters of a number: no API needs more, and to convert one takes quadratic time.
_LONGEST_NUMBER = 400


def json_types(schema: Json) -> frozenset[str]:
    """The JSON types that a schema names itself."""
    kind = schema.get("type", ())
    return frozenset({kind} if isinstance(kind, str) else kind)


def scalar_value(text: str, types: frozenset[str]) -> Any:
    """The scalar in a text, as the first of these types that it looks like; the text where it looks like none."""
    if len(text) <= _LONGEST_NUMBER:
        if "integer" in types and _INTEGER.fullmatch(text):
            return int(text)
        if "number" in types and _NUMBER.fullmatch(text):
            return float(text)
    if "boolean" in types and text in _BOOLEANS:
        return _BOOLEANS[text]
    if "null" in types and text in ("", "null") and "string" not in types:
        return None
    return text


def json_value(text: str) -> Any:
    """The JSON value in a text; the text where it is not JSON."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text


def count_of(schema: Json, keyword: str, otherwise: T) -> int | T:
    """The count that a keyword of a schema gives, such as `minLength`; `otherwise` where it gives none."""
    given = schema.get(keyword)
    return int(given) if isinstance(given, (int, float)) and 0 <= given < math.inf else otherwise

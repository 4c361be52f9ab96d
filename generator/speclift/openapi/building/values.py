"""Texts of the docs as values of a schema: members of an enumeration, defaults, examples, limits."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Mapping
from typing import Any

import orjson

from speclift.model.schema import Anything, ArrayOf, Limit, MapOf, ObjectOf, Scalar, Schema

#: Stands for no value, since None is one.
NOTHING = object()

_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,18}(?:\.[0-9]{1,18})?|\.[0-9]{1,18})(?:[eE][-+]?[0-9]{1,2})?")
_LONGEST_JSON = 10_000

_OF_STRINGS = ("minLength", "maxLength")
_OF_ARRAYS = ("minItems", "maxItems")
_OF_NUMBERS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")


def value_of(schema: Schema, text: str) -> Any:
    """A printed default or example as a value of the schema, `NOTHING` where it is not one.

    References are not followed: they give `NOTHING`.  `accepts` checks formats and limits.
    """
    match schema:
        case Scalar(values=values, is_open=is_open):
            found = scalar_value(schema.type, text)
            return NOTHING if values and not is_open and found not in members(schema) else found
        case ArrayOf():
            return _parsed(text, list)
        case MapOf() | ObjectOf() | Anything(is_object=True):
            return _parsed(text, dict)
        case _:
            return NOTHING


def scalar_value(kind: str, text: str) -> Any:
    """A text as a value of a JSON Schema type other than `array` and `object`, `NOTHING` where it is not one."""
    stripped = text.strip()
    if kind == "string":
        return text
    if kind == "boolean":
        return {"true": True, "false": False}.get(stripped.lower(), NOTHING)
    if kind == "integer":
        return int(stripped) if _INTEGER.fullmatch(stripped) else NOTHING
    if kind == "number":
        if _INTEGER.fullmatch(stripped):
            return int(stripped)
        return float(stripped) if _NUMBER.fullmatch(stripped) else NOTHING
    return NOTHING


def accepts(schema: Mapping[str, Any], value: Any) -> bool:
    """Whether a JSON Schema without references accepts a value, formats included (2020-12, Validation 7.3).

    A schema with a pattern that is not a regular expression of JSON Schema accepts nothing.
    """
    import jsonschema_rs

    from speclift.openapi.structure.patterns import refuse

    try:
        return jsonschema_rs.is_valid(dict(schema), value, validate_formats=True, retriever=refuse)
    except jsonschema_rs.ValidationError:
        return False


def members(scalar: Scalar) -> list[Any]:
    """The members of an enumeration as values of its type, each once; members that are not of its type are left out."""
    found: list[Any] = []
    for text in scalar.values:
        value = scalar_value(scalar.type, text)
        if value is not NOTHING and value not in found:
            found.append(value)
    return found


def limits_of(kind: str, limits: tuple[Limit, ...], *, is_31: bool) -> dict[str, Any]:
    """The limits that JSON Schema has for a type, as keywords; others are left out.

    In OpenAPI 3.0, `exclusiveMinimum` is a flag beside `minimum` (OpenAPI 3.0.4, 4.7.24.1).
    """
    found: dict[str, Any] = {}
    for keyword, limit in limits:
        if not _is_limit(kind, keyword, limit):
            continue
        if keyword.startswith("exclusive") and not is_31:
            plain = keyword.removeprefix("exclusive").lower()
            found |= {plain: limit, keyword: True}
        else:
            found[keyword] = limit
    return found


def _is_limit(kind: str, keyword: str, limit: float | str) -> bool:
    if isinstance(limit, str):
        return kind == "string" and keyword == "pattern" and _is_pattern(limit)
    if keyword in _OF_NUMBERS:
        return kind in ("integer", "number") and math.isfinite(limit) and (keyword != "multipleOf" or limit > 0)
    counted = _OF_STRINGS if kind == "string" else _OF_ARRAYS if kind == "array" else ()
    return keyword in counted and isinstance(limit, int) and limit >= 0


@functools.lru_cache(maxsize=1024)
def _is_pattern(text: str) -> bool:
    """Whether a text is a regular expression of JSON Schema (2020-12, Core 6.4)."""
    import jsonschema_rs

    from speclift.openapi.structure.patterns import refuse

    try:
        jsonschema_rs.Draft202012Validator({"pattern": text}, retriever=refuse)
    except jsonschema_rs.ValidationError:
        return False
    return True


def _parsed(text: str, kind: type) -> Any:
    if len(text) > _LONGEST_JSON or not text.lstrip().startswith(("[", "{")):
        return NOTHING
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return NOTHING
    return found if isinstance(found, kind) else NOTHING

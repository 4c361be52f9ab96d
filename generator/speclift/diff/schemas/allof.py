"""Schemas that a value must fit at once (`allOf`), as one schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from speclift.contract.scalars import json_types
from speclift.diff.schemas.schema import BOUNDS
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.references import REFERENCE

#: Keywords that few schemas have.
CONDITIONS = frozenset(
    {
        "allOf",
        "not",
        "if",
        "then",
        "else",
        "contains",
        "propertyNames",
        "dependentRequired",
        "dependentSchemas",
        "unevaluatedProperties",
        "multipleOf",
        "uniqueItems",
        "unevaluatedItems",
        "contentMediaType",
        "contentSchema",
    }
)
#: Keywords that are compared as texts: how one relates to another is not decided.
COMPARED_AS_TEXT = frozenset({"allOf", "unevaluatedItems", "contentSchema"})
_CONSTRAINING = frozenset(
    {
        *BOUNDS,
        *CONDITIONS,
        "type",
        "format",
        "contentEncoding",
        "enum",
        "const",
        "x-extensible-enum",
        "properties",
        "patternProperties",
        "required",
        "items",
        "prefixItems",
        "additionalProperties",
        "anyOf",
        "oneOf",
        "pattern",
        "discriminator",
    }
)
_ALTERNATIVES = ("anyOf", "oneOf")
#: The most combinations of alternatives of several parts that are made; beyond that, they stay a condition.
_MOST_COMBINATIONS = 64


def constraining(schema: Mapping[str, Any]) -> Json:
    """The keywords of a schema that forbid something, or that are compared as if they did."""
    return {key: value for key, value in schema.items() if key in _CONSTRAINING and not _allows_all(key, value)}


def annotations_of(schema: Mapping[str, Any]) -> Json:
    """The keywords of a schema that forbid nothing."""
    return {key: value for key, value in schema.items() if key not in _CONSTRAINING and key != REFERENCE}


def join(found: Json, part: Mapping[str, Any]) -> None:
    """Add a part to `found`: a value must then fit both. Of annotations, the first counts."""
    for given, value in part.items():
        key, value = ("enum", [value]) if given == "const" else (given, value)
        if key in _ALTERNATIVES:
            _join_alternatives(found, key, value)
        else:
            found[key] = _joined_values(key, found[key], value) if key in found else value


def without_null(schema: Mapping[str, Any]) -> tuple[Json, bool | None]:
    """A schema without null, and whether it allowed null; None where it does not say what is allowed."""
    found = {**schema}
    types = json_types(found)
    is_nullable: bool | None = None
    if types:
        is_nullable = "null" in types
        if is_nullable and len(types) > 1:
            found["type"] = sorted(types - {"null"})
    if "const" in found or isinstance(found.get("enum"), list):
        members = found.pop("enum", None) if "const" not in found else [found.pop("const")]
        is_nullable = None in members
        found["enum"] = [member for member in members if member is not None]
    if is_nullable is None and any(key in found for key in (REFERENCE, "properties", *_ALTERNATIVES)):
        is_nullable = False
    return found, is_nullable


def as_text(value: Any) -> str:
    """A value as JSON: equal values are equal texts, numbers too."""
    try:
        return orjson.dumps(_plain(value), option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:
        # YAML has integers that fit into no machine word.
        return str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return {key: _plain(item) for key, item in value.items()} if isinstance(value, dict) else value


def _joined_values(key: str, first: Any, second: Any) -> Any:
    # These grow with each part, so writing them out for a comparison would take quadratic time.
    if key in ("properties", "patternProperties", "dependentSchemas") and _are(Mapping, first, second):
        common = {name: _joined_schemas(first[name], second[name]) for name in second if name in first}
        return {**first, **second, **common}
    if as_text(first) == as_text(second):
        return first
    match key:
        case "required" if _are(list, first, second):
            return list(dict.fromkeys([*first, *second]))
        case "enum" if _are(list, first, second):
            others = set(map(as_text, second))
            return [member for member in first if as_text(member) in others]
        case "type":
            return _common_types(first, second) or first
        case "items" | "additionalProperties" | "contains" | "propertyNames" | "unevaluatedProperties":
            return _joined_schemas(first, second)
        case "allOf" if _are(list, first, second):
            return [*first, *second]
        case "not":
            return {"anyOf": [first, second]}
        case "uniqueItems" | "readOnly" | "writeOnly":
            return first is True or second is True
        case "pattern" if _are(str, first, second):
            return " and ".join(sorted({first, second}))
    if key in BOUNDS and _are(int | float, first, second):
        return min(first, second) if BOUNDS[key] else max(first, second)
    return first


def _allows_all(key: str, value: Any) -> bool:
    return (value in ([], {}) and key != "enum") or (value is False if key == "uniqueItems" else value is True)


def _are(kind: Any, *values: Any) -> bool:
    return all(isinstance(value, kind) for value in values)


def _joined_schemas(first: Any, second: Any) -> Any:
    if first is False or second is False:
        return False
    if not isinstance(first, Mapping) or not isinstance(second, Mapping):
        return second if first is True else first
    return first if as_text(first) == as_text(second) else {"allOf": [first, second]}


def _common_types(first: Any, second: Any) -> list[str]:
    one, other = json_types({"type": first}), json_types({"type": second})
    common = set(one & other)
    if "integer" in one | other and "number" in one | other:
        common.add("integer")
        common -= {"number"} if not ("number" in one and "number" in other) else set()
    return sorted(common)


def _join_alternatives(found: Json, key: str, value: Any) -> None:
    known = next((name for name in _ALTERNATIVES if isinstance(found.get(name), list)), None)
    if known is None or not isinstance(value, list):
        found.setdefault(key, value)
    elif as_text(found[known]) == as_text(value):
        return
    elif len(found[known]) * len(value) <= _MOST_COMBINATIONS:
        found[known] = [_joined_schemas(first, second) for first in found[known] for second in value]
    else:
        found["allOf"] = [*found.get("allOf", ()), {key: value}]

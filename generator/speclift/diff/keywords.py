"""What single keywords of a schema mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from speclift.diff.allof import as_text
from speclift.diff.schema import BOUNDS

_RANGES = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}
_TYPES_OF: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),
    (int, "integer"),
    (float, "number"),
    (str, "string"),
    (list, "array"),
    (dict, "object"),
)
#: Keywords that say something of one type alone: a schema with one of them and no type means that.
_KEYWORDS = {
    "object": (
        "properties",
        "required",
        "additionalProperties",
        "patternProperties",
        "propertyNames",
        "minProperties",
        "maxProperties",
    ),
    "array": ("items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems"),
}


def list_of(schema: Mapping[str, Any], key: str) -> list[Any]:
    """The list that a keyword has, an empty one where it has none."""
    found = schema.get(key)
    return found if isinstance(found, list) else []


def members_of(schema: Mapping[str, Any]) -> tuple[tuple[str, ...] | None, bool]:
    """The members of an enumeration as JSON, None where there is none, and whether others may come."""
    if "const" in schema:
        return (as_text(schema["const"]),), False
    for key, is_open in (("enum", False), ("x-extensible-enum", True)):
        if isinstance(schema.get(key), list):
            return tuple(dict.fromkeys(map(as_text, schema[key]))), is_open
    return None, False


def implied_types(schema: Mapping[str, Any]) -> Iterator[str]:
    """The types that a schema means that names none: those of its members, else of what its keywords are about."""
    members = list(_types_of_members(schema))
    yield from members or (kind for kind, keys in _KEYWORDS.items() if not schema.keys().isdisjoint(keys))


def _types_of_members(schema: Mapping[str, Any]) -> Iterator[str]:
    for value in (schema["const"],) if "const" in schema else list_of(schema, "enum"):
        number = int(value) if isinstance(value, float) and value.is_integer() else value
        yield from (name for kind, name in _TYPES_OF if type(number) is kind)


def bounds_of(schema: Mapping[str, Any]) -> dict[str, float]:
    """The limits of a schema, but for those that say nothing or what its format says."""
    lowest, highest = _RANGES.get(str(schema.get("format")), (None, None))
    return {
        name: schema[name]
        for name in BOUNDS.keys() & schema.keys()
        if isinstance(schema[name], int | float)
        and not isinstance(schema[name], bool)
        and not (name == "minimum" and schema[name] == lowest)
        and not (name == "maximum" and schema[name] == highest)
        and not (name.startswith("min") and name != "minimum" and schema[name] == 0)
    }

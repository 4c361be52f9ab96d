"""What a value must not be (`not`, JSON Schema 2020-12, Core, section 10.2.1.4), said as what it must be, where one
keyword can say it.
"""

from __future__ import annotations

from typing import Any

from speclift.contract.generation.intersection import joined
from speclift.contract.scalars import json_types
from speclift.openapi.structure.nodes import Json, mapping, sequence

_OPPOSITES = {
    "minimum": "exclusiveMaximum",
    "maximum": "exclusiveMinimum",
    "exclusiveMinimum": "maximum",
    "exclusiveMaximum": "minimum",
}
#: A least count becomes a greatest one, one lower.
_COUNTS = {"minLength": "maxLength", "minItems": "maxItems", "minProperties": "maxProperties"}
_TYPES = ("string", "integer", "number", "boolean", "object", "array", "null")


def without_excluded(schema: Json) -> Json:
    """A schema in which each `not` that forbids one bound, one count or the value of one property has the opposite
    beside it, and in which the `not` of a `not` applies itself.
    """
    schema = _without(schema, schema.get("not"))
    for part in sequence(schema.get("allOf")):
        schema = _without(schema, part.get("not")) if isinstance(part, dict) else schema
    return schema


def _without(schema: Json, given: Any) -> Json:
    if not isinstance(given, dict):
        return schema
    rules = given.keys() - {"type"}
    if len(rules) == 1 and rules <= _OPPOSITES.keys():
        (name,) = rules
        return joined(schema, {_OPPOSITES[name]: given[name]})
    if given.keys() == {"not"} and isinstance(given["not"], dict):
        return joined({key: value for key, value in schema.items() if key != "not"}, given["not"])
    if len(rules) == 1 and rules <= _COUNTS.keys() | set(_COUNTS.values()):
        (name,) = rules
        if count := _opposite_count(name, given[name]):
            return joined(schema, count)
    properties = mapping(given.get("properties"))
    if rules <= {"properties", "required"} and len(properties) == 1:
        ((name, forbidden),) = properties.items()
        if set(given.get("required", ())) <= {name} and isinstance(forbidden, dict):
            return joined(schema, {"properties": {name: {"not": forbidden}}, "required": [name]})
    return schema


def _opposite_count(name: str, given: Any) -> Json:
    """The count that excludes another one; empty where there is none."""
    if not isinstance(given, int) or isinstance(given, bool):
        return {}
    if name in _COUNTS:
        return {_COUNTS[name]: given - 1} if given > 0 else {}
    least = next(least for least, most in _COUNTS.items() if most == name)
    return {least: given + 1}


def left_types(schema: Json) -> list[str]:
    """The types that a schema without types leaves by its `not`; none where it has no `not`."""
    given = schema.get("not")
    if not isinstance(given, dict):
        return []
    excluded = json_types(given) if given.keys() == {"type"} else frozenset[str]()
    return [kind for kind in _TYPES if kind not in excluded and not (kind == "integer" and "number" in excluded)]

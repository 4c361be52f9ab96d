"""Joins two schemas that apply at once into one (JSON Schema 2020-12, Core, section 10.2.1.1), as far as one schema can
express both. The rest stays in an `allOf`: alternatives, conditions and exclusions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from speclift.contract.scalars import json_types
from speclift.openapi.structure.nodes import Json, mapping, sequence

#: The schema that no value fits.
NOTHING: Json = {"not": {}}

_LEAST = frozenset({"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains"})
_MOST = frozenset({"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains"})
#: Keywords that a schema has only once, and whose meanings cannot be merged.
_APART = frozenset({"anyOf", "oneOf", "not", "contains", "pattern", "propertyNames", "dependentSchemas"})
_CONDITION = frozenset({"if", "then", "else"})


def joined(first: Json, second: Json) -> Json:
    """A schema of the values that fit both; where they differ without consequence, the second counts."""
    found: Json = {**first, **second}
    apart: list[Json] = [*sequence(first.get("allOf")), *sequence(second.get("allOf"))]
    for key in [key for key in first if key in second]:
        one, other = first[key], second[key]
        if one == other:
            continue
        if key in _LEAST and _are_numbers(one, other):
            found[key] = max(one, other)
        elif key in _MOST and _are_numbers(one, other):
            found[key] = min(one, other)
        elif key in _APART:
            found[key] = one
            apart.append({key: other})
        elif key == "multipleOf" and _are_numbers(one, other) and one > 0 and other > 0:
            found[key] = _common_multiple(one, other)
        elif key == "enum" and isinstance(one, list) and isinstance(other, list):
            found[key] = [item for item in one if item in other]
        elif key == "required":
            found[key] = [*dict.fromkeys([*sequence(first.get(key)), *sequence(second.get(key))])]
        elif key == "items":
            found[key] = {"allOf": [one, other]}
        elif key == "examples":
            found[key] = _examples(sequence(first.get(key)), sequence(second.get(key)))
        elif key == "const":
            found |= NOTHING
    if first.keys() & _CONDITION and second.keys() & _CONDITION:
        found |= {key: first[key] for key in first if key in _CONDITION}
        for key in _CONDITION - first.keys():
            found.pop(key, None)
        apart.append({key: second[key] for key in second if key in _CONDITION})
    if "type" in first and "type" in second:
        found["type"] = _types(first, second)
    if isinstance(first.get("const"), (str, int, float)) and "enum" in second and first["const"] not in second["enum"]:
        found |= NOTHING
    _join_objects(found, first, second)
    found.pop("allOf", None)
    return {**found, "allOf": apart} if apart else found


def _join_objects(found: Json, first: Json, second: Json) -> None:
    """Add the properties of both, with what each says about properties that it does not list."""
    one, other = mapping(first.get("properties")), mapping(second.get("properties"))
    if one or other:
        names = [*one, *(name for name in other if name not in one)]
        found["properties"] = {name: _property(name, first, second) for name in names}
    for key in ("patternProperties", "dependentRequired"):
        if key in first and key in second:
            found[key] = {**mapping(first.get(key)), **mapping(second.get(key))}
    if "additionalProperties" in first and "additionalProperties" in second:
        given = first["additionalProperties"], second["additionalProperties"]
        if False in given:
            found["additionalProperties"] = False
        elif isinstance(given[0], dict) and isinstance(given[1], dict) and given[0] != given[1]:
            found["additionalProperties"] = {"allOf": list(given)}
        else:
            found["additionalProperties"] = next((item for item in given if isinstance(item, dict)), True)


def _property(name: str, first: Json, second: Json) -> Any:
    given = [_schema_for(name, schema) for schema in (first, second)]
    parts = [part for part in given if part is not None]
    if len(parts) == 2 and parts[0] != parts[1]:
        return {"allOf": parts}
    return parts[0] if parts else {}


def _schema_for(name: str, schema: Json) -> Any:
    """What a schema says about a property; None where it says nothing."""
    properties = mapping(schema.get("properties"))
    if name in properties:
        return properties[name]
    if "patternProperties" in schema:
        # The validator decides whether a pattern fits.
        return None
    others = schema.get("additionalProperties")
    return NOTHING if others is False else others if isinstance(others, dict) and others else None


def _types(first: Json, second: Json) -> list[str]:
    one, other = json_types(first), json_types(second)
    found = {kind for kind in one if kind in other or (kind == "integer" and "number" in other)}
    found |= {kind for kind in other if kind == "integer" and "number" in one}
    return sorted(found)


def _examples(first: Sequence[Any], second: Sequence[Any]) -> list[Any]:
    """The examples of both; if they are objects, one example has the members of both."""
    if first and second and isinstance(first[0], dict) and isinstance(second[0], dict):
        return [{**first[0], **second[0]}]
    return [*(second or first)]


def _common_multiple(one: float, other: float) -> float:
    first, second = Fraction(str(one)), Fraction(str(other))
    found = Fraction(math.lcm(first.numerator, second.numerator), math.gcd(first.denominator, second.denominator))
    return int(found) if found.denominator == 1 else float(found)


def _are_numbers(*given: Any) -> bool:
    return all(isinstance(item, (int, float)) and not isinstance(item, bool) for item in given)

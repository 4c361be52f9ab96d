"""What a value must not be (`not`, JSON Schema 2020-12, Core, section 10.2.1.4), said as what it must be, where one
keyword can say it.
"""

from __future__ import annotations

from speclift.contract.generation.intersection import joined
from speclift.contract.scalars import json_types
from speclift.openapi.structure.nodes import Json, mapping

_OPPOSITES = {
    "minimum": "exclusiveMaximum",
    "maximum": "exclusiveMinimum",
    "exclusiveMinimum": "maximum",
    "exclusiveMaximum": "minimum",
}
_TYPES = ("string", "integer", "number", "boolean", "object", "array", "null")


def without_excluded(schema: Json) -> Json:
    """A schema whose `not` forbids one bound or the value of one property, with the opposite beside it."""
    given = schema.get("not")
    if not isinstance(given, dict):
        return schema
    rules = given.keys() - {"type"}
    if len(rules) == 1 and rules <= _OPPOSITES.keys():
        (name,) = rules
        return joined(schema, {_OPPOSITES[name]: given[name]})
    properties = mapping(given.get("properties"))
    if rules <= {"properties", "required"} and len(properties) == 1:
        ((name, forbidden),) = properties.items()
        if set(given.get("required", ())) <= {name} and isinstance(forbidden, dict):
            return joined(schema, {"properties": {name: {"not": forbidden}}, "required": [name]})
    return schema


def left_types(schema: Json) -> list[str]:
    """The types that a schema without types leaves by its `not`; none where it has no `not`."""
    given = schema.get("not")
    if not isinstance(given, dict):
        return []
    excluded = json_types(given) if given.keys() == {"type"} else frozenset[str]()
    return [kind for kind in _TYPES if kind not in excluded and not (kind == "integer" and "number" in excluded)]

"""Rewriting of schemas as simpler ones with the same meaning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec

from speclift.diff.schemas.allof import constraining
from speclift.diff.schemas.keywords import list_of
from speclift.diff.schemas.schema import Schema
from speclift.openapi.structure.references import REFERENCE

#: Keywords beside `properties` and `patternProperties` that evaluate properties of the same object.
_EVALUATING = frozenset(
    {"additionalProperties", "allOf", "anyOf", "oneOf", REFERENCE, "if", "then", "else", "dependentSchemas"}
)


def with_types_in_alternatives(flat: Mapping[str, Any]) -> Mapping[str, Any]:
    """Move a type that stands alone beside alternatives into each of them, as in `{type: object, oneOf: […]}`."""
    key = next((key for key in ("anyOf", "oneOf") if list_of(flat, key)), "")
    kept = constraining(flat)
    if not key or kept.keys() - {"discriminator"} != {"type", key}:
        return flat
    options = [
        option
        if not isinstance(option, Mapping) or {REFERENCE, "type", "allOf", "anyOf", "oneOf"} & option.keys()
        else {**option, "type": flat["type"]}
        for option in flat[key]
    ]
    return {**{name: value for name, value in flat.items() if name != "type"}, key: options}


def with_plain_unevaluated(flat: Mapping[str, Any]) -> Mapping[str, Any]:
    """`unevaluatedProperties` as `additionalProperties`, where no other keyword evaluates any (Core, section 11.3)."""
    if "unevaluatedProperties" not in flat or not _EVALUATING.isdisjoint(flat):
        return flat
    return {
        **{name: value for name, value in flat.items() if name != "unevaluatedProperties"},
        "additionalProperties": flat["unevaluatedProperties"],
    }


def with_plain_alternatives(schema: Schema) -> Schema:
    """Alternatives that are only enumerations become one enumeration."""
    options = schema.alternatives
    if schema.constrains or schema.ref or any(option.values is None or option.is_open for option in options):
        return schema
    if any(
        option != Schema(types=option.types, values=option.values, description=option.description) for option in options
    ):
        return schema
    counts = Counter(value for option in options for value in option.values or ())
    # A value that several exclusive alternatives list is not allowed.
    values = tuple(value for value, count in counts.items() if count == 1 or not schema.is_exclusive)
    types = frozenset(kind for option in options for kind in option.types)
    return msgspec.structs.replace(schema, types=types, values=values, alternatives=(), is_exclusive=False)


def with_null_outside(schema: Schema) -> Schema:
    """Null as a flag of the whole schema where an alternative allows it: `anyOf` of a string or null, and a number."""
    if schema.is_nullable or schema.types or not any(option.is_nullable for option in schema.alternatives):
        return schema
    options = (msgspec.structs.replace(option, is_nullable=False) for option in schema.alternatives)
    return msgspec.structs.replace(schema, is_nullable=True, alternatives=tuple(options))


def is_never(given: Any) -> bool:
    """Whether a schema allows nothing: `false`, or its replacement in a contract."""
    return given is False or given == {"not": {}}


def is_anything(given: Any) -> bool:
    """Whether a schema allows everything."""
    return given is True or (isinstance(given, Mapping) and REFERENCE not in given and not constraining(given))

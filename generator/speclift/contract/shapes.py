"""The possible values of a schema: their types, items and properties, across references and alternatives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from speclift.contract.scalars import json_types
from speclift.openapi.structure.nodes import Json, sequence
from speclift.openapi.structure.references import refers_to

#: The deepest nesting of references and parts that is followed: nobody writes more, and each level is a call.
_DEEPEST = 100
_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),
    (int, "integer"),
    (float, "number"),
    (str, "string"),
    (dict, "object"),
    (list, "array"),
    (type(None), "null"),
)


def types_of(schema: Any, schemas: Mapping[str, Json]) -> frozenset[str]:
    """The JSON types that values of a schema can have, as far as it says; none where it says nothing."""
    found = _types(schema, schemas, {})
    if found is None:
        parts = list(parts_of(schema, schemas))
        shaped = (("object", "properties"), ("array", "items"))
        return frozenset(kind for kind, keyword in shaped if any(keyword in part for part in parts))
    return found


def parts_of(schema: Any, schemas: Mapping[str, Json]) -> Iterator[Json]:
    """A schema, the schemas that apply with it, and its alternatives; each component once."""
    left, seen = [schema], set()
    while left:
        part = left.pop()
        if not isinstance(part, dict):
            continue
        yield part
        if (target := refers_to(part)) and target not in seen:
            seen.add(target)
            left.append(schemas.get(target))
        left += (below for key in ("oneOf", "anyOf", "allOf") for below in reversed(sequence(part.get(key))))


def items_of(schema: Any, schemas: Mapping[str, Json]) -> Json:
    """The schema of the items of an array."""
    return next((part["items"] for part in parts_of(schema, schemas) if isinstance(part.get("items"), dict)), {})


def properties_of(schema: Any, schemas: Mapping[str, Json]) -> dict[str, Json]:
    """The schemas of the properties that an object is known to have, by name."""
    found: dict[str, Json] = {}
    for part in parts_of(schema, schemas):
        found = {**part.get("properties", {}), **found}
    return found


def others_of(schema: Any, schemas: Mapping[str, Json]) -> Json | None:
    """The schema of unlisted properties, empty for `true`; None where the schema gives none."""
    given = (part.get("additionalProperties") for part in parts_of(schema, schemas))
    return next((other if isinstance(other, dict) else {} for other in given if other), None)


def _types(
    schema: Any, schemas: Mapping[str, Json], known: dict[str, frozenset[str] | None], depth: int = 0
) -> frozenset[str] | None:
    """The types; None where any type is allowed. `known` are those of the components that were examined."""
    if not isinstance(schema, dict) or depth > _DEEPEST:
        return None
    found: frozenset[str] | None = json_types(schema) or None
    if found is None and ("const" in schema or sequence(schema.get("enum"))):
        shown = [schema["const"]] if "const" in schema else schema["enum"]
        found = frozenset(next((name for kind, name in _TYPES if isinstance(item, kind)), "null") for item in shown)
    target = refers_to(schema)
    if target:
        if target not in known:
            # A reference to itself says nothing.
            known[target] = None
            known[target] = _types(schemas.get(target), schemas, known, depth + 1)
        found = _both(found, known[target])
    for part in sequence(schema.get("allOf")):
        found = _both(found, _types(part, schemas, known, depth + 1))
    for keyword in ("anyOf", "oneOf"):
        options = [_types(option, schemas, known, depth + 1) for option in sequence(schema.get(keyword))]
        said = [option for option in options if option is not None]
        if options and len(said) == len(options):
            found = _both(found, frozenset().union(*said))
    return found


def _both(first: frozenset[str] | None, second: frozenset[str] | None) -> frozenset[str] | None:
    if first is None or second is None:
        return second if first is None else first
    # Every integer is a number.
    whole = (
        {"integer"}
        if ("integer" in first and "number" in second) or ("number" in first and "integer" in second)
        else ()
    )
    return (first & second).union(whole)

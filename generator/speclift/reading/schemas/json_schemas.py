"""The fields of JSON Schemas in code blocks, as some references print them for bodies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from speclift.model.facts import (
    Enumerated,
    Field,
    ListOf,
    MapOf,
    Named,
    OneOf,
    Primitive,
    Printed,
    PrintedType,
    Unknown,
)
from speclift.model.schema import Place

_TYPES = frozenset(("string", "number", "integer", "boolean", "object", "array", "null"))
_LIMITS = (
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "minItems",
    "maxItems", "pattern",
)  # fmt: skip
_SAYS_TYPE = frozenset(("type", "$ref", "enum", "oneOf", "anyOf", "allOf", "const", "properties", "items"))
_DEEPEST = 8
_LONGEST = 200_000


def schema_in(text: str) -> dict[str, Any] | None:
    """A text as the JSON Schema of an object or array; None where it is anything else, such as a sample."""
    if '"type"' not in text or not text.lstrip().startswith("{") or len(text) > _LONGEST:
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    return value if _is_schema(value) else None


def _is_schema(value: Mapping[str, Any]) -> bool:
    properties = value.get("properties")
    if value.get("type") == "object" and isinstance(properties, dict) and properties:
        return all(isinstance(inner, dict) and not _SAYS_TYPE.isdisjoint(inner) for inner in properties.values())
    items = value.get("items")
    return value.get("type") == "array" and isinstance(items, dict) and (_is_schema(items) or "$ref" in items)


def fields_in(schema: Mapping[str, Any], place: Place, depth: int = 0) -> tuple[Field, ...]:
    """The properties of a schema as fields, up to a depth; all of them have the given place."""
    required = schema.get("required")
    names = frozenset(name for name in required if isinstance(name, str)) if isinstance(required, list) else None
    properties = schema.get("properties")
    found = []
    for name, inner in properties.items() if isinstance(properties, dict) and depth < _DEEPEST else ():
        if isinstance(inner, dict) and name:
            is_required = None if names is None else name in names
            found.append(_field(name, inner, is_required, place, depth))
    return tuple(found)


def _field(name: str, schema: Mapping[str, Any], is_required: bool | None, place: Place, depth: int) -> Field:
    values = schema.get("enum")
    listed = tuple(str(value) for value in values if isinstance(value, str | int)) if isinstance(values, list) else ()
    default = schema.get("default")
    items = schema.get("items")
    inner = items if isinstance(items, dict) else schema
    description = schema.get("description")
    limits = tuple((key, schema[key]) for key in _LIMITS if isinstance(schema.get(key), int | float | str))
    kinds = schema.get("type")
    return Field(
        name=name,
        place=place,
        printed=Printed(
            type=type_in(schema),
            is_nullable=schema.get("nullable") is True or (isinstance(kinds, list) and "null" in kinds),
            is_required=is_required,
            default=default if isinstance(default, str) else json.dumps(default) if default is not None else None,
            limits=limits,
        ),
        description=description if isinstance(description, str) else "",
        values=listed,
        is_read_only=schema.get("readOnly") is True,
        is_deprecated=schema.get("deprecated") is True,
        fields=fields_in(inner, place, depth + 1),
    )


def type_in(schema: Mapping[str, Any]) -> PrintedType:
    """The type that a schema states."""
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference:
        return Named(reference.rstrip("/").rpartition("/")[2].removesuffix("#"))
    values = schema.get("enum")
    if isinstance(values, list) and values and all(isinstance(value, str) for value in values):
        return Enumerated(tuple(values))
    kind = schema.get("type")
    if isinstance(kind, list):
        kinds = [one for one in kind if one in _TYPES and one != "null"]
        options = tuple(type_in({**schema, "type": one}) for one in kinds)
        return options[0] if len(options) == 1 else OneOf(options) if options else Unknown()
    if kind == "array":
        items = schema.get("items")
        return ListOf(type_in(items)) if isinstance(items, dict) else Primitive("array")
    if kind == "object":
        more = schema.get("additionalProperties")
        is_map = isinstance(more, dict) and more and "properties" not in schema
        return MapOf(type_in(more)) if isinstance(more, dict) and is_map else Primitive("object")
    form = schema.get("format")
    if isinstance(kind, str) and kind in _TYPES:
        return Primitive(kind, form if isinstance(form, str) else "")
    return Unknown()

"""Schemas of OpenAPI 3 as JSON Schema 2020-12, as strict as the document means them.

3.0 has `nullable` and boolean bounds, which JSON Schema lacks; `int32` and `int64` are ranges that only OpenAPI's
registry of formats defines.  Both become keywords that every validator and every generator understands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.references import is_reference

BOUNDS_OF_FORMATS = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_ONE = ("items", "not", "if", "then", "else", "contains", "contentSchema", "propertyNames")
_EITHER = ("additionalProperties", "unevaluatedProperties", "unevaluatedItems")
#: Keywords that no validator needs: some only describe, and references lead to components alone.
_UNUSED = frozenset({"example", "nullable", "externalDocs", "definitions", "$vocabulary"})
_MAPS = ("properties", "patternProperties", "dependentSchemas", "$defs")


def json_schema(schema: Any) -> Any:
    """The schema, and all below it, in JSON Schema 2020-12; a value that is not a schema stays as it is.

    A boolean schema (3.1) becomes the object that means the same, except in `additionalProperties` and the like, where
    every tool knows both.
    """
    if isinstance(schema, bool):
        return {} if schema else {"not": {}}
    if not isinstance(schema, Mapping):
        return schema
    if is_reference(schema):
        # Most schemas of a large document are references.
        return dict(schema)
    found: Json = {}
    for key, value in schema.items():
        if key in _LISTS and isinstance(value, list):
            found[key] = [json_schema(part) for part in value]
        elif key == "pattern" and isinstance(value, str):
            found |= _pattern(value)
        elif key == "patternProperties" and isinstance(value, Mapping):
            parts = {_readable(str(name)): json_schema(part) for name, part in value.items()}
            found[key] = {name: part for name, part in parts.items() if name is not None}
        elif key in _MAPS and isinstance(value, Mapping):
            found[key] = {str(name): json_schema(part) for name, part in value.items()}
        elif key in _ONE:
            found[key] = json_schema(value)
        elif key in _EITHER:
            found[key] = value if isinstance(value, bool) else json_schema(value)
        elif key not in _UNUSED:
            found[key] = value
    if isinstance(found.get("examples"), Mapping):
        # The form of parameters and bodies (OpenAPI 3.1.1, section 4.8.12.2), which says nothing about valid values.
        found["examples"] = list(found["examples"].values())
    if "example" in schema and not found.get("examples"):
        found["examples"] = [schema["example"]]
    _bound(found)
    return _nullable(found) if schema.get("nullable") is True else found


def _pattern(text: str) -> Json:
    """The keyword with the pattern in the syntax of ECMA-262; empty where no value can be matched with it."""
    found = _readable(text)
    return {} if found is None else {"pattern": found}


def _readable(text: str) -> str | None:
    from speclift.openapi.structure.patterns import readable

    return readable(text)


def _bound(schema: Json) -> None:
    """Give a schema the ranges of its integer formats, and make the boolean bounds of 3.0 numbers."""
    kind = schema.get("type")
    bounds = BOUNDS_OF_FORMATS.get(str(schema.get("format")))
    if bounds and (kind == "integer" or (isinstance(kind, list) and "integer" in kind)):
        schema.setdefault("minimum", bounds[0])
        schema.setdefault("maximum", bounds[1])
    for limit, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if schema.get(exclusive) is True and limit in schema:
            schema[exclusive] = schema.pop(limit)
        elif isinstance(schema.get(exclusive), bool):
            del schema[exclusive]


def _nullable(schema: Json) -> Json:
    kind = schema.get("type")
    if kind == "null":
        return schema
    if isinstance(kind, str):
        found = {**schema, "type": [kind, "null"]}
        if isinstance(schema.get("enum"), list) and None not in schema["enum"]:
            found["enum"] = [*schema["enum"], None]
        return found
    return {"anyOf": [schema, {"type": "null"}]} if schema else schema

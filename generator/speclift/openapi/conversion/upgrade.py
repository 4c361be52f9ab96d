"""Converts OpenAPI 3.0 to 3.1: schemas become JSON Schema 2020-12."""

from __future__ import annotations

from typing import Any

from speclift.openapi.conversion.losses import Losses
from speclift.openapi.conversion.rebuild import rebuilt
from speclift.openapi.structure.media_types import OCTETS
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.objects import Place, is_extension

_NULL: Json = {"type": "null"}
#: Keywords that do not restrict values.
_ANNOTATIONS = frozenset(
    {
        "title",
        "description",
        "default",
        "deprecated",
        "readOnly",
        "writeOnly",
        "examples",
        "externalDocs",
        "xml",
        "discriminator",
    }
)


def to_31(document: Json, _: Losses) -> Json:
    """A document of 3.0 in 3.1, which can express all of it."""
    return rebuilt(document, lambda node, _, __: node, _schema)


def _schema(schema: Any, _: Place) -> Any:
    if isinstance(schema, bool):
        return schema
    found: Json = {}
    for key, value in schema.items():
        if key == "example":
            found["examples"] = [value]
        elif key != "nullable":
            found[key] = value
    for limit, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(found.get(exclusive), bool):
            is_exclusive = found.pop(exclusive)
            if is_exclusive and limit in found:
                found[exclusive] = found.pop(limit)
    if found.get("type") == "string" and found.get("format") == "byte":
        del found["format"]
        found["contentEncoding"] = "base64"
    elif found.get("type") == "string" and found.get("format") == "binary":
        del found["format"]
        found["contentMediaType"] = OCTETS
    return _nullable(found) if schema.get("nullable") is True else found


def _nullable(schema: Json) -> Json:
    """A schema that also allows null, whether it has a type, as 3.0 requires, or not."""
    rules = {key: value for key, value in schema.items() if key not in _ANNOTATIONS and not is_extension(key)}
    annotations = {key: value for key, value in schema.items() if key not in rules}
    if isinstance(schema.get("enum"), list) and None not in schema["enum"]:
        schema = {**schema, "enum": [*schema["enum"], None]}
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    if not rules or rules.keys() == {"enum"}:
        return schema
    for key in ("anyOf", "oneOf"):
        if rules.keys() == {key}:
            return {**schema, key: [*_without_null(rules[key]), _NULL]}
    if rules.keys() == {"allOf"} and len(rules["allOf"]) == 1:
        return {**annotations, "anyOf": [rules["allOf"][0], _NULL]}
    return {**annotations, "anyOf": [rules, _NULL]}


def _without_null(options: Any) -> list[Any]:
    return [option for option in options if option != _NULL]

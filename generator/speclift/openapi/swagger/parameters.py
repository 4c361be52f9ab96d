"""Parameters and headers of Swagger 2.0 as those of OpenAPI 3.0, and body and form parameters as request bodies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from speclift.openapi.structure.media_types import FORM, FORM_DATA, is_form
from speclift.openapi.structure.nodes import Json
from speclift.openapi.swagger.schemas import SwaggerSchemas

#: The fields of a parameter that OpenAPI 3 has in its schema.
OF_SCHEMA = (
    "type",
    "format",
    "items",
    "enum",
    "default",
    "maximum",
    "minimum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "multipleOf",
    "x-nullable",
)
_STYLES: Mapping[str, Json] = {
    "csv": {"style": "form", "explode": False},
    "multi": {"style": "form", "explode": True},
    "ssv": {"style": "spaceDelimited", "explode": False},
    "pipes": {"style": "pipeDelimited", "explode": False},
}
_EXAMPLES = ("x-example", "x-examples")
#: What becomes another part of a request body, or belongs to no body. All other fields stay, and the check that follows
#: reports those that it does not know.
_OF_BODY = ("name", "in", "required", "schema", "example", "collectionFormat", *OF_SCHEMA, *_EXAMPLES)
_OF_FORM = (*_OF_BODY, "description", "allowEmptyValue")


def parameter_of(given: Mapping[str, Any], schemas: SwaggerSchemas) -> Json:
    """A parameter that is not part of a body, in OpenAPI 3.0."""
    found = {key: value for key, value in given.items() if key not in (*OF_SCHEMA, "collectionFormat", *_EXAMPLES)}
    found["schema"] = _schema(given, schemas)
    if given.get("in") == "path":
        found["required"] = True
    if found.get("allowEmptyValue") is not None and given.get("in") != "query":
        found["x-allow-empty-value"] = found.pop("allowEmptyValue")
    return {**found, **_style(given, given.get("in")), **_shown(given)}


def header_of(given: Any, schemas: SwaggerSchemas) -> Any:
    """A header of a response, in OpenAPI 3.0."""
    if not isinstance(given, Mapping):
        return given
    found = {key: value for key, value in given.items() if key not in (*OF_SCHEMA, "collectionFormat", *_EXAMPLES)}
    return {**found, "schema": _schema(given, schemas), **_style(given, "header"), **_shown(given)}


def body_of(given: Mapping[str, Any], consumes: Sequence[str], schemas: SwaggerSchemas) -> Json:
    """The request body that a body parameter stands for."""
    found: Json = {key: value for key, value in given.items() if key not in _OF_BODY}
    shown = given.get("x-examples")
    examples = shown if isinstance(shown, Mapping) else {}
    schema = {"schema": schemas.schema(given["schema"])} if "schema" in given else {}
    content: Json = {}
    for kind in consumes:
        content[kind] = {**schema, **({"example": examples[kind]} if kind in examples else _example(given))}
    return {**found, "content": content, "required": given.get("required") is True}


def form_of(fields: Sequence[Mapping[str, Any]], consumes: Sequence[str], schemas: SwaggerSchemas) -> Json:
    """The request body that form parameters stand for."""
    properties, encoding, required = {}, {}, []
    for field in fields:
        name = str(field["name"])
        about = schemas.schema({key: value for key, value in field.items() if key not in _OF_FORM})
        about |= {"description": field["description"]} if "description" in field else {}
        if field.get("allowEmptyValue") is True:
            about["x-allow-empty-value"] = True
        properties[name] = {**_schema(field, schemas), **about, **_example(field)}
        style = _style(field, "formData")
        if style:
            encoding[name] = style
        if field.get("required") is True:
            required.append(name)
    is_file = any(field.get("type") == "file" for field in fields)
    kinds = [kind for kind in consumes if is_form(kind)]
    schema: Json = {"type": "object", "properties": properties, **({"required": required} if required else {})}
    entry: Json = {"schema": schema, **({"encoding": encoding} if encoding else {})}
    return {"content": dict.fromkeys(kinds or [FORM_DATA if is_file else FORM], entry), "required": bool(required)}


def _schema(given: Mapping[str, Any], schemas: SwaggerSchemas) -> Any:
    """The schema of a parameter; some authors put it into `schema`, like that of a body."""
    if "schema" in given and "type" not in given:
        return schemas.schema(given["schema"])
    found = schemas.schema({key: given[key] for key in OF_SCHEMA if key in given})
    _keep_formats(given.get("items"), found.get("items"))
    return found


def _keep_formats(given: Any, schema: Any) -> None:
    """Keep the format of arrays within arrays, for which OpenAPI 3 has no field, as an extension."""
    while isinstance(given, Mapping) and isinstance(schema, dict):
        if "collectionFormat" in given:
            schema["x-collection-format"] = schema.pop("collectionFormat")
        given, schema = given.get("items"), schema.get("items")


def _style(given: Mapping[str, Any], location: Any) -> Json:
    """The format of an array. OpenAPI 3 has other separators than commas only in queries and forms, and never tabs."""
    if given.get("type") != "array":
        return {}
    given_name = str(given.get("collectionFormat"))
    name = given_name if is_list_format(given_name, location) else "csv"
    if location in ("query", "formData") and name in _STYLES:
        return dict(_STYLES[name])
    return {} if name == "csv" else {"x-collection-format": name}


def is_list_format(name: Any, location: Any) -> bool:
    """Whether parameters at this location have a list format of this name."""
    return name in ("csv", "ssv", "tsv", "pipes") or (name == "multi" and location in ("query", "formData"))


def _shown(given: Mapping[str, Any]) -> Json:
    """The examples of a parameter: `x-example`, or `x-examples` by name, as many tools write them."""
    examples = given.get("x-examples")
    if given.keys().isdisjoint(("example", "x-example")) and isinstance(examples, Mapping) and examples:
        return {"examples": {str(name): {"value": value} for name, value in examples.items()}}
    return _example(given)


def _example(given: Mapping[str, Any]) -> Json:
    """The example; `example` of OpenAPI 3 comes before `x-example`."""
    return next(({"example": given[key]} for key in ("example", "x-example") if key in given), {})

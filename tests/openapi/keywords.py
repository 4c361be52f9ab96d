"""Where the fields of OpenAPI 3.2 occur in a document, following the definitions of the published schema."""

from __future__ import annotations

import importlib.resources
import json
from collections.abc import Iterator
from typing import Any

#: The definitions that the fields of each definition hold: one object of it, a list (`[]`) or a map (`{}`) of them.
_NESTED = {
    "document": {
        "info": "info",
        "servers": "[]server",
        "paths": "{}path-item",
        "webhooks": "{}path-item",
        "components": "components",
        "tags": "[]tag",
        "externalDocs": "external-documentation",
    },
    "info": {"contact": "contact", "license": "license"},
    "server": {"variables": "{}server-variable"},
    "components": {
        "schemas": "{}schema",
        "responses": "{}response",
        "parameters": "{}parameter",
        "examples": "{}example",
        "requestBodies": "{}request-body",
        "headers": "{}header",
        "securitySchemes": "{}security-scheme",
        "links": "{}link",
        "callbacks": "{}callbacks",
        "pathItems": "{}path-item",
        "mediaTypes": "{}media-type",
    },
    "path-item": {
        "servers": "[]server",
        "parameters": "[]parameter",
        "additionalOperations": "{}operation",
        **dict.fromkeys(("get", "put", "post", "delete", "options", "head", "patch", "trace", "query"), "operation"),
    },
    "operation": {
        "externalDocs": "external-documentation",
        "parameters": "[]parameter",
        "requestBody": "request-body",
        "responses": "{}response",
        "callbacks": "{}callbacks",
        "servers": "[]server",
    },
    "parameter": {"schema": "schema", "content": "{}media-type", "examples": "{}example"},
    "header": {"schema": "schema", "content": "{}media-type", "examples": "{}example"},
    "request-body": {"content": "{}media-type"},
    "media-type": {
        "schema": "schema",
        "itemSchema": "schema",
        "encoding": "{}encoding",
        "prefixEncoding": "[]encoding",
        "itemEncoding": "encoding",
        "examples": "{}example",
    },
    "encoding": {
        "headers": "{}header",
        "encoding": "{}encoding",
        "prefixEncoding": "[]encoding",
        "itemEncoding": "encoding",
    },
    "response": {"headers": "{}header", "content": "{}media-type", "links": "{}link"},
    "callbacks": {"*": "path-item"},
    "link": {"server": "server"},
    "tag": {"externalDocs": "external-documentation"},
    "security-scheme": {"flows": "oauth-flows"},
    "oauth-flows": dict.fromkeys(
        ("implicit", "password", "clientCredentials", "authorizationCode", "deviceAuthorization"), "oauth-flow"
    ),
    "schema": {
        **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), "[]schema"),
        **dict.fromkeys(("properties", "patternProperties", "dependentSchemas", "$defs"), "{}schema"),
        **dict.fromkeys(("items", "not", "if", "then", "else", "contains", "contentSchema"), "schema"),
        **dict.fromkeys(
            ("propertyNames", "additionalProperties", "unevaluatedItems", "unevaluatedProperties"), "schema"
        ),
        "discriminator": "discriminator",
        "externalDocs": "external-documentation",
        "xml": "xml",
    },
}
#: The keywords of JSON Schema 2020-12 (core, applicators, unevaluated, validation, meta-data, format and content).
# fmt: off
_KEYWORDS = (
    "$schema", "$id", "$anchor", "$dynamicAnchor", "$ref", "$dynamicRef", "$defs", "$comment", "allOf", "anyOf",
    "oneOf", "not", "if", "then", "else", "dependentSchemas", "prefixItems", "items", "contains", "properties",
    "patternProperties", "additionalProperties", "propertyNames", "unevaluatedItems", "unevaluatedProperties",
    "type", "enum", "const", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum",
    "maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "maxContains", "minContains",
    "maxProperties", "minProperties", "required", "dependentRequired", "title", "description", "default",
    "deprecated", "readOnly", "writeOnly", "examples", "format", "contentEncoding", "contentMediaType",
    "contentSchema",
)
# fmt: on


def fields_of_the_standard() -> set[tuple[str, str]]:
    """Every field in the published schemas, with the definition that it belongs to."""
    folder = importlib.resources.files("speclift.openapi.checking") / "published_schemas"
    document = json.loads((folder / "openapi-3.2.json").read_text())
    vocabulary = json.loads((folder / "vocabulary-3.2.json").read_text())
    found = {("document", key) for key in document["properties"]}
    renamed = {"external-docs": "external-documentation", "examples": ""}
    for name, definition in {**document["$defs"], **vocabulary["$defs"]}.items():
        if name not in ("responses", "specification-extensions", "extensible"):
            found |= {(renamed.get(name, name), key) for key in _properties(definition) if renamed.get(name, name)}
    # Parameters, headers and media types share the fields for examples.
    found |= {(name, key) for name in ("parameter", "header", "media-type") for key in ("example", "examples")}
    flows = document["$defs"]["oauth-flows"]
    own = {("oauth-flows", key) for key in flows["properties"]}
    found = {field for field in found if field[0] != "oauth-flows"} | own
    found |= {("oauth-flow", key) for key in _properties({"$defs": flows["$defs"]})}
    found |= {("schema", key) for key in (*_KEYWORDS, *vocabulary["properties"])}
    # These definitions are not objects of a document: a reference, for example, takes the place of its target.
    return {
        (name, key) for name, key in found if name not in ("content", "explode-for-form", "parameters", "reference")
    }


def _properties(definition: dict[str, Any]) -> Iterator[str]:
    yield from definition.get("properties") or ()
    for part in definition.get("allOf") or ():
        yield from _properties(part)
    for key in ("$defs", "dependentSchemas"):
        for part in (definition.get(key) or {}).values():
            yield from _properties(part)
    if "then" in definition:
        yield from _properties(definition["then"])


def places_of_fields(
    node: Any, name: str = "document", place: tuple[Any, ...] = ()
) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    """Each field of a document: the definition that it belongs to, its name, and the keys that lead to it."""
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        path = (*place, key)
        nested = _NESTED.get(name, {})
        if "*" not in nested and not (key == "$ref" and name != "schema" and name != "path-item"):
            yield name, str(key), path
        held = nested.get(str(key), nested.get("*", ""))
        if held.startswith("[]"):
            for index, part in enumerate(value):
                yield from places_of_fields(part, held[2:], (*path, index))
        elif held.startswith("{}"):
            for part_name, part in value.items():
                yield from places_of_fields(part, held[2:], (*path, part_name))
        elif held:
            yield from places_of_fields(value, held, path)

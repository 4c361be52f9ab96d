"""What the fields of each object hold (OpenAPI 3.1.1, section 4.8), besides the objects that `objects.py` knows.
`SCALARS` are the values, `MORE_OBJECTS` the small objects that no tool visits, `REQUIRED` the fields that an object
must have, and `NEEDED` those without which it is meaningless.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from speclift.openapi.structure.objects import OBJECTS, Fields

_URLS = ("authorizationUrl", "deviceAuthorizationUrl", "tokenUrl", "refreshUrl")
_COUNTS = ("maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties", "maxContains")
_FLOWS = ("implicit", "password", "clientCredentials", "authorizationCode", "deviceAuthorization")


def _of(kind: str, *names: str) -> dict[str, str]:
    return dict.fromkeys(names, kind)


_PARAMETER = {
    **_of("text", "name", "in", "description", "style"),
    **_of("flag", "required", "deprecated", "allowEmptyValue", "explode", "allowReserved"),
}

#: The values in the fields of an object: a text (string), a flag (boolean), a number, a count (a non-negative integer),
#: texts (a list), named texts (a map), lists of texts (a map), a list of anything, or examples (a list or a map).
SCALARS: Mapping[str, Mapping[str, str]] = {
    "infos": _of("text", "title", "summary", "description", "termsOfService", "version"),
    "contacts": _of("text", "name", "url", "email"),
    "licenses": _of("text", "name", "identifier", "url"),
    "servers": _of("text", "url", "description", "name"),
    "serverVariables": {**_of("text", "default", "description"), "enum": "texts"},
    "tags": _of("text", "name", "summary", "description", "parent", "kind"),
    "externalDocs": _of("text", "url", "description"),
    "pathItems": _of("text", "summary", "description"),
    "operations": {
        **_of("text", "summary", "description", "operationId"),
        "deprecated": "flag",
        "tags": "texts",
    },
    "parameters": _PARAMETER,
    "headers": _PARAMETER,
    "requestBodies": {"description": "text", "required": "flag"},
    "responses": _of("text", "summary", "description"),
    "encodings": {**_of("text", "contentType", "style"), **_of("flag", "explode", "allowReserved")},
    "examples": _of("text", "summary", "description", "externalValue"),
    "links": _of("text", "operationRef", "operationId", "description"),
    "securitySchemes": {
        **_of("text", "type", "description", "name", "in", "scheme", "bearerFormat", "openIdConnectUrl"),
        "deprecated": "flag",
    },
    "flows": {**_of("text", *_URLS), "scopes": "named texts"},
    "schemas": {
        **_of("text", "title", "description", "format", "pattern", "contentMediaType", "contentEncoding", "$comment"),
        **_of("text", "$dynamicRef", "$schema"),
        **_of("flag", "nullable", "readOnly", "writeOnly", "deprecated", "uniqueItems"),
        **_of("number", "minimum", "maximum", "multipleOf"),
        **_of("count", *_COUNTS, "minContains"),
        "required": "texts",
        "enum": "list",
        "examples": "examples",
        "dependentRequired": "lists of texts",
    },
    "discriminators": {"propertyName": "text", "mapping": "named texts"},
    "xmls": {**_of("text", "name", "namespace", "prefix"), **_of("flag", "attribute", "wrapped")},
}

_DOCS: Fields = {"externalDocs": ("one", "externalDocs")}
_SERVERS: Fields = {"servers": ("list", "servers")}

#: Objects within others that `objects.py` does not know.
MORE_OBJECTS: Mapping[str, Fields] = {
    "document": {"info": ("one", "infos"), "tags": ("list", "tags"), **_SERVERS, **_DOCS},
    "infos": {"contact": ("one", "contacts"), "license": ("one", "licenses")},
    "servers": {"variables": ("map", "serverVariables")},
    "tags": _DOCS,
    "pathItems": _SERVERS,
    "operations": {**_SERVERS, **_DOCS},
    "links": {"server": ("one", "servers")},
    "securitySchemes": {"flows": ("one", "oauthFlows")},
    "oauthFlows": dict.fromkeys(_FLOWS, ("one", "flows")),
    "schemas": {"discriminator": ("one", "discriminators"), "xml": ("one", "xmls"), **_DOCS},
}

#: The fields that an object of a kind must have, and the values that missing ones get.
REQUIRED: Mapping[str, Mapping[str, Any]] = {
    "infos": {"title": "", "version": ""},
    "licenses": {"name": ""},
    "serverVariables": {"default": ""},
    "responses": {"description": ""},
    "requestBodies": {"content": {}},
    "flows": {"scopes": {}},
}

#: Fields without which an object of a kind says nothing.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "servers": ("url",),
    "tags": ("name",),
    "externalDocs": ("url",),
    "discriminators": ("propertyName",),
    "parameters": ("name", "in"),
    "securitySchemes": ("type",),
}


def fields_of(kind: str) -> Fields:
    """The fields of an object of a kind that hold objects, and what each holds."""
    return {**MORE_OBJECTS.get(kind, {}), **OBJECTS.get(kind, {})}

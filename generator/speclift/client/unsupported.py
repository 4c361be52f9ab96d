"""What a client does not support in a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from speclift.client.credentials import NEGOTIATED
from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.media_types import is_multipart
from speclift.openapi.structure.nodes import Json, mapping
from speclift.openapi.unsupported import Limit, has_content, limits_of, shared

_PARTS = '"multipart/'


def _has_no_names(body: Mapping[str, Any]) -> bool:
    """Whether the content of a body has parts that the properties of an object do not name."""
    content = mapping(body.get("content"))
    schemas = [mapping(mapping(media).get("schema")) for kind, media in content.items() if is_multipart(str(kind))]
    return any(not schema or schema.get("type") == "array" for schema in schemas)


LIMITS = (
    *shared(
        {
            "webhook": "the client has no methods for requests that the server sends",
            "callback": "the client has no methods for requests that the server sends",
            "tag-tree": "resources are not nested by parent and kind",
            "link": "the client does not follow links",
            "parts": "parts are not written or read one by one: such content is given and returned as bytes",
            "nested-parts": "the encoding of parts within parts is ignored",
            "certificate": "give the certificate to the HTTP client that the client is to use",
            "discovery": "the client does not look up anything there: give it a token",
            "nested-list": "lists in lists have no encoding of their own",
            "device-flow": "the client starts no device flow: give it a token",
        }
    ),
    Limit(
        "securitySchemes",
        "deprecated",
        "deprecated-scheme",
        "only a credential that is an API key has a class that can be marked as deprecated",
        lambda node: node.get("type") != "apiKey",
    ),
    Limit(
        "securitySchemes",
        "scheme",
        "negotiated",
        "the client does not negotiate credentials: give them to the HTTP client that it is to use",
        lambda node: str(node.get("scheme")).lower() in NEGOTIATED,
    ),
    Limit(
        "responses", "content", "parts", "a multipart response is returned as bytes", has_content(is_multipart), _PARTS
    ),
    Limit(
        "requestBodies",
        "content",
        "parts",
        "a multipart body without named parts is given as bytes",
        _has_no_names,
        _PARTS,
    ),
    Limit("schemas", "xml", "xml", "XML is sent and read as text"),
    Limit("schemas", "if", "condition", "properties that only conditions name have no attributes of their own"),
    Limit(
        "schemas",
        "dependentSchemas",
        "condition",
        "properties that only conditions name have no attributes of their own",
    ),
    Limit(
        "schemas",
        "unevaluatedProperties",
        "unevaluated",
        "properties that the schema does not name may be anything",
        lambda node: isinstance(node["unevaluatedProperties"], dict),
    ),
    Limit("schemas", "contentSchema", "encoded-text", "the content of a string is only parsed in server-sent events"),
    Limit(
        "schemas",
        "contentEncoding",
        "encoded-text",
        "the string is passed on as it is, still encoded",
        lambda node: node["contentEncoding"] not in ("base64", "base64url"),
    ),
)


def limits(document: Json) -> tuple[Fault, ...]:
    """The parts of a document that its client does not support."""
    return limits_of(document, LIMITS)

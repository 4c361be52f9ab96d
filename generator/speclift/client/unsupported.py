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
            "webhook": "the client has no methods for what the server calls",
            "callback": "the client has no methods for what the server calls",
            "tag-tree": "resources are not nested by parent and kind",
            "link": "the client does not follow links",
            "parts": "parts are not written or read one by one: such content is given and comes as bytes",
            "nested-parts": "how parts of parts are written is not read",
            "certificate": "give the certificate to the HTTP client that is handed over",
            "discovery": "the client looks nothing up there: give it a token",
            "nested-list": "lists in lists are not written in a form of their own",
            "device-flow": "the client starts no device flow: give it a token",
        }
    ),
    Limit(
        "securitySchemes",
        "deprecated",
        "deprecated-scheme",
        "only credentials that are keys have a class to be marked",
        lambda node: node.get("type") != "apiKey",
    ),
    Limit(
        "securitySchemes",
        "scheme",
        "negotiated",
        "credentials that server and client negotiate are those of the HTTP client that is handed over",
        lambda node: str(node.get("scheme")).lower() in NEGOTIATED,
    ),
    Limit("responses", "content", "parts", "an answer in parts comes as bytes", has_content(is_multipart), _PARTS),
    Limit(
        "requestBodies", "content", "parts", "a body in parts without names is given as bytes", _has_no_names, _PARTS
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
        "properties that have no names may be anything",
        lambda node: isinstance(node["unevaluatedProperties"], dict),
    ),
    Limit("schemas", "contentSchema", "encoded-text", "only in events is a text in a text read"),
    Limit(
        "schemas",
        "contentEncoding",
        "encoded-text",
        "the text is handed over as it is encoded",
        lambda node: node["contentEncoding"] not in ("base64", "base64url"),
    ),
)


def limits(document: Json) -> tuple[Fault, ...]:
    """The parts of a document that its client does not support."""
    return limits_of(document, LIMITS)

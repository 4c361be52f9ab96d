"""What a client does not do of a document."""

from __future__ import annotations

from speclift.openapi.fault import Fault
from speclift.openapi.limits import Limit, has, has_inside, limits_of
from speclift.openapi.records import Json

_PARTS = "parts are not written or read one by one: such content is given and comes as bytes"
LIMITS = (
    Limit("document", "webhooks", "webhook", "the client has no methods for what the server calls"),
    Limit(
        "document",
        "tags",
        "tag-tree",
        "resources are not nested by parent and kind",
        has_inside("tags", "parent", "kind"),
        '"tags":',
    ),
    Limit("operations", "callbacks", "callback", "the client has no methods for what the server calls"),
    Limit("responses", "links", "link", "the client does not follow links"),
    Limit("mediaTypes", "prefixEncoding", "parts", _PARTS),
    Limit("mediaTypes", "itemEncoding", "parts", _PARTS),
    Limit("encodings", "encoding", "parts", "how parts of parts are written is not read"),
    Limit("encodings", "prefixEncoding", "parts", "how parts of parts are written is not read"),
    Limit("encodings", "itemEncoding", "parts", "how parts of parts are written is not read"),
    Limit(
        "securitySchemes",
        "type",
        "certificate",
        "give the certificate to the HTTP client that is handed over",
        has("type", "mutualTLS"),
        '"mutualTLS"',
    ),
    Limit("securitySchemes", "openIdConnectUrl", "discovery", "the client looks nothing up there: give it a token"),
    Limit("securitySchemes", "oauth2MetadataUrl", "discovery", "the client looks nothing up there: give it a token"),
    Limit(
        "securitySchemes",
        "flows",
        "device-flow",
        "the client starts no device flow: give it a token",
        has_inside("flows", "deviceAuthorizationUrl"),
        '"deviceAuthorizationUrl":',
    ),
    Limit(
        "securitySchemes",
        "deprecated",
        "deprecated-scheme",
        "only credentials that are keys have a class to be marked",
        lambda node: node.get("type") != "apiKey",
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
    Limit("schemas", "contentEncoding", "encoded-text", "the text is handed over as it is encoded"),
)


def limits(document: Json) -> tuple[Fault, ...]:
    """What stands in a document that its client does not do."""
    return limits_of(document, LIMITS)

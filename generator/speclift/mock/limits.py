"""What a mock does not do of a document."""

from __future__ import annotations

from speclift.openapi.fault import Fault
from speclift.openapi.limits import Limit, has, has_content, has_inside, limits_of
from speclift.openapi.media_types import is_multipart, plain_kind
from speclift.openapi.records import Json

_PARTS = "parts are not checked or made one by one"


def _is_other_multipart(media_type: str) -> bool:
    return is_multipart(media_type) and plain_kind(media_type) != "multipart/form-data"


LIMITS = (
    Limit("document", "webhooks", "webhook", "the mock calls nobody by itself; --send sends one"),
    Limit("operations", "callbacks", "callback", "the mock calls nobody by itself; --send sends one"),
    Limit("responses", "links", "link", "values of links are not made to fit"),
    Limit("responses", "content", "parts", "an answer in parts is not made", has_content(is_multipart), '"multipart/'),
    Limit("requestBodies", "content", "parts", _PARTS, has_content(_is_other_multipart), '"multipart/'),
    Limit("mediaTypes", "prefixEncoding", "parts", _PARTS),
    Limit("mediaTypes", "itemEncoding", "parts", _PARTS),
    Limit("encodings", "contentType", "encoding", "the media types of parts are not checked"),
    Limit("encodings", "headers", "encoding", "the header fields of parts are not checked"),
    Limit("encodings", "encoding", "encoding", "how parts of parts are written is not read"),
    Limit("encodings", "prefixEncoding", "encoding", "how parts of parts are written is not read"),
    Limit("encodings", "itemEncoding", "encoding", "how parts of parts are written is not read"),
    Limit(
        "securitySchemes",
        "type",
        "certificate",
        "the mock asks for no certificate",
        has("type", "mutualTLS"),
        '"mutualTLS"',
    ),
    Limit(
        "securitySchemes",
        "flows",
        "flows",
        "the mock gives no tokens: every one is good",
        has_inside("flows", "scopes"),
        '"flows":',
    ),
    Limit("securitySchemes", "openIdConnectUrl", "discovery", "the mock looks nothing up there"),
    Limit("securitySchemes", "oauth2MetadataUrl", "discovery", "the mock looks nothing up there"),
    Limit("examples", "externalValue", "external-example", "the example is not fetched"),
    Limit("schemas", "contentEncoding", "encoded-text", "what an encoded text holds is not checked"),
)


def limits(document: Json) -> tuple[Fault, ...]:
    """What stands in a document that its mock does not do."""
    return limits_of(document, LIMITS)

"""What the page does not show of a document."""

from __future__ import annotations

from speclift.openapi.fault import Fault
from speclift.openapi.limits import Limit, has_inside, limits_of
from speclift.openapi.records import Json

LIMITS = (
    Limit("document", "webhooks", "webhook", "webhooks are shown with all operations alone"),
    Limit(
        "document",
        "tags",
        "tag-tree",
        "tags are shown one after the other, whatever their kind and parent",
        has_inside("tags", "parent", "kind"),
        '"tags":',
    ),
    Limit("mediaTypes", "prefixEncoding", "parts", "how parts are written is not shown"),
    Limit("mediaTypes", "itemEncoding", "parts", "how parts are written is not shown"),
    Limit("encodings", "encoding", "parts", "how parts are written is not shown"),
    Limit("encodings", "prefixEncoding", "parts", "how parts are written is not shown"),
    Limit("encodings", "itemEncoding", "parts", "how parts are written is not shown"),
    Limit(
        "securitySchemes",
        "flows",
        "device-flow",
        "the page starts no device flow",
        has_inside("flows", "deviceAuthorizationUrl"),
        '"deviceAuthorizationUrl":',
    ),
    Limit("securitySchemes", "oauth2MetadataUrl", "discovery", "the page looks nothing up there"),
    Limit("securitySchemes", "deprecated", "deprecated-scheme", "the page does not mark credentials as deprecated"),
)


def limits(document: Json) -> tuple[Fault, ...]:
    """What stands in a document that the page does not show."""
    return limits_of(document, LIMITS)

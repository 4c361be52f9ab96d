"""The parts of a document that the page does not show."""

from __future__ import annotations

from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.nodes import Json
from speclift.openapi.unsupported import Limit, limits_of, shared

LIMITS = (
    *shared(
        {
            "webhook": "webhooks are shown only with all operations",
            "tag-tree": "tags are shown one after the other, whatever their kind and parent",
            "parts": "how parts are written is not shown",
            "nested-parts": "how parts are written is not shown",
            "nested-list": "the page writes lists in lists as JSON",
            "device-flow": "the page does not start a device flow",
        }
    ),
    Limit("securitySchemes", "oauth2MetadataUrl", "discovery", "the page does not look anything up there"),
    Limit("parameters", "x-collection-format", "collection-format", "the page writes such a list with commas"),
    Limit("securitySchemes", "deprecated", "deprecated-scheme", "the page does not mark credentials as deprecated"),
)


def limits(document: Json) -> tuple[Fault, ...]:
    """The parts of this document that the page does not show."""
    return limits_of(document, LIMITS)

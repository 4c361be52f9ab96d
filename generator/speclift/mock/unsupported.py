"""The parts of a document that the mock does not support."""

from __future__ import annotations

from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.media_types import FORM_DATA, is_multipart, plain_kind
from speclift.openapi.structure.nodes import Json
from speclift.openapi.unsupported import Limit, has_content, limits_of, shared

_PARTS = "the mock neither checks nor generates single parts"


def _is_other_multipart(media_type: str) -> bool:
    return is_multipart(media_type) and plain_kind(media_type) != FORM_DATA


LIMITS = (
    *shared(
        {
            "webhook": "the mock sends no webhooks by itself; --send sends one",
            "callback": "the mock sends no callbacks by itself; --send sends one",
            "link": "the mock does not follow links: their values may not match other responses",
            "parts": _PARTS,
            "nested-parts": "the encoding of nested parts is not read",
            "certificate": "the mock asks for no certificate",
            "flows": "the mock issues no tokens, and accepts every token",
            "discovery": "the mock does not read the metadata at that URL",
            "nested-list": "a separate collection format for nested lists is not read",
            "external-example": "the example is not fetched",
        }
    ),
    Limit(
        "responses",
        "content",
        "parts",
        "the mock generates no multipart responses",
        has_content(is_multipart),
        '"multipart/',
    ),
    Limit("requestBodies", "content", "parts", _PARTS, has_content(_is_other_multipart), '"multipart/'),
    Limit("encodings", "contentType", "encoding", "the media types of parts are not checked"),
    Limit("encodings", "headers", "encoding", "the headers of parts are not checked"),
    Limit("schemas", "contentEncoding", "encoded-text", "the content of an encoded string is not checked"),
)


def limits(document: Json) -> tuple[Fault, ...]:
    """The parts of a document that its mock does not support."""
    return limits_of(document, LIMITS)

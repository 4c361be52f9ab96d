"""What a mock does not support in a document."""

from __future__ import annotations

from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.media_types import FORM_DATA, is_multipart, plain_kind
from speclift.openapi.structure.nodes import Json
from speclift.openapi.unsupported import Limit, has_content, limits_of, shared

_PARTS = "parts are not checked or made one by one"


def _is_other_multipart(media_type: str) -> bool:
    return is_multipart(media_type) and plain_kind(media_type) != FORM_DATA


LIMITS = (
    *shared(
        {
            "webhook": "the mock sends none by itself; --send sends one",
            "callback": "the mock sends none by itself; --send sends one",
            "link": "values of links are not made to fit",
            "parts": _PARTS,
            "nested-parts": "how parts of parts are written is not read",
            "certificate": "the mock asks for no certificate",
            "flows": "the mock gives no tokens: every one is good",
            "discovery": "the mock looks nothing up there",
            "nested-list": "lists in lists are not read in a form of their own",
            "external-example": "the example is not fetched",
        }
    ),
    Limit("responses", "content", "parts", "an answer in parts is not made", has_content(is_multipart), '"multipart/'),
    Limit("requestBodies", "content", "parts", _PARTS, has_content(_is_other_multipart), '"multipart/'),
    Limit("encodings", "contentType", "encoding", "the media types of parts are not checked"),
    Limit("encodings", "headers", "encoding", "the header fields of parts are not checked"),
    Limit("schemas", "contentEncoding", "encoded-text", "what an encoded text holds is not checked"),
)


def limits(document: Json) -> tuple[Fault, ...]:
    """The parts of a document that its mock does not support."""
    return limits_of(document, LIMITS)

"""What fuzzing does not support in a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from speclift.contract.sample_values import is_unmade
from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.media_types import FORM, is_multipart, is_stream, plain_kind
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.paths import OTHER_METHODS
from speclift.openapi.unsupported import Limit, has_content, limits_of, shared

_PARTS = "parts are not made up or checked one by one"


def _is_one_value(node: Mapping[str, Any]) -> bool:
    return node.get("in") == "querystring" and not has_content(lambda name: plain_kind(name) == FORM)(node)


LIMITS = (
    *shared(
        {
            "webhook": "requests of the server are not checked",
            "callback": "requests of the server are not checked",
            "link": "links are not followed: the fuzzer works out by itself which operations follow which",
            "parts": _PARTS,
            "nested-parts": "parts are written the usual way",
            "certificate": "no client certificate is sent",
            "flows": "no token is fetched: give one with --auth-env, --auth-file or --auth-command",
            "discovery": "nothing is read from there",
            "nested-list": "lists in lists are not written in a form of their own",
            "external-example": "the example is not fetched",
        }
    ),
    Limit("pathItems", OTHER_METHODS, "method", "operations of other methods are not called"),
    Limit(
        "parameters", "in", "query-string", "a query that is one value is not made up", _is_one_value, '"querystring"'
    ),
    Limit(
        "responses",
        "content",
        "sequence",
        "the values of a stream are not checked",
        has_content(is_stream),
        '"content":',
    ),
    Limit("responses", "content", "parts", _PARTS, has_content(is_multipart), '"multipart/'),
    Limit(
        "requestBodies",
        "content",
        "unmade",
        "content of this media type is not made up",
        has_content(is_unmade),
        '"content":',
    ),
    Limit("encodings", "headers", "encoding", "parts have no headers of their own"),
    Limit("encodings", "allowReserved", "encoding", "reserved characters are always encoded"),
)


def limits(document: Json) -> tuple[Fault, ...]:
    """The parts of a document that fuzzing does not support."""
    return limits_of(document, LIMITS)

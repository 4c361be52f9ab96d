"""What fuzzing does not do of a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from speclift.contract.samples import is_unmade
from speclift.openapi.fault import Fault
from speclift.openapi.limits import Limit, has, has_content, has_inside, limits_of
from speclift.openapi.media_types import FORM, is_multipart, is_stream, plain_kind
from speclift.openapi.records import OTHER_METHODS, Json

_PARTS = "parts are not made up or checked one by one"


def _is_one_value(node: Mapping[str, Any]) -> bool:
    return node.get("in") == "querystring" and not has_content(lambda name: plain_kind(name) == FORM)(node)


LIMITS = (
    Limit("document", "webhooks", "webhook", "what the server calls is not looked at"),
    Limit("operations", "callbacks", "callback", "what the server calls is not looked at"),
    Limit("pathItems", OTHER_METHODS, "method", "operations of other methods are not called"),
    Limit("responses", "links", "link", "links are not followed: what leads to what is found out"),
    Limit(
        "parameters", "in", "query-string", "a query that is one value is not made up", _is_one_value, '"querystring"'
    ),
    Limit(
        "responses",
        "content",
        "sequence",
        "values that come one after the other are not checked",
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
    Limit("mediaTypes", "prefixEncoding", "parts", _PARTS),
    Limit("mediaTypes", "itemEncoding", "parts", _PARTS),
    Limit("mediaTypes", "encoding", "encoding", "parts are written the usual way"),
    Limit("encodings", "encoding", "encoding", "parts are written the usual way"),
    Limit("encodings", "prefixEncoding", "encoding", "parts are written the usual way"),
    Limit("encodings", "itemEncoding", "encoding", "parts are written the usual way"),
    Limit("securitySchemes", "type", "certificate", "no certificate is shown", has("type", "mutualTLS"), '"mutualTLS"'),
    Limit(
        "securitySchemes",
        "flows",
        "flows",
        "no token is fetched: give one with --auth-env, --auth-file or --auth-command",
        has_inside("flows", "scopes"),
        '"flows":',
    ),
    Limit("securitySchemes", "openIdConnectUrl", "discovery", "nothing is looked up there"),
    Limit("securitySchemes", "oauth2MetadataUrl", "discovery", "nothing is looked up there"),
    Limit("examples", "externalValue", "external-example", "the example is not fetched"),
)


def limits(document: Json) -> tuple[Fault, ...]:
    """What stands in a document that fuzzing does not do."""
    return limits_of(document, LIMITS)

"""Each rule is reported for some change, with the level from the list of rules."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from speclift.diff.compare import compare
from speclift.diff.description import describe
from speclift.diff.rules.catalogue import RULES_BY_CODE
from speclift.diff.rules.severity import judged
from tests.diff.small import Json, document

STRING: Json = {"type": "string"}
INTEGER: Json = {"type": "integer"}
OPEN: Json = {"type": "object", "properties": {"a": STRING, "b": STRING}}
LESS: Json = {"type": "object", "properties": {"a": STRING}}
CLOSED: Json = {"additionalProperties": False}
KINDS: Json = {"oneOf": [STRING, INTEGER]}
REQUIRES_A, REQUIRES_B = ({**OPEN, "required": [name]} for name in "ab")
CRATE: Json = {"$ref": "#/components/schemas/Crate"}
BOX: Json = {"$ref": "#/components/schemas/Box"}
TEXT: Any = {"content": {"application/json": {"schema": STRING}}}


def with_discriminator(property_name: str, **mapping: str) -> Json:
    return {**KINDS, "discriminator": {"propertyName": property_name, "mapping": mapping}}


#: A schema before and after, by the rule that is reported for a request as well as for a response.
SCHEMAS: dict[str, tuple[Any, Any]] = {
    "type-narrowed": ({"type": ["string", "integer"]}, STRING),
    "type-stated": ({}, STRING),
    "type-changed": (STRING, {"type": "boolean"}),
    "format-narrowed": (STRING, {**STRING, "format": "date"}),
    "format-changed": ({**STRING, "format": "uuid"}, {**STRING, "format": "date"}),
    "became-nullable": (STRING, {"type": ["string", "null"]}),
    "enum-value-added": ({"enum": ["a"]}, {"enum": ["a", "b"]}),
    "known-value-added": ({**STRING, "x-extensible-enum": ["a"]}, {**STRING, "x-extensible-enum": ["a", "b"]}),
    "became-enum": (STRING, {**STRING, "enum": ["a"]}),
    "enum-opened": ({**STRING, "enum": ["a"]}, {**STRING, "x-extensible-enum": ["a"]}),
    "bound-tightened": ({**INTEGER, "maximum": 9}, {**INTEGER, "maximum": 8}),
    "pattern-added": (STRING, {**STRING, "pattern": "a"}),
    "pattern-changed": ({**STRING, "pattern": "a"}, {**STRING, "pattern": "b"}),
    "condition-tightened": (STRING, {**STRING, "not": {"const": ""}}),
    "condition-changed": ({**STRING, "not": {"pattern": "^(a|b)+c"}}, {**STRING, "not": {"pattern": "^[ab]+c"}}),
    "default-changed": (STRING, {**STRING, "default": "a"}),
    "unknown-properties-forbidden": (OPEN, {**OPEN, **CLOSED}),
    "alternative-added": (KINDS, {"oneOf": [STRING, INTEGER, {"type": "boolean"}]}),
    "alternatives-became-exclusive": ({"anyOf": [REQUIRES_A, REQUIRES_B]}, {"oneOf": [REQUIRES_A, REQUIRES_B]}),
    "discriminator-added": (KINDS, {**KINDS, "discriminator": {"propertyName": "a"}}),
    "discriminator-property-changed": (with_discriminator("a"), with_discriminator("b")),
    "discriminator-value-added": (with_discriminator("a", x="A"), with_discriminator("a", x="A", y="B")),
    "discriminator-value-changed": (with_discriminator("a", x="A"), with_discriminator("a", x="B")),
    "property-deprecated": (STRING, {**STRING, "deprecated": True}),
}


def with_operation(path: str = "/a", method: str = "get", **operation: Any) -> Json:
    """A document with one operation."""
    whole = {"operationId": "a", "responses": {"200": {"description": ""}}, **copy.deepcopy(operation)}
    return {"openapi": "3.1.1", "info": {"title": "", "version": "1.0.0"}, "paths": {path: {method: whole}}}


def with_query_parameter(**more: Any) -> Json:
    return with_operation(parameters=[{"name": "q", "in": "query", "schema": STRING, **more}])


def with_path_parameter(name: str) -> Json:
    parameter = {"name": name, "in": "path", "required": True, "schema": STRING}
    return with_operation(f"/a/{{{name}}}", parameters=[parameter])


def responding(status: str = "200", **more: Any) -> Json:
    return with_operation(responses={"200": {"description": ""}, status: {"description": "", **more}})


def with_server(url: str) -> Json:
    return {**with_operation(), "servers": [{"url": url}]}


def secured(*security: Json) -> Json:
    schemes = {
        "key": {"type": "apiKey", "in": "query", "name": "key"},
        "basic": {"type": "http", "scheme": "basic"},
        "oauth": {"type": "oauth2", "flows": {}},
    }
    return {**with_operation(), "components": {"securitySchemes": schemes}, "security": list(security)}


def with_token_url(url: str) -> Json:
    """A document whose tokens come from this address."""
    flows = {"clientCredentials": {"tokenUrl": url, "scopes": {}}}
    schemes = {"oauth": {"type": "oauth2", "flows": flows}}
    return {**with_operation(), "components": {"securitySchemes": schemes}, "security": [{"oauth": []}]}


def returning(schema: Json, **components: Json) -> Json:
    content: Any = {"content": {"application/json": {"schema": schema}}}
    return {**responding(**content), "components": {"schemas": components}}


def uploading(**encoding: Json) -> Json:
    """A form with one part, in a request and in a response."""
    form = {"schema": {"type": "object", "properties": {"part": STRING}}, "encoding": encoding}
    content = {"content": {"multipart/form-data": form}}
    return with_operation("/a", "post", requestBody=content, responses={"200": {"description": "", **content}})


def with_event(kind: str, *, is_deprecated: bool = False) -> Json:
    """A document with a webhook, or with an operation that has a callback."""
    item = {"post": {"deprecated": is_deprecated, "responses": {"200": {"description": ""}}}}
    if kind == "webhook":
        return {**with_operation(), "webhooks": {"sent": item}}
    return with_operation(callbacks={"sent": {"{$request.body#/url}": item}})


def in_media_types(*types: str) -> Json:
    return {"content": {name: {"schema": STRING} for name in types}}


TWO = with_operation()
TWO["paths"]["/b"] = {"get": {"operationId": "b", "responses": {"200": {"description": ""}}}}
RETIRING = copy.deepcopy(TWO)
RETIRING["paths"]["/b"]["get"]["deprecated"] = True
HEADER: Any = {"headers": {"X-Left": {"schema": STRING}}}
REQUIRED_HEADER: Any = {"headers": {"X-Left": {"schema": STRING, "required": True}}}
KEY: Json = {"key": []}
BASIC: Json = {"basic": []}

#: Two documents, by the rule that is reported when the second replaces the first.
DOCUMENTS: dict[str, tuple[Json, Json]] = {
    "operation-removed": (TWO, with_operation()),
    "operation-removed-after-deprecation": (RETIRING, with_operation()),
    "operation-path-changed": (with_operation("/a"), with_operation("/b")),
    "operation-method-changed": (with_operation(), with_operation(method="post")),
    "operation-id-changed": (with_operation(), with_operation(operationId="b")),
    "operation-deprecated": (with_operation(), with_operation(deprecated=True)),
    "operation-tag-removed": (with_operation(tags=["A", "B"]), with_operation(tags=["A"])),
    "description-changed": (with_operation(), with_operation(description="Other words.")),
    "version-not-raised": (TWO, with_operation()),
    "base-path-changed": (with_server("/v1"), with_server("/v2")),
    "server-removed": (with_server("https://x.example/v1"), with_server("https://y.example/v1")),
    "security-required": (secured(), secured(KEY)),
    "security-alternative-removed": (secured(KEY, BASIC), secured(KEY)),
    "security-scope-added": (secured({"oauth": ["x"]}), secured({"oauth": ["x", "y"]})),
    "security-address-removed": (with_token_url("https://x.example/token"), with_token_url("https://y.example/token")),
    "component-renamed": (returning(CRATE, Crate=OPEN), returning(BOX, Box=OPEN)),
    "component-replaced": (returning(CRATE, Crate=OPEN, Box=LESS), returning(BOX, Crate=OPEN, Box=LESS)),
    "component-namespace-changed": (
        returning({"$ref": "#/components/schemas/Shop.Crate"}, **{"Shop.Crate": OPEN}),
        returning(CRATE, Crate=OPEN),
    ),
    "component-removed": (returning(CRATE, Crate=OPEN), returning(STRING)),
    "webhook-removed": (with_event("webhook"), with_operation()),
    "webhook-changed": (with_event("webhook"), with_event("webhook", is_deprecated=True)),
    "callback-removed": (with_event("callback"), with_operation()),
    "callback-changed": (with_event("callback"), with_event("callback", is_deprecated=True)),
    "request-parameter-removed": (with_query_parameter(), with_operation()),
    "request-required-parameter-added": (with_operation(), with_query_parameter(required=True)),
    "request-parameter-became-required": (with_query_parameter(), with_query_parameter(required=True)),
    "request-parameter-moved": (with_query_parameter(), with_query_parameter(**{"in": "header"})),
    "request-parameter-renamed": (with_path_parameter("b"), with_path_parameter("c")),
    "request-parameter-serialization-changed": (
        with_query_parameter(schema={"type": "array", "items": STRING}),
        with_query_parameter(schema={"type": "array", "items": STRING}, explode=False),
    ),
    "request-parameter-deprecated": (with_query_parameter(), with_query_parameter(deprecated=True)),
    "request-body-removed": (with_operation(requestBody=TEXT), with_operation()),
    "request-required-body-added": (with_operation(), with_operation(requestBody={**TEXT, "required": True})),
    "request-body-became-required": (
        with_operation(requestBody=TEXT),
        with_operation(requestBody={**TEXT, "required": True}),
    ),
    "request-media-type-removed": (
        with_operation(requestBody=in_media_types("application/json", "text/plain")),
        with_operation(requestBody=in_media_types("application/json")),
    ),
    "response-media-type-removed": (
        responding(**in_media_types("application/json", "text/plain")),
        responding(**in_media_types("application/json")),
    ),
    "response-success-status-removed": (responding("201"), responding()),
    "response-status-removed": (responding("404"), responding()),
    "response-body-removed": (responding(**TEXT), responding()),
    "response-header-removed": (responding(**HEADER), responding()),
    "response-header-became-optional": (responding(**REQUIRED_HEADER), responding(**HEADER)),
    "request-property-became-required": (document(STRING), document(STRING, required=True)),
    "response-property-became-required": (document(STRING), document(STRING, required=True)),
    "request-part-media-type-removed": (
        uploading(part={"contentType": "text/plain, text/csv"}),
        uploading(part={"contentType": "text/plain"}),
    ),
    "response-part-media-type-removed": (
        uploading(part={"contentType": "text/plain, text/csv"}),
        uploading(part={"contentType": "text/plain"}),
    ),
    "request-property-removed": (document(OPEN), document(LESS)),
    "request-required-property-added": (document(LESS), document(REQUIRES_B)),
    "request-property-no-longer-allowed": (document({**OPEN, **CLOSED}), document({**LESS, **CLOSED})),
    "response-property-removed": (document(OPEN), document(LESS)),
    "request-property-became-read-only": (document(STRING), document({**STRING, "readOnly": True})),
    "response-property-became-write-only": (document(STRING), document({**STRING, "writeOnly": True})),
}


def firing() -> Iterator[tuple[str, Json, Json]]:
    """Each code, and two documents for which it is reported; in reverse, they yield the opposite code."""
    found = dict(DOCUMENTS)
    for name, (before, after) in SCHEMAS.items():
        for direction in ("request", "response"):
            found[f"{direction}-{name}"] = document(before), document(after)
    for code, (old, new) in found.items():
        yield code, old, new
        if (opposite := RULES_BY_CODE[code].opposite) not in found:
            yield opposite, new, old


FIRING = {code: (old, new) for code, old, new in firing()}


def test_every_rule_has_a_change() -> None:
    assert FIRING.keys() == RULES_BY_CODE.keys()


@pytest.mark.parametrize("code", FIRING)
def test_a_rule_is_reported_for_its_change_with_its_level(code: str) -> None:
    old, new = FIRING[code]
    found = judged(compare(describe(old, "old"), describe(new, "new")), {}).changes
    assert {change.level for change in found if change.code == code} == {RULES_BY_CODE[code].level}

"""Each rule is said of some change, with the level that the list of rules gives it."""

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
NEEDING_A, NEEDING_B = ({**OPEN, "required": [name]} for name in "ab")
CRATE: Json = {"$ref": "#/components/schemas/Crate"}
BOX: Json = {"$ref": "#/components/schemas/Box"}
TEXT: Any = {"content": {"application/json": {"schema": STRING}}}


def told_apart(property_name: str, **mapping: str) -> Json:
    return {**KINDS, "discriminator": {"propertyName": property_name, "mapping": mapping}}


#: A schema before and after, by what is said of it in a request as well as in an answer.
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
    "alternatives-became-exclusive": ({"anyOf": [NEEDING_A, NEEDING_B]}, {"oneOf": [NEEDING_A, NEEDING_B]}),
    "discriminator-added": (KINDS, {**KINDS, "discriminator": {"propertyName": "a"}}),
    "discriminator-property-changed": (told_apart("a"), told_apart("b")),
    "discriminator-value-added": (told_apart("a", x="A"), told_apart("a", x="A", y="B")),
    "discriminator-value-changed": (told_apart("a", x="A"), told_apart("a", x="B")),
    "property-deprecated": (STRING, {**STRING, "deprecated": True}),
}


def calling(path: str = "/a", method: str = "get", **operation: Any) -> Json:
    """A document with one operation."""
    whole = {"operationId": "a", "responses": {"200": {"description": ""}}, **copy.deepcopy(operation)}
    return {"openapi": "3.1.1", "info": {"title": "", "version": "1.0.0"}, "paths": {path: {method: whole}}}


def asking(**more: Any) -> Json:
    return calling(parameters=[{"name": "q", "in": "query", "schema": STRING, **more}])


def placed(name: str) -> Json:
    parameter = {"name": name, "in": "path", "required": True, "schema": STRING}
    return calling(f"/a/{{{name}}}", parameters=[parameter])


def answering(status: str = "200", **more: Any) -> Json:
    return calling(responses={"200": {"description": ""}, status: {"description": "", **more}})


def served(url: str) -> Json:
    return {**calling(), "servers": [{"url": url}]}


def secured(*security: Json) -> Json:
    schemes = {
        "key": {"type": "apiKey", "in": "query", "name": "key"},
        "basic": {"type": "http", "scheme": "basic"},
        "oauth": {"type": "oauth2", "flows": {}},
    }
    return {**calling(), "components": {"securitySchemes": schemes}, "security": list(security)}


def granted(url: str) -> Json:
    """A document whose tokens come from an address."""
    flows = {"clientCredentials": {"tokenUrl": url, "scopes": {}}}
    schemes = {"oauth": {"type": "oauth2", "flows": flows}}
    return {**calling(), "components": {"securitySchemes": schemes}, "security": [{"oauth": []}]}


def having(schema: Json, **components: Json) -> Json:
    content: Any = {"content": {"application/json": {"schema": schema}}}
    return {**answering(**content), "components": {"schemas": components}}


def uploading(**encoding: Json) -> Json:
    """A form with a part, in a request and in an answer."""
    form = {"schema": {"type": "object", "properties": {"part": STRING}}, "encoding": encoding}
    content = {"content": {"multipart/form-data": form}}
    return calling("/a", "post", requestBody=content, responses={"200": {"description": "", **content}})


def event(kind: str, *, is_deprecated: bool = False) -> Json:
    """A document with a webhook, or with an operation that has a callback."""
    item = {"post": {"deprecated": is_deprecated, "responses": {"200": {"description": ""}}}}
    if kind == "webhook":
        return {**calling(), "webhooks": {"sent": item}}
    return calling(callbacks={"sent": {"{$request.body#/url}": item}})


def listed(*types: str) -> Json:
    return {"content": {name: {"schema": STRING} for name in types}}


TWO = calling()
TWO["paths"]["/b"] = {"get": {"operationId": "b", "responses": {"200": {"description": ""}}}}
RETIRING = copy.deepcopy(TWO)
RETIRING["paths"]["/b"]["get"]["deprecated"] = True
HEADER: Any = {"headers": {"X-Left": {"schema": STRING}}}
NEEDED_HEADER: Any = {"headers": {"X-Left": {"schema": STRING, "required": True}}}
KEY: Json = {"key": []}
BASIC: Json = {"basic": []}

#: Two documents, by what is said where the second takes the place of the first.
DOCUMENTS: dict[str, tuple[Json, Json]] = {
    "operation-removed": (TWO, calling()),
    "operation-removed-after-deprecation": (RETIRING, calling()),
    "operation-path-changed": (calling("/a"), calling("/b")),
    "operation-method-changed": (calling(), calling(method="post")),
    "operation-id-changed": (calling(), calling(operationId="b")),
    "operation-deprecated": (calling(), calling(deprecated=True)),
    "operation-tag-removed": (calling(tags=["A", "B"]), calling(tags=["A"])),
    "description-changed": (calling(), calling(description="Other words.")),
    "version-not-raised": (TWO, calling()),
    "base-path-changed": (served("/v1"), served("/v2")),
    "server-removed": (served("https://x.example/v1"), served("https://y.example/v1")),
    "security-required": (secured(), secured(KEY)),
    "security-alternative-removed": (secured(KEY, BASIC), secured(KEY)),
    "security-scope-added": (secured({"oauth": ["x"]}), secured({"oauth": ["x", "y"]})),
    "security-address-removed": (granted("https://x.example/token"), granted("https://y.example/token")),
    "component-renamed": (having(CRATE, Crate=OPEN), having(BOX, Box=OPEN)),
    "component-replaced": (having(CRATE, Crate=OPEN, Box=LESS), having(BOX, Crate=OPEN, Box=LESS)),
    "component-namespace-changed": (
        having({"$ref": "#/components/schemas/Shop.Crate"}, **{"Shop.Crate": OPEN}),
        having(CRATE, Crate=OPEN),
    ),
    "component-removed": (having(CRATE, Crate=OPEN), having(STRING)),
    "webhook-removed": (event("webhook"), calling()),
    "webhook-changed": (event("webhook"), event("webhook", is_deprecated=True)),
    "callback-removed": (event("callback"), calling()),
    "callback-changed": (event("callback"), event("callback", is_deprecated=True)),
    "request-parameter-removed": (asking(), calling()),
    "request-required-parameter-added": (calling(), asking(required=True)),
    "request-parameter-became-required": (asking(), asking(required=True)),
    "request-parameter-moved": (asking(), asking(**{"in": "header"})),
    "request-parameter-renamed": (placed("b"), placed("c")),
    "request-parameter-serialization-changed": (
        asking(schema={"type": "array", "items": STRING}),
        asking(schema={"type": "array", "items": STRING}, explode=False),
    ),
    "request-parameter-deprecated": (asking(), asking(deprecated=True)),
    "request-body-removed": (calling(requestBody=TEXT), calling()),
    "request-required-body-added": (calling(), calling(requestBody={**TEXT, "required": True})),
    "request-body-became-required": (calling(requestBody=TEXT), calling(requestBody={**TEXT, "required": True})),
    "request-media-type-removed": (
        calling(requestBody=listed("application/json", "text/plain")),
        calling(requestBody=listed("application/json")),
    ),
    "response-media-type-removed": (
        answering(**listed("application/json", "text/plain")),
        answering(**listed("application/json")),
    ),
    "response-success-status-removed": (answering("201"), answering()),
    "response-status-removed": (answering("404"), answering()),
    "response-body-removed": (answering(**TEXT), answering()),
    "response-header-removed": (answering(**HEADER), answering()),
    "response-header-became-optional": (answering(**NEEDED_HEADER), answering(**HEADER)),
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
    "request-required-property-added": (document(LESS), document(NEEDING_B)),
    "request-property-no-longer-allowed": (document({**OPEN, **CLOSED}), document({**LESS, **CLOSED})),
    "response-property-removed": (document(OPEN), document(LESS)),
    "request-property-became-read-only": (document(STRING), document({**STRING, "readOnly": True})),
    "response-property-became-write-only": (document(STRING), document({**STRING, "writeOnly": True})),
}


def firing() -> Iterator[tuple[str, Json, Json]]:
    """Each code, and two documents that it is said of: made backwards, a change is the opposite one."""
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
def test_a_rule_is_said_of_its_change_with_its_level(code: str) -> None:
    old, new = FIRING[code]
    found = judged(compare(describe(old, "old"), describe(new, "new")), {}).changes
    assert {change.level for change in found if change.code == code} == {RULES_BY_CODE[code].level}

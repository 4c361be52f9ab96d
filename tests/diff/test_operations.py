"""What is said of one operation that became another: its path, marks, tags, bodies, header fields, parameters."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from speclift.diff.rules.catalogue import RULES_BY_CODE
from tests.diff.small import Json, codes

STRING: Json = {"type": "string"}
JSON: Json = {"content": {"application/json": {"schema": STRING}}}


def answering(**more: Any) -> Json:
    return {"responses": {"200": {"description": "", **more}}}


def asking(**more: Any) -> Json:
    return {"parameters": [{"name": "q", "in": "query", "schema": STRING, **more}]}


def holding(**more: Any) -> Json:
    """An object with a property that has these keywords, which is asked with and answered."""
    content = {"application/json": {"schema": {"type": "object", "properties": {"it": {**STRING, **more}}}}}
    return {"requestBody": {"required": True, "content": content}, **answering(content=content)}


def having(**field: Any) -> Json:
    return answering(headers={"X-Left": {"schema": STRING, **field}})


#: An operation before and after, and what is said of it; made backwards the opposite is said.
PAIRS: tuple[tuple[Json, Json, str], ...] = (
    ({}, {"description": "Other words."}, "description-changed"),
    ({}, {"deprecated": True}, "operation-deprecated"),
    ({"tags": ["A"]}, {"tags": ["A", "B"]}, "operation-tag-added"),
    ({}, {"requestBody": JSON}, "request-body-added"),
    ({"requestBody": {**JSON, "required": True}}, {"requestBody": JSON}, "request-body-became-optional"),
    (asking(required=True), asking(), "request-parameter-became-optional"),
    (asking(), asking(deprecated=True), "request-parameter-deprecated"),
    (holding(), holding(deprecated=True), "request-property-deprecated"),
    (holding(), holding(deprecated=True), "response-property-deprecated"),
    (holding(), holding(writeOnly=True), "response-property-became-write-only"),
    (answering(), answering(**JSON), "response-body-added"),
    (answering(), having(), "response-header-added"),
    (having(required=True), having(), "response-header-became-optional"),
)


def document(operation: Json, path: str = "/a", method: str = "get") -> Json:
    whole = {**answering(), "operationId": "a", **copy.deepcopy(operation)}
    return {"openapi": "3.1.1", "info": {"title": "", "version": ""}, "paths": {path: {method: whole}}}


@pytest.mark.parametrize(("old", "new", "code"), PAIRS, ids=[code for *_, code in PAIRS])
def test_a_change_and_its_opposite(old: Json, new: Json, code: str) -> None:
    assert code in codes(document(old), document(new))
    assert RULES_BY_CODE[code].opposite in codes(document(new), document(old))


def test_a_body_that_must_be_sent_is_more_than_one_that_may() -> None:
    assert codes(document({}), document({"requestBody": {**JSON, "required": True}})) == {"request-required-body-added"}


def test_an_operation_is_known_by_its_id() -> None:
    assert codes(document({}), document({}, path="/b")) == {"operation-path-changed"}
    assert codes(document({}), document({}, method="post")) == {"operation-method-changed"}


def test_another_schema_of_the_document_in_its_place() -> None:
    def answered(name: str) -> Json:
        reference = {"$ref": f"#/components/schemas/{name}"}
        found = document(answering(content={"application/json": {"schema": reference}}))
        found["components"] = {"schemas": {"Crate": {"type": "object"}, "Box": {"type": "object"}}}
        return found

    assert "component-replaced" in codes(answered("Crate"), answered("Box"))

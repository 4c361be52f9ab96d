"""What a comparison reports about an operation: its path, deprecation, tags, bodies, headers and parameters."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from speclift.diff.rules.catalogue import RULES_BY_CODE
from tests.diff.small import Json, codes

STRING: Json = {"type": "string"}
JSON: Json = {"content": {"application/json": {"schema": STRING}}}


def responding(**more: Any) -> Json:
    return {"responses": {"200": {"description": "", **more}}}


def with_query_parameter(**more: Any) -> Json:
    return {"parameters": [{"name": "q", "in": "query", "schema": STRING, **more}]}


def with_property(**more: Any) -> Json:
    """An operation that accepts and returns an object with a property that has these keywords."""
    content = {"application/json": {"schema": {"type": "object", "properties": {"it": {**STRING, **more}}}}}
    return {"requestBody": {"required": True, "content": content}, **responding(content=content)}


def with_header(**header: Any) -> Json:
    return responding(headers={"X-Left": {"schema": STRING, **header}})


#: An operation before and after, and the rule that is reported; in reverse, its opposite is reported.
PAIRS: tuple[tuple[Json, Json, str], ...] = (
    ({}, {"description": "Other words."}, "description-changed"),
    ({}, {"deprecated": True}, "operation-deprecated"),
    ({"tags": ["A"]}, {"tags": ["A", "B"]}, "operation-tag-added"),
    ({}, {"requestBody": JSON}, "request-body-added"),
    ({"requestBody": {**JSON, "required": True}}, {"requestBody": JSON}, "request-body-became-optional"),
    (with_query_parameter(required=True), with_query_parameter(), "request-parameter-became-optional"),
    (with_query_parameter(), with_query_parameter(deprecated=True), "request-parameter-deprecated"),
    (with_property(), with_property(deprecated=True), "request-property-deprecated"),
    (with_property(), with_property(deprecated=True), "response-property-deprecated"),
    (with_property(), with_property(writeOnly=True), "response-property-became-write-only"),
    (responding(), responding(**JSON), "response-body-added"),
    (responding(), with_header(), "response-header-added"),
    (with_header(required=True), with_header(), "response-header-became-optional"),
)


def document(operation: Json, path: str = "/a", method: str = "get") -> Json:
    whole = {**responding(), "operationId": "a", **copy.deepcopy(operation)}
    return {"openapi": "3.1.1", "info": {"title": "", "version": ""}, "paths": {path: {method: whole}}}


@pytest.mark.parametrize(("old", "new", "code"), PAIRS, ids=[code for *_, code in PAIRS])
def test_a_change_and_its_opposite_are_reported(old: Json, new: Json, code: str) -> None:
    assert code in codes(document(old), document(new))
    assert RULES_BY_CODE[code].opposite in codes(document(new), document(old))


def test_a_required_body_has_a_rule_of_its_own() -> None:
    assert codes(document({}), document({"requestBody": {**JSON, "required": True}})) == {"request-required-body-added"}


def test_an_operation_is_recognized_by_its_id() -> None:
    assert codes(document({}), document({}, path="/b")) == {"operation-path-changed"}
    assert codes(document({}), document({}, method="post")) == {"operation-method-changed"}


def test_a_reference_to_another_component_is_reported() -> None:
    def returning(name: str) -> Json:
        reference = {"$ref": f"#/components/schemas/{name}"}
        found = document(responding(content={"application/json": {"schema": reference}}))
        found["components"] = {"schemas": {"Crate": {"type": "object"}, "Box": {"type": "object"}}}
        return found

    assert "component-replaced" in codes(returning("Crate"), returning("Box"))

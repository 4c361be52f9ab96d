"""Paths that differ only in the names of their parameters: the values decide which operation is meant."""

from __future__ import annotations

from typing import Any

from speclift.contract.view import read_contract
from speclift.mock.app import Mock
from tests.mock.calls import ask


def operation(name: str, schema: dict[str, Any], example: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"type": "string"}, "example": example}}
    return {
        "get": {
            "operationId": example,
            "parameters": [{"name": name, "in": "path", "required": True, "schema": schema}],
            "responses": {"200": {"description": "", "content": content}},
        }
    }


def test_the_values_decide_which_operation_is_meant() -> None:
    document = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {
            "/task/{name}": operation("name", {"type": "string"}, "by name"),
            "/task/{id}": operation("id", {"type": "integer"}, "by id"),
            "/task/{state}": operation("state", {"type": "string", "enum": ["Done", "New"]}, "by state"),
        },
    }
    server = Mock(read_contract(document))
    assert ask(server, "GET", "/task/7").json() == "by id"
    assert ask(server, "GET", "/task/New").json() == "by state"
    assert ask(server, "GET", "/task/Old").json() == "by name"

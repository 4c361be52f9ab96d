"""Under which paths an API is found, however they are encoded, and what it answers to who asks for little."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from speclift.mock.app import Mock
from tests.contract.small import STRING, Json, content, document, operation, parameter
from tests.mock.calls import BASE, ask, mock_of


def server() -> Mock:
    own = {**operation("Own"), "servers": [{"url": "/own"}]}
    servers: list[Json] = [
        {"url": "https://x.example/v1"},
        {"url": "https://x.example/v1/{stage}/api/", "variables": {"stage": {"default": "test"}}},
    ]
    templated = operation("T", parameters=[parameter("id", schema=STRING)])
    paths = {"/a": {"get": own}, "/straße/a b": {"get": operation("Literal")}, "/t/{id}": {"get": templated}}
    return mock_of({**document(paths), "servers": servers})


@pytest.mark.parametrize("target", ["/a", "/v1/a", "/v1/test/api/a", "/own/a", "/t/x", "/v1/t/x%2Fy"])
def test_every_server_of_the_document_is_answered_for(target: str) -> None:
    assert ask(server(), "GET", target).status_code == 200


@pytest.mark.parametrize("target", ["/v2/a", "/v1/other/api/a", "/own"])
def test_no_other_path_is(target: str) -> None:
    assert ask(server(), "GET", target).status_code == 404


@pytest.mark.parametrize("target", ["/straße/a b", "/stra%c3%9fe/a%20b", "/v1/stra%C3%9Fe/%61%20b"])
def test_literal_segments_may_be_encoded_in_any_way(target: str) -> None:
    assert ask(server(), "GET", target).status_code == 200


@pytest.mark.parametrize("has_raw_path", [False, True])
def test_it_may_stand_below_another_application(has_raw_path: bool) -> None:
    inner = server()

    async def outer(scope: Any, receive: Any, send: Any) -> None:
        found = {name: value for name, value in scope.items() if has_raw_path or name != "raw_path"}
        await inner({**found, "root_path": "/mounted here"}, receive, send)

    async def asked() -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(outer), base_url=BASE) as client:
            return (await client.get("/mounted here/v1/a")).status_code

    assert asyncio.run(asked()) == 200


def test_a_documented_charset_is_not_asked_for() -> None:
    source = operation("Get")
    source["responses"]["200"]["content"] = content({"const": 1}, "application/json; charset=utf-8")
    found = ask(mock_of(document({"/a": {"get": source}})), "GET", "/a", headers={"Accept": "application/json"})
    assert found.status_code == 200
    assert found.json() == 1


def test_default_is_answered_before_failures_and_a_certificate_is_not_asked_for() -> None:
    source = operation("Get", security=[{"tls": []}])
    source["responses"] = {"400": {"description": ""}, "default": {"description": ""}}
    made = mock_of(document({"/a": {"get": source}}, securitySchemes={"tls": {"type": "mutualTLS"}}))
    assert ask(made, "GET", "/a", login={}).status_code == 200


def test_json_is_answered_before_xml_unless_it_is_asked_for() -> None:
    source = operation("Get")
    source["responses"]["200"]["content"] = {
        "application/xml": {"schema": {"type": "object"}, "example": {"a": 1}},
        "application/json": {"schema": {"const": 1}},
    }
    made = mock_of(document({"/a": {"get": source}}))
    assert ask(made, "GET", "/a").json() == 1
    assert ask(made, "GET", "/a", headers={"Accept": "*/*"}).json() == 1
    assert b"<a>1</a>" in ask(made, "GET", "/a", headers={"Accept": "application/xml"}).content

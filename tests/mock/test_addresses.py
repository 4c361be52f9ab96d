"""The paths under which the mock serves an API, however they are encoded, and the responses it prefers."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from speclift.mock.app import Mock
from tests.contract.small import STRING, Json, content, document, operation, parameter
from tests.mock.calls import BASE, ask, mock_of


def mock_with_servers() -> Mock:
    operation_with_server = {**operation("Own"), "servers": [{"url": "/own"}]}
    servers: list[Json] = [
        {"url": "https://x.example/v1"},
        {"url": "https://x.example/v1/{stage}/api/", "variables": {"stage": {"default": "test"}}},
    ]
    operation_with_template = operation("T", parameters=[parameter("id", schema=STRING)])
    paths = {
        "/a": {"get": operation_with_server},
        "/straße/a b": {"get": operation("Literal")},
        "/t/{id}": {"get": operation_with_template},
    }
    return mock_of({**document(paths), "servers": servers})


@pytest.mark.parametrize("target", ["/a", "/v1/a", "/v1/test/api/a", "/own/a", "/t/x", "/v1/t/x%2Fy"])
def test_the_paths_of_every_documented_server_are_served(target: str) -> None:
    assert ask(mock_with_servers(), "GET", target).status_code == 200


@pytest.mark.parametrize("target", ["/v2/a", "/v1/other/api/a", "/own"])
def test_other_paths_are_not_found(target: str) -> None:
    assert ask(mock_with_servers(), "GET", target).status_code == 404


@pytest.mark.parametrize("target", ["/straße/a b", "/stra%c3%9fe/a%20b", "/v1/stra%C3%9Fe/%61%20b"])
def test_literal_segments_may_be_encoded_in_any_way(target: str) -> None:
    assert ask(mock_with_servers(), "GET", target).status_code == 200


@pytest.mark.parametrize("has_raw_path", [False, True])
def test_the_mock_can_be_mounted_in_another_application(has_raw_path: bool) -> None:
    inner = mock_with_servers()

    async def outer(scope: Any, receive: Any, send: Any) -> None:
        forwarded = {name: value for name, value in scope.items() if has_raw_path or name != "raw_path"}
        await inner({**forwarded, "root_path": "/mounted here"}, receive, send)

    async def fetch_status() -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(outer), base_url=BASE) as client:
            return (await client.get("/mounted here/v1/a")).status_code

    assert asyncio.run(fetch_status()) == 200


def test_accept_need_not_name_a_documented_charset() -> None:
    source = operation("Get")
    source["responses"]["200"]["content"] = content({"const": 1}, "application/json; charset=utf-8")
    response = ask(mock_of(document({"/a": {"get": source}})), "GET", "/a", headers={"Accept": "application/json"})
    assert response.status_code == 200
    assert response.json() == 1


def test_the_default_response_comes_before_errors_and_no_client_certificate_is_needed() -> None:
    source = operation("Get", security=[{"tls": []}])
    source["responses"] = {"400": {"description": ""}, "default": {"description": ""}}
    server = mock_of(document({"/a": {"get": source}}, securitySchemes={"tls": {"type": "mutualTLS"}}))
    assert ask(server, "GET", "/a", login={}).status_code == 200


def test_json_is_preferred_to_xml_unless_accept_asks_for_xml() -> None:
    source = operation("Get")
    source["responses"]["200"]["content"] = {
        "application/xml": {"schema": {"type": "object"}, "example": {"a": 1}},
        "application/json": {"schema": {"const": 1}},
    }
    server = mock_of(document({"/a": {"get": source}}))
    assert ask(server, "GET", "/a").json() == 1
    assert ask(server, "GET", "/a", headers={"Accept": "*/*"}).json() == 1
    assert b"<a>1</a>" in ask(server, "GET", "/a", headers={"Accept": "application/xml"}).content

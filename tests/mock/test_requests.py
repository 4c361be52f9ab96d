"""Requests that break the contract are refused, and the refusal says where and why."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from speclift.http.asgi import Message
from speclift.mock.problems import Problem
from speclift.mock.requests.parse import Waiting, read_body
from speclift.mock.resources.store import FileStore
from tests.contract.small import INTEGER, STRING, content, document, operation, parameter, properties
from tests.mock.calls import BATCH, MEMBER, ask, errors, mock, mock_of, slowly

READ = f"{BATCH}/GetBatchTaskInfo"
REFERENCE = "/api/v1/Agents/NumberAllocation/GetRefCountEntity"
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("method", "target", "request_", "error"),
    [
        ("GET", f"{MEMBER}/x", {}, ("path", "id", "", "type")),
        ("GET", f"{MEMBER}/1.5", {}, ("path", "id", "", "type")),
        ("GET", f"{MEMBER}/{2**31}", {}, ("path", "id", "", "maximum")),
        ("GET", f"{MEMBER}/{'9' * 5000}", {}, ("path", "id", "", "type")),
        ("GET", f"{MEMBER}/%F0%9F%92%A9", {}, ("path", "id", "", "type")),
        ("GET", f"{MEMBER}?$top=many", {}, ("query", "$top", "", "type")),
        ("GET", f"{MEMBER}?$top=1&$top=2", {}, ("query", "$top", "", "repeated")),
        ("GET", f"{MEMBER}?$jsonSafe=maybe", {}, ("query", "$jsonSafe", "", "type")),
        ("POST", REFERENCE, {}, ("query", "refCountEntityId", "", "required")),
        ("POST", f"{REFERENCE}?refCountEntityId=", {}, ("query", "refCountEntityId", "", "type")),
        ("POST", READ, {}, ("body", "", "#", "required")),
        ("POST", READ, {"json": {"Id": "x"}}, ("body", "", "#/Id", "type")),
        ("POST", READ, {"json": {"Id": 2**31}}, ("body", "", "#/Id", "maximum")),
        ("POST", READ, {"json": []}, ("body", "", "#", "type")),
        ("POST", READ, {"content": b"null", "headers": JSON}, ("body", "", "#", "type")),
    ],
)
def test_the_place_and_the_rule_are_named(
    method: str, target: str, request_: dict[str, Any], error: tuple[str, str, str, str]
) -> None:
    assert errors(ask(mock(), method, target, **request_), 400) == [error]


def test_all_errors_of_a_request_are_named() -> None:
    target = f"{MEMBER}/x?$select=a&$select=b"
    response = ask(mock(), "PUT", target, json={"ContactId": "x", "Firstname": 1})
    assert sorted(errors(response, 400)) == [
        ("body", "", "#/ContactId", "type"),
        ("body", "", "#/Firstname", "type"),
        ("path", "id", "", "type"),
        ("query", "$select", "", "repeated"),
    ]
    assert "(and 3 more)" in response.json()["detail"]


def test_headers_and_cookies_are_checked_where_they_are_more_than_text() -> None:
    parameters = [
        parameter("X-Size", "header", required=True),
        parameter("X-Note", "header", STRING),
        parameter("n", "cookie"),
    ]
    server = mock_of(document({"/a": {"get": operation("Get", parameters=parameters)}}))
    assert errors(ask(server, "GET", "/a"), 400) == [("header", "X-Size", "", "required")]
    response = ask(server, "GET", "/a", headers={"x-size": "big", "Cookie": "m=1; n=x"})
    assert sorted(errors(response, 400)) == [("cookie", "n", "", "type"), ("header", "X-Size", "", "type")]
    assert ask(server, "GET", "/a", headers={"x-size": "1", "Cookie": "n=2"}).status_code == 200


def test_a_pointer_leads_to_the_place_whatever_its_name() -> None:
    body = properties(**{"a/b": {"type": "array", "items": properties(**{"c~d": INTEGER})}})
    server = mock_of(document({"/a": {"post": operation("Post", body=body)}}))
    response = ask(server, "POST", "/a", json={"a/b": [{}, {"c~d": "x"}]})
    assert errors(response, 400) == [("body", "", "#/a~1b/1/c~0d", "type")]


def test_an_invalid_body_gets_422_where_that_is_documented() -> None:
    source = operation("Post", body=properties(a=INTEGER))
    source["responses"]["422"] = {"description": "It cannot be processed"}
    response = ask(mock_of(document({"/a": {"post": source}})), "POST", "/a", json={"a": "x"})
    assert errors(response, 422) == [("body", "", "#/a", "type")]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"Id": NaN}',
        b'{"Id": Infinity}',
        b'{"Id": 1,}',
        b"{'Id': 1}",
        b'{"Id": 01}',
        b'{"Id": 1} x',
        b'{"Id": "\xff"}',
        b'{"Id": "\\ud800"}',
        b'{"Id": "\x00"}',
        b"\xef\xbb\xbf{}",
        "{}".encode("utf-16"),
        b"[" * 100_000,
        b"[" * 200 + b"]" * 200,
        b'{"a":' * 200 + b"1" + b"}" * 200,
    ],
)
def test_invalid_json_is_refused(body: bytes) -> None:
    response = ask(mock(), "POST", READ, content=body, headers=JSON)
    assert errors(response, 400) == []
    assert response.json()["type"] == "urn:speclift:problem:malformed-body"


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("application/xml", b"<a>"),
        ("application/xml", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'),
        ("text/xml", b'<?xml version="1.0" encoding="none"?><a/>'),
        ("application/x-www-form-urlencoded", b"a=%FF"),
        ("application/x-www-form-urlencoded", b"&".join([b"a=1"] * 2000)),
    ],
)
def test_invalid_xml_and_invalid_forms_are_refused(media_type: str, body: bytes) -> None:
    assert errors(ask(mock(), "POST", READ, content=body, headers={"Content-Type": media_type}), 400) == []


@pytest.mark.parametrize(
    "media_type",
    ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=other"],
)
def test_parts_without_their_boundary_are_refused(media_type: str) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="f"\r\n\r\nx\r\n--b--\r\n'
    target = "/api/v1/Attachment/7/Content"
    assert errors(ask(mock(), "POST", target, content=body, headers={"Content-Type": media_type}), 400) == []
    good = {"Content-Type": "multipart/form-data; boundary=b"}
    assert ask(mock(), "POST", target, content=body, headers=good).status_code == 204


def test_forms_and_xml_that_fit_the_contract_are_accepted() -> None:
    assert ask(mock(), "POST", READ, data={"Id": "12"}).json()["Id"] == 12
    assert errors(ask(mock(), "POST", READ, data={"Id": "x"}), 400) == [("body", "", "#/Id", "type")]
    xml = {"Content-Type": "application/xml"}
    assert ask(mock(), "POST", READ, content=b"<a>&lt;</a>", headers=xml).status_code == 200


def test_undocumented_media_types_are_refused() -> None:
    for headers in ({"Content-Type": "application/yaml"}, {"Content-Type": "json"}, {}):
        response = ask(mock(), "POST", READ, content=b"{}", headers=headers)
        assert errors(response, 415) == []
        assert "application/json" in response.headers["accept-post"]
    response = ask(mock(), "PATCH", f"{MEMBER}/7", content=b"x", headers={"Content-Type": "text/plain"})
    assert errors(response, 415) == []
    assert "application/merge-patch+json" in response.headers["accept-patch"]
    response = ask(mock(), "POST", READ, content=b"{}", headers={"Content-Type": "application/json; charset=utf-16"})
    assert errors(response, 415) == []


@pytest.mark.parametrize(
    "value", ["", "Bearer", "Bearer ", "Basic", "Basic ???", "Basic dQ==", "Digest x", "SoTicket", "abc"]
)
def test_a_client_without_a_credential_is_challenged(value: str) -> None:
    login = {"Authorization": value} if value else {}
    response = ask(mock(), "GET", f"{MEMBER}/x", login=login)
    assert errors(response, 401) == []
    challenges = response.headers["www-authenticate"].split(", ")
    assert challenges == [f'{name} realm="mock"' for name in ("Basic", "SoTicket", "Bearer", "ApiKey")]


def test_undocumented_methods_are_refused() -> None:
    for method, target, allow in (
        ("DELETE", MEMBER, "GET, HEAD, OPTIONS, POST"),
        ("GET", READ, "OPTIONS, POST"),
        ("HEAD", READ, "OPTIONS, POST"),
        ("TRACE", f"{MEMBER}/7", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT"),
        ("FOO", MEMBER, "GET, HEAD, OPTIONS, POST"),
    ):
        response = ask(mock(), method, target)
        assert response.status_code == 405, (method, target)
        assert response.headers["allow"] == allow
        if method != "HEAD":
            assert errors(response, 405) == []


@pytest.mark.parametrize("target", ["/", "/nowhere", f"{MEMBER}/", f"{MEMBER}/7/", f"{MEMBER}/7/8", "/api/v1"])
def test_undocumented_paths_are_not_found(target: str) -> None:
    assert errors(ask(mock(), "GET", target), 404) == []


@pytest.mark.parametrize(
    "target",
    [f"{MEMBER}?$select=%FF", f"{MEMBER}/%FF", f"{MEMBER}?{'&'.join(['a=1'] * 2000)}", f"{MEMBER}?$select=%ED%A0%80"],
)
def test_targets_that_are_not_utf_8_or_have_too_many_parameters_are_refused(target: str) -> None:
    assert errors(ask(mock(), "GET", target), 400) == []


def test_targets_that_are_too_long_are_refused() -> None:
    assert ask(mock(), "GET", f"{MEMBER}?$select={'a' * 60_000}").status_code == 200
    assert errors(ask(mock(), "GET", MEMBER, params={"$select": "a" * 65_510}), 414) == []


def test_heads_that_are_too_large_are_refused() -> None:
    assert errors(ask(mock(), "GET", MEMBER, headers={f"X-{number}": "a" for number in range(201)}), 431) == []
    assert errors(ask(mock(), "GET", MEMBER, headers={"X-Large": "a" * 16_384}), 431) == []
    assert ask(mock(), "GET", MEMBER, headers={"X-Large": "a" * 15_000}).status_code == 200


def test_a_request_may_name_only_one_host() -> None:
    assert errors(ask(mock(), "GET", MEMBER, headers={"Host": "a.example, b.example"}), 400) == []


def test_bodies_that_are_too_large_are_refused() -> None:
    server = mock(largest_body=100)
    assert ask(server, "POST", READ, content=b'{"Id": 1}'.ljust(100), headers=JSON).status_code == 200
    assert errors(ask(server, "POST", READ, content=b'{"Id": 1}'.ljust(101), headers=JSON), 413) == []
    # The server does not wait for a body whose declared length is too large.
    declared = ask(server, "POST", READ, content=slowly(b"x", seconds=60), headers={**JSON, "Content-Length": "101"})
    assert errors(declared, 413) == []
    parts = slowly(b"x" * 60, b"x" * 60, b"x" * 60, seconds=0)
    response = ask(server, "POST", READ, content=parts, headers=JSON)
    assert errors(response, 413) == []
    assert response.headers["connection"] == "close"


def test_a_large_body_in_one_piece_without_a_length_is_refused_too() -> None:
    async def receive() -> Message:
        return {"type": "http.request", "body": b"x" * 101}

    body = asyncio.run(read_body({}, receive, 100, 60, Waiting()))
    assert isinstance(body, Problem)
    assert body.status == 413


def test_bodies_that_are_too_slow_are_refused() -> None:
    server = mock(slowest_body=0.05)
    response = ask(server, "POST", READ, content=slowly(*[b"1"] * 20, seconds=0.03), headers=JSON)
    assert errors(response, 408) == []
    assert response.headers["connection"] == "close"
    assert ask(mock(), "POST", READ, content=slowly(b'{"Id"', b": 1}", seconds=0.03), headers=JSON).status_code == 200


def test_a_refused_request_leaves_no_trace() -> None:
    store = FileStore(":memory:")
    server = mock(store)
    for target, request_ in (
        (f"{MEMBER}/7", {"json": {"Firstname": 1}}),
        (f"{MEMBER}/7", {"content": b"{", "headers": JSON}),
        (f"{MEMBER}/x", {"json": {}}),
    ):
        assert ask(server, "PUT", target, **request_).status_code == 400
    assert ask(server, "DELETE", f"{MEMBER}/7", login={}).status_code == 401
    assert store.known(MEMBER) == []


def test_a_body_may_be_left_out_where_it_is_not_required() -> None:
    source = operation("Post")
    source["requestBody"] = {"content": content(properties(a=INTEGER))}
    server = mock_of(document({"/a": {"post": source}}))
    assert ask(server, "POST", "/a").status_code == 200
    assert errors(ask(server, "POST", "/a", json={"a": "x"}), 400) == [("body", "", "#/a", "type")]


@pytest.mark.parametrize("value", ["Bearer a", "Basic YTpi"])
def test_one_of_two_credentials_that_share_a_header_is_enough(value: str) -> None:
    schemes = {"basic": {"type": "http", "scheme": "basic"}, "token": {"type": "http", "scheme": "bearer"}}
    get = {"responses": {"204": {"description": "Done."}}, "security": [{"basic": [], "token": []}]}
    server = mock_of(
        {
            "openapi": "3.1.0",
            "info": {"title": "Kites", "version": "1"},
            "paths": {"/kites": {"get": get}},
            "components": {"securitySchemes": schemes},
        }
    )
    assert ask(server, "GET", "/kites", login={}).status_code == 401
    assert ask(server, "GET", "/kites", login={"Authorization": value}).status_code == 204


def test_the_prefix_of_a_key_may_be_in_the_description_of_its_scheme() -> None:
    key = {"type": "apiKey", "in": "header", "name": "Authorization", "description": "`Authorization: Key <your key>`"}
    paths = {"/kites": {"get": operation("list", security=[{"key": []}])}}
    server = mock_of(document(paths, securitySchemes={"key": key}), secret="good")
    for value, status in (("Key good", 200), ("key good", 200), ("good", 401), ("Key other", 401)):
        assert ask(server, "GET", "/kites", login={"Authorization": value}).status_code == status, value
    refusal = ask(server, "GET", "/kites", login={"Authorization": "good"})
    assert refusal.headers["www-authenticate"] == 'Key realm="mock"'

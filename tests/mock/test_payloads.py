"""Hostile text in the document and in requests: a response of the mock is data of its media type, or an error."""

from __future__ import annotations

from typing import Any

import httpx
import orjson
import pytest

from speclift.mock.process import running
from tests.mock.calls import ask, mock_of
from tests.payloads import PAYLOADS

SURROGATE = "\ud800"
HOSTILE = (*PAYLOADS, "a\r\nSet-Cookie: x=1", "\u0100\u200b", "\0", "x" * 20_000, "")


def document(payload: str) -> dict[str, Any]:
    """One operation, with the payload in every text of the document that could get into a response."""
    schema = {
        "type": "object",
        "title": payload,
        "description": payload,
        "properties": {payload: {"type": "string", "enum": [payload]}},
        "required": [payload],
    }
    response = {
        "description": payload,
        "headers": {
            "X-Plain": {"required": True, "schema": {"type": "integer", "const": 7}},
            "X-Text": {"schema": {"type": "string"}, "example": payload},
            payload: {"schema": {"type": "string"}, "example": "value"},
        },
        "content": {
            "application/json": {
                "schema": schema,
                "examples": {"shown": {"value": {payload: payload}}, payload: {"summary": payload, "value": payload}},
            },
            payload: {"schema": {"type": "string"}, "example": payload},
        },
    }
    operation = {
        "operationId": payload,
        "summary": payload,
        "tags": [payload],
        "parameters": [
            {"name": "q", "in": "query", "schema": {"type": "integer"}, "description": payload},
            {"name": payload, "in": "query", "schema": {"type": "string", "enum": [payload]}},
        ],
        "requestBody": {"content": {"application/json": {"schema": schema}, payload: {}}},
        "responses": {"200": response},
    }
    return {
        "openapi": "3.1.1",
        "info": {"title": payload, "version": payload},
        "paths": {"/api/things": {"post": operation}},
    }


def assert_is_data(response: httpx.Response) -> None:
    """The response is labelled JSON and is JSON, and each header is one line."""
    assert response.status_code < 500
    assert response.headers["content-type"] in ("application/json", "application/problem+json")
    assert "set-cookie" not in response.headers
    for name, value in response.headers.items():
        assert not set(f"{name}{value}") & set("\r\n\0")
    orjson.loads(response.content)


@pytest.mark.parametrize("payload", HOSTILE, ids=lambda text: ascii(text)[:40])
def test_a_response_is_data_whatever_the_document_says(payload: str) -> None:
    server = mock_of(document(payload))
    response = ask(server, "POST", "/api/things", json={payload: payload})
    assert_is_data(response)
    assert response.status_code == 200
    assert response.json() == {payload: payload}
    assert response.headers["x-plain"] == "7"
    assert_is_data(ask(server, "POST", "/api/things", content=b"x", headers={"Content-Type": "text/x"}))
    for prefer in ("dynamic=true", f"example={'shown'}", "code=200", "code=418"):
        assert_is_data(ask(server, "POST", "/api/things", json={payload: payload}, headers={"Prefer": prefer}))


@pytest.mark.parametrize("payload", HOSTILE, ids=lambda text: ascii(text)[:40])
def test_a_refusal_is_data_whatever_the_request_says(payload: str) -> None:
    server = mock_of(document("plain"))
    requests: tuple[dict[str, Any], ...] = (
        {"params": {"q": payload}},
        {"params": {"plain": payload}},
        {"params": {"__example": payload}},
        {"json": {"plain": payload}},
        {"json": {payload: "plain"}},
        {"json": payload},
        {"content": payload.encode(), "headers": {"Content-Type": "application/json"}},
    )
    for request in requests:
        response = ask(
            server, "POST", "/api/things", **{"json": {"plain": "plain"}, **request} if "params" in request else request
        )
        assert_is_data(response)


def test_a_sample_that_is_html_runs_nothing() -> None:
    source = document("text/html")
    del source["paths"]["/api/things"]["post"]["responses"]["200"]["content"]["application/json"]
    response = ask(mock_of(source), "POST", "/api/things", json={"text/html": "text/html"})
    assert response.headers["content-type"] == "text/html"
    assert response.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert response.headers["x-content-type-options"] == "nosniff"


def test_an_invalid_media_type_is_not_sent() -> None:
    for name in ("text/x\r\nSet-Cookie: x=1", "\u0100/x", "text", "", "*/*", "text/x; a=\u2066"):
        source = document(name)
        del source["paths"]["/api/things"]["post"]["responses"]["200"]["content"]["application/json"]
        response = ask(mock_of(source), "POST", "/api/things", json={name: name})
        if name == "*/*":
            assert_is_data(response)
            continue
        # Bytes that no browser runs, because the document does not name a valid media type.
        assert response.headers["content-type"] == "application/octet-stream"
        assert response.headers["x-content-type-options"] == "nosniff"


def test_a_header_that_cannot_be_sent_does_not_stop_the_server(tmp_path: Any) -> None:
    # In a process of its own, because the HTTP server writes the headers, not the mock.
    spec = tmp_path / "hostile.json"
    spec.write_bytes(orjson.dumps(document("a\r\nSet-Cookie: x=1")))
    with running(str(spec)) as mock:
        for _ in range(2):
            response = httpx.post(f"{mock.url}/api/things", json={"a\r\nSet-Cookie: x=1": "a\r\nSet-Cookie: x=1"})
            assert_is_data(response)

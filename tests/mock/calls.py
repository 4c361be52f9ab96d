"""A mock of the embedded document, and requests to it without a socket."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator
from typing import Any

import httpx

from speclift.contract.records import Contract
from speclift.contract.view import read_contract
from speclift.mock.app import Mock, Options
from speclift.mock.resources.store import Store
from speclift.openapi.load import load
from tests.conftest import ROOT

SPEC = ROOT / "spec" / "openapi.yaml"
BASE = "http://mock.example"
LOGIN = {"Authorization": "Bearer any"}
MEMBER = "/api/v1/ProjectMember"
BATCH = "/api/v1/Agents/Batch"


@functools.cache
def contract() -> Contract:
    return read_contract(load(str(SPEC)).document)


def mock(store: Store | None = None, **options: Any) -> Mock:
    return Mock(contract(), Options(**options), store)


def mock_of(document: dict[str, Any], **options: Any) -> Mock:
    return Mock(read_contract(document), Options(**options))


def ask(
    server: Mock, method: str, target: str, *, login: dict[str, str] | None = None, **request: Any
) -> httpx.Response:
    """The response to one request.  The request carries a credential unless `login` says otherwise."""
    headers = {**(LOGIN if login is None else login), **request.pop("headers", {})}

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(server)
        async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
            return await client.request(method, target, headers=headers, **request)

    return asyncio.run(send())


async def slowly(*parts: bytes, seconds: float) -> AsyncIterator[bytes]:
    """A body that arrives in parts, with a pause before each."""
    for part in parts:
        await asyncio.sleep(seconds)
        yield part


def errors(response: httpx.Response, status: int) -> list[tuple[str, str, str, str]]:
    """The errors in a problem document: the location, name, pointer and rule of each."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    document = response.json()
    assert document["status"] == status
    assert document["type"].startswith("urn:speclift:problem:")
    assert document["title"]
    assert document["detail"]
    assert document["instance"] == response.request.url.path
    listed = document.get("errors", [])
    assert all(error["detail"] for error in listed)
    return [(error["in"], error.get("name", ""), error.get("pointer", ""), error["rule"]) for error in listed]

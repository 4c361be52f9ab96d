"""A server on this machine accepts only its own host names."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from speclift.http.asgi import Message, Receive, Scope, Send
from speclift.http.hosts import KnownHosts


async def hello(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that does not look at Host."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello"})


def response_for(server: KnownHosts, host: str, method: str = "GET") -> httpx.Response:
    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(server)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.request(method, "/a", headers={"Host": host})

    return asyncio.run(send())


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:8080",
        "LocalHost.:80",
        "app.localhost:3000",
        "127.0.0.1",
        "127.8.9.1:8080",
        "[::1]",
        "[::1]:8080",
        "[0:0:0:0:0:0:0:1]:8080",
        "[::ffff:127.0.0.1]",
    ],
)
def test_the_names_of_this_machine_are_accepted(host: str) -> None:
    assert response_for(KnownHosts(hello), host).text == "hello"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8080",
        "localhost.evil.example",
        "notlocalhost",
        "127.0.0.1.evil.example",
        "127.0.0.1@evil.example",
        "localhost@evil.example",
        "evil.example#localhost",
        "localhost, evil.example",
        "192.168.1.5",
        "0.0.0.0",
        "[::]",
        "[fe80::1]:8080",
        "::1",
        "127.1",
        "localhost:port",
        ".",
        "",
        "[",
    ],
)
def test_any_other_host_is_refused(host: str) -> None:
    response = response_for(KnownHosts(hello), host)
    assert response.status_code == 421
    assert response.headers["content-type"] == "application/problem+json"
    assert (response.headers["x-content-type-options"], response.headers["connection"]) == ("nosniff", "close")
    document = response.json()
    assert (document["status"], document["title"]) == (421, "Misdirected Request")
    assert "--allowed-host" in document["detail"]
    assert document["instance"] == "/a"


def test_a_refused_head_request_has_no_body() -> None:
    response = response_for(KnownHosts(hello), "evil.example", "HEAD")
    assert (response.status_code, response.content) == (421, b"")


def test_names_can_be_added() -> None:
    server = KnownHosts(hello, ["Mock.Example.", "192.168.1.5", "2001:DB8::0:1"])
    for host in ("mock.example:8080", "MOCK.EXAMPLE", "192.168.1.5:80", "[2001:db8::1]", "localhost"):
        assert response_for(server, host).status_code == 200, host
    for host in ("example", "x.mock.example", "192.168.1.6", "[2001:db8::2]"):
        assert response_for(server, host).status_code == 421, host


@pytest.mark.parametrize("everywhere", ["0.0.0.0", "::"])
def test_a_server_that_listens_everywhere_accepts_any_address_but_no_other_name(everywhere: str) -> None:
    server = KnownHosts(hello, [everywhere])
    for host in ("192.168.1.5:8080", "[2001:db8::1]", "127.0.0.1"):
        assert response_for(server, host).status_code == 200, host
    assert response_for(server, "evil.example").status_code == 421


def test_each_of_several_host_headers_has_to_be_known() -> None:
    headers = [(b"host", b"localhost"), (b"host", b"evil.example")]
    start, _ = messages_for({"type": "http", "method": "GET", "path": "/", "headers": headers})
    assert start["status"] == 421


def test_a_web_socket_of_a_foreign_page_is_closed() -> None:
    (message,) = messages_for({"type": "websocket", "path": "/", "headers": [(b"host", b"evil.example")]})
    assert message["type"] == "websocket.close"


def messages_for(scope: Scope) -> list[Message]:
    """The messages that are sent for a scope which no client library would make."""
    messages: list[Message] = []

    async def receive() -> Message:
        return {}

    async def send(message: Message) -> None:
        messages.append(message)

    async def run() -> None:
        await KnownHosts(hello)(scope, receive, send)

    asyncio.run(run())
    return messages

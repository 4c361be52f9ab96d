"""What users expect of a good client besides its calls: environment, options, keys, logs, and useful errors."""

from __future__ import annotations

import ast
import asyncio
import functools
import inspect
import logging
import traceback
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import httpx
import pytest

from tests.client.echo import Response, Server, document, operation, serving
from tests.client.waiting import waits
from tests.client.wire import imported

KEY = {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string"}}
DOCUMENT = document(
    {
        "/kites": {"get": operation("list_kites", {"type": "object"}), "post": operation("buy_kite", parameters=[KEY])},
        "/repairs": {"post": operation("repair", parameters=[{"$ref": "#/components/parameters/Key"}])},
        "/sales": {
            "post": operation(
                "sell",
                summary="Sell a kite.",
                description="\n        One at a time.\n\n        - new\n            - used\n",
            )
        },
        "/kites/{id}": {
            "put": operation(
                "rename",
                parameters=[
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}, "example": 7}
                ],
                requestBody={
                    "content": {
                        "application/json": {
                            "schema": {"$ref": "#/components/schemas/Name"},
                            "example": {"newName": "Blue", "tags": ["a", "b"]},
                        }
                    }
                },
            )
        },
    },
    schemas={
        "Name": {
            "type": "object",
            "properties": {"newName": {"type": "string"}, "tags": {"type": "array", "items": {"type": "string"}}},
        }
    },
    components={
        "parameters": {"Key": {**KEY, "name": "X-Idempotency-Key"}},
        "securitySchemes": {
            "bearer": {"type": "http", "scheme": "bearer"},
            "siteKey": {"type": "apiKey", "in": "query", "name": "site"},
        },
    },
    servers=[{"url": "https://{region}.example.com", "variables": {"region": {"default": "eu"}}}],
)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    with imported(DOCUMENT, tmp_path_factory.mktemp("expected"), "kite_shop") as (_, module):
        yield module


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def test_the_environment_sets_the_base_url_and_the_credentials(
    package: ModuleType, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KITE_SHOP_BASE_URL", f"{server.url}/v2")
    monkeypatch.setenv("KITE_SHOP_TOKEN", "t0k")
    with package.Client.from_env(headers={"X-More": "1"}) as client:
        client.kites.sell()
    assert server.last.path == "/v2/sales"
    assert (server.last.headers["Authorization"], server.last.headers["X-More"]) == ("Bearer t0k", "1")
    with package.Client.from_env(environment={"KITE_SHOP_SITE_KEY": "s", "KITE_SHOP_BASE_URL": server.url}) as client:
        client.kites.sell()
    assert (server.last.target, "Authorization" in server.last.headers) == ("/sales?site=s", False)

    async def main() -> None:
        async with package.AsyncClient.from_env() as client:
            await client.kites.sell()

    asyncio.run(main())
    assert server.last.headers["Authorization"] == "Bearer t0k"
    for name in ("KITE_SHOP_BASE_URL", "KITE_SHOP_TOKEN", "KITE_SHOP_SITE_KEY", "KITE_SHOP_SERVER_REGION"):
        assert name in package.Client.from_env.__doc__


def test_the_environment_sets_the_variables_of_the_server_url(package: ModuleType) -> None:
    urls: list[str] = []

    def respond(request: httpx.Request) -> httpx.Response:
        urls.append(str(request.url))
        return httpx.Response(204)

    for environment in ({}, {"KITE_SHOP_SERVER_REGION": "us"}):
        http = httpx.Client(transport=httpx.MockTransport(respond))
        package.Client.from_env(environment=environment, http_client=http).kites.sell()
    assert urls == ["https://eu.example.com/sales", "https://us.example.com/sales"]


def test_options_for_some_calls_leave_the_others_alone(package: ModuleType, server: Server) -> None:
    with package.Client(server.url, headers={"X-A": "1"}) as client:
        other = client.with_options(headers={"X-B": "2"}, auth=package.BearerAuth("t"))
        other.kites.sell()
        assert {"X-A", "X-B", "Authorization"} <= server.last.headers.keys()
        client.kites.with_options(headers={"X-C": "3"}).sell()
        assert {"X-A", "X-C"} <= server.last.headers.keys()
        client.kites.sell()
        assert not {"X-B", "X-C", "Authorization"} & server.last.headers.keys()
        assert type(other) is package.Client
        with pytest.raises(TypeError):
            client.with_options(colour="red")


def test_a_closed_client_sends_nothing(package: ModuleType, server: Server) -> None:
    client = package.Client(server.url)
    client.kites.sell()
    client.close()
    assert client.is_closed
    with pytest.raises(RuntimeError, match="closed"):
        client.kites.sell()
    with package.Client(server.url) as client:
        assert not client.with_options(timeout=1).is_closed
    assert client.with_options(timeout=1).is_closed

    async def main() -> None:
        client = package.AsyncClient(server.url)
        await client.kites.sell()
        await client.aclose()
        with pytest.raises(RuntimeError, match="closed"):
            await client.kites.sell()

    asyncio.run(main())
    assert len(server.received) == 2
    user_http = httpx.Client()
    package.Client(server.url, http_client=user_http).close()
    assert not user_http.is_closed
    user_http.close()


def test_closing_a_client_closes_its_connections(
    package: ModuleType, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Any] = []

    def client(kind: type) -> Any:
        opened.append(kind())
        return opened[-1]

    monkeypatch.setattr(httpx, "Client", functools.partial(client, httpx.Client))
    monkeypatch.setattr(httpx, "AsyncClient", functools.partial(client, httpx.AsyncClient))
    with package.Client(server.url) as own:
        own.kites.sell()
        own.with_options(timeout=1).kites.sell()
        assert [item.is_closed for item in opened] == [False]

    async def main() -> None:
        async with package.AsyncClient(server.url) as own:
            await own.kites.sell()
            assert [item.is_closed for item in opened] == [True, False]

    asyncio.run(main())
    assert [item.is_closed for item in opened] == [True, True]


def test_a_write_with_an_idempotency_key_is_retried_with_the_same_key(package: ModuleType, server: Server) -> None:
    at_once = package.Retry(first_delay=0)
    with package.Client(server.url, retry=at_once) as client:
        for call, name in ((client.kites.buy_kite, "Idempotency-Key"), (client.kites.repair, "X-Idempotency-Key")):
            server.responses = [Response(503), Response()]
            call()
            first, second = (received.headers[name] for received in server.received[-2:])
            assert first == second
            call()
            assert server.last.headers[name] != first
        client.kites.buy_kite(idempotency_key="mine")
        assert server.last.headers["Idempotency-Key"] == "mine"
        server.responses = [Response(503), Response()]
        with pytest.raises(package.ServerError):
            client.kites.sell()
        server.responses = [Response(503), Response()]
        client.with_options(idempotency_header="X-Once").kites.sell()
        assert server.last.headers["X-Once"]
        client.with_options(idempotency_header="X-Once").kites.with_options(strict=True).sell()
        server.respond_with({})
        client.with_options(idempotency_header="X-Once").kites.list_kites()
        assert "X-Once" not in server.last.headers


def test_the_client_sends_its_user_agent(package: ModuleType, server: Server) -> None:
    with package.Client(server.url) as client:
        client.kites.sell()
        assert server.last.headers["User-Agent"] == "kite_shop/1"
        client.with_options(headers={"User-Agent": "mine"}).kites.sell()
        assert server.last.headers["User-Agent"] == "mine"
    with httpx.Client(headers={"User-Agent": "brought"}) as http:
        package.Client(server.url, http_client=http).kites.sell()
    assert server.last.headers["User-Agent"] == "brought"


def test_the_log_shows_the_requests_and_no_secret(
    package: ModuleType, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.respond_with({}, 200, **{"X-Request-Id": "r1", "Set-Cookie": "sid=c00kie"})
    auth = [package.BearerAuth("s3cret"), package.SiteKeyAuth("s3cret")]
    with caplog.at_level(logging.DEBUG, "kite_shop"), package.Client(server.url, auth=auth) as client:
        client.kites.list_kites()
        client.request("GET", "/x", query={"access_token": "s3cret", "a": "b"}, headers={"X-Api-Key": "s3cret"})
    assert server.last.headers["X-Api-Key"] == "s3cret"
    messages = [record.getMessage() for record in caplog.records if record.name == "kite_shop"]
    assert len(messages) == 2
    assert "s3cret" not in "".join(messages)
    # The server made this one, so that the request does not say that it is a secret.
    assert "c00kie" not in "".join(messages)
    assert "list_kites, try 1: GET" in messages[0]
    assert "200" in messages[0]
    assert "request id r1" in messages[0]
    assert "a=b" in messages[1]


def test_an_error_names_the_request_and_the_request_id_of_the_server(package: ModuleType, server: Server) -> None:
    server.respond_with({"why": "no"}, 404, **{"X-Request-Id": "r2"})
    auth = [package.BearerAuth("s3cret"), package.SiteKeyAuth("s3cret")]
    with package.Client(server.url, auth=auth) as client, pytest.raises(package.NotFoundError) as caught:
        client.kites.list_kites()
    error = caught.value
    assert (error.request_id, error.method) == ("r2", "GET")
    assert error.url == f"{server.url}/kites?site=***"
    assert "s3cret" not in str(error)
    assert f"GET {server.url}/kites" in str(error)
    assert "request id r2" in str(error)
    with pytest.raises(package.ConnectionFailedError) as lost:
        package.Client("http://127.0.0.1:9", retry=package.Retry(attempts=1)).kites.sell()
    assert lost.value.url == "http://127.0.0.1:9/sales"


def test_messages_of_a_server_or_a_library_are_shown_without_credentials(
    package: ModuleType, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    auth = [package.BearerAuth("s3cret-token"), package.SiteKeyAuth("s3cret-site")]
    with caplog.at_level(logging.DEBUG, "kite_shop"), package.Client(server.url, auth=auth) as client:
        server.respond_with({"wrong": "s3cret-token of s3cret-site"}, 403, Location="/x?site=s3cret-other&a=b")
        with pytest.raises(package.ForbiddenError) as refused:
            client.kites.list_kites()
        server.respond_with("s3cret-token")
        with pytest.raises(package.ParseError, match=r"input_value='\*\*\*'") as wrong:
            client.kites.list_kites()
    assert '"wrong": "*** of ***"' in str(refused.value)
    with caplog.at_level(logging.DEBUG, "kite_shop"), package.Client(server.url) as client:
        for secret in ("s3cret\n", "s3cret\x00s3cret", "s3cret "):
            with pytest.raises(package.ConnectionFailedError, match="cannot be sent in a header") as failed:
                client.with_options(auth=package.BearerAuth(secret)).kites.sell()
            assert "s3cret" not in "".join(traceback.format_exception(failed.value))
            with pytest.raises(package.ConnectionFailedError, match="x-api-key") as failed:
                client.with_options(headers={"X-Api-Key": f"{secret}\n"}).kites.sell()
            assert "s3cret" not in "".join(traceback.format_exception(failed.value))
    log = "".join(record.getMessage() for record in caplog.records if record.name == "kite_shop")
    assert "/x?site=***&a=b" in log
    assert "s3cret" not in log + str(refused.value) + str(wrong.value)


def test_no_redirect_leads_from_https_to_http(package: ModuleType) -> None:
    urls: list[str] = []

    def respond(request: httpx.Request) -> httpx.Response:
        urls.append(str(request.url))
        return httpx.Response(302, headers={"Location": str(request.url.copy_with(scheme="http"))})

    http = httpx.Client(transport=httpx.MockTransport(respond))
    client = package.Client("https://example.com", auth=package.BearerAuth("s3cret"), http_client=http)
    with pytest.raises(package.StatusError):
        client.kites.list_kites()
    assert urls == ["https://example.com/kites"]


@pytest.mark.parametrize(
    "url",
    [
        *("example.com", "http://[::1", "ftp://example.com", "http://exa mple.com:port", "http://exa mple.com"),
        *("http://[a", "http://example.com:99999", "http://:80", "http:///kites"),
    ],
)
def test_an_invalid_base_url_is_an_error_at_once(url: str, package: ModuleType, monkeypatch: Any) -> None:
    waited = waits(package.__name__, monkeypatch)
    with pytest.raises(package.InvalidUrlError) as caught:
        package.Client(url).kites.list_kites()
    assert isinstance(caught.value, package.ApiError)
    assert waited == []


def test_dir_lists_what_a_package_and_its_client_offer(package: ModuleType) -> None:
    assert {"Client", "BearerAuth", "models"} <= set(dir(package))
    client = package.Client("https://example.com")
    assert {"kites", "with_options", "from_env", "request"} <= set(dir(client))
    assert {"sell", "repair", "with_options"} <= set(dir(client.kites))


def test_a_description_from_indented_code_has_the_indent_of_its_method(package: ModuleType) -> None:
    lines = package.Client("https://example.com").kites.sell.__doc__.splitlines()
    assert [line.removeprefix(" " * 8) for line in lines[:6]] == [
        "Sell a kite.",
        "",
        "One at a time.",
        "",
        "- new",
        "    - used",
    ]


def test_dir_of_an_agent_lists_the_methods_of_its_entity() -> None:
    import superoffice

    client = superoffice.Client("https://example.com")
    assert "get_contact_entity" in dir(client.contact)
    assert set(dir(client.contact_entity)) <= set(dir(client.contact))


def test_the_example_of_a_method_is_the_sample_of_the_document(package: ModuleType, server: Server) -> None:
    with package.Client(server.url) as client:
        shown = (inspect.getdoc(client.kites.rename) or "").partition("Example:\n")[2].strip()
        assert shown == 'client.kites.rename(7, new_name="Blue", tags=["a", "b"])'
        eval(shown, {"client": client})
    assert (server.last.path, server.last.body) == ("/kites/7", b'{"newName":"Blue","tags":["a","b"]}')


def test_the_example_of_each_method_has_arguments_that_it_accepts() -> None:
    import superoffice

    client = superoffice.Client("https://example.com")
    seen = 0
    for name in dir(client):
        resource = getattr(client, name)
        for method, function in inspect.getmembers(resource, inspect.ismethod):
            text = inspect.getdoc(function) or ""
            if method.startswith("_") or "Example:" not in text or not hasattr(resource, "with_options"):
                continue
            line = text.partition("Example:\n")[2].splitlines()[0].strip()
            call = ast.parse(line, mode="eval").body
            assert isinstance(call, ast.Call)
            shown = eval(ast.unparse(call.func), {"client": client})
            assert shown.__name__ == method
            # An agent may have another method of the same name.
            assert inspect.getdoc(shown) == text
            keywords = {str(item.arg): item.value for item in call.keywords}
            inspect.signature(shown).bind(*call.args, **keywords)
            seen += 1
    assert seen > 50

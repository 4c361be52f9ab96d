"""Credentials go where the document says, tokens are got and renewed, and addresses are put together of their parts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest

from tests.client.echo import Answer, Server, document, operation, serving
from tests.client.wire import imported

SCHEMES = {
    "header": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "query": {"type": "apiKey", "in": "query", "name": "key"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "sid"},
    "login": {"type": "http", "scheme": "basic"},
    "token": {"type": "http", "scheme": "bearer"},
    "own": {"type": "http", "scheme": "Token"},
    "challenge": {"type": "http", "scheme": "digest"},
    "flow": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "/oauth/token", "scopes": {}}}},
}
SECURITY: dict[str, Any] = {
    "usual": None,
    "public": [],
    "optional": [{}, {"token": []}],
    "both": [{"query": [], "cookie": []}, {"header": []}],
    "either": [{"login": []}, {"token": []}],
    "tokens": [{"flow": ["read"]}],
    "named": [{"own": []}],
    "negotiated": [{"challenge": []}],
}
SERVERS = [
    {
        "url": "http://{host}:{port}/{base}",
        "variables": {
            "host": {"default": "127.0.0.1"},
            "port": {"default": "1", "description": "Where it listens."},
            "base": {"default": "v1", "enum": ["v1", "v2"]},
        },
    }
]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    paths = {
        f"/{name}": {"get": operation(name, **({} if security is None else {"security": security}))}
        for name, security in SECURITY.items()
    }
    paths["/cookies"] = {
        "get": operation("cookies", parameters=[{"name": "lang", "in": "cookie", "schema": {"type": "string"}}])
    }
    texts = {"type": "array", "items": {"type": "string"}}
    paths["/lists"] = {
        "get": operation(
            "lists",
            security=[{"query": []}],
            parameters=[
                {"name": "ids", "in": "query", "explode": False, "schema": texts},
                {"name": "path", "in": "query", "allowReserved": True, "schema": {"type": "string"}},
                {"name": "words", "in": "query", "style": "spaceDelimited", "explode": False, "schema": texts},
            ],
        )
    }
    whole = document(
        paths, components={"securitySchemes": SCHEMES}, security=[{"header": []}, {"token": []}], servers=SERVERS
    )
    with imported(whole, tmp_path_factory.mktemp("security"), "safe_kites") as (_, module):
        yield module


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


def sent(package: ModuleType, server: Server, name: str, *auths: Any) -> dict[str, Any]:
    """What of each place stands in the request."""
    with package.Client(server.url, auth=list(auths)) as client:
        getattr(client.kites, name)()
    headers = server.last.headers
    found = {
        "header": headers.get("X-Key"),
        "query": dict(parse_qsl(server.last.query)).get("key"),
        "cookie": headers.get("Cookie"),
        "authorization": headers.get("Authorization"),
    }
    return {place: value for place, value in found.items() if value}


def test_credentials_go_where_they_belong(package: ModuleType, server: Server) -> None:
    auths = [package.HeaderAuth("h"), package.QueryAuth("q 1"), package.CookieAuth("c")]
    all_of_them = {"header": "h", "query": "q 1", "cookie": "sid=c"}
    assert sent(package, server, "usual", *auths) == all_of_them
    assert sent(package, server, "both", *auths) == all_of_them
    assert sent(package, server, "public", *auths) == {}


def test_a_scheme_of_http_that_has_a_name_of_its_own_is_sent_by_it(package: ModuleType, server: Server) -> None:
    assert sent(package, server, "named", package.OwnAuth("t")) == {"authorization": "Token t"}


def test_credentials_that_are_negotiated_are_those_of_the_http_client(package: ModuleType, server: Server) -> None:
    challenge = {"WWW-Authenticate": 'Digest realm="r", nonce="n", qop="auth"'}
    server.answers = [Answer(401, b"", headers=challenge), Answer()]
    with (
        httpx.Client(auth=httpx.DigestAuth("u", "p")) as http,
        package.Client(server.url, http_client=http) as client,
    ):
        client.kites.negotiated()
    assert server.last.headers["Authorization"].startswith('Digest username="u", realm="r", nonce="n"')
    assert not hasattr(package, "ChallengeAuth")


def test_of_alternatives_the_one_counts_that_all_is_there_for(package: ModuleType, server: Server) -> None:
    basic, bearer = package.BasicAuth("u", "p"), package.BearerAuth("t")
    assert sent(package, server, "either", basic, bearer) == {"authorization": "Basic dTpw"}
    assert sent(package, server, "either", bearer) == {"authorization": "Bearer t"}
    assert sent(package, server, "usual", basic, bearer) == {"authorization": "Bearer t"}
    assert sent(package, server, "optional", bearer) == {"authorization": "Bearer t"}
    assert sent(package, server, "optional") == {}


def test_a_credential_in_a_query_leaves_the_rest_as_it_is(package: ModuleType, server: Server) -> None:
    server.answers = [Answer(401, b""), Answer()]
    secrets = iter(["old", "new &1"])
    with package.Client(server.url, auth=package.QueryAuth(lambda: next(secrets))) as client:
        client.kites.lists(ids=[1, 2], path="a/b?c", words=["x y", "z"])
    assert [received.query for received in server.received] == [
        "ids=1,2&path=a/b?c&words=x%20y%20z&key=old",
        "ids=1,2&path=a/b?c&words=x%20y%20z&key=new%20%261",
    ]


def test_a_credential_in_a_cookie_stands_beside_other_cookies(package: ModuleType, server: Server) -> None:
    with package.Client(server.url, auth=package.CookieAuth("c")) as client:
        client.kites.cookies(lang="de")
    assert server.last.headers["Cookie"] == "lang=de; sid=c"


def token(value: str, **more: Any) -> Answer:
    return Answer(200, json.dumps({"access_token": value, "token_type": "Bearer", **more}).encode())


def test_a_token_of_a_program_is_got_once_and_again_when_it_is_refused(package: ModuleType, server: Server) -> None:
    auth = package.ClientCredentialsAuth("id", "s:cret", scopes=["read", "write"])
    server.answers = [token("one", expires_in=3600), Answer(), Answer(), Answer(401, b""), token("two"), Answer()]
    with package.Client(server.url, auth=auth) as client:
        for _ in range(3):
            client.kites.tokens()
    asked = [received for received in server.received if received.path == "/oauth/token"]
    assert [dict(parse_qsl(received.body.decode())) for received in asked] == [
        {"grant_type": "client_credentials", "scope": "read write"}
    ] * 2
    assert asked[0].headers["Authorization"] == "Basic aWQ6cyUzQWNyZXQ="
    calls = [received.headers["Authorization"] for received in server.received if received.path == "/tokens"]
    assert calls == ["Bearer one", "Bearer one", "Bearer one", "Bearer two"]
    assert "cret" not in repr(auth)


def test_a_token_that_ends_is_renewed_before_it_does(package: ModuleType, server: Server) -> None:
    auth = package.RefreshTokenAuth("first", "id", "secret", in_body=True)
    server.answers = [token("one", expires_in=1, refresh_token="second"), Answer(), token("two"), Answer()]

    async def main() -> None:
        async with package.AsyncClient(server.url, auth=auth) as client:
            await client.kites.tokens()
            await client.kites.tokens()

    asyncio.run(main())
    asked = [dict(parse_qsl(item.body.decode())) for item in server.received if item.path == "/oauth/token"]
    secret = {"grant_type": "refresh_token", "client_id": "id", "client_secret": "secret"}
    assert asked == [{**secret, "refresh_token": "first"}, {**secret, "refresh_token": "second"}]
    assert auth.refresh_token == "second"


def test_no_token_is_an_error_that_says_why(package: ModuleType, server: Server) -> None:
    server.says({"error": "invalid_client"}, 401)
    auth = package.ClientCredentialsAuth("id", "secret")
    with package.Client(server.url, auth=auth) as client, pytest.raises(package.ApiError, match="401 invalid_client"):
        client.kites.tokens()
    server.answers = [token("got"), Answer()]
    with package.Client(server.url, auth=auth) as client:
        client.kites.public()
    assert server.last.path == "/public"
    assert "Authorization" not in server.last.headers


def test_an_address_is_put_together_of_its_parts(package: ModuleType, server: Server) -> None:
    port = server.url.rpartition(":")[2]
    with package.Client(port=port, base="v2") as client:
        client.kites.public()
    assert server.last.path == "/v2/public"
    with package.Client(server.url) as client:
        client.kites.public()
    assert server.last.path == "/public"


def test_operations_have_servers_of_their_own_unless_the_client_has_another(tmp_path: Path, server: Server) -> None:
    with serving() as other:
        paths = {
            "/here": {"get": operation("here")},
            "/there": {"servers": [{"url": f"{other.url}/up"}], "get": operation("there")},
            "/below": {"get": operation("below", servers=[{"url": "/v9"}])},
        }
        whole = document(paths, servers=[{"url": f"{server.url}/v1"}])
        with imported(whole, tmp_path, "server_kites") as (_, module):
            with module.Client() as client:
                client.kites.here()
                client.kites.there()
                client.kites.below()
            assert [item.path for item in server.received] == ["/v1/here", "/v9/below"]
            assert [item.path for item in other.received] == ["/up/there"]
            with serving() as mock, module.Client(mock.url) as client:
                client.kites.there()
                assert mock.last.path == "/there"


def test_no_key_is_shown_however_many_there_are(tmp_path: Path, server: Server) -> None:
    names = [f"code-of-the-kite-{number}" for number in range(8)]
    schemes = {name: {"type": "apiKey", "in": "query", "name": name} for name in names}
    whole = document({"/kite": {"get": operation("get_kite", security=[{name: []} for name in names])}})
    whole["components"] = {"securitySchemes": schemes}
    server.answers = [Answer(404)]
    with imported(whole, tmp_path, "kites_with_keys") as (_, module):
        for number in range(8):
            auth = getattr(module, f"CodeOfTheKite{number}Auth")("the-secret")
            with module.Client(server.url, auth=auth) as client, pytest.raises(module.NotFoundError) as raised:
                client.kites.get_kite()
            assert "the-secret" in str(raised.value.request.url)
            assert "the-secret" not in f"{raised.value} {raised.value.url}"

"""Credentials go where the document says, tokens are fetched and renewed, and base URLs are built from variables."""

from __future__ import annotations

import asyncio
import json
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest

from tests.client.echo import Response, Server, document, operation, serving
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
    "implicit": {"type": "oauth2", "flows": {"implicit": {"authorizationUrl": "/oauth/dialog", "scopes": {}}}},
    "code": {
        "type": "oauth2",
        "flows": {
            "authorizationCode": {
                "authorizationUrl": "/oauth/dialog",
                "tokenUrl": "/oauth/token",
                "refreshUrl": "/oauth/renewal",
                "scopes": {},
            }
        },
    },
    "password": {"type": "oauth2", "flows": {"password": {"tokenUrl": "/oauth/token", "scopes": {}}}},
    "account": {"type": "openIdConnect", "openIdConnectUrl": "/.well-known/openid-configuration"},
    "certificate": {"type": "mutualTLS"},
}
#: The schemes whose credential is a token, which a function of the user may fetch.
TOKENS = ("flow", "implicit", "code", "password", "account")
SECURITY: dict[str, Any] = {
    "usual": None,
    "public": [],
    "optional": [{}, {"token": []}],
    "both": [{"query": [], "cookie": []}, {"header": []}],
    "either": [{"login": []}, {"token": []}],
    "combined": [{"token": [], "query": []}, {"login": []}],
    "tokens": [{"flow": ["read"]}],
    "named": [{"own": []}],
    "negotiated": [{"challenge": []}],
    "certified": [{"certificate": []}],
    "certified_too": [{"certificate": [], "header": []}, {"login": []}],
    **{f"by_{name}": [{name: []}, {"login": []}] for name in TOKENS},
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
    with serving() as running:
        yield running


def sent(package: ModuleType, server: Server, name: str, *auths: Any) -> dict[str, Any]:
    """The credentials in the request, by the place where they were sent."""
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


def test_credentials_are_sent_where_the_document_says(package: ModuleType, server: Server) -> None:
    auths = [package.HeaderAuth("h"), package.QueryAuth("q 1"), package.CookieAuth("c")]
    all_of_them = {"header": "h", "query": "q 1", "cookie": "sid=c"}
    assert sent(package, server, "usual", *auths) == all_of_them
    assert sent(package, server, "both", *auths) == all_of_them
    assert sent(package, server, "public", *auths) == {}


def test_a_custom_http_scheme_is_sent_under_its_own_name(package: ModuleType, server: Server) -> None:
    assert sent(package, server, "named", package.OwnAuth("t")) == {"authorization": "Token t"}


def test_negotiated_credentials_come_from_the_http_client(package: ModuleType, server: Server) -> None:
    challenge = {"WWW-Authenticate": 'Digest realm="r", nonce="n", qop="auth"'}
    server.responses = [Response(401, b"", headers=challenge), Response()]
    with (
        httpx.Client(auth=httpx.DigestAuth("u", "p")) as http,
        package.Client(server.url, http_client=http) as client,
    ):
        client.kites.negotiated()
    assert server.last.headers["Authorization"].startswith('Digest username="u", realm="r", nonce="n"')
    assert not hasattr(package, "ChallengeAuth")


def certificate(folder: Path, name: str) -> Path:
    """A self-signed certificate with its key."""
    target = folder / f"{name}.pem"
    public = folder / f"{name}.crt"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(target), "-out", str(public)]
    subprocess.run(command, check=True, capture_output=True)
    target.write_text(target.read_text() + public.read_text())
    return target


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl, which makes certificates, is not installed")
def test_a_client_certificate_comes_from_the_http_client(package: ModuleType, tmp_path: Path) -> None:
    client_certificate, server_certificate = certificate(tmp_path, "client"), certificate(tmp_path, "server")
    seen: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            peer: Any = self.connection
            seen.append((peer.getpeercert()["subject"], self.headers.get("X-Key")))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Log nothing."""

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(client_certificate))
    context.load_cert_chain(server_certificate)
    context.verify_mode = ssl.CERT_REQUIRED
    with HTTPServer(("127.0.0.1", 0), Handler) as listening:
        listening.socket = context.wrap_socket(listening.socket, server_side=True)
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        url = f"https://127.0.0.1:{listening.server_port}"
        trust = ssl.create_default_context(cafile=str(server_certificate))
        once = package.Retry(attempts=1)
        with (
            httpx.Client(verify=trust) as http,
            package.Client(url, http_client=http, retry=once) as client,
            pytest.raises(package.ConnectionFailedError),
        ):
            client.kites.certified()
        trust.load_cert_chain(client_certificate)
        with httpx.Client(verify=trust) as http, package.Client(url, http_client=http) as client:
            client.kites.certified()
            client.with_options(auth=package.HeaderAuth("h")).kites.certified_too()
        listening.shutdown()
    assert seen == [(((("commonName", "client"),),), None), (((("commonName", "client"),),), "h")]
    assert not hasattr(package, "CertificateAuth")


def test_the_first_alternative_with_all_its_credentials_is_used(package: ModuleType, server: Server) -> None:
    basic, bearer = package.BasicAuth("u", "p"), package.BearerAuth("t")
    assert sent(package, server, "either", basic, bearer) == {"authorization": "Basic dTpw"}
    assert sent(package, server, "either", bearer) == {"authorization": "Bearer t"}
    assert sent(package, server, "combined", bearer, basic) == {"authorization": "Basic dTpw"}
    whole = {"authorization": "Bearer t", "query": "q"}
    assert sent(package, server, "combined", basic, bearer, package.QueryAuth("q")) == whole
    assert sent(package, server, "usual", basic, bearer) == {"authorization": "Bearer t"}
    assert sent(package, server, "optional", bearer) == {"authorization": "Bearer t"}
    assert sent(package, server, "optional") == {}


def test_a_credential_in_a_query_leaves_the_rest_unchanged(package: ModuleType, server: Server) -> None:
    server.responses = [Response(401, b""), Response()]
    secrets = iter(["old", "new &1"])
    with package.Client(server.url, auth=package.QueryAuth(lambda: next(secrets))) as client:
        client.kites.lists(ids=[1, 2], path="a/b?c", words=["x y", "z"])
    assert [received.query for received in server.received] == [
        "ids=1,2&path=a/b?c&words=x%20y%20z&key=old",
        "ids=1,2&path=a/b?c&words=x%20y%20z&key=new%20%261",
    ]


def test_a_credential_in_a_cookie_is_sent_with_other_cookies(package: ModuleType, server: Server) -> None:
    with package.Client(server.url, auth=package.CookieAuth("c")) as client:
        client.kites.cookies(lang="de")
    assert server.last.headers["Cookie"] == "lang=de; sid=c"


def token(value: str, **more: Any) -> Response:
    return Response(200, json.dumps({"access_token": value, "token_type": "Bearer", **more}).encode())


def test_a_client_credentials_token_is_fetched_once_and_again_when_refused(package: ModuleType, server: Server) -> None:
    auth = package.ClientCredentialsAuth("id", "s:cret", scopes=["read", "write"])
    server.responses = [
        token("one", expires_in=3600),
        Response(),
        Response(),
        Response(401, b""),
        token("two"),
        Response(),
    ]
    with package.Client(server.url, auth=auth) as client:
        for _ in range(3):
            client.kites.tokens()
    token_requests = [received for received in server.received if received.path == "/oauth/token"]
    assert [dict(parse_qsl(received.body.decode())) for received in token_requests] == [
        {"grant_type": "client_credentials", "scope": "read write"}
    ] * 2
    assert token_requests[0].headers["Authorization"] == "Basic aWQ6cyUzQWNyZXQ="
    calls = [received.headers["Authorization"] for received in server.received if received.path == "/tokens"]
    assert calls == ["Bearer one", "Bearer one", "Bearer one", "Bearer two"]
    assert "cret" not in repr(auth)


def test_a_token_is_renewed_before_it_expires(package: ModuleType, server: Server) -> None:
    auth = package.RefreshTokenAuth("first", "id", "secret", in_body=True)
    server.responses = [token("one", expires_in=1, refresh_token="second"), Response(), token("two"), Response()]

    async def main() -> None:
        async with package.AsyncClient(server.url, auth=auth) as client:
            await client.kites.tokens()
            await client.kites.tokens()

    asyncio.run(main())
    requests = [dict(parse_qsl(item.body.decode())) for item in server.received if item.path == "/oauth/renewal"]
    secret = {"grant_type": "refresh_token", "client_id": "id", "client_secret": "secret"}
    assert requests == [{**secret, "refresh_token": "first"}, {**secret, "refresh_token": "second"}]
    assert auth.refresh_token == "second"


def test_the_lifetime_of_a_token_may_be_a_string(package: ModuleType, server: Server) -> None:
    """Some servers, such as Azure's older endpoint, write all values as strings."""
    server.responses = [token("one", expires_in="1"), Response(), token("two", expires_in="3600"), Response()]
    with package.Client(server.url, auth=package.ClientCredentialsAuth("id", "secret")) as client:
        for _ in range(3):
            client.kites.tokens()
    calls = [received.headers["Authorization"] for received in server.received if received.path == "/tokens"]
    assert calls == ["Bearer one", "Bearer two", "Bearer two"]


def test_a_token_may_come_from_another_server(package: ModuleType, server: Server) -> None:
    with serving() as issuer:
        issuer.responses = [token("one")]
        auth = package.ClientCredentialsAuth("id", "secret", token_url=f"{issuer.url}/login/token")
        with package.Client(f"{server.url}/v1", auth=auth) as client:
            client.kites.tokens()
        assert [received.target for received in issuer.received] == ["/login/token"]
    assert server.last.headers["Authorization"] == "Bearer one"


def test_a_program_without_a_secret_renews_its_token(package: ModuleType, server: Server) -> None:
    server.responses = [token("one"), Response()]
    with package.Client(server.url, auth=package.RefreshTokenAuth("first", "id")) as client:
        client.kites.tokens()
    request = server.received[0]
    expected = {"grant_type": "refresh_token", "refresh_token": "first", "client_id": "id"}
    assert dict(parse_qsl(request.body.decode())) == expected
    assert "Authorization" not in request.headers


@pytest.mark.parametrize("refresh_url", ["", "/user/renewal"])
def test_the_token_of_each_flow_comes_from_its_own_url(refresh_url: str, tmp_path: Path, server: Server) -> None:
    user = {"authorizationUrl": "/dialog", "tokenUrl": "/user/token", "scopes": {}}
    flows: dict[str, Any] = {
        "password": {"tokenUrl": "/password/token", "scopes": {}},
        "clientCredentials": {"tokenUrl": "/program/token", "refreshUrl": "/program/renewal", "scopes": {}},
        "authorizationCode": {**user, "refreshUrl": refresh_url} if refresh_url else user,
    }
    scheme = {"oauth": {"type": "oauth2", "flows": flows}}
    paths = {"/kites": {"get": operation("find", security=[{"oauth": []}])}}
    whole = document(paths, components={"securitySchemes": scheme})
    with imported(whole, tmp_path, "flow_kites") as (_, module):
        for auth in (module.ClientCredentialsAuth("id", "secret"), module.RefreshTokenAuth("r", "id")):
            server.responses = [token("one"), Response()]
            with module.Client(server.url, auth=auth) as client:
                client.kites.find()
    asked = [received.path for received in server.received if received.path != "/kites"]
    # Without a URL of its own, a refresh token goes to the URL that issued it (RFC 6749, section 6).
    assert asked == ["/program/token", refresh_url or "/user/token"]


@pytest.mark.parametrize("name", TOKENS)
def test_the_token_of_any_flow_may_come_from_a_function(name: str, package: ModuleType, server: Server) -> None:
    tokens = iter(["old", "new"])
    server.responses = [Response(401, b""), Response()]
    auths = [package.HeaderAuth("h"), package.BearerAuth(lambda: next(tokens))]
    assert sent(package, server, f"by_{name}", *auths)["authorization"] == "Bearer new"
    assert [received.headers["Authorization"] for received in server.received] == ["Bearer old", "Bearer new"]
    # Of two credentials for the same header, the client sends the one that the operation lists first.
    server.responses = [Response()]
    basic = package.BasicAuth("u", "p")
    assert sent(package, server, f"by_{name}", basic, package.BearerAuth("t"))["authorization"] == "Bearer t"
    assert sent(package, server, f"by_{name}", basic)["authorization"] == "Basic dTpw"


class TokenServer:
    """Issues a new token each time, accepts only the latest one, and accepts each refresh token once."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/oauth/"):
            given = dict(parse_qsl(request.content.decode()))
            if given.get("refresh_token", f"r{self.count}") != f"r{self.count}":
                return httpx.Response(400, json={"error": "invalid_grant"})
            self.count += 1
            more = {"expires_in": 3600, "refresh_token": f"r{self.count}"}
            return httpx.Response(200, json={"access_token": f"t{self.count}", **more})
        return httpx.Response(204 if request.headers["Authorization"] == f"Bearer t{self.count}" else 401)

    async def respond(self, request: httpx.Request) -> httpx.Response:
        """Respond after other tasks have had their turn."""
        await asyncio.sleep(0)
        return self(request)


def test_concurrent_calls_fetch_one_token(package: ModuleType) -> None:
    """A refresh token is valid once: if two calls sent it, the session would end."""
    tokens = TokenServer()
    auth = package.RefreshTokenAuth("r0", "id")

    async def main() -> None:
        http = httpx.AsyncClient(transport=httpx.MockTransport(tokens.respond))
        client = package.AsyncClient("http://kites.test", auth=auth, http_client=http)
        await asyncio.gather(*(client.kites.tokens() for _ in range(8)))

    asyncio.run(main())
    assert (tokens.count, auth.refresh_token) == (1, "r1")
    # The locks of one event loop do not block the calls of another.
    auth.forget()
    asyncio.run(main())
    assert (tokens.count, auth.refresh_token) == (2, "r2")


def test_a_token_that_another_call_has_renewed_is_used(package: ModuleType) -> None:
    tokens = TokenServer()

    async def main() -> None:
        renewed = asyncio.Event()
        refused: list[str] = []

        async def respond(request: httpx.Request) -> httpx.Response:
            given = request.headers["Authorization"]
            if request.url.path == "/oauth/token":
                return tokens(request)
            if given == "Bearer t1":
                refused.append(given)
                if len(refused) == 1:
                    # Respond only when the other call already has a new token.
                    await renewed.wait()
                return httpx.Response(401)
            renewed.set()
            return tokens(request)

        http = httpx.AsyncClient(transport=httpx.MockTransport(respond))
        auth = package.ClientCredentialsAuth("id", "secret")
        client = package.AsyncClient("http://kites.test", auth=auth, http_client=http)
        await asyncio.gather(client.kites.tokens(), client.kites.tokens())
        assert len(refused) == 2

    asyncio.run(main())
    assert tokens.count == 2


def test_threads_share_a_token(package: ModuleType) -> None:
    tokens = TokenServer()
    auth = package.ClientCredentialsAuth("id", "secret")

    def respond(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/oauth/token":
            # If other threads requested a token too, they would have time to do so.
            threading.Event().wait(0.1)
        return tokens(request)

    http = httpx.Client(transport=httpx.MockTransport(respond))
    client = package.Client("http://kites.test", auth=auth, http_client=http)
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(client.kites.tokens) for _ in range(16)]:
            assert done.result() is None
    assert tokens.count == 1


def test_concurrent_calls_fetch_a_token_from_a_coroutine_once(package: ModuleType, server: Server) -> None:
    fetched: list[int] = []

    async def fetch_token() -> str:
        fetched.append(1)
        await asyncio.sleep(0)
        return "t"

    async def main() -> None:
        async with package.AsyncClient(server.url, auth=package.BearerAuth(fetch_token)) as client:
            await asyncio.gather(*(client.kites.tokens() for _ in range(8)))

    asyncio.run(main())
    assert (len(fetched), server.last.headers["Authorization"]) == (1, "Bearer t")


def test_a_token_is_requested_with_the_timeouts_of_the_call(package: ModuleType) -> None:
    requests: list[tuple[str, float, str]] = []

    def respond(request: httpx.Request) -> httpx.Response:
        requests.append((request.url.path, request.extensions["timeout"]["read"], request.headers["User-Agent"]))
        is_token = request.url.path == "/oauth/token"
        return httpx.Response(200, json={"access_token": "t"}) if is_token else httpx.Response(204)

    with httpx.Client(transport=httpx.MockTransport(respond)) as http:
        auth = package.ClientCredentialsAuth("id", "secret")
        package.Client("http://kites.test", auth=auth, http_client=http, timeout=7).kites.tokens()
    assert requests == [("/oauth/token", 7, "safe_kites/1"), ("/tokens", 7, "safe_kites/1")]


def test_a_refused_token_request_is_an_error_that_says_why(package: ModuleType, server: Server) -> None:
    server.respond_with({"error": "invalid_client"}, 401)
    auth = package.ClientCredentialsAuth("id", "secret")
    with package.Client(server.url, auth=auth) as client, pytest.raises(package.ApiError, match="401 invalid_client"):
        client.kites.tokens()
    server.responses = [token("got"), Response()]
    with package.Client(server.url, auth=auth) as client:
        client.kites.public()
    assert server.last.path == "/public"
    assert "Authorization" not in server.last.headers


def test_the_environment_may_hold_a_password_or_the_secret_of_a_program(package: ModuleType, server: Server) -> None:
    def authorization(name: str, **given: str) -> str | None:
        environment = {f"SAFE_KITES_{key}": value for key, value in given.items()}
        with package.Client.from_env(base_url=server.url, environment=environment) as client:
            getattr(client.kites, name)()
        return server.last.headers.get("Authorization")

    assert authorization("either", USERNAME="u", PASSWORD="p") == "Basic dTpw"
    assert authorization("either", USERNAME="u") is None
    server.responses = [token("one"), Response()]
    assert authorization("tokens", CLIENT_ID="id", CLIENT_SECRET="secret") == "Bearer one"


def test_a_base_url_is_built_from_server_variables(package: ModuleType, server: Server) -> None:
    port = server.url.rpartition(":")[2]
    with package.Client(port=port, base="v2") as client:
        client.kites.public()
    assert server.last.path == "/v2/public"
    with package.Client(server.url) as client:
        client.kites.public()
    assert server.last.path == "/public"


def test_operations_have_their_own_servers_unless_the_client_is_given_one(tmp_path: Path, server: Server) -> None:
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


def test_the_server_of_an_operation_or_a_path_may_have_variables(tmp_path: Path, server: Server) -> None:
    port = {"default": server.url.rpartition(":")[2]}
    variables = {"port": port, "base": {"default": "v2", "enum": ["v1", "v2"]}}
    servers = [{"url": "http://127.0.0.1:{port}/{base}", "variables": variables}]
    paths = {
        "/here": {"get": operation("here", servers=servers)},
        "/there": {"servers": servers, "get": operation("there")},
    }
    whole = document(paths, servers=[{"url": "http://elsewhere.test"}])
    with imported(whole, tmp_path, "varied_kites") as (_, module), module.Client() as client:
        client.kites.here()
        client.kites.there()
    assert [item.path for item in server.received] == ["/v2/here", "/v2/there"]


def test_no_api_key_is_shown_however_many_schemes_there_are(tmp_path: Path, server: Server) -> None:
    names = [f"code-of-the-kite-{number}" for number in range(8)]
    schemes = {name: {"type": "apiKey", "in": "query", "name": name} for name in names}
    whole = document({"/kite": {"get": operation("get_kite", security=[{name: []} for name in names])}})
    whole["components"] = {"securitySchemes": schemes}
    server.responses = [Response(404)]
    with imported(whole, tmp_path, "kites_with_keys") as (_, module):
        for number in range(8):
            auth = getattr(module, f"CodeOfTheKite{number}Auth")("the-secret")
            with module.Client(server.url, auth=auth) as client, pytest.raises(module.NotFoundError) as raised:
                client.kites.get_kite()
            assert "the-secret" in str(raised.value.request.url)
            assert "the-secret" not in f"{raised.value} {raised.value.url}"


@pytest.mark.parametrize(
    ("description", "prefix"),
    [
        ('Example: <pre>curl https://kites.test -H "Authorization: Token [your-token]"</pre>', "Token"),
        ("Send `Authorization: Api-Key ${KEY}`.", "Api-Key"),
        ("Authorization: Kite-API-Key key_123", "Kite-API-Key"),
        ('Token-based authentication with required prefix "Token"', "Token"),
        ("JWT Authorization header using the Bearer scheme.", "Bearer"),
        ("Enter 'Bearer' [space] and then your token.", "Bearer"),
        ("Type into the textbox: 'Bearer {your JWT token}'.", "Bearer"),
        ("The value must be prefixed with 'Bearer '.", "Bearer"),
        ("Send `Authorization: Token <key>`. It is no `Bearer {token}`.", "Token"),
        ("Authorization: your key", ""),
        ("Authorization: your API_KEY", ""),
        ("Authorization: See [the docs](https://kites.test)", ""),
        ("Unlike with OAuth, no `Bearer <token>` is sent.", ""),
        ("The key must not be prefixed with 'Bearer'.", ""),
        ("All keys are prefixed with `KT`. Those with the prefix 'test' are for the sandbox.", ""),
        ("We use the following scheme: the key stands alone. See `GET {key_id}`.", ""),
        ("Keys are checked using the same scheme as before.", ""),
        ("`Authorization: Basic <base64>`, or `Authorization: Bearer <token>`", ""),
        ("Put the key into the field `Authorization: <key>`.", ""),
        ("", ""),
    ],
)
def test_the_prefix_of_a_key_comes_from_its_description(
    description: str, prefix: str, tmp_path: Path, server: Server
) -> None:
    scheme = {"type": "apiKey", "in": "header", "name": "Authorization", "description": description}
    schemes = {"kite": scheme, "other": {**scheme, "name": "X-Key"}}
    whole = document({"/kites": {"get": operation("find")}}, components={"securitySchemes": schemes})
    server.respond_with({})
    with imported(whole, tmp_path, "prefixed_kites") as (_, module):
        for given in ("abc", f"{prefix} abc".strip()):
            with module.Client(server.url, auth=[module.KiteAuth(given), module.OtherAuth("abc")]) as client:
                client.kites.find()
            assert server.last.headers["Authorization"] == f"{prefix} abc".strip()
            assert server.last.headers["X-Key"] == "abc"


def test_a_scheme_may_have_the_name_of_a_built_in_credential(tmp_path: Path, server: Server) -> None:
    names = ["token", "basic", "bearer", "client_credentials", "refresh_token", "token_endpoint"]
    schemes: dict[str, Any] = {name: {"type": "apiKey", "in": "header", "name": f"X-{name}"} for name in names}
    schemes["flow"] = {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "/oauth/token", "scopes": {}}}}
    whole = document(
        {f"/{name}": {"get": operation(f"get_{name}", security=[{name: []}])} for name in schemes},
        components={"securitySchemes": schemes},
    )
    with imported(whole, tmp_path, "kites_with_tokens") as (records, module):
        classes = {item.wire: getattr(module, item.name) for item in records.credentials}
        assert len(set(classes.values())) == len(names)
        for name in names:
            with module.Client(server.url, auth=classes[f"X-{name}"]("the-secret")) as client:
                getattr(client.kites, f"get_{name}")()
            assert server.last.headers[f"X-{name}"] == "the-secret"
        server.responses = [token("got"), Response()]
        with module.Client(server.url, auth=module.ClientCredentialsAuth("id", "secret")) as client:
            client.kites.get_flow()
        assert server.last.headers["Authorization"] == "Bearer got"
        environment = {"KITES_WITH_TOKENS_TOKEN_AUTH": "a-key", "KITES_WITH_TOKENS_BASE_URL": server.url}
        with module.Client.from_env(environment=environment) as client:
            client.kites.get_token()
        assert server.last.headers["X-token"] == "a-key"

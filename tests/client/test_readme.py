"""The generated README: its examples run as printed, and it shows the credentials and operations of the document."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from speclift.client.templates import Templates
from speclift.pipeline.client import client_files
from tests.client.echo import Server, document, operation
from tests.client.wire import imported

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"```python\n(.*?)```", re.S)


def examples() -> list[str]:
    return BLOCK.findall((ROOT / "generated" / "README.md").read_text(encoding="utf-8"))


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[httpx.Request]:
    """The requests of the examples. A server in this process responds with the samples of the document."""
    document = yaml.safe_load((ROOT / "spec" / "openapi.yaml").read_text(encoding="utf-8"))
    seen: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return _sample(document, request.method.lower(), request.url.path)

    transport = httpx.MockTransport(respond)
    monkeypatch.setattr(httpx, "Client", functools.partial(httpx.Client, transport=transport))
    monkeypatch.setattr(httpx, "AsyncClient", functools.partial(httpx.AsyncClient, transport=transport))
    return seen


def test_every_kind_of_call_has_an_example_that_runs(
    requests: list[httpx.Request], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    names: dict[str, Any] = {}
    blocks = examples()
    for block in blocks:
        before = len(requests)
        run: Callable[[], None] = functools.partial(exec, compile(block, "README.md", "exec"), names)
        run()
        assert len(requests) > before or block is blocks[0], block
    methods = {request.method for request in requests}
    assert {"GET", "POST", "PATCH"} <= methods
    assert (tmp_path / "copy.bin").exists()
    assert len(blocks) == 11
    assert "200" in capsys.readouterr().out


def _sample(document: dict[str, Any], method: str, path: str) -> httpx.Response:
    for template, item in document["paths"].items():
        if method in item and re.fullmatch(re.sub(r"\\{.*?\\}", "[^/]+", re.escape(template)), path):
            for status, response in item[method]["responses"].items():
                if status.startswith("2"):
                    for media_type, entry in response.get("content", {}).items():
                        value = entry.get("examples", {}).get("sample", {}).get("value")
                        # The client would follow the link of the sample forever.
                        text = re.sub(r'"odata.nextLink": "[^"]*"', '"odata.nextLink": null', json.dumps(value))
                        return httpx.Response(int(status), text=text, headers={"Content-Type": media_type})
                    return httpx.Response(int(status))
    raise AssertionError(f"no operation {method} {path}")


KITE = {"type": "object", "properties": {"id": {"type": "integer"}}}
SCHEMES: dict[str, Any] = {
    "page": {"type": "apiKey", "in": "query", "name": "page_key"},
    "session": {"type": "apiKey", "in": "cookie", "name": "sid"},
    "partner": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://a.test/token", "scopes": {}}}},
    "login": {"type": "http", "scheme": "basic"},
    "card": {"type": "mutualTLS"},
    "hashed": {"type": "http", "scheme": "digest"},
}

RENEWS = "gets its tokens itself and renews them, as `RefreshTokenAuth` does"


def readme(schemes: dict[str, Any], **more: Any) -> str:
    """The README of a client for kites."""
    key = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    paths = {
        "/kites/{id}": {"get": operation("get_kite", KITE, parameters=[key]), "delete": operation("drop_kite")},
        "/sails": {"get": operation("list_sails", KITE, tags=["sails"])},
    }
    paths["/kites/{id}"]["delete"]["parameters"] = [key]
    given = document(paths, components={"securitySchemes": schemes}, servers=[{"url": "https://kites.test"}], **more)
    return client_files(given, "kite_club", Templates())["README.md"].decode()


def test_the_readme_shows_the_credentials_of_the_document() -> None:
    text = readme(SCHEMES, security=[{"session": []}])
    rows = re.findall(r"^\| `(\w+Auth|http_client=[\w.]+)\((.*)\)` \| (.*) \|$", text, re.M)
    assert rows == [
        ("BearerAuth", '"token"', "a bearer token"),
        ("BasicAuth", '"name", "password"', "a user name and a password"),
        (
            "ClientCredentialsAuth",
            '"id", "secret"',
            RENEWS,
        ),
        ("PageAuth", '"secret"', "the query parameter `page_key`"),
        ("SessionAuth", '"secret"', "the cookie `sid`"),
        ("http_client=httpx.Client", "verify=context", "a certificate, in an `ssl.SSLContext`: `card`"),
        ("http_client=httpx.Client", "auth=...", "what `digest` negotiates: `hashed`"),
    ]
    assert 'client = Client("https://kites.test", auth=SessionAuth("token"))' in text
    for name in ("BASE_URL", "TOKEN", "USERNAME", "CLIENT_ID", "PAGE", "SESSION"):
        assert f"| `KITE_CLUB_{name}` |" in text


def test_the_readme_shows_all_credentials_that_one_call_needs() -> None:
    schemes = {name: SCHEMES[name] for name in ("page", "login", "card")}
    text = readme(schemes, security=[{"card": [], "page": [], "login": []}])
    made = 'client = Client("https://kites.test", auth=[PageAuth("token"), BasicAuth("name", "password")])'
    assert f"from kite_club import BasicAuth, Client, PageAuth\n\n{made}" in text


def test_the_readme_names_the_prefix_of_a_key() -> None:
    key = {"type": "apiKey", "in": "header", "name": "Authorization"}
    text = readme({"token": {**key, "description": "Such as `Authorization: Token <key>`."}})
    row = '`TokenAuth("secret")` | the header `Authorization`; the client adds the prefix `Token` |'
    assert f"| {row}\n" in text


@pytest.mark.parametrize(
    ("parameters", "given"),
    [
        ({"cursor": "string", "filter": "string", "limit": "integer"}, "limit=42"),
        ({"page": "integer", "since": "string"}, ""),
        ({"offset": "integer", "page_size": "integer"}, "page_size=42"),
        ({"$top": "integer", "cursor": "string"}, ""),
    ],
)
def test_the_example_of_a_paged_list_starts_at_the_first_page(parameters: dict[str, str], given: str) -> None:
    page = {
        "type": "object",
        "properties": {"items": {"type": "array", "items": KITE}, "next_cursor": {"type": "string"}},
    }
    listed = [{"name": name, "in": "query", "schema": {"type": kind}} for name, kind in parameters.items()]
    given_paths = {"/kites": {"get": operation("list_kites", page, parameters=listed)}}
    text = client_files(document(given_paths), "kite_club", Templates())["README.md"].decode()
    assert f"for row in client.kites.list_kites({given}):" in text


def test_the_first_example_returns_a_model_if_any_operation_does() -> None:
    plain = {"/a": {"get": operation("list_names", {"type": "array", "items": {"type": "string"}})}}
    model = {"/kites": {"get": operation("get_kite", KITE)}}
    for paths, called in ((plain, "list_names"), ({**plain, **model}, "get_kite")):
        text = client_files(document(paths), "kite_club", Templates())["README.md"].decode()
        assert f"found = client.kites.{called}()" in text
        assert ("`found.to_wire()`" in text) == (called == "get_kite")


@pytest.mark.parametrize(
    ("required", "call"),
    [
        ([], 'send_kite(name="text", colour="text")'),
        (["size"], 'send_kite(size=1.5, name="text")'),
        (["photo", "size", "colour"], 'send_kite(colour="text", size=1.5, photo=b"text")'),
        (["maker"], ""),
    ],
)
def test_the_example_of_a_form_has_every_required_field(
    required: list[str], call: str, tmp_path: Path, server: Server
) -> None:
    text, file = {"type": "string"}, {"type": "string", "format": "binary"}
    properties = {"name": text, "colour": text, "size": {"type": "number"}, "photo": file, "maker": KITE}
    schema = {"type": "object", "properties": properties, "required": required}
    body = {"required": True, "content": {"multipart/form-data": {"schema": schema}}}
    given = document({"/kites": {"post": operation("send_kite", requestBody=body)}})
    with imported(given, tmp_path, "kite_club") as (_, module), module.Client(server.url) as client:
        blocks = BLOCK.findall((tmp_path / "README.md").read_text(encoding="utf-8"))
        shown = [block.strip() for block in blocks if "send_kite(" in block and "import" not in block]
        assert shown == [f"client.kites.{call}"] * bool(call)
        for block in shown:
            exec(block, {"client": client})
            assert b'name="size"' in server.last.body or "size" not in required


@pytest.mark.parametrize(
    ("url", "path"), [("/api/v1/", "/api/v1"), ("api", "/api"), ("/", ""), ("", ""), ("/{tenant}/api", "")]
)
def test_the_readme_shows_the_path_of_a_server_without_a_host(url: str, path: str) -> None:
    given = document({"/kites": {"get": operation("list_kites", KITE)}}, servers=[{"url": url}])
    files = client_files(given, "kite_club", Templates())
    assert f'client = Client("https://api.example.test{path}")' in files["README.md"].decode()
    mentions_path = "The address of the API, with its path" in files["kite_club/_client.py"].decode()
    assert mentions_path == bool(path)


def test_without_credentials_the_examples_show_none() -> None:
    for schemes in ({}, {"card": SCHEMES["card"]}):
        text = readme(schemes)
        start = BLOCK.findall(text)[0]
        assert start == (
            'from kite_club import Client\n\nclient = Client("https://kites.test")\nfound = client.kites.get_kite(42)\n'
        )
        assert 'AsyncClient("https://kites.test") as client' in text
    assert "The reference names no credentials." in readme({})


def test_the_readme_lists_resources_and_operations() -> None:
    text = readme(SCHEMES)
    listed = text.partition("## Operations\n")[2]
    assert re.findall(r"^`(client\.\w+)`$|^- `(\w+)`: `(.*)`$", listed, re.M) == [
        ("client.kites", "", ""),
        ("", "get_kite", "GET /kites/{id}"),
        ("", "drop_kite", "DELETE /kites/{id}"),
        ("client.sails", "", ""),
        ("", "list_sails", "GET /sails"),
    ]

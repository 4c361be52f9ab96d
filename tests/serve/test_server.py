"""The application over HTTP, and the command: what is served, what is refused, how it starts and ends."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from speclift import __version__
from speclift.cli.main import build_parser
from speclift.errors import OutputError, UsageError
from speclift.http import protocol
from speclift.http.server import listen
from speclift.openapi.load import load
from speclift.openapi.writing.split import split_by_tag
from speclift.serve.app import Browse
from speclift.serve.assets import load_assets
from speclift.serve.catalogue import catalogue_of
from speclift.serve.page import origin_of, policy
from speclift.serve.shown_document import served_document
from speclift.serve.source import Loader, Source
from tests.conftest import EMBEDDED, ROOT
from tests.serve.served import Served, copied_docs, serving

#: The version in the lock file, which the page shows.
SWAGGER_UI = "5.34.0"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("serve")
    with serving(EMBEDDED, folder, "--mock", "--server", "https://example.test:8443/Cust1") as served:
        yield served


def test_parts_are_those_of_the_split_document() -> None:
    document = load(str(ROOT / "spec" / "openapi.yaml")).document
    expected = split_by_tag(served_document(document))
    parts = catalogue_of(document).parts
    assert [part.name for part in parts] == list(expected)
    for part in parts:
        part_document = httpx.Response(200, content=part.data).json()
        assert part_document["paths"] == expected[part.name]["paths"]
        schemas = part_document["components"].get("schemas", {})
        assert schemas == expected[part.name]["components"].get("schemas", {})


def test_documents_have_etags(served: Served) -> None:
    first = httpx.get(f"{served.url}/-/tags/Contact.json")
    assert first.headers["content-type"] == "application/json"
    assert [server["url"] for server in first.json()["servers"]] == ["/mock", "https://example.test:8443/Cust1"]
    again = httpx.get(f"{served.url}/-/tags/Contact.json", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_policy_names_the_server_and_nothing_else(served: Served) -> None:
    found_policy = httpx.get(served.url).headers["content-security-policy"]
    assert "connect-src 'self' https://example.test:8443;" in found_policy
    assert found_policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in found_policy
    # No page shows this one in a frame, no form is sent, and no text of the docs changes where links lead.
    assert found_policy.endswith("; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
    sources = {source for directive in found_policy.split(";") for source in directive.split()[1:]}
    assert sources == {"'none'", "'self'", "data:", "blob:", "https://example.test:8443"}


@pytest.mark.parametrize(
    "path",
    [
        "/-/../../pyproject.toml",
        "/-/%2e%2e/app.py",
        "/-/tags/../../../etc/passwd",
        "/-/tags/..%2f..%2fopenapi.json",
        "/-/swagger-editor.js",
        "/static/page.js",
        "/etc/passwd",
        "/-//etc/passwd",
        f"/-/{'../' * 20}etc/passwd",
        f"/-/{'%2e%2e%2f' * 20}etc/passwd",
    ],
)
def test_only_files_of_the_table_are_served(served: Served, path: str) -> None:
    with socket.create_connection(("127.0.0.1", served.server.port)) as raw:
        raw.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        assert raw.recv(1000).startswith(b"HTTP/1.1 404 ")


def test_a_foreign_host_is_refused(served: Served) -> None:
    assert httpx.get(served.url, headers={"Host": "evil.example"}).status_code == 421


def test_a_head_without_an_end_is_refused(served: Served) -> None:
    head = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-More: "
    with socket.create_connection(("127.0.0.1", served.server.port), timeout=60) as raw:
        # Only the last byte is one too many: if the server left bytes unread, its end would be a reset.
        raw.sendall(head.ljust(protocol._LARGEST_HEAD + 1, b"a"))
        assert raw.recv(1000).startswith(b"HTTP/1.1 431 ")


def test_only_get_and_head_are_allowed(served: Served) -> None:
    response = httpx.post(served.url, content=b"x")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")


def test_responses_of_the_mock_are_sandboxed(served: Served) -> None:
    response = httpx.get(f"{served.url}/mock/api/v1/Contact/4", headers={"Authorization": "Bearer x"})
    assert response.status_code == 200
    assert response.headers["content-security-policy"].startswith("sandbox")


@pytest.mark.parametrize("url", ["ftp://x", "https://", "https://x; script-src *", "javascript:1", "http://x:y", "x"])
def test_an_invalid_url_is_refused(url: str) -> None:
    with pytest.raises(UsageError):
        policy([url])


@pytest.mark.parametrize("user", ["me:sesame@", "sesame@"])
@pytest.mark.parametrize("url", ["https://{}example.test/x", "ftp://{}x", "http://{}[::1", "http://{}x:y", "{}x"])
def test_an_address_with_credentials_is_refused_and_not_repeated(url: str, user: str) -> None:
    with pytest.raises(UsageError) as raised:
        policy([url.format(user)])
    assert "credentials" in str(raised.value)
    assert "sesame" not in str(raised.value)


def test_an_origin_is_scheme_host_and_port() -> None:
    assert origin_of("https://example.test:444/a?b") == "https://example.test:444"
    assert origin_of("http://[::1]:80/x") == "http://[::1]:80"


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "speclift", "serve", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_the_command_reports_its_start_and_serves_its_version(served: Served) -> None:
    last_line = f"55 operations, Swagger UI {SWAGGER_UI}, on {served.url}\n"
    assert served.server.log.read_text().endswith(last_line)
    assert httpx.get(f"{served.url}/-/version.json").json() == {"speclift": __version__, "swagger-ui": SWAGGER_UI}


def test_the_page_is_opened_with_the_option_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {opened}.part && mv {opened}.part {opened}\n')
    browser.chmod(0o700)
    monkeypatch.setenv("BROWSER", str(browser))
    with serving(ROOT / "spec" / "openapi.yaml", tmp_path, "--open") as served:
        end = time.monotonic() + 15
        while not opened.exists():
            assert time.monotonic() < end, "no browser was started"
            time.sleep(0.02)
        assert opened.read_text() == served.url


def test_it_listens_on_port_8000_of_this_machine_by_default() -> None:
    arguments = build_parser().parse_args(["serve", "docs"])
    assert f"http://{arguments.host}:{arguments.port}" == "http://127.0.0.1:8000"


def test_a_port_in_use_is_an_error(served: Served) -> None:
    result = _run(str(EMBEDDED), "--port", str(served.server.port))
    assert result.returncode == 3
    assert "E005" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (["no-such-folder"], "E003", 3),
        ([str(ROOT / "generator")], "E004", 3),
        ([str(ROOT / "pyproject.toml")], "E003", 3),
        ([str(EMBEDDED), "--server", "nonsense"], "E001", 2),
        ([str(EMBEDDED), str(ROOT / "spec" / "openapi.yaml")], "E001", 2),
    ],
)
def test_wrong_input_is_an_error_with_a_code(arguments: list[str], code: str, exit_code: int) -> None:
    result = _run(*arguments, "--port", "0", "--no-cache")
    assert result.returncode == exit_code
    assert code in result.stderr
    assert "Traceback" not in result.stderr


def test_the_etag_of_the_page_covers_everything_in_it(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    etag = httpx.get(served.url).headers["etag"]
    assert httpx.get(served.url, headers={"If-None-Match": etag}).status_code == 304
    assert httpx.get(served.url, headers={"If-None-Match": "*"}).status_code == 304
    source = Source(spec=str(ROOT / "spec" / "openapi.yaml"))
    catalogue = catalogue_of(load(source.spec).document)
    etags = set()
    for version in ("1.0.0", "1.0.1"):
        monkeypatch.setattr("speclift.serve.page.__version__", version)
        application = Browse(catalogue, source, load_assets())
        client = httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://localhost")
        etags.add(asyncio.run(client.get("/")).headers["etag"])
    assert len(etags) == 2


@pytest.mark.parametrize("host", ["ä..x", "no.such.host.invalid", "300.0.0.1", "\udcff"])
def test_an_invalid_host_is_an_error(host: str) -> None:
    with pytest.raises(OutputError, match="Nothing can listen"):
        listen(host, 0)


def test_includes_may_lead_to_the_folder_that_the_option_names(tmp_path: Path) -> None:
    docs = copied_docs(tmp_path)
    (docs / "speclift.toml").unlink()
    # The samples of the agents are in another folder, next to theirs.
    outside, inside = (
        Loader(Source(docs=(str(docs / "agent"),), include_root=root, is_cached=False)).load()
        for root in (str(docs / "samples"), None)
    )
    assert outside.whole.data != inside.whole.data
    assert len(inside.errors) > len(outside.errors) == 0


def test_a_document_that_no_mock_can_be_made_of_is_reported(tmp_path: Path) -> None:
    spec = tmp_path / "api.json"
    # Each component refers to the next one twice, so that one value takes a billion steps to check.
    twice = {f"S{n}": {"allOf": [{"$ref": f"#/components/schemas/S{n + 1}"}] * 2} for n in range(30)}
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/S0"}}}}
    document = {
        "openapi": "3.1.1",
        "info": {"title": "x", "version": "1"},
        "paths": {"/a": {"post": {"requestBody": body, "responses": {"200": {"description": ""}}}}},
        "components": {"schemas": {**twice, "S30": {"type": "object"}}},
    }
    spec.write_text(json.dumps(document))
    with serving(spec, tmp_path, "--mock") as served:
        response = httpx.post(f"{served.url}/mock/a", json={})
        assert (response.status_code, response.headers["content-type"]) == (503, "application/problem+json")
        assert "No mock can be made" in response.json()["detail"]
        assert httpx.get(served.url).status_code == 200

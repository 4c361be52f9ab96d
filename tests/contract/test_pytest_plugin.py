"""The pytest plugin as a project uses it."""

from __future__ import annotations

import html
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.client.echo import document, operation, serving

pytest_plugins = ("pytester",)

ROOT = Path(__file__).parents[2]
PLUGIN = ("-p", "speclift.pytest_plugin", "-p", "no:cacheprovider")

KITE = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
    "example": {"id": 7, "name": "Blue"},
}
IN_QUERY = {"type": "apiKey", "in": "query", "name": "key"}
ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}, "example": 7}
BODY = {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Kite"}}}}
DOCUMENT = document(
    {
        "/kites": {
            "get": operation("list_kites", {"type": "array", "items": {"$ref": "#/components/schemas/Kite"}}),
            "post": operation("make_kite", {"$ref": "#/components/schemas/Kite"}, requestBody=BODY),
        },
        "/kites/{id}": {
            "get": operation("get_kite", {"$ref": "#/components/schemas/Kite"}, parameters=[ID]),
            "delete": operation("remove_kite", parameters=[ID]),
        },
    },
    schemas={"Kite": KITE},
    components={"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}},
    security=[{"key": []}],
)


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "generator"))
    (pytester.path / "openapi.json").write_text(json.dumps(DOCUMENT))
    return pytester


def run(project: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return project.runpytest_subprocess(*PLUGIN, *arguments)


def test_each_operation_is_a_test(project: pytest.Pytester) -> None:
    project.makepyfile("def test_own(): pass")
    result = run(project, "--speclift-spec", "openapi.json", "-v")
    result.assert_outcomes(passed=5)
    result.stdout.fnmatch_lines(["openapi.json::GET /kites PASSED*", "openapi.json::DELETE /kites/{id} PASSED*"])
    run(project, "--speclift-spec", "openapi.json", "-k", "POST").assert_outcomes(passed=1, deselected=4)
    run(project).assert_outcomes(passed=1)


def test_the_operations_of_the_embedded_reference_pass(project: pytest.Pytester) -> None:
    result = run(project, "--speclift-spec", str(ROOT / "spec" / "openapi.yaml"))
    # The sample of one patch tests for a value that is not in the sample of its resource.
    result.assert_outcomes(passed=54, skipped=1)


def test_workers_of_xdist_share_the_operations(project: pytest.Pytester) -> None:
    run(project, "--speclift-spec", "openapi.json", "-n", "2").assert_outcomes(passed=4)


@pytest.mark.parametrize(
    ("value", "status", "expected"),
    [
        ({"name": 5}, 200, "'id' is a required property|\"id\" is a required property"),
        ({"id": 7}, 418, "The status is 418; documented are 200"),
        ({"id": 7}, 500, "The status is 500"),
        (b"<kite/>", 200, "The media type is text/html"),
    ],
)
def test_a_server_that_breaks_its_document_fails(
    value: Any, status: int, expected: str, project: pytest.Pytester
) -> None:
    with serving() as server:
        media_type = "text/html" if isinstance(value, bytes) else "application/json"
        server.respond_with(value, status, media_type)
        result = run(project, "--speclift-spec", "openapi.json", "--speclift-url", server.url, "-k", "get_kite or GET")
        assert server.last.headers["X-Key"] == "sample"
    result.assert_outcomes(failed=2, deselected=2)
    result.stdout.re_match_lines([".*GET /kites/7.*"])
    result.stdout.re_match_lines([f".*({expected}).*"])
    assert "Traceback" not in result.stdout.str()


def test_no_credential_is_printed_and_no_proxy_is_used(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "q+7/Of-Somebody"
    monkeypatch.setenv("TOKEN", secret)
    for name in ("HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    source = DOCUMENT | {"components": {**DOCUMENT["components"], "securitySchemes": {"key": IN_QUERY}}}
    (project.path / "openapi.json").write_text(json.dumps(source))
    options = ("--speclift-auth-env", "TOKEN", "--showlocals", "-o", "log_level=DEBUG", "-k", "GET")
    with serving() as server:
        server.respond_with(f"<p>{html.escape(secret)} {quote(secret, safe='')}</p>".encode(), 500, "text/html")
        result = run(project, "--speclift-spec", "openapi.json", "--speclift-url", server.url, *options)
        assert quote(secret, safe="") in server.last.query
    result.assert_outcomes(failed=2, deselected=2)
    unreachable = run(project, "--speclift-spec", "openapi.json", "--speclift-url", "http://127.0.0.1:1", *options)
    unreachable.assert_outcomes(failed=2, deselected=2)
    assert "sends no response" in unreachable.stdout.str()
    for text in (result.stdout.str(), unreachable.stdout.str()):
        assert "[redacted]" in text
        assert not any(spelled in text for spelled in (secret, quote(secret), quote(secret, safe="")))


def test_a_document_cannot_set_the_headers_that_frame_a_request(project: pytest.Pytester) -> None:
    headers = {"Host": "kites.example", "Content-Length": "0", "Transfer_Encoding": "chunked", "X-Kind": "a"}
    parameters = [
        {"name": name, "in": "header", "required": True, "schema": {"type": "string"}, "example": value}
        for name, value in headers.items()
    ]
    create = operation("make_kite", {"$ref": "#/components/schemas/Kite"}, requestBody=BODY, parameters=parameters)
    (project.path / "openapi.json").write_text(
        json.dumps(document({"/kites": {"post": create}}, schemas={"Kite": KITE}))
    )
    with serving() as server:
        server.respond_with({"id": 7})
        run(project, "--speclift-spec", "openapi.json", "--speclift-url", server.url).assert_outcomes(passed=1)
        assert json.loads(server.last.body) == KITE["example"]
        names = {name.lower() for name in server.last.headers}
        assert server.last.headers["Host"] in server.url
        assert "x-kind" in names
        assert not {"transfer_encoding", "transfer-encoding"} & names


def test_no_path_and_no_header_of_a_document_leads_to_another_operation(project: pytest.Pytester) -> None:
    def header(name: str, value: str) -> dict[str, Any]:
        return {"name": name, "in": "header", "required": True, "schema": {"type": "string"}, "example": value}

    up = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}, "example": ".."}
    paths = ("/../admin", "/%2e%2e/admin", "/kites/../../admin", "/kites/../birds", "//admin.example/", "/birds\t/a")
    hostile = {path: {"delete": operation(f"remove_{number}")} for number, path in enumerate(paths)}
    hostile["/kites/{id}/birds"] = {"delete": operation("climb", parameters=[up])}
    hostile["/read"] = {"get": operation("override", parameters=[header("X-HTTP-Method-Override", "DELETE")])}
    hostile["/write"] = {"get": operation("rewrite", parameters=[header("X-Original-URL", "/admin")])}
    source = document({"/birds": {"delete": operation("remove_birds")}, **hostile})
    (project.path / "openapi.json").write_text(json.dumps(source))
    with serving() as server:
        url = f"{server.url}/api/käse/"
        result = run(project, "--speclift-spec", "openapi.json", "--speclift-url", url, "-rs")
        assert [(each.method, each.target) for each in server.received] == [("DELETE", "/api/k%C3%A4se/birds")]
    result.assert_outcomes(passed=1, skipped=9)
    output = result.stdout.str()
    assert "the request is not sent: its path leads elsewhere" in output
    assert "the request is not sent: x-http-method-override may change its method" in output
    assert "the request is not sent: x-original-url may change its path" in output


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://user:hunter22@127.0.0.1:1", "The URL has credentials in it"),
        ("http://user:hun/ter22@127.0.0.1:1", "The value of --speclift-url is not the base URL of a server"),
        ("http://user:hunter22", "The value of --speclift-url is not the base URL of a server"),
        ("http://*hunter22", "The value of --speclift-url is not the base URL of a server"),
    ],
)
def test_a_url_that_is_refused_is_not_repeated(url: str, expected: str, project: pytest.Pytester) -> None:
    project.makeini("[pytest]\nspeclift_spec = openapi.json\n")
    project.makepyfile("def test_address(speclift_url): assert not speclift_url")
    for spec in ([], ["--speclift-spec", "openapi.json"]):
        result = run(project, *spec, "--speclift-url", url, "--showlocals")
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        output = result.stdout.str() + result.stderr.str()
        assert expected in output
        assert "ter22" not in output


def test_operations_of_a_remote_server_are_chosen_by_their_start(project: pytest.Pytester) -> None:
    with serving() as server:
        options = ("--speclift-spec", "openapi.json", "--speclift-url", server.url)
        run(project, *options)
        assert [each.method for each in server.received] == ["GET", "POST", "GET", "DELETE"]
        server.received.clear()
        run(project, *options, *(f"--deselect=openapi.json::{method}" for method in ("POST", "DELETE")))
        assert [each.method for each in server.received] == ["GET", "GET"]


def test_the_mock_and_the_client_are_fixtures(project: pytest.Pytester) -> None:
    project.makeini("[pytest]\nspeclift_spec = openapi.json\n")
    project.makepyfile(
        """
        import asyncio, urllib.request

        def test_contract(speclift_contract):
            assert len(speclift_contract.operations) == 4

        def test_socket(speclift_url, speclift_client):
            request = urllib.request.Request(speclift_url + "/kites", headers={"X-Key": "k"})
            assert urllib.request.urlopen(request).status == 200
            assert speclift_client.kites.get_kite(7).name == "Blue"

        def test_in_process(speclift_async_client, speclift_mock):
            async def main():
                async with speclift_async_client as client:
                    return await client.kites.get_kite(7)
            assert asyncio.run(main()).id == 7

        def test_package(speclift_package):
            assert speclift_package.models.Kite(id=1).id == 1
        """
    )
    run(project).assert_outcomes(passed=4)


def test_each_worker_of_xdist_has_a_mock_of_its_own(project: pytest.Pytester) -> None:
    project.makeini("[pytest]\nspeclift_spec = openapi.json\n")
    project.makepyfile(
        """
        import pathlib
        import pytest

        @pytest.mark.parametrize("number", range(4))
        def test_kite(number, speclift_client, speclift_url, worker_id):
            assert speclift_client.kites.get_kite(7).id == 7
            pathlib.Path(f"{worker_id}.url").write_text(speclift_url)
        """
    )
    run(project, "-n", "2").assert_outcomes(passed=4)
    assert len({path.read_text() for path in project.path.glob("*.url")}) == 2


def test_an_invalid_or_missing_document_is_reported(project: pytest.Pytester) -> None:
    (project.path / "none.yaml").write_text("colour: red\n")
    result = run(project, "--speclift-spec", "none.yaml")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*none.yaml*E003*"])
    project.makepyfile("def test_client(speclift_url): pass")
    result = run(project)
    assert "no document is named" in result.stdout.str()


def test_pytest_finds_the_plugin_of_an_installed_wheel(project: pytest.Pytester) -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["pytest11"]
    installed = project.mkdir("site") / "speclift-1.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: speclift\nVersion: 1\n")
    lines = [f"{name} = {place}" for name, place in declared.items()]
    (installed / "entry_points.txt").write_text("\n".join(["[pytest11]", *lines]))
    path = os.pathsep.join([str(installed.parent), str(ROOT / "generator")])
    command = [sys.executable, "-m", "pytest", "--speclift-spec", "openapi.json", "-q", "-p", "no:cacheprovider"]
    for more in ([], ["-p", "speclift.pytest_plugin"]):
        result = subprocess.run(
            [*command, *more], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path}
        )
        assert "4 passed" in result.stdout, result.stdout + result.stderr


def test_a_project_that_does_not_use_the_plugin_loads_nothing() -> None:
    program = "import sys, pytest; before = set(sys.modules); import speclift.pytest_plugin;"
    program += "print(sorted(m for m in set(sys.modules) - before))"
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env={"PYTHONPATH": str(ROOT / "generator")}
    )
    assert result.stdout.strip() == "['speclift', 'speclift.pytest_plugin']", result.stderr

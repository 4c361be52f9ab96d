"""Whatever documents and servers say, a run calls only the server of `--url`, and there only chosen operations."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from speclift.cli.main import main
from speclift.contract.view import read_contract
from speclift.fuzz.finding import Result
from speclift.fuzz.runs.run import fuzz
from speclift.fuzz.transport.selection import Choice, select
from tests.conftest import ROOT
from tests.contract.small import STRING, Json, content, document, operation, parameter, properties
from tests.fuzz.hostile import Response, answering, canary
from tests.fuzz.runs import settings_of

THING: Json = properties(id=STRING)
READ = {"/things": {"get": operation("list", answer=THING)}}

pytestmark = pytest.mark.slow


def run(
    api: Json,
    url: str,
    *,
    writes: bool = False,
    choice: Choice | None = None,
    headers: Mapping[str, str] | None = None,
) -> Result:
    """A run with all phases on a document that nobody checked."""
    contract = read_contract(api)
    settings = settings_of(url, headers=headers or {}, max_examples=3, with_writes=writes)
    return fuzz(contract, select(contract, choice or Choice(), url), settings, seconds=60, progress=lambda *_: None)


def documents_that_lead_to(host: str) -> Iterator[tuple[str, Json]]:
    """Documents that try to lead to another host, each with a name."""
    read = {"get": operation("list", answer=THING)}
    for key in (
        f"x-@{host}/a",
        f"@{host}/a",
        f".{host}/a",
        f"http://{host}/a",
        f"//{host}/a",
        f"/\\{host}/a",
        f"/..//{host}/a",
        f"\\\\{host}\\a",
        f" //{host}/a",
        f":@{host}/a",
        f"?@{host}/a",
        f"#@{host}/a",
    ):
        yield key, document({**READ, key: read})
    server = [{"url": f"http://{host}/base"}]
    yield "servers", {**document(READ), "servers": server}
    yield "servers of a path", document({"/things": {**READ["/things"], "servers": server}})
    yield "servers of an operation", document({"/things": {"get": {**READ["/things"]["get"], "servers": server}}})
    templated = [{"url": "{scheme}://{at}", "variables": {"scheme": {"default": "http"}, "at": {"default": host}}}]
    yield "templated servers", {**document(READ), "servers": templated}
    linked = operation("make", body=THING, answer=THING)
    linked["responses"]["200"]["links"] = {
        "read": {"operationRef": f"http://{host}/openapi.json#/paths/~1things/get"},
        "list": {"operationId": "list", "server": server[0]},
    }
    yield "links", document({**READ, "/made": {"post": linked}})
    called = operation("list", answer=THING, callbacks={"on": {f"http://{host}/a": {"post": linked}}})
    yield "callbacks", document({"/things": {"get": called}})
    for name, value in (("at", f"@{host}"), ("at", f"/../../@{host}/"), ("at", f"\\{host}"), ("at", "..")):
        shown = parameter(name, "path", STRING, example=value)
        paths = {"/things/{at}": {"get": operation("one", answer=THING, parameters=[shown])}}
        yield f"the example {value}", document(paths)
        paths = {"/{at}": {"get": operation("one", answer=THING, parameters=[shown])}}
        yield f"the first example {value}", document(paths)
    external = {"type": "string", "examples": {"a": {"externalValue": f"http://{host}/a"}}}
    yield (
        "external values",
        document({"/things": {"get": operation("list", answer=THING, parameters=[parameter("q", "query", external)])}}),
    )
    for place in ("default", "const", "x-more"):
        schema = {"type": "object", place: {"$ref": f"http://{host}/a.json"}}
        paths = {"/things": {"post": operation("make", body=schema, answer=schema)}}
        yield f"a reference in {place}", document(paths)
    host_header = parameter("Host", "header", STRING, required=True, example=host)
    yield "a field Host", document({"/things": {"get": operation("list", answer=THING, parameters=[host_header])}})


def test_no_document_leads_to_another_host() -> None:
    with canary() as (host, reached), answering() as server:
        # `X-Key` could leak: unlike Authorization, the library `requests` sends it to any host.
        for name, api in documents_that_lead_to(host):
            run(api, server.url, writes=True, headers={"X-Key": "sesame-open"})
            assert not reached, name
    assert server.requests
    own = server.url.removeprefix("http://")
    assert {fields["Host"] for _, _, fields, _ in server.requests} == {own}
    assert {target[0] for _, target, _, _ in server.requests} == {"/"}


@pytest.mark.parametrize("status", [201, 302, 308])
def test_no_response_leads_anywhere_else(status: int) -> None:
    read = operation("one", answer=THING, parameters=[parameter("id", "path", STRING)])
    create = operation("make", body=THING, answer=THING, status="201")
    api = document({"/things": {"post": create}, "/things/{id}": {"get": read}})
    with canary() as (host, reached):
        locations = (
            f"http://{host}/a",
            f"//{host}/a",
            "/elsewhere",
            "http://[",
            f"\\\\{host}/a",
            "/things/../admin",
            "..",
        )
        endless = itertools.cycle(locations)

        def respond(target: str, fields: Mapping[str, str]) -> Response:
            location = next(endless)
            headers = {"Location": location, "Set-Cookie": "seen=1", "Link": f"<{location}>; rel=next"}
            return status, headers, json.dumps({"id": location, "value": [{}], "odata.nextLink": location}).encode()

        with answering(respond) as server:
            run(api, server.url, writes=True)
        assert not reached
    assert len(server.requests) > len(locations)
    assert all(target.startswith("/things") or target == "/" for _, target in server.targets)
    assert not any("seen" in fields.get("Cookie", "") for _, _, fields, _ in server.requests)


@pytest.mark.parametrize("value", [True, "false", "true", 1, {"a": 1}, [0]])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_document_marks_only_a_post_as_safe_and_only_with_true(method: str, value: Any) -> None:
    change = {**operation("change", answer=THING), "x-read-only": value}
    with answering(host="0.0.0.0") as server:
        run(document({**READ, "/marked": {method: change}}), server.url)
    assert server.methods - {"GET"} == ({"POST"} if (method, value) == ("post", True) and value is True else set())


def test_an_operation_that_can_stand_for_another_method_counts_as_a_write() -> None:
    paths: dict[str, Json] = {}
    for number, (name, place) in enumerate(
        (
            ("X-HTTP-Method-Override", "header"),
            ("x-http-method", "header"),
            ("X-Method-Override", "header"),
            ("_method", "query"),
            ("X-Original-URL", "header"),
            ("X-Rewrite-URL", "header"),
        )
    ):
        override = parameter(name, place, STRING, required=True, example="DELETE")
        paths[f"/{number}"] = {"get": operation(f"read{number}", answer=THING, parameters=[override])}
    form = operation("search", answer=THING, is_read_only=True)
    form["requestBody"] = {"content": content(properties(_method=STRING), "application/x-www-form-urlencoded")}
    paths["/form"] = {"post": form}
    frame = operation("frame", answer=THING, is_read_only=True, body=STRING)
    names = ("Transfer-Encoding", "Content-Length", "Connection", "Upgrade", "Trailer", "TE")
    frame["parameters"] = [parameter(name, "header", STRING, required=True, example="chunked") for name in names]
    paths["/frame"] = {"post": frame}
    with answering(host="0.0.0.0") as server:
        run(document({**READ, **paths}), server.url)
    assert {target for _, target in server.targets} <= {"/", "/things", "/frame"}
    for _, _, fields, _ in server.requests:
        assert "chunked" not in fields.values()


def things_of_mine() -> Json:
    """A document in which the documented id of one operation leads to the path of another one."""
    id_parameter = parameter("id", "path", STRING, example="mine")
    return document(
        {
            "/things": {"get": operation("list", answer=THING), "delete": operation("clear", status="204")},
            "/things/{id}": {
                "get": operation("one", answer=THING, parameters=[id_parameter]),
                "delete": operation("remove", status="204", parameters=[id_parameter]),
            },
            "/things/mine": {"get": operation("mine", answer=THING)},
        }
    )


def test_an_operation_that_is_excluded_is_never_called() -> None:
    """Coverage tries the methods that its document lacks, and the document of a run lacks the excluded operations."""
    api = things_of_mine()
    with answering() as server:
        result = run(api, server.url, writes=True, choice=Choice(without_operations=("clear", "remove", "mine")))
    assert "GET" in server.methods
    assert "DELETE" not in server.methods
    assert ("GET", "/things/mine") not in server.targets
    # The documented id leads to the path of an operation that is left out, and the run says so.
    assert "GET /things/{id}: not sent: the operation that has this method and path is left out" in result.problems
    assert all(problem.startswith("GET /things/{id}: ") for problem in result.problems)


@pytest.mark.slow
@pytest.mark.parametrize("processes", [["--workers", "2"], ["--scheduler", "local:2"]], ids=["workers", "scheduler"])
def test_no_process_calls_an_operation_that_is_left_out(processes: list[str], tmp_path: Path) -> None:
    """Each process has a gate of its own, made from the choice of the user."""
    if "--scheduler" in processes:
        pytest.importorskip("distributed", reason="the extra 'distributed' is not installed")
    spec, report = tmp_path / "api.json", tmp_path / "report.json"
    spec.write_text(json.dumps(things_of_mine()))
    options = ["--exclude-operation", "mine", "--max-examples", "3", "--report-json", str(report)]
    # This address is not a loopback address, so operations that write are left out.
    with answering(host="0.0.0.0") as server:
        main(["fuzz", str(spec), "--url", server.url, *options, *processes, "--quiet"])
    assert {"/things"} < {target for _, target in server.targets}
    assert not {"POST", "PUT", "PATCH", "DELETE"} & server.methods
    assert ("GET", "/things/mine") not in server.targets
    problems = json.loads(report.read_text())["problems"]
    assert "GET /things/{id}: not sent: the operation that has this method and path is left out" in problems


def test_a_dry_run_sends_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = tmp_path / "api.json"
    spec.write_text(json.dumps(document(READ)))
    with canary() as (host, reached):
        assert main(["fuzz", str(spec), "--url", f"http://{host}", "--dry-run"]) == 0
    assert "call GET /things" in capsys.readouterr().out
    assert not reached


#: A program that reports each connection and look-up of its process, and each datagram that it sends.
WATCHED = """
import sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        print(event, arguments[1], file=sys.stderr)
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        print(event, arguments[:2], file=sys.stderr)
sys.addaudithook(watch)
from speclift.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_run_connects_only_to_its_server_despite_proxies_and_logins_of_the_machine(tmp_path: Path) -> None:
    """No phase uses the proxies or logins of this machine."""
    spec = tmp_path / "api.json"
    create = operation("make", body=THING, answer=THING, status="201")
    read = operation("one", answer=THING, parameters=[parameter("id", "path", STRING)])
    spec.write_text(json.dumps(document({"/things": {"post": create}, "/things/{id}": {"get": read}})))
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login somebody password of-this-machine\n")
    (tmp_path / ".netrc").chmod(0o600)
    with canary() as (host, reached), answering() as server:
        proxies = dict.fromkeys(("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"), f"http://{host}")
        environment = {"HOME": str(tmp_path), "NETRC": str(tmp_path / ".netrc"), "PATH": "", **proxies}
        environment["PYTHONPATH"] = str(ROOT / "generator")
        command = [sys.executable, "-X", "utf8", "-c", WATCHED, "fuzz", str(spec), "--url", server.url]
        done = subprocess.run(
            [*command, "--max-examples", "2"],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        assert not reached
    places = {line for line in done.stderr.splitlines() if line.startswith("socket.")}
    port = server.url.rpartition(":")[2]
    assert places
    assert all("'127.0.0.1'" in line and port in line for line in places)
    assert len(server.requests) > 10
    assert not any("Authorization" in fields for _, _, fields, _ in server.requests)


@pytest.mark.parametrize(
    "url",
    [
        "http://user:hunter22@api.example.com:99999/",
        "htp://user:hunter22@api.example.com/",
        "user:hunter22@api.example.com",
        "http://user:hun ter22@api.example.com/",
        "http://user:hunter22@[::1/",
        "http://api.example.com/?key=hunter22",
        "http://api.example.com/#hunter22",
        "http://api.example.com\\@hunter22/",
        "http://hunter22.example\\.localhost/",
        "http://api.example.com/v1/../hunter22",
        "//user:hunter22@api.example.com",
    ],
)
def test_a_url_that_is_refused_is_not_repeated(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = tmp_path / "api.json"
    spec.write_text(json.dumps(document(READ)))
    assert main(["fuzz", str(spec), "--url", url, "--dry-run"]) == 2
    output = capsys.readouterr()
    assert "E001" in output.err
    assert "hunter22" not in output.err + output.out
    assert "ter22" not in output.err + output.out

"""The gate is the only way out: what it lets through, and that nothing goes around it."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest
import requests
import schemathesis.core.jsonschema.resolver as references
import schemathesis.engine.outage as outage
import schemathesis.engine.run.probes as probes
import schemathesis.specs.openapi.examples as examples
import schemathesis.transport.requests as transport

from speclift.contract.view import read_contract
from speclift.errors import UsageError
from speclift.fuzz.transport.gate import Gate
from speclift.fuzz.transport.selection import Choice, select
from speclift.fuzz.transport.session import RefusedRequestError, contained, session_of
from tests.conftest import ROOT
from tests.contract.small import STRING, document, operation, properties
from tests.fuzz.hostile import answering, canary

READ = {"/things": {"get": operation("list", answer=properties(id=STRING))}}
FUZZ = ROOT / "generator" / "speclift" / "fuzz"


def gate(url: str = "https://api.example.com/v1", *, writes: bool = False, left_out: str = "") -> Gate:
    api = document(
        {
            "/things": {"get": operation("list"), "post": operation("find", is_read_only=True)},
            "/things/{id}": {"get": operation("one"), "delete": operation("remove")},
            "/things/all": {"delete": operation("clear")},
            "/things/{id}/parts": {"get": operation("parts")},
            "/search?kind=a": {"get": operation("a")},
            "/search?kind=b": {"get": operation("b")},
        }
    )
    contract = read_contract(api)
    choice = Choice(without_operations=(left_out,) if left_out else (), with_writes=writes)
    return Gate(url, select(contract, choice, url))


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", "https://api.example.com/v1"),
        ("GET", "https://api.example.com/v1/things"),
        ("GET", "https://api.example.com:443/v1/things?a=b"),
        ("POST", "https://api.example.com/v1/things"),
        ("GET", "https://api.example.com/v1/things/a%2Fb%20c"),
        ("GET", "https://api.example.com/v1/search?kind=a&more=1"),
    ],
)
def test_requests_of_called_operations_go_out(method: str, url: str) -> None:
    assert not gate(left_out="b").refusal(method, url, {"Connection": "keep-alive", "Content-Length": "0"})


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", "http://api.example.com/v1/things"),
        ("GET", "https://api.example.com:8443/v1/things"),
        ("GET", "https://api.example.com.evil.example/v1/things"),
        ("GET", "https://api.example.com@evil.example/v1/things"),
        ("GET", "https://evil.example@api.example.com/v1/things"),
        ("GET", "https://evil.example\\@api.example.com/v1/things"),
        ("GET", "https://api.example.com\\.evil.example/v1/things"),
        ("GET", "https://[::1/v1/things"),
        ("GET", "https://api.example.com:x/v1/things"),
        ("GET", "file:///v1/things"),
        ("GET", "https://api.example.com/v2/things"),
        ("GET", "https://api.example.com/v1evil/things"),
        ("GET", "https://api.example.com/v1things"),
        ("GET", "https://api.example.com/v1/../admin"),
        ("GET", "https://api.example.com/v1/things/.."),
        ("GET", "https://api.example.com/v1/things/%2e%2E"),
        ("GET", "https://api.example.com/v1/things/%252e%252e"),
        ("GET", "https://api.example.com/v1/things/a%2F..%2F..%2Fadmin"),
        ("GET", "https://api.example.com/v1/things/..;a=b"),
        ("GET", "https://api.example.com/v1/things/..%5Cadmin"),
        ("GET", "https://api.example.com/v1/things/%c0%ae%C0%AE"),
        ("GET", "https://api.example.com/v1/things/%u002e%u002e"),
        ("GET", "https://api.example.com/v1/things/%e0%80%ae."),
        ("GET", "https://api.example.com/v1/things/%ef%bc%8e%ef%bc%8e"),
        ("GET", "https://api.example.com/v1/things/a%c0%af..%c0%afadmin"),
        ("GET", "https://api.example.com/v1/things/a%ef%bc%8f..%u002fadmin"),
        ("GET", "https://api.example.com/v1//evil.example/things"),
        ("GET", "https://api.example.com/v1/other"),
        ("GET", "https://api.example.com/v1/things/a/b"),
        ("GET", "https://api.example.com/v1/things/"),
        ("GET", "https://api.example.com/v1/search"),
        ("GET", "https://api.example.com/v1/search?kind=b"),
        ("POST", "https://api.example.com/v1"),
        ("DELETE", "https://api.example.com/v1/things/1"),
        ("PUT", "https://api.example.com/v1/things/1"),
        ("CONNECT", "https://api.example.com/v1/things"),
    ],
)
def test_nothing_else_goes_out(method: str, url: str) -> None:
    assert gate(left_out="b").refusal(method, url, {})


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Transfer-Encoding": "chunked"},
        {"content-length": "3"},
        {"Connection": "Upgrade"},
        {"Transfer_Encoding": "chunked"},
        {"Transfer-Encoding ": "chunked"},
        {"X Y": "a"},
        {"X-HTTP_Method-Override": "DELETE"},
        {"X-HTTP-Method-Override": "PURGE"},
        {"Upgrade": "h2c"},
        {"X-HTTP-Method-Override": "DELETE"},
        {"x-http-method": " delete "},
        {"X-Original-URL": "/admin"},
        {"X-Override-URL": "/admin"},
        {"X-HTTP-Verb": "DELETE"},
        {"X-Tunneled-Method": "DELETE"},
    ],
)
def test_no_header_turns_a_request_into_another(headers: dict[str, str]) -> None:
    assert gate().refusal("POST", "https://api.example.com/v1/things", headers)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"_method=DELETE"),
        ("application/x-www-form-urlencoded", b"a=b&_method=PUT"),
        ("application/x-www-form-urlencoded", b"a=b&%5Fmethod=PUT"),
        ("application/x-www-form-urlencoded", b"a=b;_method=PUT"),
        ("application/x-www-form-urlencoded", b"_METHOD[]=PUT"),
        ("application/x-www-form-urlencoded", b"X-HTTP-Method-Override=PUT"),
        ("multipart/form-data; boundary=x", b'name="_method"\r\n\r\nDELETE'),
        ("multipart/form-data; boundary=x", b"name=_method\r\n\r\nDELETE"),
        ("multipart/form-data; boundary=x", b'name="\\_method"\r\n\r\nDELETE'),
        ("application/json", b'{"_method": "DELETE"}'),
        ("application/json", b'{"\\u005Fmethod": "DELETE"}'),
        ("text/plain", b"_method=DELETE"),
    ],
)
def test_no_body_turns_a_request_into_another(kind: str, body: bytes) -> None:
    url = "https://api.example.com/v1/things"
    assert gate().refusal("POST", url, {"Content-Type": kind}, body)
    assert not gate(writes=True).refusal("POST", url, {"Content-Type": kind}, body)
    assert gate(writes=True, left_out="list").refusal("POST", url, {"Content-Type": kind}, body)
    assert not gate().refusal("POST", url, {"Content-Type": kind}, b"a=payment_method&b=c_method=x")


@pytest.mark.parametrize(
    "query", ["_method=DELETE", "a=b;_method=DELETE", "_method[]=DELETE", ".method=DELETE", "%5fmethod=DELETE"]
)
def test_no_query_turns_a_request_into_another(query: str) -> None:
    assert gate().refusal("POST", f"https://api.example.com/v1/things?{query}", {})


def test_a_run_that_may_write_sends_undocumented_methods_but_no_operation_that_is_left_out() -> None:
    writer = gate(writes=True, left_out="remove")
    assert not writer.refusal("PATCH", "https://api.example.com/v1/things/1", {})
    assert not writer.refusal("DELETE", "https://api.example.com/v1/things/all", {})
    assert writer.refusal("DELETE", "https://api.example.com/v1/things/1", {})
    assert writer.refusal("PURGE", "https://api.example.com/v1/things/1", {})
    assert writer.refusal("PATCH", "https://api.example.com/v1/other", {})
    # A server may decode a path before it looks for the operation.
    assert gate(writes=True, left_out="clear").refusal("DELETE", "https://api.example.com/v1/things/%61ll", {})
    for slash in ("%2F", "%2f", "%252F"):
        url = f"https://api.example.com/v1/things/1{slash}parts"
        assert not gate().refusal("GET", url, {})
        assert gate(left_out="parts").refusal("GET", url, {})


def test_a_header_may_name_a_method_that_may_be_sent() -> None:
    url = "https://api.example.com/v1/things"
    assert not gate().refusal("POST", url, {"X-HTTP-Method-Override": "GET"})
    assert not gate(writes=True).refusal("POST", url, {"X-HTTP-Method-Override": "PATCH"})
    assert not gate(writes=True).refusal("POST", url, {"X-HTTP-Method-Override": "any text"})
    assert gate(writes=True, left_out="list").refusal("POST", url, {"X-HTTP-Method-Override": "GET"})


def test_a_url_that_the_requests_library_refuses_is_no_base_url() -> None:
    with pytest.raises(UsageError, match="--url"):
        gate("https://*.example.com")


def test_only_the_session_of_the_run_sends_anything() -> None:
    contract = read_contract(document(READ))
    with canary() as (host, reached), answering() as server:
        session = session_of(Gate(server.url, select(contract, Choice(), server.url)))
        with contained(session, server.url, 5), session() as opened:
            for send in (requests.get, requests.Session().get, opened.get):
                for url in (f"http://{host}/things", f"http://{host}", f"{server.url}/other"):
                    with pytest.raises(RefusedRequestError):
                        send(url)
            with pytest.raises(RefusedRequestError):
                requests.get(f"{server.url}/things")
            assert opened.get(f"{server.url}/things").status_code == 200
            assert opened.get(f"{server.url}/things", proxies={"http": f"http://{host}"}).status_code == 200
            for place in (Path(__file__).as_uri(), __file__, f"http://{host}/a.json"):
                with pytest.raises(OSError, match="nothing outside the document is read"):
                    references.retrieve(place)
        # The containment ends with the run.
        assert requests.get(f"{server.url}/other").status_code == 200
        assert not reached


def test_all_that_schemathesis_sends_by_itself_goes_through_the_session_of_the_run() -> None:
    """Its own sessions, its download of examples, and its two checks of whether a server is still there."""
    contract = read_contract(document(READ))
    with canary() as (host, reached), answering() as server:
        session = session_of(Gate(server.url, select(contract, Choice(), server.url)))
        address = ("127.0.0.1", int(server.url.rpartition(":")[2]))
        with contained(session, server.url, 5):
            for made in (transport.SameHostRedirectsSession(), transport.ManagedCookiesSession()):
                assert made.get(f"{server.url}/things").status_code == 200
                with pytest.raises(RefusedRequestError):
                    made.get(f"http://{host}/things")
            with pytest.raises(OSError, match="nothing outside the document is read"):
                examples.load_external_example(f"http://{host}/a")
            server.requests.clear()
            assert outage.accepts_connections(address)
            assert outage.answers_after_reset(address, https=False)
            assert [target for _, target, _, _ in server.requests] == ["/", "/"]
            assert list(probes.PROBES) == []
        assert not reached


def test_the_docs_name_the_modules_that_import_schemathesis() -> None:
    page = ROOT / "docs" / "explanation" / "design" / "mock-and-fuzzer.md"
    paragraph = page.read_text().partition("schemathesis has no public interface")[2].partition("\n\n")[0]
    imports = re.compile(r"^ *(?:from|import) schemathesis\b", re.M)
    assert set(re.findall(r"`(\w+\.py)`", paragraph)) == {
        p.name for p in FUZZ.rglob("*.py") if imports.search(p.read_text())
    }


def test_the_version_of_schemathesis_is_pinned() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    (requirement,) = (requirement for requirement in extras["fuzz"] if requirement.startswith("schemathesis"))
    assert re.fullmatch(r"schemathesis==[\d.]+", requirement)


#: Modules that reach a network.
NETWORK = frozenset({"socket", "http.client", "urllib.request", "httpx", "aiohttp", "ssl", "ftplib", "urllib3"})
#: Names of `requests` that send; `requests.Request` and `requests.RequestException` do not.
SENDING = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "request", "session"})
#: Files that import such a module and only read with it: they connect to nothing.
READERS = frozenset(
    {
        ("authorities.py", "ssl"),
        ("bounded_responses.py", "urllib3"),
    }
)


def test_only_one_module_makes_sessions() -> None:
    others = ("cli/fuzzing", "verify")
    for path in (*FUZZ.rglob("*.py"), *(path for name in others for path in (FUZZ.parent / name).rglob("*.py"))):
        # The first makes sessions, the second reads the responses.
        is_way_out = path.name in ("session.py", "bounded_responses.py")
        for node in ast.walk(ast.parse(path.read_text())):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [item.name for item in node.names]
                # The checks below look for this name.
                assert all(item.asname is None for item in node.names if item.name == "requests"), path.name
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{item.name}" for item in node.names)]
            for name in names:
                # They check whether a file has certificates, and read a response; nothing in them connects.
                is_reader = (path.name, name) in READERS
                assert name not in NETWORK or is_reader, (path.name, name)
                assert is_way_out or not name.startswith(("requests.", "schemathesis.transport")), (path.name, name)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "requests":
                is_type = node.attr == "Session"
                assert node.attr not in {*SENDING, "adapters"}, (path.name, node.attr)
                assert (
                    is_way_out or not is_type or path.name in ("reachability.py", "run.py", "samples.py", "sender.py")
                ), (
                    path.name,
                    node.attr,
                )
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("requests.Session", "Session", "HTTPAdapter"):
                raise AssertionError((path.name, ast.unparse(node)))
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "ssl":
                assert node.attr in ("create_default_context", "SSLError"), (path.name, node.attr)

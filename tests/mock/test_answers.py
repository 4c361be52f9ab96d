"""How the mock responds to requests that fit the contract."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import httpx
import pytest

from speclift.contract.generation.generator import Generator
from speclift.contract.records import Operation
from speclift.contract.validators import Validators
from speclift.contract.view import read_contract
from speclift.mock.app import Mock
from speclift.openapi.structure.media_types import is_json
from speclift.pipeline.run import Options, specify
from speclift.settings import Settings
from tests.contract.small import INTEGER, STRING, Json, content, document, operation, parameter, properties, ref
from tests.mock.calls import BATCH, MEMBER, ask, mock, mock_of

IMAGE = "/api/v1/Person/7/Image"


def test_a_response_is_the_sample_with_the_requested_id() -> None:
    response = ask(mock(), "GET", f"{MEMBER}/7")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert int(response.headers["content-length"]) == len(response.content)
    assert response.json()["ProjectmemberId"] == 7
    assert response.json()["ContactName"] == "Rue Verte Conseil"


def test_every_operation_of_the_embedded_document_responds_with_its_own_sample() -> None:
    _assert_samples_fit(mock())


def test_every_operation_of_a_reference_responds_with_its_own_sample(corpus: Path) -> None:
    result = specify([str(corpus / "2023")], Settings(), Options(json_only=True), jobs=2)
    assert result.document
    server = Mock(read_contract(result.document))
    assert len(server.contract.operations) > 500
    _assert_samples_fit(server)


def _assert_samples_fit(server: Mock) -> None:
    """A request as documented succeeds, and its response fits its schema wherever the sample does."""
    validators, generator = Validators(server.contract.schemas), Generator(server.contract.schemas)
    shapes = Counter(map(_shape, server.contract.operations))
    failures = []
    # Operations without a response body come last: they may remove what others read.
    for op in sorted(server.contract.operations, key=lambda op: not (op.success and op.success.media_types)):
        request = _sample_request(op, generator)
        if request is None or not op.success or op.method == "patch" or shapes[_shape(op)] > 1:
            # The documented patches test for values that the documented resources lack.  Paths that differ only in
            # the names of their parameters are the same path.
            continue
        response = ask(server, op.method.upper(), _path(op, generator), **request)
        media = next((m for m in op.success.media_types if is_json(m.name) and m.schema and m.examples), None)
        fits = response.status_code == int(op.success.status)
        if fits and media and media.schema:
            accepts = validators.of(media.schema).accepts
            fits = accepts(response.json()) or not accepts(next(iter(media.examples.values())))
        if not fits:
            failures.append((op.operation_id, response.status_code, response.text[:200]))
    assert failures == []


def _shape(op: Operation) -> tuple[str, str]:
    return op.method, re.sub(r"\{[^}]*\}", "{}", op.path)


def _path(op: Operation, generator: Generator) -> str:
    path = op.path
    for p in op.parameters_in("path"):
        path = path.replace(f"{{{p.name}}}", str(generator.value(p.schema)))
    return path


def _sample_request(op: Operation, generator: Generator) -> Json | None:
    """A request as the document shows it; None if its JSON body has no sample."""
    request: Json = {"params": {p.name: generator.value(p.schema) for p in op.parameters_in("query") if p.is_required}}
    if op.body is None:
        return request
    media = op.body.media_types[0]
    if is_json(media.name):
        return {**request, "json": next(iter(media.examples.values()))} if media.examples else None
    return {**request, "content": b"x", "headers": {"Content-Type": media.name}}


def test_a_response_without_a_sample_is_generated_and_repeats_for_a_seed() -> None:
    schema = properties(a=INTEGER, b={"type": "string", "format": "uuid"}, c={"type": "array", "items": STRING})
    source = document({"/a": {"get": operation("Get", answer=schema)}})
    first, again = (ask(mock_of(source, seed=1), "GET", "/a").json() for _ in range(2))
    assert first == again
    assert first != ask(mock_of(source, seed=2), "GET", "/a").json()
    assert Validators({}).of({**schema, "required": ["a", "b", "c"]}).accepts(first)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("image/png", "image/png"),
        ("image/*;q=0.5, text/plain;q=0.8", "text/plain"),
        ("application/xml;q=0.1, application/json;q=0.2", "application/json"),
        ("application/xml, application/json;q=0.1", "application/xml"),
        ("IMAGE/GIF", "image/gif"),
    ],
)
def test_accept_selects_the_media_type(accept: str, media_type: str) -> None:
    response = ask(mock(), "GET", IMAGE, headers={"Accept": accept})
    assert (response.status_code, response.headers["content-type"]) == (200, media_type)
    assert response.content


@pytest.mark.parametrize("accept", ["audio/mpeg", "image/png;q=0", "application/json;q=nothing"])
def test_a_request_that_accepts_no_documented_media_type_gets_406(accept: str) -> None:
    response = ask(mock(), "GET", IMAGE, headers={"Accept": accept})
    assert response.status_code == 406
    assert "image/png" in response.json()["detail"]


def test_head_is_get_without_the_body() -> None:
    read, head = (ask(mock(), method, f"{MEMBER}/7") for method in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == read.headers["content-length"]


def test_options_lists_the_methods_without_a_credential() -> None:
    response = ask(mock(), "OPTIONS", f"{MEMBER}/7", login={})
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["allow"] == "DELETE, GET, HEAD, OPTIONS, PATCH, PUT"


def test_a_response_without_content_has_no_content_headers() -> None:
    response = ask(mock(), "DELETE", f"{MEMBER}/7")
    assert (response.status_code, response.content) == (204, b"")
    assert "content-type" not in response.headers
    assert "content-length" not in response.headers


@pytest.mark.parametrize("status", ["204", "205", "304"])
def test_a_status_that_allows_no_content_has_none_whatever_the_document_shows(status: str) -> None:
    shown = {"200": {"description": ""}} if status == "304" else {}
    get = {"responses": {status: {"description": "", "content": content(STRING, shown="shown")}, **shown}}
    server = mock_of(document({"/a": {"get": get}}))
    response = ask(server, "GET", "/a", headers={"Prefer": f"code={status}"})
    assert (response.status_code, response.content) == (int(status), b"")


def test_pages_of_other_origins_may_read_responses() -> None:
    origin = {"Origin": "https://app.example"}
    assert ask(mock(), "GET", f"{MEMBER}/7", headers=origin).headers["access-control-allow-origin"] == origin["Origin"]
    assert ask(mock(), "GET", "/nowhere", headers=origin).headers["access-control-allow-origin"] == origin["Origin"]
    preflight = {**origin, "Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "authorization"}
    response = ask(mock(), "OPTIONS", f"{MEMBER}/7", login={}, headers=preflight)
    assert response.headers["access-control-allow-methods"] == "PUT"
    assert response.headers["access-control-allow-headers"] == "authorization"
    assert "access-control-allow-origin" not in ask(mock(), "GET", f"{MEMBER}/7").headers


def test_paths_work_with_and_without_the_base_path_of_the_server() -> None:
    source = {**document({"/a": {"get": operation("Get", answer=INTEGER)}}), "servers": [{"url": "https://x/api/v1"}]}
    for path in ("/a", "/api/v1/a"):
        assert ask(mock_of(source), "GET", path).status_code == 200
    assert ask(mock_of(source), "GET", "/api/v2/a").status_code == 404


def test_every_documented_form_of_the_authorization_header_is_accepted() -> None:
    for value in ("Basic dTpw", "bearer abc", "SoTicket abc"):
        assert ask(mock(), "GET", f"{MEMBER}/7", login={"Authorization": value}).status_code == 200


def test_a_mock_with_a_secret_accepts_only_that_credential() -> None:
    server = mock(secret="p")
    for value, status in (
        ("Basic dTpw", 200),
        ("Basic dTpx", 401),
        ("Bearer p", 200),
        ("Bearer px", 401),
        ("Bearer", 401),
        ("SoTicket p", 200),
        ("Other p", 401),
    ):
        assert ask(server, "GET", f"{MEMBER}/7", login={"Authorization": value}).status_code == status, value


def test_security_schemes_may_be_required_together_or_as_alternatives() -> None:
    paths = {
        "/both": {"get": operation("Both", security=[{"key": [], "cookie": []}])},
        "/one": {"get": operation("One", security=[{"query": []}, {"key": []}])},
        "/open": {"get": operation("Open", security=[{"key": []}, {}])},
    }
    schemes = {
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "cookie": {"type": "apiKey", "in": "cookie", "name": "id"},
        "query": {"type": "apiKey", "in": "query", "name": "key"},
    }
    server = mock_of(document(paths, securitySchemes=schemes))
    key = {"X-Key": "k"}
    assert ask(server, "GET", "/both", login=key).status_code == 401
    assert ask(server, "GET", "/both", login={**key, "Cookie": "a=b; id=7"}).status_code == 200
    assert ask(server, "GET", "/one", login={}).status_code == 401
    assert ask(server, "GET", "/one", login=key).status_code == 200
    assert ask(server, "GET", "/one?key=k", login={}).status_code == 200
    assert ask(server, "GET", "/open", login={}).status_code == 200


def test_an_operation_without_a_documented_2xx_responds_without_an_error() -> None:
    statuses = {"/a": "405", "/b": "default", "/c": "302"}
    paths = {path: {"get": operation(f"Get{status}", status=status)} for path, status in statuses.items()}
    server = mock_of(document(paths))
    assert [ask(server, "GET", path).status_code for path in paths] == [200, 200, 302]


def test_a_text_example_is_sent_unchanged() -> None:
    documented = {"description": "", "content": content(STRING, "text/csv", one="a;b\n")}
    source = {"operationId": "Get", "responses": {"200": documented}}
    response: httpx.Response = ask(mock_of(document({"/a": {"get": source}})), "GET", "/a")
    assert (response.headers["content-type"], response.text) == ("text/csv", "a;b\n")


def test_ids_in_paths_may_be_any_text() -> None:
    thing = properties(Id=INTEGER, Name=STRING)
    item = {
        "parameters": [parameter("id", schema=STRING)],
        "get": operation("Get", answer=ref("Thing")),
        "delete": operation("Delete", status="204"),
    }
    server = mock_of(document({"/Thing/{id}": item}, {"Thing": thing}))
    for text in ("7", "--7", "-", "9" * 18, "9" * 19, "9" * 20, "9" * 5000, "%D9%A1", "%F0%9F%92%A9", "a%2Fb"):
        response = ask(server, "GET", f"/Thing/{text}")
        assert response.status_code == 200, text
        assert isinstance(response.json()["Id"], int)


def test_an_agent_takes_the_id_from_the_body() -> None:
    response = ask(mock(), "POST", f"{BATCH}/GetBatchTaskInfo", json={"Id": 12})
    assert (response.status_code, response.json()["Id"]) == (200, 12)


def test_a_response_has_the_documented_headers() -> None:
    headers = {
        "X-Total": {"required": True, "schema": {"type": "integer"}, "example": 12},
        "X-Kinds": {"schema": {"type": "array", "items": {"type": "string"}}, "example": ["a", "b"]},
        "X-Made": {"required": True, "schema": {"type": "string", "enum": ["only"]}},
        "X-On": {"schema": {"type": "boolean"}, "example": True},
        # The document cannot set the headers of the server, nor a header with an invalid name.
        "Content-Length": {"schema": {"type": "integer"}, "example": 1},
        "X Y": {"schema": {"type": "string"}, "example": "z"},
    }
    responses = {"200": {"description": "", "headers": headers, "content": content(STRING)}}
    empty = {"204": {"description": "", "headers": {"X-Total": headers["X-Total"]}}}
    server = mock_of(document({"/a": {"get": {"responses": responses}, "put": {"responses": empty}}}))
    response = ask(server, "GET", "/a")
    assert response.status_code == 200
    expected = {"x-total": "12", "x-kinds": "a,b", "x-made": "only", "x-on": "true"}
    assert {name: response.headers[name] for name in response.headers if name.startswith("x")} == expected
    assert int(response.headers["content-length"]) == len(response.content)
    response = ask(server, "PUT", "/a")
    assert (response.status_code, response.headers["x-total"]) == (204, "12")

"""Unusual documents: the mock starts or says why it cannot, and no valid request gets a 5xx."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from speclift.cli.main import main
from speclift.errors import SourceError
from tests.contract.small import INTEGER, STRING, Json, content, document, operation, parameter, properties, ref
from tests.mock.calls import ask, mock_of


def document_returning(schema: Any, **more: Any) -> Json:
    """A document with one operation whose response has this schema."""
    return document({"/a": {"get": operation("Get", answer=schema)}}, **more)


def document_accepting(schema: Any, schemas: Json | None = None) -> Json:
    """A document with one operation whose request body has this schema."""
    return document({"/a": {"post": operation("Post", body=schema, answer=INTEGER)}}, schemas)


@pytest.mark.parametrize("is_component", [False, True])
def test_a_reference_to_a_server_is_never_fetched(is_component: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as evil:
        evil.settimeout(0.3)
        foreign = {"$ref": f"http://127.0.0.1:{evil.getsockname()[1]}/evil"}
        source = (
            document_accepting(ref("A"), {"A": properties(a=foreign)}) if is_component else document_accepting(foreign)
        )
        with pytest.raises(SourceError, match=r"leads out of the document: http://127\.0\.0\.1:\d+/evil"):
            mock_of(source)
        with pytest.raises(TimeoutError):
            evil.accept()


def test_a_file_that_a_reference_leads_to_is_not_read_and_the_command_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text('{"const": "hidden"}')
    # A file below the folder of the document would count as part of it.
    (tmp_path / "api").mkdir()
    spec = tmp_path / "api" / "openapi.json"
    spec.write_text(json.dumps(document_accepting({"$ref": secret.as_uri()})))
    assert main(["mock", str(spec), "--port", "0"]) == 3
    stderr = capsys.readouterr().err
    assert "E003" in stderr
    assert "secret.json" in stderr
    assert "hidden" not in stderr


@pytest.mark.parametrize("schema", [{"type": "string", "minLength": "x"}, {"type": "text"}, ref("Nowhere")])
def test_a_schema_that_cannot_validate_anything_is_named_at_startup(schema: Json) -> None:
    with pytest.raises(SourceError, match="POST /a, application/json body"):
        mock_of(document_accepting(schema))
    with pytest.raises(SourceError, match="GET /a, query q"):
        mock_of(document({"/a": {"get": operation("Get", parameters=[parameter("q", "query", schema)])}}))


def test_a_component_that_is_nested_too_deeply_is_refused_at_startup() -> None:
    with pytest.raises(SourceError, match=r"nested|[Rr]ecursion"):
        mock_of(document_accepting(ref("A"), {"A": {"default": DEEP}}))


def test_an_invalid_component_does_no_harm_if_no_request_is_checked_against_it() -> None:
    server = mock_of(document({"/a": {"get": operation("Get", answer=ref("A"))}}, {"A": {"pattern": r"\Z"}}))
    assert ask(server, "GET", "/a").status_code == 200


def test_boolean_schemas_allow_everything_or_nothing() -> None:
    schemas: Json = {
        "Any": True,
        "None": False,
        "Thing": properties(any=True, none=False, list={"type": "array", "items": False}, map=ref("Any")),
    }
    parameters = [parameter("q", "query", True), parameter("r", "query", ref("Any"))]
    server = mock_of(
        document(
            {"/a": {"post": operation("P", body=ref("Thing"), answer=ref("Thing"), parameters=parameters)}}, schemas
        )
    )
    response = ask(server, "POST", "/a?q=1&r=2", json={"any": {"x": 1}, "list": [], "map": 5})
    assert response.status_code == 200
    assert response.json()["list"] == []
    assert "none" not in response.json()
    assert ask(server, "POST", "/a", json={"none": 1}).status_code == 400
    assert ask(server, "POST", "/a", json={"list": [1]}).status_code == 400
    assert ask(mock_of(document_returning(True)), "GET", "/a").status_code == 200
    assert ask(mock_of(document_accepting(True)), "POST", "/a", json={}).status_code == 200
    assert ask(mock_of(document_accepting(False)), "POST", "/a", json={}).status_code == 400


DEEP: Any = []
for _ in range(300):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "integer", "enum": [10**30]}, 10**30),
        ({"type": "integer", "minimum": 2**64, "maximum": 2**64}, 2**64),
        ({"type": "integer", "maximum": 2**64, "default": 7}, 7),
        ({"examples": [{"a": 10**30}]}, {"a": 10**30}),
    ],
)
def test_very_large_numbers_are_returned(schema: Json, value: Any) -> None:
    assert ask(mock_of(document_returning(schema)), "GET", "/a").json() == value


@pytest.mark.parametrize(
    ("schema", "accepted", "refused"),
    [
        ({"enum": [10**30]}, 10**30, 7),
        ({"type": "integer", "minimum": 2**64}, 2**64, 7),
        ({"type": "integer", "maximum": 2**64}, 7, 2**65),
    ],
)
def test_bodies_are_checked_against_very_large_numbers(schema: Json, accepted: int, refused: int) -> None:
    server = mock_of(document_accepting(schema))
    assert ask(server, "POST", "/a", json=accepted).status_code == 200
    assert ask(server, "POST", "/a", json=refused).status_code == 400


@pytest.mark.parametrize("value", [10**30, DEEP])
def test_very_large_and_very_deep_examples_are_returned(value: Any) -> None:
    assert ask(mock_of(document_returning({"default": value})), "GET", "/a").json() == value
    shown = {"operationId": "G", "responses": {"200": {"description": "", "content": content(one=value)}}}
    assert ask(mock_of(document({"/a": {"get": shown}})), "GET", "/a").json() == value


@pytest.mark.parametrize("pattern", ["^(?>a+)b$", "^a++$", "(a)?(?(1)b|c)", r"[^\s\S]", r"^a\Z", r"^\p{Lu}$", "["])
def test_a_pattern_of_any_dialect_gets_a_string(pattern: str) -> None:
    response = ask(mock_of(document_returning({"type": "string", "pattern": pattern})), "GET", "/a")
    assert response.status_code == 200
    assert isinstance(response.json(), str)


def test_the_example_of_a_schema_is_returned() -> None:
    thing = properties(a={"type": "string", "example": "shown"}, b={"type": "integer", "example": "no number"})
    body = ask(mock_of(document_returning(thing, version="3.0.3")), "GET", "/a").json()
    assert body["a"] == "shown"
    assert isinstance(body["b"], int)
    whole = {**properties(a=STRING), "example": {"a": "whole"}}
    assert ask(mock_of(document_returning(whole, version="3.0.3")), "GET", "/a").json() == {"a": "whole"}

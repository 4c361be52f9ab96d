"""What a document does not say is not held against a server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from speclift.cli import main
from tests.contract.small import INTEGER, Json, content, document, operation, parameter, properties, ref
from tests.fuzz.test_honest import Log, server

THING = properties(id=INTEGER)


def fuzzed(folder: Path, given: Json, schemes: Json | None = None, phases: str = "examples") -> int:
    """How a run on the mock of a document with this operation ends."""
    path = folder / "api.json"
    path.write_text(json.dumps(document({"/things": given}, {"Thing": THING}, securitySchemes=schemes or {})))
    # Whether any request succeeds is not asked here.
    options = ["--phases", phases, "--max-examples", "1", "--min-covered", "0"]
    return main(["fuzz", str(path), "--mock", *options])


def test_a_credential_that_no_request_carries_is_not_missed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = {"get": operation("list", answer=ref("Thing"), security=[{"tls": []}])}
    assert fuzzed(tmp_path, given, {"tls": {"type": "mutualTLS"}}) == 0
    assert "0 failures, 0 drifts" in capsys.readouterr().out


def test_where_no_success_is_documented_every_one_is_good(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fuzzed(tmp_path, {"post": operation("add", body=ref("Thing"), status="405")}) == 0
    assert "0 failures" in capsys.readouterr().out


def test_a_body_that_the_docs_do_not_show_may_be_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # What is made for it fits both alternatives, and so neither.
    either = {"oneOf": [properties(a=INTEGER), properties(b=INTEGER)]}
    given = {"post": operation("add", body=either, answer=ref("Thing"))}
    assert fuzzed(tmp_path, given) == 0
    assert "DRIFT positive_data_acceptance" in capsys.readouterr().out
    # A sample that fits neither contradicts its schema, whatever the server does with it.
    given["post"]["requestBody"]["content"] = content(either, shown={"a": 1})
    assert fuzzed(tmp_path, given) == 0
    assert "CONTRADICTION positive_data_acceptance" in capsys.readouterr().out


def test_a_field_of_a_form_has_no_type(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fields = properties(names={"type": "array", "items": {"type": "string"}}, name={"type": "string"})
    given = operation("add", body={}, answer=ref("Thing"))
    given["requestBody"]["content"] = content(fields, "multipart/form-data")
    assert fuzzed(tmp_path, {"post": given}, phases="coverage") == 0
    assert "0 failures" in capsys.readouterr().out


def test_a_good_form_does_not_excuse_a_bad_parameter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = operation("add", body={}, answer=ref("Thing"), parameters=[parameter("n", "query", required=True)])
    fields = content(properties(name={"type": "string"}), "multipart/form-data")
    given["requestBody"] = {"required": False, "content": fields}
    path = tmp_path / "api.json"
    path.write_text(json.dumps(document({"/things": {"post": given}}, {"Thing": THING})))
    with server(Log((200, {"id": 1}))) as url:
        assert main(["fuzz", str(path), "--url", url, "--phases", "coverage", "--max-examples", "1"]) == 1
    assert "FAILURE negative_data_rejection" in capsys.readouterr().out

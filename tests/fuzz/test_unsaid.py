"""A server does not fail for what its document leaves open."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from schemathesis.core.failures import AcceptedNegativeData

from speclift.cli.main import main
from speclift.contract.view import contract_of
from speclift.fuzz.exchange import Exchange, Request
from speclift.fuzz.runs.collector import Collector
from tests.contract.small import INTEGER, Json, content, document, operation, parameter, properties, ref
from tests.fuzz.test_honest import ServerLog, server

THING = properties(id=INTEGER)


def fuzzed(folder: Path, item: Json, schemes: Json | None = None, phases: str = "examples") -> int:
    """The exit code of a run on the mock of a document with one path."""
    return run_on_mock(folder, {"/things": item}, schemes, phases)


def run_on_mock(folder: Path, paths: Json, schemes: Json | None = None, phases: str = "examples") -> int:
    """The exit code of a run on the mock of a document with these paths."""
    path = folder / "api.json"
    path.write_text(json.dumps(document(paths, {"Thing": THING}, securitySchemes=schemes or {})))
    # These tests do not depend on a request that succeeds.
    options = ["--phases", phases, "--max-examples", "1", "--min-covered", "0"]
    return main(["fuzz", str(path), "--mock", *options])


def test_a_missing_client_certificate_is_no_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    item = {"get": operation("list", answer=ref("Thing"), security=[{"tls": []}])}
    assert fuzzed(tmp_path, item, {"tls": {"type": "mutualTLS"}}) == 0
    assert "0 failures, 0 drifts" in capsys.readouterr().out


def test_any_success_is_good_where_none_is_documented(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fuzzed(tmp_path, {"post": operation("add", body=ref("Thing"), status="405")}) == 0
    assert "0 failures" in capsys.readouterr().out


def test_a_body_that_the_run_cannot_make_may_be_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # Whatever fits one alternative fits the other, and so it fails oneOf.
    either = {"oneOf": [properties(a=INTEGER), properties(a=INTEGER)]}
    item = {"post": operation("add", body=either, answer=ref("Thing"))}
    assert fuzzed(tmp_path, item, phases="none") == 0
    output = capsys.readouterr().out
    assert "0 failures, 0 drifts" in output
    assert "As documented at least once: 0 operations" in output
    assert "CONTRADICTION" not in output
    # A sample that fits both alternatives contradicts its schema, whatever the server does with it.
    item["post"]["requestBody"]["content"] = content(either, shown={"a": 1})
    assert fuzzed(tmp_path, item) == 0
    assert "CONTRADICTION positive_data_acceptance" in capsys.readouterr().out


def test_any_text_is_good_in_a_field_of_a_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fields = properties(names={"type": "array", "items": {"type": "string"}}, name={"type": "string"})
    add = operation("add", body={}, answer=ref("Thing"))
    add["requestBody"]["content"] = content(fields, "multipart/form-data")
    assert fuzzed(tmp_path, {"post": add}, phases="coverage") == 0
    assert "0 failures" in capsys.readouterr().out


def test_the_type_of_an_xml_element_is_not_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add = operation("add", body={}, answer=ref("Thing"))
    add["requestBody"]["content"] = content(properties(n=INTEGER), "application/xml", shown={"n": 5})
    assert fuzzed(tmp_path, {"post": add}, phases="coverage") == 0
    assert "0 failures" in capsys.readouterr().out


def test_a_good_form_does_not_excuse_a_bad_parameter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add = operation("add", body={}, answer=ref("Thing"), parameters=[parameter("n", "query", required=True)])
    fields = content(properties(name={"type": "string"}), "multipart/form-data")
    add["requestBody"] = {"required": False, "content": fields}
    path = tmp_path / "api.json"
    path.write_text(json.dumps(document({"/things": {"post": add}}, {"Thing": THING})))
    with server(ServerLog((200, {"id": 1}))) as url:
        assert main(["fuzz", str(path), "--url", url, "--phases", "coverage", "--max-examples", "1"]) == 1
    assert "FAILURE negative_data_rejection" in capsys.readouterr().out


def test_a_body_of_an_unknown_media_type_is_sent_as_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load = operation("load", status="204")
    binary = {"type": "string", "format": "binary"}
    load["requestBody"] = {"required": True, "content": {"application/x-tar": {"schema": binary}}}
    assert run_on_mock(tmp_path, {"/images": {"post": load}}) == 0
    output = capsys.readouterr().out
    assert "Not done" not in output
    assert "As documented at least once: 1 operation (" in output


@pytest.mark.parametrize("pattern", [".*", "[a-z]*", "(abc)?"])
def test_a_path_parameter_is_never_empty(pattern: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schema = {"type": "string", "pattern": f"^{pattern}$"}
    paths = {
        f"/things{number}/{{name}}/parts": {
            "get": operation(f"read{number}", status="204", parameters=[parameter("name", schema=schema)])
        }
        for number in range(6)
    }
    assert run_on_mock(tmp_path, paths) == 0
    output = capsys.readouterr().out
    assert "Not done" not in output
    assert "As documented at least once: 6 operations" in output


@pytest.mark.parametrize("location", ["header", "cookie"])
def test_made_up_values_of_headers_and_cookies_can_be_sent(
    location: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    required = parameter("X-Key", location, {"type": "string"}, required=True)
    item = {"get": operation("list", answer=ref("Thing"), parameters=[required])}
    assert fuzzed(tmp_path, item) == 0
    assert "Not done" not in capsys.readouterr().out


def test_a_required_object_in_a_query_has_at_least_one_property(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # The example is not an object, so it does not say which properties to send.
    required = parameter(
        "filter", "query", properties(name={"type": "string"}, size=INTEGER), required=True, example="a"
    )
    assert fuzzed(tmp_path, {"get": operation("list", answer=ref("Thing"), parameters=[required])}) == 0
    assert "0 failures" in capsys.readouterr().out


@pytest.mark.parametrize("media_type", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_an_empty_list_cannot_be_sent_in_a_form(
    media_type: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers: Json = {"type": "array", "items": INTEGER}
    fields = {**properties(n=INTEGER, numbers=numbers), "required": ["n", "numbers"]}
    add = operation("add", body={}, answer=ref("Thing"))
    add["requestBody"]["content"] = content(fields, media_type, shown={"n": 5, "numbers": []})
    assert fuzzed(tmp_path, {"post": add}, phases="examples,coverage") == 0
    assert "0 failures, 0 drifts" in capsys.readouterr().out
    # A field that could be sent and is missing is reported.
    add["requestBody"]["content"] = content(fields, media_type, shown={"numbers": []})
    assert fuzzed(tmp_path, {"post": add}, phases="none") == 0
    assert "CONTRADICTION positive_data_acceptance" in capsys.readouterr().out


def accepted(text: str, style: str, *, explode: bool) -> int:
    """Count the findings if a server accepts this text as a list of integers, and the engine thinks it invalid."""
    numbers = parameter("numbers", schema={"type": "array", "items": INTEGER}, style=style, explode=explode)
    read = operation("read", answer=ref("Thing"), parameters=[numbers])
    contract = contract_of(document({"/things/{numbers}/parts": {"get": read}}, {"Thing": THING}))
    collector = Collector(contract)
    request = Request("GET", f"http://127.0.0.1/api/things/{text}/parts", {})
    exchange = Exchange(contract.operations[0], request, 200, {}, b"{}", 0.1)
    message = "Invalid data should have been rejected"
    failure = AcceptedNegativeData(operation="read", message=message, status_code=200, expected_statuses=["4xx"])
    collector.failure("negative_data_rejection", failure, exchange, "coverage", wrong_part="path")
    return collector.found


def test_a_path_that_can_be_read_as_a_valid_value_is_valid() -> None:
    # The engine means one decimal, but what arrives reads as two integers.
    assert accepted(".0.5", "label", explode=True) == 0
    assert accepted(".0%2E5", "label", explode=True) == 0
    assert accepted(".0.5", "label", explode=False) == 1
    assert accepted(".0.x", "label", explode=True) == 1
    assert accepted("0.5", "simple", explode=False) == 1

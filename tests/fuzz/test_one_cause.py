"""One fault is one finding, even if several checks see it, and the finding says what the document says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.contract.small import STRING, Json, operation, parameter, properties
from tests.fuzz.answers import JSON, ReceivedRequest, Responder
from tests.fuzz.test_alarms import findings

THING: Json = {
    **properties(
        name=STRING, kind={"type": "string", "enum": ["a", "b"]}, at={"type": "string", "format": "date-time"}
    ),
    "required": ["name"],
}


def reading(status: int, fields: Mapping[str, str], data: bytes) -> Responder:
    """A server with this response, and with no method but GET."""

    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        return (status, fields, data) if request.method == "GET" else (405, {**JSON, "Allow": "GET"}, b"{}")

    return respond


@pytest.mark.parametrize(
    ("fields", "value", "level", "check"),
    [
        (JSON, {"name": None}, "failure", "null_conformance"),
        (JSON, {"name": "a", "at": "2024-01-01T00:00:00"}, "failure", "date_offset"),
        (JSON, {"name": "a", "kind": "c"}, "drift", "unknown_enum_value"),
        (JSON, {"name": 5}, "failure", "response_schema_conformance"),
        ({}, {"name": "a"}, "failure", "content_type_conformance"),
    ],
)
@pytest.mark.parametrize("phases", ["none", "coverage"])
def test_a_fault_that_several_checks_see_is_one_finding(
    fields: Mapping[str, str], value: Json, level: str, check: str, phases: str, tmp_path: Path
) -> None:
    paths = {"/things": {"get": operation("read", answer=THING)}}
    report = findings(tmp_path, paths, reading(200, fields, json.dumps(value).encode()), "--phases", phases)
    assert [(finding["level"], finding["check"]) for finding in report["findings"]] == [(level, check)]


@pytest.mark.parametrize("phases", ["none", "coverage"])
def test_a_wrong_status_is_reported_with_the_documented_ones(phases: str, tmp_path: Path) -> None:
    """A run also accepts the statuses with which HTTP refuses requests; the report lists only those of the document."""
    read = operation("read", answer=THING)
    read["responses"]["404"] = {"description": "There is none."}
    report = findings(tmp_path, {"/things": {"get": read}}, reading(418, JSON, b"{}"), "--phases", phases)
    (finding,) = [each for each in report["findings"] if each["check"] == "status_code_conformance"]
    assert finding["message"].splitlines() == ["Received: 418", "Documented: 200, 404"]


def test_a_resource_that_stays_after_its_removal_is_one_finding(tmp_path: Path) -> None:
    """The engine sees in its sequences of requests what the life cycle of the resource shows already."""
    stored = {**properties(id={"type": "integer"}, name=STRING), "required": ["id", "name"]}
    thing = [parameter("id", "path", {"type": "integer"}, required=True)]
    paths = {
        "/things": {"post": operation("add", body=THING, answer=stored, status="201")},
        "/things/{id}": {
            "get": operation("read", parameters=thing, answer=stored),
            "delete": operation("remove", parameters=thing, status="204"),
        },
    }

    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        if request.method == "DELETE":
            return 204, {}, b""
        status = {"POST": 201, "GET": 200}.get(request.method, 405)
        return status, {**JSON, "Allow": "GET, POST, DELETE"}, json.dumps({"id": 7, "name": "a"}).encode()

    report = findings(tmp_path, paths, respond, "--phases", "stateful")
    found = {finding["check"] for finding in report["findings"]}
    assert found & {"read_after_delete", "use_after_free"} == {"read_after_delete"}

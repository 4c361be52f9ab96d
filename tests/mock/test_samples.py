"""Samples that do not fit their own schema are reported at startup, and returned all the same."""

from __future__ import annotations

import json
from pathlib import Path

from speclift.mock.process import running
from tests.contract.small import INTEGER, STRING, Json, content, document, operation, properties
from tests.mock.calls import ask, mock_of
from tests.mock.served import Server


def document_with_sample(value: object, schema: Json | None = None) -> Json:
    get = operation("Get")
    get["responses"]["200"]["content"] = content(schema or properties(a=INTEGER), shown=value)
    return document({"/a": {"get": get}})


def test_an_invalid_sample_is_reported_with_its_place() -> None:
    server = mock_of(document_with_sample({"a": "x"}))
    assert [str(sample) for sample in server.faulty_samples()] == [
        'the sample of GET /a 200 does not fit its schema at /a: "x" is not of type "integer"'
    ]
    assert ask(server, "GET", "/a").json() == {"a": "x"}
    assert list(mock_of(document_with_sample({"a": 5})).faulty_samples()) == []


def test_a_write_only_property_may_be_missing_in_the_sample_of_a_response() -> None:
    schema = {**properties(a=INTEGER, b={**STRING, "writeOnly": True}), "required": ["a", "b"]}
    assert list(mock_of(document_with_sample({"a": 5}, schema)).faulty_samples()) == []


def test_the_command_reports_invalid_samples_before_its_address(tmp_path: Path) -> None:
    paths: Json = {}
    for number in range(25):
        paths |= {f"/a{number}": document_with_sample({"a": "x"})["paths"]["/a"]}
    spec = tmp_path / "openapi.json"
    spec.write_text(json.dumps(document(paths)))
    server = Server(tmp_path / "log", "-m", "speclift", "mock", str(spec), "--port", "0")
    try:
        lines = server.log.read_text().splitlines()
    finally:
        server.stop()
    assert sum("does not fit its schema at /a" in line for line in lines) == 20
    assert lines[-2] == "5 more samples of this kind"
    with running(str(spec)) as mock:
        assert mock.url

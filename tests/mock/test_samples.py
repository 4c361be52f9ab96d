"""Samples that do not fit their own schema are told at the start, and answered all the same."""

from __future__ import annotations

import json
from pathlib import Path

from speclift.mock.process import running
from tests.contract.small import INTEGER, STRING, Json, content, document, operation, properties
from tests.mock.calls import ask, mock_of
from tests.mock.served import Server


def showing(value: object, schema: Json | None = None) -> Json:
    given = operation("Get")
    given["responses"]["200"]["content"] = content(schema or properties(a=INTEGER), shown=value)
    return document({"/a": {"get": given}})


def test_a_faulty_sample_is_named_with_its_place() -> None:
    server = mock_of(showing({"a": "x"}))
    assert [str(sample) for sample in server.faulty_samples()] == [
        'the sample of GET /a 200 does not fit its schema at /a: "x" is not of type "integer"'
    ]
    assert ask(server, "GET", "/a").json() == {"a": "x"}
    assert list(mock_of(showing({"a": 5})).faulty_samples()) == []


def test_what_only_one_direction_has_may_be_missing() -> None:
    schema = {**properties(a=INTEGER, b={**STRING, "writeOnly": True}), "required": ["a", "b"]}
    assert list(mock_of(showing({"a": 5}, schema)).faulty_samples()) == []


def test_the_command_says_so_before_its_address(tmp_path: Path) -> None:
    paths: Json = {}
    for number in range(25):
        paths |= {f"/a{number}": showing({"a": "x"})["paths"]["/a"]}
    spec = tmp_path / "openapi.json"
    spec.write_text(json.dumps(document(paths)))
    server = Server(tmp_path / "log", "-m", "speclift", "mock", str(spec), "--port", "0")
    try:
        lines = server.log.read_text().splitlines()
    finally:
        server.stop()
    assert sum("does not fit its schema at /a" in line for line in lines) == 20
    assert lines[-2] == "5 more samples do not fit their schemas"
    with running(str(spec)) as mock:
        assert mock.url

"""Where a document allows any integer, a server must not fail at one that its storage cannot hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from speclift.cli.main import main
from speclift.fuzz.checks.large_integers import LARGE
from tests.contract.small import INTEGER, Json, document, operation, parameter, properties
from tests.fuzz.answers import JSON, ReceivedRequest, serving

THING = properties(name={"type": "string"})


def overflowing(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
    """The response of a server whose storage has integers of 64 bits."""
    is_large = str(LARGE) in request.target or str(LARGE).encode() in request.body
    return (500, JSON, b"{}") if is_large else (200, JSON, b'{"name": "a"}')


def failures(folder: Path, paths: Json) -> tuple[list[str], list[tuple[str, bytes]]]:
    """The operations that fail at a large integer, and the large requests that were sent: target and body."""
    path = folder / "api.json"
    path.write_text(json.dumps(document(paths)))
    report = folder / "report.json"
    with serving(overflowing) as server:
        command = ["fuzz", str(path), "--url", server.url, "--phases", "none", "--min-covered", "0", "--writes"]
        main([*command, "--report-json", str(report), "--quiet"])
    found = json.loads(report.read_text())["findings"]
    sent = [(r.target, r.body) for r in server.requests if str(LARGE) in r.target or str(LARGE).encode() in r.body]
    return sorted(f["label"] for f in found if f["check"] == "not_a_server_error"), sent


@pytest.mark.parametrize(
    ("path", "item", "method"),
    [
        ("/things/{id}", {"get": operation("read", answer=THING, parameters=[parameter("id")])}, "GET"),
        ("/things", {"get": operation("list", answer=THING, parameters=[parameter("page", "query")])}, "GET"),
        ("/things", {"post": operation("add", answer=THING, body=properties(owner=INTEGER))}, "POST"),
        (
            "/things",
            {
                "post": operation(
                    "add", answer=THING, body=properties(owner={"type": ["integer", "null"], "minimum": 0})
                )
            },
            "POST",
        ),
    ],
)
def test_a_server_that_fails_at_a_large_integer_is_found(tmp_path: Path, path: str, item: Json, method: str) -> None:
    assert failures(tmp_path, {path: item})[0] == [f"{method} {path}"]


@pytest.mark.parametrize(
    "limit",
    [{"maximum": 100}, {"exclusiveMaximum": 100}, {"format": "int64"}, {"enum": [1, 2]}, {"multipleOf": 10}],
)
def test_a_limit_of_the_document_holds(tmp_path: Path, limit: Json) -> None:
    limited = {**INTEGER, **limit}
    places = [parameter("id", schema=limited), parameter("page", "query", schema=limited)]
    add = operation("add", answer=THING, body=properties(owner=limited, made={**INTEGER, "readOnly": True}))
    assert failures(tmp_path, {"/things/{id}": {"post": {**add, "parameters": places}}}) == ([], [])


def test_an_id_that_is_refused_hides_nothing(tmp_path: Path) -> None:
    add = operation("add", answer=THING, body=properties(owner=INTEGER), parameters=[parameter("id")])
    _, sent = failures(tmp_path, {"/things/{id}": {"post": add}})
    assert any(str(LARGE) in target and str(LARGE).encode() not in body for target, body in sent)
    assert any(str(LARGE) not in target and json.loads(body) == {"owner": LARGE} for target, body in sent)

"""A key of `paths` that does not start with a slash is not a path to any reader of a document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from speclift.cli.main import main
from speclift.contract.view import operations_of, read_contract
from speclift.diff.events import events_of
from speclift.diff.inputs.merge import merged
from speclift.openapi.structure.paths import paths_of
from speclift.serve.shown_document import served_document
from tests.contract.small import Json, document, operation, properties

KEYS = ("x-@evil.example:80/steal", "x-", "@evil.example", "things", "", " /things", "\\things", "http://evil.example/")
ITEM: Json = {
    "servers": [{"url": "http://evil.example/base"}],
    "get": {**operation("steal"), "callbacks": {"on": {"http://evil.example": {"post": operation("")}}}},
}


@pytest.fixture(params=KEYS)
def with_another_key(request: pytest.FixtureRequest) -> Json:
    return document({request.param: ITEM, "/things": {"get": operation("list", answer=properties())}})


def test_no_reader_takes_a_key_without_a_slash_for_a_path(with_another_key: Json) -> None:
    assert [path for path, _ in paths_of(with_another_key)] == ["/things"]
    contract = read_contract(with_another_key)
    assert [found.path for found in contract.operations] == ["/things"]
    assert contract.base_paths == ()
    assert [found.path for found in operations_of(with_another_key)] == ["/things"]
    assert list(served_document(with_another_key)["paths"]) == ["/things"]
    assert events_of(with_another_key).keys() == {""}
    assert list(merged({"a": with_another_key, "b": document({"/b": {"get": operation("b")}})})["paths"]) == [
        "/things",
        "/b",
    ]


def test_the_client_and_the_fuzzer_ignore_a_key_without_a_slash(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = tmp_path / "api.json"
    spec.write_text(json.dumps(document({KEYS[0]: ITEM, "/things": {"get": operation("list", answer=properties())}})))
    assert main(["client", str(spec), "-o", str(tmp_path / "client")]) == 0
    texts = [path.read_text() for path in (tmp_path / "client").rglob("*.py")]
    assert texts
    assert not any("evil.example" in text for text in texts)
    assert main(["fuzz", str(spec), "--url", "http://127.0.0.1:9", "--dry-run"]) == 0
    assert "1 would be called, 0 left out" in capsys.readouterr().err


@pytest.mark.parametrize("value", [True, False, None, "true", "false", 1, [], {"a": 1}])
@pytest.mark.parametrize("method", ["get", "put", "post", "delete", "head", "patch"])
def test_only_a_post_can_be_marked_as_read_only(method: str, value: Any) -> None:
    marked = {**operation("do", answer=properties()), "x-read-only": value}
    given = document({"/things": {method: marked}})
    (found,) = read_contract(given).operations
    assert found.is_read_only is (method in ("get", "head") or (method == "post" and value is True))


def test_a_get_without_a_response_body_is_never_read_only() -> None:
    silent = operation("touch", status="204", is_read_only=True)
    assert not read_contract(document({"/things": {"get": silent}})).operations[0].is_read_only


@pytest.mark.parametrize(("method", "is_marked"), [("get", False), ("post", True), ("delete", False), ("put", False)])
def test_a_client_repeats_a_marked_operation_only_if_it_is_a_post(method: str, is_marked: bool, tmp_path: Path) -> None:
    spec = tmp_path / "api.json"
    marked = operation("do", answer=properties(), is_read_only=True)
    spec.write_text(json.dumps(document({"/things": {method: marked}})))
    assert main(["client", str(spec), "-o", str(tmp_path / "client")]) == 0
    texts = [path.read_text() for path in (tmp_path / "client").rglob("*.py")]
    assert any("is_read_only=True" in text for text in texts) is is_marked

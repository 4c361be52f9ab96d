"""Life cycles of nested resources: all requests of one have the same parent, and a server that forgets is found."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from speclift.cli.main import main
from speclift.contract.lifecycle import resources_of
from speclift.contract.view import read_contract
from speclift.fuzz.documents.run_document import document_of
from tests.contract.rooms import rooms
from tests.contract.small import STRING, Json
from tests.fuzz.servers import mock_server


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "rooms.json"
    path.write_text(json.dumps(rooms()))
    return path


def test_the_id_of_a_create_is_linked_to_operations_below_the_same_parent() -> None:
    contract = read_contract(rooms())
    paths = document_of(contract, contract.operations, resources_of(contract))["paths"]
    links: Json = paths["/Owner/{owner}/Room"]["post"]["responses"]["201"]["links"]
    assert {link["operationId"] for link in links.values()} == {"Get", "Put", "Patch", "Delete"}
    for link in links.values():
        assert link["parameters"] == {"path.owner": "$request.path.owner", "path.id": "$response.body#/RoomId"}


@pytest.mark.parametrize("name", ["", "short", "of just twenty chars", "a name of more than twenty letters"])
def test_a_mock_without_faults_is_clean(spec: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    spec.write_text(json.dumps(rooms()).replace('"shown"', f'"{name}"'))
    assert main(["fuzz", str(spec), "--mock", "--phases", "stateful"]) == 0
    assert "0 failures, 0 drifts" in capsys.readouterr().out


def with_string_ids() -> str:
    """Rooms whose ids, and those of their owners, are strings that come before their names."""
    text = json.dumps(rooms(STRING)).replace('"OwnerId": 1', '"OwnerId": "a"')
    for name in ("OwnerId", "RoomId"):
        text = text.replace(f'"{name}": {{"type": "integer"}}', f'"{name}": {{"type": "string"}}')
    return re.sub(r'"RoomId": (\d)', r'"RoomId": "\1"', text)


@pytest.mark.parametrize("text", [json.dumps(rooms()), with_string_ids()], ids=["numbers", "strings"])
def test_a_server_that_forgets_a_change_is_found(spec: Path, text: str, tmp_path: Path) -> None:
    spec.write_text(text)
    faults = {"Put": "stale-read", "Delete": "read-after-delete", "Make": "created-is-lost"}
    report = tmp_path / "report.json"
    for operation_id, fault in faults.items():
        with mock_server(spec, f"{fault}@{operation_id}") as mock:
            main(["fuzz", str(spec), "--url", mock.url, "--phases", "none", "--quiet", "--report-json", str(report)])
        (finding,) = json.loads(report.read_text())["findings"]
        assert finding["operation_id"] == operation_id
        owners = {request["url"].split("/Owner/")[1].split("/")[0] for request in finding["sent"]}
        assert len(owners) == 1

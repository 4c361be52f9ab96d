"""Resources change while the mock runs: what one request does, later requests see."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import httpx
import pytest

from speclift.errors import OutputError
from speclift.mock.app import Mock
from speclift.mock.resources.store import FileStore, MemoryStore, Store
from tests.mock.calls import BATCH, MEMBER, ask, contract, errors, mock

SEVEN = f"{MEMBER}/7"
PATCH = {"Content-Type": "application/json-patch+json"}
MERGE = {"Content-Type": "application/merge-patch+json"}
TASK: dict[str, Any] = {"Name": "Nightly", "AssociateId": 5}


def patch(server: Mock, *steps: dict[str, Any], target: str = SEVEN) -> httpx.Response:
    return ask(server, "PATCH", target, json=list(steps), headers=PATCH)


def read(server: Mock, target: str = SEVEN) -> Any:
    response = ask(server, "GET", target)
    assert response.status_code == 200
    return response.json()


def test_a_resource_is_created_read_changed_and_removed() -> None:
    server = mock()
    created = ask(server, "POST", MEMBER, json={"Firstname": "Ada", "ContactId": 12}).json()
    target = f"{MEMBER}/{created['ProjectmemberId']}"
    assert (created["Firstname"], created["ContactId"], created["Lastname"]) == ("Ada", 12, "Lindqvist")
    assert read(server, target) == created
    changed = ask(server, "PUT", target, json={"Lastname": "King"}).json()
    assert changed == {**created, "Lastname": "King"}
    assert read(server, target) == changed
    assert ask(server, "DELETE", target).status_code == 204
    for method, body in (("GET", None), ("DELETE", None), ("PUT", {"Lastname": "X"})):
        response = ask(server, method, target, **({"json": body} if body else {}))
        assert errors(response, 404) == []
    assert patch(server, {"op": "remove", "path": "/Lastname"}, target=target).status_code == 404


def test_each_new_resource_has_its_own_id() -> None:
    server = mock()
    ids = {ask(server, "POST", MEMBER, json={"ProjectmemberId": 7}).json()["ProjectmemberId"] for _ in range(10)}
    assert len(ids) == 10
    assert 7 not in ids
    assert 425 not in ids


def test_an_id_cannot_be_changed() -> None:
    server = mock()
    assert ask(server, "PUT", SEVEN, json={"ProjectmemberId": 8}).json()["ProjectmemberId"] == 7
    assert patch(server, {"op": "replace", "path": "/ProjectmemberId", "value": 8}).json()["ProjectmemberId"] == 7
    assert ask(server, "PATCH", SEVEN, json={"ProjectmemberId": 8}, headers=MERGE).json()["ProjectmemberId"] == 7


def test_a_change_leaves_other_resources_alone() -> None:
    server = mock()
    before = read(server, f"{MEMBER}/8")
    ask(server, "PUT", SEVEN, json={"Lastname": "King"})
    ask(server, "DELETE", f"{MEMBER}/9")
    assert read(server, f"{MEMBER}/8") == before
    assert read(mock()) == {**before, "ProjectmemberId": 7}


def test_undocumented_properties_are_not_stored() -> None:
    server = mock()
    body = ask(server, "PUT", SEVEN, json={"Lastname": "King", "Unknown": 1}).json()
    assert body["Lastname"] == "King"
    assert "Unknown" not in body


def test_a_json_patch_changes_a_resource_step_by_step() -> None:
    server = mock()
    before = read(server)
    response = patch(
        server,
        {"op": "test", "path": "/Firstname", "value": before["Firstname"]},
        {"op": "replace", "path": "/Firstname", "value": "Ada"},
        {"op": "copy", "from": "/Firstname", "path": "/MiddleName"},
        {"op": "add", "path": "/FieldProperties/fieldName/FieldLength", "value": 5},
    )
    assert response.status_code == 200
    assert (response.json()["Firstname"], response.json()["MiddleName"]) == ("Ada", "Ada")
    assert response.json()["FieldProperties"]["fieldName"]["FieldLength"] == 5
    assert read(server) == response.json()


@pytest.mark.parametrize(
    ("step", "status"),
    [
        ({"op": "test", "path": "/Firstname", "value": "nobody"}, 409),
        ({"op": "replace", "path": "/nowhere/x", "value": 1}, 409),
        ({"op": "remove", "path": "/nowhere"}, 409),
        ({"op": "move", "from": "/nowhere", "path": "/Comment"}, 409),
        ({"op": "replace", "path": "/ContactId", "value": "x"}, 409),
        ({"op": "replace", "path": "", "value": []}, 409),
        ({"op": "remove", "path": ""}, 409),
        ({"op": "replace", "path": "no pointer", "value": 1}, 409),
        ({"op": "replace", "path": "/~2", "value": 1}, 409),
        ({"op": "add", "path": "/Comment"}, 409),
        ({"op": "copy", "path": "/Comment"}, 409),
        ({"op": "frobnicate", "path": "/Comment"}, 400),
        ({"path": "/Comment"}, 400),
        ({"op": "add"}, 400),
    ],
)
def test_a_patch_that_cannot_be_applied_changes_nothing(step: dict[str, Any], status: int) -> None:
    server = mock()
    before = read(server)
    response = patch(server, {"op": "replace", "path": "/Comment", "value": "new"}, step)
    errors(response, status)
    assert read(server) == before


def test_patches_cannot_make_a_resource_too_large() -> None:
    server = mock()
    before = read(server)
    twice: dict[str, Any] = {"op": "copy", "from": "", "path": "/FieldProperties/fieldName/FieldType"}
    nest: Any = {}
    for _ in range(90):
        nest = {"a": nest}
    path = "/FieldProperties/fieldName"
    steps: list[dict[str, Any]] = []
    for _ in range(20):
        steps.append({"op": "add", "path": f"{path}/a", "value": nest})
        path += "/a" * 90
    test: dict[str, Any] = {"op": "test", "path": "/Comment", "value": before["Comment"]}
    for tried, reason in (
        ([twice] * 500, "makes the resource too large"),
        (steps, "makes the resource too large"),
        ([*steps, {"op": "copy", "from": "/Comment", "path": "/Phone"}], "makes the resource too large"),
        ([test] * 1001, "more than 1000 operations"),
    ):
        response = patch(server, *tried)
        assert errors(response, 409) == []
        assert reason in response.json()["detail"]
    assert patch(server, *[test] * 1000).status_code == 200
    assert read(server) == before


def test_a_merge_patch_changes_what_it_names() -> None:
    server = mock()
    before = read(server)
    body = {"Firstname": "Ada", "MiddleName": None, "FieldProperties": {"fieldName": {"FieldLength": 5}}}
    response = ask(server, "PATCH", SEVEN, json=body, headers=MERGE)
    assert response.status_code == 200
    assert response.json()["Firstname"] == "Ada"
    assert response.json()["Lastname"] == before["Lastname"]
    assert not response.json()["MiddleName"]
    assert response.json()["FieldProperties"]["fieldName"]["FieldLength"] == 5
    assert response.json()["FieldProperties"]["fieldName"]["FieldType"] == "System.DateTime"
    assert read(server) == response.json()
    assert errors(ask(server, "PATCH", SEVEN, json={"ContactId": "x"}, headers=MERGE), 409) == [
        ("body", "", "#/ContactId", "type")
    ]


def test_an_agent_creates_reads_changes_and_removes_a_resource() -> None:
    server = mock()

    def call(name: str, body: Any) -> httpx.Response:
        return ask(server, "POST", f"{BATCH}/{name}", json=body)

    created = call("UpdateBatchTask", {"BatchTaskInfo": TASK}).json()
    assert (created["Name"], created["AssociateId"]) == ("Nightly", 5)
    assert call("GetBatchTaskInfo", {"Id": created["Id"]}).json() == created
    changed = call("UpdateBatchTask", {"BatchTaskInfo": {"Id": created["Id"], "Name": "Weekly"}}).json()
    assert changed == {**created, "Name": "Weekly"}
    assert call("GetBatchTaskInfo", {"Id": created["Id"]}).json() == changed
    assert call("DeleteBatchTask", {"BatchTaskId": created["Id"]}).status_code == 204
    assert call("GetBatchTaskInfo", {"Id": created["Id"]}).status_code == 404
    recreated = call("UpdateBatchTask", {"BatchTaskInfo": {"Id": created["Id"], "Name": "Daily"}}).json()
    assert (recreated["Id"], recreated["Name"]) == (created["Id"], "Daily")
    assert call("GetBatchTaskInfo", {"Id": created["Id"]}).json() == recreated


@pytest.mark.parametrize("identity", [12, 12.0])
def test_a_whole_number_is_an_id_however_it_is_written(identity: float) -> None:
    server = mock()
    body = {"BatchTaskInfo": {"Id": identity, "Name": "Nightly"}}
    assert ask(server, "POST", f"{BATCH}/UpdateBatchTask", json=body).json()["Id"] == 12
    task = ask(server, "POST", f"{BATCH}/GetBatchTaskInfo", json={"Id": identity}).json()
    assert (task["Id"], task["Name"]) == (12, "Nightly")


def test_a_state_file_keeps_resources_after_the_mock_has_stopped(tmp_path: Path) -> None:
    path = str(tmp_path / "state.db")
    first = mock(FileStore(path))
    created = ask(first, "POST", MEMBER, json={"Firstname": "Ada"}).json()
    ask(first, "PUT", SEVEN, json={"Lastname": "King"})
    ask(first, "DELETE", f"{MEMBER}/8")
    second = mock(FileStore(path))
    assert read(second, f"{MEMBER}/{created['ProjectmemberId']}") == created
    assert read(second)["Lastname"] == "King"
    assert ask(second, "GET", f"{MEMBER}/8").status_code == 404
    assert ask(second, "POST", MEMBER, json={}).json()["ProjectmemberId"] != created["ProjectmemberId"]


def test_a_file_that_is_not_a_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("no database\n" * 1000)
    with pytest.raises(OutputError, match="The state cannot be kept"):
        FileStore(str(path))
    assert path.read_text() == "no database\n" * 1000
    with pytest.raises(OutputError):
        FileStore(str(tmp_path / "nowhere" / "state.db"))


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = str(tmp_path / "other.db")
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE thing (name TEXT)")
    with pytest.raises(OutputError):
        FileStore(path)


@pytest.mark.parametrize("store", [MemoryStore(), FileStore(":memory:")])
def test_both_stores_behave_the_same(store: Store) -> None:
    for identity, value in (("1", b"a"), ("2", b"b"), ("1", b"c"), ("3", b"")):
        store.put("thing", identity, value)
    store.put("other", "1", b"x")
    assert store.get("thing", "1") == b"c"
    assert store.get("thing", "4") is None
    assert store.known("thing") == [("1", True), ("2", True), ("3", False)]
    assert [store.new_id("thing"), store.new_id("thing"), store.new_id("other")] == [1_000_001, 1_000_002, 1_000_001]


def test_mocks_of_the_same_contract_share_no_state() -> None:
    first, second = Mock(contract()), Mock(contract())
    ask(first, "DELETE", SEVEN)
    assert ask(second, "GET", SEVEN).status_code == 200

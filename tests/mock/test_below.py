"""Nested resources: each parent has its own children, and a child names its parent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from speclift.contract.view import read_contract
from speclift.mock.app import Mock
from speclift.mock.resources.store import FileStore
from tests.contract.rooms import SAMPLE, rooms
from tests.contract.small import INTEGER, STRING, Json, document, operation, parameter, properties, ref
from tests.mock.calls import ask

MERGE = {"Content-Type": "application/merge-patch+json"}


@pytest.fixture(params=["memory", "file"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Mock:
    store = FileStore(str(tmp_path / "state.db")) if request.param == "file" else None
    return Mock(read_contract(rooms()), store=store)


def read(server: Mock, target: str) -> Any:
    response = ask(server, "GET", target)
    return response.json() if response.status_code == 200 else response.status_code


def test_an_untouched_resource_is_the_sample_with_its_own_id_and_that_of_its_parent(server: Mock) -> None:
    assert read(server, "/Owner/7/Room/9") == {"OwnerId": 7, "RoomId": 9, "Name": "shown"}
    assert read(server, "/Owner/8/Room") == [{**SAMPLE, "OwnerId": 8}, {**SAMPLE, "OwnerId": 8, "RoomId": 3}]


def test_a_resource_is_created_changed_and_removed_below_its_own_parent_only(server: Mock) -> None:
    created = ask(server, "POST", "/Owner/7/Room", json={"Name": "new", "OwnerId": 99}).json()
    identity = created["RoomId"]
    target, other = f"/Owner/7/Room/{identity}", f"/Owner/8/Room/{identity}"
    assert created == read(server, target) == {"OwnerId": 7, "RoomId": identity, "Name": "new"}
    assert created in read(server, "/Owner/7/Room")
    assert read(server, other)["Name"] == "shown"
    assert len(read(server, "/Owner/8/Room")) == len(read(server, "/Owner/70/Room")) == 2

    changes: list[tuple[str, Json]] = [
        ("PUT", {"json": {"Name": "put", "OwnerId": 99}}),
        ("PATCH", {"json": {"Name": "merged", "OwnerId": 99}, "headers": MERGE}),
    ]
    for method, change in changes:
        changed = ask(server, method, target, **change).json()
        assert changed == read(server, target) == {**created, "Name": change["json"]["Name"]}
    assert read(server, other)["Name"] == "shown"

    assert ask(server, "DELETE", target).status_code == 204
    assert read(server, target) == 404
    assert read(server, other)["Name"] == "shown"
    assert ask(server, "DELETE", "/Owner/7/Room/3").status_code == 204
    assert [row["RoomId"] for row in read(server, "/Owner/7/Room")] == [2]
    assert [row["RoomId"] for row in read(server, "/Owner/8/Room")] == [2, 3]


def test_the_id_of_the_parent_may_be_any_text() -> None:
    server = Mock(read_contract(rooms(STRING)))
    assert ask(server, "DELETE", "/Owner/a/Room/3").status_code == 204
    for owner, status in (("a", 404), ("a%2F", 200), ("a%2F3", 200), ("%61", 404), ("A", 200)):
        response = ask(server, "GET", f"/Owner/{owner}/Room/3")
        assert response.status_code == status, owner
        if status == 200:
            # The text is not a number, so the id in the sample stays.
            assert response.json() == {**SAMPLE, "RoomId": 3}
    assert ask(server, "POST", "/Owner/a%2Fb/Room", json={}).status_code == 201
    assert [len(read(server, f"/Owner/{owner}/Room")) for owner in ("a", "a%2Fb", "b")] == [1, 3, 2]


def test_a_resource_is_changed_at_its_path_even_if_its_id_differs_from_the_path() -> None:
    thing = properties(Id=INTEGER, Name=STRING)
    item = {
        "parameters": [parameter("colour", schema=STRING)],
        "get": operation("Get", answer=ref("Thing")),
        "put": operation("Put", body=ref("Thing"), answer=ref("Thing")),
    }
    server = Mock(read_contract(document({"/Thing/{colour}": item}, {"Thing": thing})))
    assert ask(server, "PUT", "/Thing/blue", json={"Name": "new"}).json()["Name"] == "new"
    assert read(server, "/Thing/blue")["Name"] == "new"
    assert read(server, "/Thing/red")["Name"] != "new"

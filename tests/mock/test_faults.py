"""A mock that breaks its contract on purpose."""

from __future__ import annotations

import json
from typing import Any

import pytest

from speclift.contract.validators import Validators
from speclift.errors import UsageError
from speclift.mock.app import Mock
from speclift.mock.faults.catalogue import FAULTS
from tests.mock.calls import BATCH, LOGIN, MEMBER, ask, contract, mock

GET = "v1ProjectMember_GetProjectMember"
PUT = "v1ProjectMember_PutProjectMember"
POST = "v1ProjectMember_PostProjectMember"
REMOVE = "v1ProjectMember_DeleteProjectMember"
LIST = "v1ProjectMember_GetAll"
READ_TASK = "v1BatchAgent_GetBatchTaskInfo"
DEFAULT = "v1ProjectMember_DefaultProjectMember"
JSON = {"Content-Type": "application/json"}


def faulty(name: str, operation_id: str) -> Mock:
    """A mock with one fault, in the given operation."""
    server = mock(faults=(f"{name}@{operation_id}",))
    assert {where: fault.name for where, fault in server.faults.items()} == {operation_id: name}
    assert server.unplaced == ()
    return server


def test_nearly_every_fault_fits_an_operation() -> None:
    server = mock(faults=("all",))
    placed = [fault.name for fault in server.faults.values()]
    assert len(placed) >= 40
    assert len(placed) == len(set(placed))
    assert sorted((*placed, *server.unplaced)) == sorted(FAULTS)
    assert len(server.unplaced) <= 10, server.unplaced
    assert server.faults.keys() <= {operation.operation_id for operation in server.contract.operations}


def test_faults_are_always_placed_in_the_same_operations() -> None:
    first, again = (mock(faults=("all",)).faults for _ in range(2))
    assert [(where, fault.name) for where, fault in first.items()] == [(w, fault.name) for w, fault in again.items()]


def test_a_mock_has_no_faults_by_default() -> None:
    assert mock().faults == {}
    assert mock().unplaced == ()


def test_the_name_of_a_family_stands_for_all_its_faults() -> None:
    for family in sorted({fault.family for fault in FAULTS.values()}):
        server = mock(faults=(family,))
        names = {name for name, fault in FAULTS.items() if family in (name, fault.family)}
        assert {fault.name for fault in server.faults.values()} | set(server.unplaced) == names


def test_each_fault_names_the_checks_that_find_it() -> None:
    assert all(fault.found_by and fault.name == name for name, fault in FAULTS.items())


@pytest.mark.parametrize("name", ["unheard-of", "", "ALL", "status-418@nowhere", f"unheard-of@{GET}"])
def test_a_fault_that_does_not_exist_is_an_error(name: str) -> None:
    with pytest.raises(UsageError):
        mock(faults=(name,))


def test_a_fault_that_does_not_fit_its_operation_is_an_error() -> None:
    with pytest.raises(UsageError, match="does not fit"):
        mock(faults=(f"created-is-lost@{GET}",))


def test_a_fault_leaves_other_operations_alone() -> None:
    server = faulty("status-418", DEFAULT)
    assert ask(server, "GET", f"{MEMBER}/default").status_code == 418
    assert ask(server, "GET", f"{MEMBER}/7").status_code == 200


@pytest.mark.parametrize("name", sorted(name for name, fault in FAULTS.items() if fault.change))
def test_a_fault_changes_the_response(name: str) -> None:
    server = mock(faults=(name,))
    if server.unplaced:
        pytest.skip("the fault fits no operation of the embedded document")
    (operation_id,) = server.faults
    operation = next(op for op in server.contract.operations if op.operation_id == operation_id)
    target = operation.path
    for parameter in operation.parameters_in("path"):
        target = target.replace(f"{{{parameter.name}}}", "7" if parameter.schema.get("type") == "integer" else "x")
    query = {p.name: p.example or 7 for p in operation.parameters_in("query") if p.is_required}
    body = next(iter(operation.body.media_types[0].examples.values())) if operation.body else None
    request = {"params": query, **({} if body is None else {"json": body})}
    spoiled, good = (ask(tested, operation.method.upper(), target, **request) for tested in (server, mock()))
    assert good.status_code < 300
    differs = [
        spoiled.status_code != good.status_code,
        spoiled.headers.get("content-type") != good.headers.get("content-type"),
        spoiled.content != good.content,
    ]
    assert sum(differs) >= 1


def test_a_wrong_type_does_not_fit_the_schema() -> None:
    response = ask(faulty("root-type", READ_TASK), "POST", f"{BATCH}/GetBatchTaskInfo", json={"Id": 7})
    accepts = Validators(contract().schemas).of({"$ref": "#/components/schemas/BatchTaskInfo"}).accepts
    assert response.status_code == 200
    assert not accepts(response.json())


def test_truncated_json_cannot_be_parsed() -> None:
    response = ask(faulty("json-truncated", READ_TASK), "POST", f"{BATCH}/GetBatchTaskInfo", json={"Id": 7})
    with pytest.raises(json.JSONDecodeError):
        response.json()
    assert int(response.headers["content-length"]) == len(response.content)


def test_a_fault_can_crash_on_zero() -> None:
    server = faulty("crash-zero", READ_TASK)
    for identity, status in ((0, 500), (1, 200), (-1, 200)):
        assert ask(server, "POST", f"{BATCH}/GetBatchTaskInfo", json={"Id": identity}).status_code == status


def test_a_fault_can_ignore_credentials() -> None:
    server = faulty("ignores-auth", GET)
    assert ask(server, "GET", f"{MEMBER}/7", login={}).status_code == 200
    assert ask(server, "GET", MEMBER, login={}).status_code == 401


def test_faults_can_accept_invalid_requests() -> None:
    target = f"{BATCH}/GetBatchTaskInfo"
    malformed: dict[str, Any] = {"content": b"{", "headers": JSON}
    assert ask(faulty("accepts-malformed-json", READ_TASK), "POST", target, **malformed).status_code < 400
    assert ask(faulty("accepts-missing-body", READ_TASK), "POST", target).status_code < 400
    assert ask(faulty("accepts-invalid-body", READ_TASK), "POST", target, json={"Id": "x"}).status_code < 400
    undocumented: dict[str, Any] = {"content": b"{}", "headers": {"Content-Type": "text/nonsense"}}
    assert ask(faulty("accepts-media-type", READ_TASK), "POST", target, **undocumented).status_code < 400
    assert ask(faulty("accepts-invalid-path", GET), "GET", f"{MEMBER}/x").status_code < 400


def test_a_fault_can_leave_out_the_challenge() -> None:
    response = ask(faulty("challenge-missing", GET), "GET", f"{MEMBER}/7", login={})
    assert response.status_code == 401
    assert "www-authenticate" not in response.headers


def test_faults_can_lose_changes() -> None:
    server = faulty("stale-read", PUT)
    assert ask(server, "PUT", f"{MEMBER}/7", json={"Firstname": "Ada"}).json()["Firstname"] == "Ada"
    assert ask(server, "GET", f"{MEMBER}/7").json()["Firstname"] != "Ada"
    server = faulty("read-after-delete", REMOVE)
    assert ask(server, "DELETE", f"{MEMBER}/7").status_code == 204
    assert ask(server, "GET", f"{MEMBER}/7").status_code == 200
    server = faulty("created-is-lost", POST)
    created = ask(server, "POST", MEMBER, json={}).json()["ProjectmemberId"]
    assert ask(server, "GET", f"{MEMBER}/{created}").status_code == 404


def test_faults_can_break_paging() -> None:
    assert len(ask(faulty("ignores-top", LIST), "GET", f"{MEMBER}?$top=2").json()["value"]) > 2
    page = ask(faulty("list-truncated", LIST), "GET", MEMBER).json()
    assert "odata.nextLink" not in page
    assert len(page["value"]) < 60
    first, second = (ask(faulty("ignores-skip", LIST), "GET", f"{MEMBER}?$skip={n}").json()["value"] for n in (0, 5))
    assert first == second


def test_a_mock_with_another_fault_still_refuses_invalid_requests() -> None:
    server = faulty("status-418", DEFAULT)
    assert ask(server, "GET", f"{MEMBER}/x").status_code == 400
    assert ask(server, "GET", f"{MEMBER}/default", login={}).status_code == 401
    assert ask(server, "GET", f"{MEMBER}/default", login={**LOGIN}).status_code == 418

"""Responses that the mock keeps as bytes are never out of date."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclift.mock.resources.json_templates import JsonTemplates
from tests.contract.small import INTEGER, STRING, document, operation, parameter, properties, ref
from tests.mock.calls import BATCH, MEMBER, ask, mock, mock_of

SEVEN = f"{MEMBER}/7"

resources = st.dictionaries(st.text(), st.none() | st.integers(-(2**53), 2**53) | st.text() | st.lists(st.booleans()))


@given(resources, st.text(), st.integers(-(2**63), 2**63 - 1) | st.text(), st.booleans())
def test_a_template_of_a_resource_gives_its_json_for_each_id(
    resource: dict[str, Any], key: str, identity: int | str, has_id: bool
) -> None:
    resource = {**resource, key: None} if has_id else {name: item for name, item in resource.items() if name != key}
    expected = {**resource, key: identity} if has_id else resource
    assert JsonTemplates(resource, key).of(identity) == orjson.dumps(expected)


@pytest.mark.parametrize("query", ["", "?$select=Lastname"])
def test_a_cached_resource_is_read_again_after_a_change(query: str) -> None:
    server = mock()
    before = [ask(server, "GET", f"{SEVEN}{query}").json() for _ in range(2)]
    assert before[0] == before[1] == {**before[0], "Lastname": "Lindqvist"}
    patch = [{"op": "replace", "path": "/Lastname", "value": "Byron"}]
    for method, body, name in (("PUT", {"Lastname": "King"}, "King"), ("PATCH", patch, "Byron")):
        assert ask(server, method, SEVEN, json=body).status_code == 200
        assert ask(server, "GET", f"{SEVEN}{query}").json() == {**before[0], "Lastname": name}
    assert ask(server, "DELETE", SEVEN).status_code == 204
    assert ask(server, "GET", f"{SEVEN}{query}").status_code == 404
    assert ask(server, "GET", f"{MEMBER}/8{query}").json()["Lastname"] == "Lindqvist"


def test_a_cached_resource_of_an_agent_is_read_again_after_a_save() -> None:
    server = mock()
    before = ask(server, "POST", f"{BATCH}/GetBatchTaskInfo", json={"Id": 7}).json()
    saved = ask(server, "POST", f"{BATCH}/UpdateBatchTask", json={"BatchTaskInfo": {"Id": 7, "Name": "Other"}})
    assert saved.status_code == 200
    assert ask(server, "POST", f"{BATCH}/GetBatchTaskInfo", json={"Id": 7}).json() == {**before, "Name": "Other"}


@pytest.mark.parametrize("query", ["", "?$top=3", "?$select=fullName"])
def test_a_cached_list_is_read_again_after_a_removal(query: str) -> None:
    server = mock()
    before = [ask(server, "GET", f"{MEMBER}{query}").json()["value"] for _ in range(2)]
    assert before[0] == before[1]
    removed = before[0][0]["PrimaryKey"]
    ask(server, "DELETE", f"{MEMBER}/{removed}")
    assert removed not in [row["PrimaryKey"] for row in ask(server, "GET", f"{MEMBER}{query}").json()["value"]]


def test_the_links_of_a_cached_list_name_the_requested_host() -> None:
    server = mock()
    for host in ("localhost:1", "localhost:2", "localhost:1"):
        page = ask(server, "GET", MEMBER, headers={"Host": host}).json()
        assert page["odata.nextLink"].startswith(f"http://{host}/")


def test_a_cached_response_hides_no_preference_and_no_error() -> None:
    server = mock()
    assert ask(server, "GET", SEVEN).status_code == 200
    assert ask(server, "GET", SEVEN, headers={"Prefer": "code=404"}).status_code == 404
    assert ask(server, "GET", SEVEN, headers={"Accept": "audio/mpeg"}).status_code == 406
    assert ask(server, "GET", SEVEN, login={}).status_code == 401
    assert ask(server, "GET", SEVEN).status_code == 200


def test_a_selected_id_is_the_requested_one() -> None:
    for identity in (7, 8):
        body = ask(mock(), "GET", f"{MEMBER}/{identity}?$select=projectmemberid").json()
        assert {name: value for name, value in body.items() if value is not None} == {"ProjectmemberId": identity}


def test_a_sample_without_an_id_gets_the_requested_one() -> None:
    thing = properties(Id=INTEGER, Name=STRING)
    media_type = {"schema": ref("Thing"), "example": {"Name": "x"}}
    item = {
        "parameters": [parameter("id", schema=INTEGER)],
        "get": {
            "operationId": "Get",
            "responses": {"200": {"description": "", "content": {"application/json": media_type}}},
        },
        "delete": operation("Delete", status="204"),
    }
    server = mock_of(document({"/Thing/{id}": item}, {"Thing": thing}))
    assert ask(server, "GET", "/Thing/7").json() == {"Name": "x", "Id": 7}

"""What is kept as bytes never says what is not so any more."""

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

things = st.dictionaries(st.text(), st.none() | st.integers(-(2**53), 2**53) | st.text() | st.lists(st.booleans()))


@given(things, st.text(), st.integers(-(2**63), 2**63 - 1) | st.text(), st.booleans())
def test_a_thing_that_is_written_once_is_that_thing_with_each_id(
    thing: dict[str, Any], key: str, identity: int | str, has_id: bool
) -> None:
    thing = {**thing, key: None} if has_id else {name: item for name, item in thing.items() if name != key}
    expected = {**thing, key: identity} if has_id else thing
    assert JsonTemplates(thing, key).of(identity) == orjson.dumps(expected)


def test_a_thing_that_was_read_is_read_anew_when_it_was_changed() -> None:
    server = mock()
    for target in (SEVEN, f"{SEVEN}?$select=Lastname"):
        server = mock()
        before = [ask(server, "GET", target).json() for _ in range(2)]
        ask(server, "PUT", SEVEN, json={"Lastname": "King"})
        after = ask(server, "GET", target).json()
        assert before[0] == before[1] == {**after, "Lastname": "Lindqvist"}
        assert after["Lastname"] == "King"
        ask(server, "PATCH", SEVEN, json=[{"op": "replace", "path": "/Lastname", "value": "Byron"}])
        ask(server, "DELETE", SEVEN)
        assert ask(server, "GET", target).status_code == 404
        assert ask(server, "GET", target.replace("/7", "/8")).json().get("Lastname") == "Lindqvist"


def test_an_agents_thing_that_was_read_is_read_anew_when_it_was_saved() -> None:
    server = mock()
    before = ask(server, "POST", f"{BATCH}/GetBatchTaskInfo", json={"Id": 7}).json()
    saved = ask(server, "POST", f"{BATCH}/UpdateBatchTask", json={"BatchTaskInfo": {"Id": 7, "Name": "Other"}})
    assert saved.status_code == 200
    assert ask(server, "POST", f"{BATCH}/GetBatchTaskInfo", json={"Id": 7}).json() == {**before, "Name": "Other"}


@pytest.mark.parametrize("query", ["", "?$top=3", "?$select=fullName"])
def test_a_list_that_was_read_is_read_anew_when_something_was_made_or_removed(query: str) -> None:
    server = mock()
    before = [ask(server, "GET", f"{MEMBER}{query}").json()["value"] for _ in range(2)]
    assert before[0] == before[1]
    gone = before[0][0]["PrimaryKey"]
    ask(server, "DELETE", f"{MEMBER}/{gone}")
    assert gone not in [row["PrimaryKey"] for row in ask(server, "GET", f"{MEMBER}{query}").json()["value"]]


def test_the_same_list_has_links_to_whom_it_is_asked_from() -> None:
    server = mock()
    for host in ("localhost:1", "localhost:2", "localhost:1"):
        page = ask(server, "GET", MEMBER, headers={"Host": host}).json()
        assert page["odata.nextLink"].startswith(f"http://{host}/")


def test_a_preference_is_heard_after_an_answer_was_kept() -> None:
    server = mock()
    assert ask(server, "GET", SEVEN).status_code == 200
    assert ask(server, "GET", SEVEN, headers={"Prefer": "code=404"}).status_code == 404
    assert ask(server, "GET", SEVEN, headers={"Accept": "audio/mpeg"}).status_code == 406
    assert ask(server, "GET", SEVEN, login={}).status_code == 401
    assert ask(server, "GET", SEVEN).status_code == 200


def test_an_id_that_is_selected_is_the_one_that_was_asked_for() -> None:
    for identity in (7, 8):
        found = ask(mock(), "GET", f"{MEMBER}/{identity}?$select=projectmemberid").json()
        assert {name: value for name, value in found.items() if value is not None} == {"ProjectmemberId": identity}


def test_a_sample_without_an_id_gets_one() -> None:
    thing = properties(Id=INTEGER, Name=STRING)
    answer = {"schema": ref("Thing"), "example": {"Name": "x"}}
    item = {
        "parameters": [parameter("id", schema=INTEGER)],
        "get": {
            "operationId": "Get",
            "responses": {"200": {"description": "", "content": {"application/json": answer}}},
        },
        "delete": operation("Delete", status="204"),
    }
    server = mock_of(document({"/Thing/{id}": item}, {"Thing": thing}))
    assert ask(server, "GET", "/Thing/7").json() == {"Name": "x", "Id": 7}

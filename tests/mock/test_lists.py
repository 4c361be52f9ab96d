"""Lists contain the resources that were created and not those that were removed; query options narrow them."""

from __future__ import annotations

from typing import Any

import pytest

from speclift.mock.app import Mock
from tests.contract.small import INTEGER, STRING, Json, document, operation, parameter, properties, ref
from tests.mock.calls import ask, mock_of

THING: Json = {**properties(Id=INTEGER, Name=STRING), "additionalProperties": False}
THINGS: Json = {"type": "array", "items": ref("Thing")}
NAMES: Json = {"type": "array", "items": STRING}


def mock_with_list(listed: Json, *options: Json) -> Mock:
    shown: Any = [{"Id": number, "Name": f"n{number}"} for number in (1, 2, 3)]
    list_all = operation("List", answer=listed, parameters=list(options))
    list_all["responses"]["200"]["content"]["application/json"]["example"] = (
        shown if listed is THINGS else {"value": shown}
    )
    item: dict[str, Any] = {
        "parameters": [parameter("id")],
        "get": operation("Get", answer=ref("Thing")),
        "delete": operation("Delete", status="204"),
    }
    create = operation("Make", body=ref("Thing"), answer=ref("Thing"), status="201")
    return mock_of(document({"/Thing": {"get": list_all, "post": create}, "/Thing/{id}": item}, {"Thing": THING}))


@pytest.mark.parametrize("has_top", [False, True])
@pytest.mark.parametrize("listed", [THINGS, properties(value=THINGS)])
def test_a_created_resource_is_listed_and_a_removed_one_is_not(listed: Json, has_top: bool) -> None:
    server = mock_with_list(listed, *([parameter("$top", "query")] if has_top else []))

    def rows() -> Any:
        body = ask(server, "GET", "/Thing").json()
        return body if listed is THINGS else body["value"]

    assert len(rows()) == 3
    created = ask(server, "POST", "/Thing", json={"Name": "new"}).json()
    ask(server, "DELETE", "/Thing/2")
    assert created in rows()
    assert 2 not in [row["Id"] for row in rows()]
    assert all(row.keys() == {"Id", "Name"} for row in rows())


def test_a_plain_list_honours_top_and_skip_and_a_select_of_several_names() -> None:
    server = mock_with_list(
        THINGS, parameter("$top", "query"), parameter("$skip", "query"), parameter("$select", "query", NAMES)
    )
    assert [row["Id"] for row in ask(server, "GET", "/Thing?$top=1&$skip=1").json()] == [2]
    assert ask(server, "GET", "/Thing?$select=Id&$top=1").json() == [{"Id": 1, "Name": None}]
    assert ask(server, "GET", "/Thing?$select=Id&$select=Name&$top=1").json() == [{"Id": 1, "Name": "n1"}]


def test_a_created_resource_is_listed_with_what_the_list_requires() -> None:
    row: Json = {**properties(Id=INTEGER, Name=STRING, Owner=STRING), "required": ["Id", "Owner"]}
    list_all = operation("List", answer={"type": "array", "items": row})
    list_all["responses"]["200"]["content"]["application/json"]["example"] = [{"Id": 1, "Name": "n1", "Owner": "o1"}]
    create = operation("Make", body=ref("Thing"), answer=ref("Thing"), status="201")
    item: Json = {"parameters": [parameter("id")], "get": operation("Get", answer=ref("Thing"))}
    paths = {"/Thing": {"get": list_all, "post": create}, "/Thing/{id}": item}
    server = mock_of(document(paths, {"Thing": THING}))
    created = ask(server, "POST", "/Thing", json={"Name": "new"}).json()
    assert {**created, "Owner": "o1"} in ask(server, "GET", "/Thing").json()


def test_a_created_resource_is_listed_as_far_as_the_schema_of_the_list_allows() -> None:
    label: Json = {**properties(name=STRING), "required": ["name"]}
    text_or_label: Json = {"oneOf": [STRING, label]}
    part: Json = properties(size=INTEGER, text=STRING)
    labels: Json = {"type": "array", "items": text_or_label}
    thing: Json = {**properties(Id=INTEGER, labels=labels, part=part), "additionalProperties": False}
    row: Json = {
        **properties(Id=INTEGER, labels={"type": "array", "items": label}, part=properties(size=INTEGER)),
        "additionalProperties": False,
    }
    list_all = operation("List", answer={"type": "array", "items": row})
    shown = {"Id": 1, "labels": [{"name": "old"}], "part": {"size": 1}}
    list_all["responses"]["200"]["content"]["application/json"]["example"] = [shown]
    create = operation("Make", body=ref("Thing"), answer=ref("Thing"), status="201")
    item = {"parameters": [parameter("id")], "get": operation("Get", answer=ref("Thing"))}
    server = mock_of(document({"/Thing": {"get": list_all, "post": create}, "/Thing/{id}": item}, {"Thing": thing}))
    values = {"labels": ["bug"], "part": {"size": 7, "text": "long"}}
    identity = ask(server, "POST", "/Thing", json=values).json()["Id"]
    assert ask(server, "GET", f"/Thing/{identity}").json() == {"Id": identity, **values}
    # In the list, a label is never a string, so the sample's label takes its place; and a part has no `text`.
    assert ask(server, "GET", "/Thing").json()[-1] == {"Id": identity, "labels": [{"name": "old"}], "part": {"size": 7}}

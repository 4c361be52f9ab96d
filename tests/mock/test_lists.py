"""Lists of things: what was made stands in them, what was removed does not, and they are narrowed as asked."""

from __future__ import annotations

from typing import Any

import pytest

from speclift.mock.app import Mock
from tests.contract.small import INTEGER, STRING, Json, document, operation, parameter, properties, ref
from tests.mock.calls import ask, mock_of

THING: Json = {**properties(Id=INTEGER, Name=STRING), "additionalProperties": False}
THINGS: Json = {"type": "array", "items": ref("Thing")}
NAMES: Json = {"type": "array", "items": STRING}


def server(listed: Json, *options: Json) -> Mock:
    shown: Any = [{"Id": number, "Name": f"n{number}"} for number in (1, 2, 3)]
    source = operation("List", answer=listed, parameters=list(options))
    source["responses"]["200"]["content"]["application/json"]["example"] = (
        shown if listed is THINGS else {"value": shown}
    )
    item: dict[str, Any] = {
        "parameters": [parameter("id")],
        "get": operation("Get", answer=ref("Thing")),
        "delete": operation("Delete", status="204"),
    }
    make = operation("Make", body=ref("Thing"), answer=ref("Thing"), status="201")
    return mock_of(document({"/Thing": {"get": source, "post": make}, "/Thing/{id}": item}, {"Thing": THING}))


@pytest.mark.parametrize("has_top", [False, True])
@pytest.mark.parametrize("listed", [THINGS, properties(value=THINGS)])
def test_what_was_made_is_listed_as_a_thing_and_what_was_removed_is_not(listed: Json, has_top: bool) -> None:
    made = server(listed, *([parameter("$top", "query")] if has_top else []))

    def rows() -> Any:
        found = ask(made, "GET", "/Thing").json()
        return found if listed is THINGS else found["value"]

    assert len(rows()) == 3
    thing = ask(made, "POST", "/Thing", json={"Name": "new"}).json()
    ask(made, "DELETE", "/Thing/2")
    assert thing in rows()
    assert 2 not in [row["Id"] for row in rows()]
    assert all(row.keys() == {"Id", "Name"} for row in rows())


def test_a_plain_list_honours_top_and_skip_and_a_select_of_several_names() -> None:
    made = server(THINGS, parameter("$top", "query"), parameter("$skip", "query"), parameter("$select", "query", NAMES))
    assert [row["Id"] for row in ask(made, "GET", "/Thing?$top=1&$skip=1").json()] == [2]
    assert ask(made, "GET", "/Thing?$select=Id&$top=1").json() == [{"Id": 1, "Name": None}]
    assert ask(made, "GET", "/Thing?$select=Id&$select=Name&$top=1").json() == [{"Id": 1, "Name": "n1"}]


def test_a_list_has_what_it_requires_of_a_thing_that_was_made() -> None:
    row: Json = {**properties(Id=INTEGER, Name=STRING, Owner=STRING), "required": ["Id", "Owner"]}
    source = operation("List", answer={"type": "array", "items": row})
    source["responses"]["200"]["content"]["application/json"]["example"] = [{"Id": 1, "Name": "n1", "Owner": "o1"}]
    make = operation("Make", body=ref("Thing"), answer=ref("Thing"), status="201")
    item: Json = {"parameters": [parameter("id")], "get": operation("Get", answer=ref("Thing"))}
    paths = {"/Thing": {"get": source, "post": make}, "/Thing/{id}": item}
    made = mock_of(document(paths, {"Thing": THING}))
    thing = ask(made, "POST", "/Thing", json={"Name": "new"}).json()
    assert {**thing, "Owner": "o1"} in ask(made, "GET", "/Thing").json()


def test_a_list_has_what_its_own_schema_takes_of_a_thing_that_was_made() -> None:
    label: Json = {**properties(name=STRING), "required": ["name"]}
    text_or_label: Json = {"oneOf": [STRING, label]}
    part: Json = properties(size=INTEGER, text=STRING)
    labels: Json = {"type": "array", "items": text_or_label}
    thing: Json = {**properties(Id=INTEGER, labels=labels, part=part), "additionalProperties": False}
    row: Json = {
        **properties(Id=INTEGER, labels={"type": "array", "items": label}, part=properties(size=INTEGER)),
        "additionalProperties": False,
    }
    source = operation("List", answer={"type": "array", "items": row})
    shown = {"Id": 1, "labels": [{"name": "old"}], "part": {"size": 1}}
    source["responses"]["200"]["content"]["application/json"]["example"] = [shown]
    make = operation("Make", body=ref("Thing"), answer=ref("Thing"), status="201")
    item = {"parameters": [parameter("id")], "get": operation("Get", answer=ref("Thing"))}
    made = mock_of(document({"/Thing": {"get": source, "post": make}, "/Thing/{id}": item}, {"Thing": thing}))
    said = {"labels": ["bug"], "part": {"size": 7, "text": "long"}}
    identity = ask(made, "POST", "/Thing", json=said).json()["Id"]
    assert ask(made, "GET", f"/Thing/{identity}").json() == {"Id": identity, **said}
    # No label is a text there, so the documented one stands in its place; and a part has no text there.
    assert ask(made, "GET", "/Thing").json()[-1] == {"Id": identity, "labels": [{"name": "old"}], "part": {"size": 7}}

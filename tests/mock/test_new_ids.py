"""The ids of new things: such that they can be asked for, and no other thing has them."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

import pytest

from speclift.mock.app import Mock
from tests.contract.small import INTEGER, STRING, Json, document, operation, parameter, properties, ref
from tests.mock.calls import ask, mock_of


def server(identity: Json, answer: Json | None = None) -> Mock:
    thing = properties(Id=identity, Name=STRING)
    item: dict[str, Any] = {
        "parameters": [parameter("id", schema=identity)],
        "get": operation("Get", answer=ref("Thing")),
        "put": operation("Put", body=ref("Thing"), answer=ref("Thing")),
        "delete": operation("Delete", status="204"),
    }
    make = operation("Make", body=ref("Thing"), answer=answer or ref("Thing"), status="201")
    paths = {"/Thing": {"post": make}, "/Thing/{id}": item}
    return mock_of(document(paths, {"Thing": thing, "Receipt": properties(Number=INTEGER)}))


@pytest.mark.parametrize(
    "identity",
    [
        INTEGER,
        STRING,
        {"type": "string", "format": "uuid"},
        {"type": "string", "pattern": "^[A-Z]{8}$"},
        {"type": "integer", "minimum": 1, "maximum": 500},
        {"type": "string", "format": "uuid", "example": "6f1c1a3e-5b0e-4c7e-9d53-0a8a5b6d2f11"},
    ],
)
def test_a_new_thing_can_be_asked_for_by_its_id(identity: Json) -> None:
    made = server(identity)
    things = [ask(made, "POST", "/Thing", json={"Name": f"n{number}"}).json() for number in range(3)]
    assert len({thing["Id"] for thing in things}) == 3
    for thing in things:
        assert ask(made, "GET", f"/Thing/{thing['Id']}").json() == thing


@pytest.mark.parametrize("form", ["ipv4", "ipv6"])
def test_new_things_have_addresses_of_their_own(form: str) -> None:
    made = server({"type": "string", "format": form})
    ids = [ask(made, "POST", "/Thing", json={"Name": "n"}).json()["Id"] for _ in range(5)]
    assert len({ip_address(given) for given in ids}) == 5


def test_what_is_shown_of_ids_elsewhere_is_not_given_twice() -> None:
    identity = {"type": "string", "format": "uuid", "examples": ["6f1c1a3e-5b0e-4c7e-9d53-0a8a5b6d2f11"]}
    paths = {
        "/things": {"post": operation("make", body=properties(name=STRING), answer=ref("Thing"), status="201")},
        "/things/{id}": {"get": operation("read", answer=ref("Thing"), parameters=[parameter("id", schema=ref("Id"))])},
    }
    made = mock_of(document(paths, {"Thing": properties(id=ref("Id"), name=STRING), "Id": identity}))
    ids = [ask(made, "POST", "/things", json={"name": "n"}).json()["id"] for _ in range(3)]
    assert len(set(ids)) == 3
    assert all(len(given) == 36 for given in ids)


def test_a_sample_without_an_id_gets_one_that_its_schema_allows() -> None:
    shown = {"examples": {"a": {"value": {"name": "n"}}}}
    read = operation("read", answer=ref("Thing"), parameters=[parameter("id", schema=STRING)])
    read["responses"]["200"]["content"]["application/json"] |= shown
    make = operation("make", answer=ref("Thing"), status="201")
    made = mock_of(
        document({"/things": {"post": make}, "/things/{id}": {"get": read}}, {"Thing": properties(id=STRING)})
    )
    assert isinstance(ask(made, "POST", "/things").json()["id"], str)
    assert ask(made, "GET", "/things/0").json()["id"] == "0"


def test_new_things_are_apart_where_no_id_is_left() -> None:
    made = server({"type": "string", "enum": ["red", "blue"]})
    things = [ask(made, "POST", "/Thing", json={"Name": f"n{number}"}).json()["Id"] for number in range(3)]
    assert {"red", "blue"} < set(things)
    assert len(set(things)) == 3


def test_a_new_thing_does_not_take_the_place_of_another() -> None:
    made = server(INTEGER)
    ask(made, "PUT", "/Thing/1000001", json={"Name": "mine"})
    assert ask(made, "POST", "/Thing", json={"Name": "new"}).json()["Id"] != 1000001
    assert ask(made, "GET", "/Thing/1000001").json()["Name"] == "mine"


def test_what_answers_something_else_answers_that() -> None:
    assert ask(server(INTEGER, ref("Receipt")), "POST", "/Thing", json={"Name": "new"}).json().keys() == {"Number"}


@pytest.mark.parametrize("shown", ["see the docs", 5, None], ids=["text", "number", "null"])
def test_an_answer_of_another_schema_is_of_that_whatever_its_sample_shows(shown: Any) -> None:
    receipt = {**properties(Id=STRING, Number=INTEGER), "additionalProperties": False, "required": ["Id", "Number"]}
    thing = properties(Id=INTEGER, Name=STRING)
    make = operation("Make", body=ref("Thing"), answer=ref("Receipt"), status="201")
    make["responses"]["201"]["content"]["application/json"]["example"] = shown
    item = {"parameters": [parameter("id", schema=INTEGER)], "get": operation("Get", answer=ref("Thing"))}
    made = mock_of(document({"/Thing": {"post": make}, "/Thing/{id}": item}, {"Thing": thing, "Receipt": receipt}))
    answer = ask(made, "POST", "/Thing", json={"Name": "new"}).json()
    assert answer.keys() == {"Id", "Number"}
    assert ask(made, "GET", f"/Thing/{answer['Id']}").json()["Name"] == "new"


def test_what_is_one_of_a_few_values_is_no_id() -> None:
    """A code that says how it went, beside the thing."""
    answer = properties(code={"type": "integer", "enum": [2000]}, result=properties(key=STRING, name=STRING))
    make = operation("Make", body=properties(name=STRING), answer=ref("Answer"))
    item = {"parameters": [parameter("key", schema=STRING)], "get": operation("Get", answer=ref("Answer"))}
    made = mock_of(document({"/things": {"post": make}, "/things/{key}": item}, {"Answer": answer}))
    found = ask(made, "POST", "/things", json={"name": "new"}).json()
    assert found["code"] == 2000
    assert ask(made, "GET", f"/things/{found['result']['key']}").json()["result"]["name"] == "new"

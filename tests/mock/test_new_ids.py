"""The ids of new resources: each resource can be read by its id, and no other resource has that id."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

import pytest

from speclift.mock.app import Mock
from tests.contract.small import INTEGER, STRING, Json, document, operation, parameter, properties, ref
from tests.mock.calls import ask, mock_of


def mock_with_ids(identity: Json, response_schema: Json | None = None) -> Mock:
    thing = properties(Id=identity, Name=STRING)
    item: dict[str, Any] = {
        "parameters": [parameter("id", schema=identity)],
        "get": operation("Get", answer=ref("Thing")),
        "put": operation("Put", body=ref("Thing"), answer=ref("Thing")),
        "delete": operation("Delete", status="204"),
    }
    create = operation("Make", body=ref("Thing"), answer=response_schema or ref("Thing"), status="201")
    paths = {"/Thing": {"post": create}, "/Thing/{id}": item}
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
def test_a_new_resource_can_be_read_by_its_id(identity: Json) -> None:
    server = mock_with_ids(identity)
    created = [ask(server, "POST", "/Thing", json={"Name": f"n{number}"}).json() for number in range(3)]
    assert len({resource["Id"] for resource in created}) == 3
    for resource in created:
        assert ask(server, "GET", f"/Thing/{resource['Id']}").json() == resource


@pytest.mark.parametrize("form", ["ipv4", "ipv6"])
def test_new_resources_have_different_addresses_as_ids(form: str) -> None:
    server = mock_with_ids({"type": "string", "format": form})
    ids = [ask(server, "POST", "/Thing", json={"Name": "n"}).json()["Id"] for _ in range(5)]
    assert len({ip_address(identity) for identity in ids}) == 5


def test_the_example_in_the_schema_of_an_id_is_not_used_twice() -> None:
    identity = {"type": "string", "format": "uuid", "examples": ["6f1c1a3e-5b0e-4c7e-9d53-0a8a5b6d2f11"]}
    paths = {
        "/things": {"post": operation("make", body=properties(name=STRING), answer=ref("Thing"), status="201")},
        "/things/{id}": {"get": operation("read", answer=ref("Thing"), parameters=[parameter("id", schema=ref("Id"))])},
    }
    server = mock_of(document(paths, {"Thing": properties(id=ref("Id"), name=STRING), "Id": identity}))
    ids = [ask(server, "POST", "/things", json={"name": "n"}).json()["id"] for _ in range(3)]
    assert len(set(ids)) == 3
    assert all(len(text) == 36 for text in ids)


def test_a_sample_without_an_id_gets_one_that_its_schema_allows() -> None:
    shown = {"examples": {"a": {"value": {"name": "n"}}}}
    read = operation("read", answer=ref("Thing"), parameters=[parameter("id", schema=STRING)])
    read["responses"]["200"]["content"]["application/json"] |= shown
    create = operation("make", answer=ref("Thing"), status="201")
    server = mock_of(
        document({"/things": {"post": create}, "/things/{id}": {"get": read}}, {"Thing": properties(id=STRING)})
    )
    assert isinstance(ask(server, "POST", "/things").json()["id"], str)
    assert ask(server, "GET", "/things/0").json()["id"] == "0"


def test_new_resources_have_different_ids_even_if_the_schema_allows_no_more() -> None:
    server = mock_with_ids({"type": "string", "enum": ["red", "blue"]})
    ids = [ask(server, "POST", "/Thing", json={"Name": f"n{number}"}).json()["Id"] for number in range(3)]
    assert {"red", "blue"} < set(ids)
    assert len(set(ids)) == 3


def test_a_new_resource_does_not_replace_another() -> None:
    server = mock_with_ids(INTEGER)
    ask(server, "PUT", "/Thing/1000001", json={"Name": "mine"})
    assert ask(server, "POST", "/Thing", json={"Name": "new"}).json()["Id"] != 1000001
    assert ask(server, "GET", "/Thing/1000001").json()["Name"] == "mine"


def test_a_create_may_return_another_schema() -> None:
    assert ask(mock_with_ids(INTEGER, ref("Receipt")), "POST", "/Thing", json={"Name": "new"}).json().keys() == {
        "Number"
    }


@pytest.mark.parametrize("shown", ["see the docs", 5, None], ids=["text", "number", "null"])
def test_a_response_of_another_schema_fits_it_whatever_its_sample_shows(shown: Any) -> None:
    receipt = {**properties(Id=STRING, Number=INTEGER), "additionalProperties": False, "required": ["Id", "Number"]}
    thing = properties(Id=INTEGER, Name=STRING)
    create = operation("Make", body=ref("Thing"), answer=ref("Receipt"), status="201")
    create["responses"]["201"]["content"]["application/json"]["example"] = shown
    item = {"parameters": [parameter("id", schema=INTEGER)], "get": operation("Get", answer=ref("Thing"))}
    server = mock_of(document({"/Thing": {"post": create}, "/Thing/{id}": item}, {"Thing": thing, "Receipt": receipt}))
    body = ask(server, "POST", "/Thing", json={"Name": "new"}).json()
    assert body.keys() == {"Id", "Number"}
    assert ask(server, "GET", f"/Thing/{body['Id']}").json()["Name"] == "new"


def test_a_property_with_few_values_is_not_an_id() -> None:
    """Such as a code next to the resource, which says how the request went."""
    envelope = properties(code={"type": "integer", "enum": [2000]}, result=properties(key=STRING, name=STRING))
    create = operation("Make", body=properties(name=STRING), answer=ref("Answer"))
    item = {"parameters": [parameter("key", schema=STRING)], "get": operation("Get", answer=ref("Answer"))}
    server = mock_of(document({"/things": {"post": create}, "/things/{key}": item}, {"Answer": envelope}))
    body = ask(server, "POST", "/things", json={"name": "new"}).json()
    assert body["code"] == 2000
    assert ask(server, "GET", f"/things/{body['result']['key']}").json()["result"]["name"] == "new"

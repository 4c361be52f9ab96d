"""Properties that clients do not send (`readOnly`), and properties that the mock does not return (`writeOnly`)."""

from __future__ import annotations

import pytest

from tests.contract.small import INTEGER, STRING, Json, document, operation, parameter, properties, ref
from tests.mock.calls import ask, errors, mock_of

USER: Json = {
    **properties(Id={**INTEGER, "readOnly": True}, Name=STRING, Password={**STRING, "writeOnly": True}),
    "required": ["Id", "Name", "Password"],
}
SPLIT: Json = {"allOf": [properties(Id=USER["properties"]["Id"]), {**USER, "required": ["Id", "Name", "Password"]}]}


@pytest.mark.parametrize("version", ["3.0.3", "3.1.1"])
@pytest.mark.parametrize("schema", [USER, SPLIT])
def test_a_property_of_one_direction_is_required_in_that_direction_only(version: str, schema: Json) -> None:
    item = {
        "parameters": [parameter("id")],
        "get": operation("Get", answer=ref("User")),
        "patch": operation("Patch", body={}, answer=ref("User")),
    }
    create = {"post": operation("Make", body=ref("User"), answer=ref("User"), status="201")}
    server = mock_of(document({"/User": create, "/User/{id}": item}, {"User": schema}, version=version))
    created = ask(server, "POST", "/User", json={"Name": "a", "Password": "secret"})
    assert created.status_code == 201
    assert errors(ask(server, "POST", "/User", json={"Name": "a"}), 400) == [("body", "", "#", "required")]
    assert ask(server, "GET", "/User/7").json().keys() == {"Id", "Name"}
    assert created.json().keys() == {"Id", "Name"}
    assert ask(server, "PATCH", "/User/7", json={"Name": "b"}).status_code == 200
    assert ask(server, "GET", "/User/7?__dynamic=true").json().keys() == {"Id", "Name"}


def test_a_write_only_property_of_a_nested_object_is_not_returned() -> None:
    item = {"parameters": [parameter("id")], "get": operation("Get", answer=ref("Team"))}
    create = {"post": operation("Make", body=ref("Team"), answer=ref("Team"), status="201")}
    schemas = {"User": USER, "Team": properties(Id=INTEGER, Owner=ref("User"))}
    server = mock_of(document({"/Team": create, "/Team/{id}": item}, schemas))
    created = ask(server, "POST", "/Team", json={"Owner": {"Name": "a", "Password": "secret"}})
    assert created.json()["Owner"]["Name"] == "a"
    assert "secret" not in created.text + ask(server, "GET", f"/Team/{created.json()['Id']}").text

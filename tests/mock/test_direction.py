"""Properties that are not sent, and properties that are not answered."""

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
def test_what_only_one_side_says_is_required_of_that_side_only(version: str, schema: Json) -> None:
    item = {
        "parameters": [parameter("id")],
        "get": operation("Get", answer=ref("User")),
        "patch": operation("Patch", body={}, answer=ref("User")),
    }
    create = {"post": operation("Make", body=ref("User"), answer=ref("User"), status="201")}
    server = mock_of(document({"/User": create, "/User/{id}": item}, {"User": schema}, version=version))
    made = ask(server, "POST", "/User", json={"Name": "a", "Password": "secret"})
    assert made.status_code == 201
    assert errors(ask(server, "POST", "/User", json={"Name": "a"}), 400) == [("body", "", "#", "required")]
    assert ask(server, "GET", "/User/7").json().keys() == {"Id", "Name"}
    assert made.json().keys() == {"Id", "Name"}
    assert ask(server, "PATCH", "/User/7", json={"Name": "b"}).status_code == 200
    assert ask(server, "GET", "/User/7?__dynamic=true").json().keys() == {"Id", "Name"}


def test_what_is_only_written_into_a_part_of_a_thing_is_not_answered() -> None:
    item = {"parameters": [parameter("id")], "get": operation("Get", answer=ref("Team"))}
    create = {"post": operation("Make", body=ref("Team"), answer=ref("Team"), status="201")}
    schemas = {"User": USER, "Team": properties(Id=INTEGER, Owner=ref("User"))}
    server = mock_of(document({"/Team": create, "/Team/{id}": item}, schemas))
    made = ask(server, "POST", "/Team", json={"Owner": {"Name": "a", "Password": "secret"}})
    assert made.json()["Owner"]["Name"] == "a"
    assert "secret" not in made.text + ask(server, "GET", f"/Team/{made.json()['Id']}").text

"""Creating several resources with one request: each of them can be read, and the list shows it."""

from __future__ import annotations

from typing import Any

import pytest

from speclift.contract.lifecycle import resources_of
from speclift.contract.view import read_contract
from speclift.mock.app import Mock
from speclift.mock.faults.catalogue import FAULTS
from speclift.mock.resources.life_cycle import MOST_AT_ONCE
from speclift.mock.responses.sites import Site
from tests.contract.small import INTEGER, STRING, Json, content, document, operation, parameter, properties, ref
from tests.mock.calls import ask, mock_of

THING: Json = {**properties(id=INTEGER, name=STRING, size=INTEGER), "required": ["id", "name"]}
NEW: Json = {**properties(name=STRING, size=INTEGER), "required": ["name"]}
THINGS: Json = {"type": "array", "items": ref("Thing")}
SEVERAL: Json = {"type": "array", "items": ref("New")}
NAMES = ("one", "two", "three")


def mock_with(
    new: Json, created: Json | None, *, path: str = "/things", examples: Any = None, more: Json | None = None
) -> Mock:
    """A mock in which a POST to `path` takes `new` and answers `created`."""
    create = operation("CreateSeveral", body=new, answer=created, status="201")
    if examples is not None:
        create["responses"]["201"]["content"] = content(created, example=examples)
    paths: dict[str, Json] = {
        "/things": {"get": operation("List", answer=THINGS)},
        "/things/{id}": {
            "parameters": [parameter("id", schema=INTEGER)],
            "get": operation("Read", answer=ref("Thing")),
        },
    }
    paths.setdefault(path, {})["post"] = create
    return mock_of(document({**paths, **(more or {})}, {"Thing": THING, "New": NEW}))


def named(server: Mock) -> list[Json]:
    """The resources in the list whose names were given."""
    return [row for row in ask(server, "GET", "/things").json() if row["name"] in NAMES]


def items(*names: str) -> list[Json]:
    return [{"name": name} for name in names]


@pytest.mark.parametrize("path", ["/things", "/things/bulk", "/things/batch_create", "/things:batchCreate"])
def test_each_resource_of_a_list_is_created(path: str) -> None:
    server = mock_with(SEVERAL, THINGS, path=path)
    created = ask(server, "POST", path, json=items(*NAMES))
    assert created.status_code == 201
    rows = created.json()
    assert [row["name"] for row in rows] == list(NAMES)
    assert len({row["id"] for row in rows}) == len(NAMES)
    assert named(server) == rows
    assert [ask(server, "GET", f"/things/{row['id']}").json() for row in rows] == rows


def test_a_body_may_be_one_resource_or_several() -> None:
    either: Json = {"oneOf": [ref("New"), SEVERAL]}
    server = mock_with(either, {"oneOf": [ref("Thing"), THINGS]})
    assert ask(server, "POST", "/things", json=items("one", "two")).status_code == 201
    assert ask(server, "POST", "/things", json={"name": "three"}).status_code == 201
    assert [row["name"] for row in named(server)] == list(NAMES)


@pytest.mark.parametrize("name", ["items", "data", "things", "records"])
def test_the_lists_of_a_request_and_its_response_may_be_in_envelopes(name: str) -> None:
    server = mock_with({**properties(**{name: SEVERAL}), "required": [name]}, properties(**{name: THINGS}))
    rows = ask(server, "POST", "/things", json={name: items(*NAMES)}).json()[name]
    assert [row["name"] for row in rows] == list(NAMES)
    assert named(server) == rows


def test_a_list_of_any_name_may_have_resources_of_the_same_component() -> None:
    server = mock_with(properties(batch=THINGS), properties(made=THINGS))
    sent = [{"id": number, "name": name} for number, name in enumerate(NAMES, start=70)]
    assert ask(server, "POST", "/things", json={"batch": sent}).status_code == 201
    assert [row["name"] for row in named(server)] == list(NAMES)


@pytest.mark.parametrize("name", ["lines", "tags"])
def test_a_list_of_other_things_creates_one_resource(name: str) -> None:
    lines: Json = {"type": "array", "items": properties(name=STRING, amount=INTEGER)}
    server = mock_with(properties(**{name: lines}), ref("Thing"))
    created = ask(server, "POST", "/things", json={name: [{"name": "one"}, {"name": "two"}]})
    assert created.status_code == 201
    assert isinstance(created.json()["id"], int)
    assert named(server) == []


def test_a_response_may_have_only_the_ids() -> None:
    server = mock_with(SEVERAL, properties(ids={"type": "array", "items": INTEGER}))
    ids = ask(server, "POST", "/things", json=items(*NAMES)).json()["ids"]
    assert [ask(server, "GET", f"/things/{identity}").json()["name"] for identity in ids] == list(NAMES)


def test_a_response_may_have_a_state_beside_each_resource() -> None:
    row = {**properties(status=INTEGER, data=ref("Thing")), "required": ["status", "data"]}
    shown = [{"status": 201, "data": {"id": 7, "name": "shown"}}] * 5
    answer = properties(results={"type": "array", "items": row})
    server = mock_with(SEVERAL, answer, examples={"results": shown})
    rows = ask(server, "POST", "/things", json=items("one", "two")).json()["results"]
    assert [(row["status"], row["data"]["name"]) for row in rows] == [(201, "one"), (201, "two")]


def test_a_sample_without_rows_gets_one_for_each_resource() -> None:
    server = mock_with(SEVERAL, properties(data=THINGS), examples={"data": []})
    rows = ask(server, "POST", "/things", json=items(*NAMES)).json()["data"]
    assert [row["name"] for row in rows] == list(NAMES)


@pytest.mark.parametrize("created", [None, properties(count=INTEGER), properties(message=STRING)])
@pytest.mark.parametrize(("new", "sent"), [(SEVERAL, items("one", "two")), (ref("New"), {"name": "one"})])
def test_a_response_need_not_have_an_id(created: Json | None, new: Json, sent: Any) -> None:
    server = mock_with(new, created)
    assert ask(server, "POST", "/things", json=sent).status_code == 201
    expected = sent if isinstance(sent, list) else [sent]
    assert [row["name"] for row in named(server)] == [each["name"] for each in expected]


def test_a_list_without_resources_creates_none() -> None:
    server = mock_with(SEVERAL, THINGS)
    before = ask(server, "GET", "/things").json()
    assert ask(server, "POST", "/things", json=[]).json() == []
    assert ask(server, "GET", "/things").json() == before


def test_a_post_of_something_else_creates_nothing() -> None:
    query = {**properties(name=STRING, text=STRING), "required": ["text"]}
    server = mock_with(query, properties(state=STRING))
    before = ask(server, "GET", "/things").json()
    assert ask(server, "POST", "/things", json={"text": "a", "name": "one"}).status_code == 201
    assert ask(server, "GET", "/things").json() == before


def test_an_operation_for_several_stands_beside_that_for_one() -> None:
    one = {"/things/batch": {"post": operation("CreateMany", body=SEVERAL, answer=THINGS, status="201")}}
    server = mock_with(ref("New"), ref("Thing"), more=one)
    assert ask(server, "POST", "/things", json={"name": "one"}).json()["name"] == "one"
    assert len(ask(server, "POST", "/things/batch", json=items("two", "three")).json()) == 2
    assert [row["name"] for row in named(server)] == list(NAMES)


def test_one_request_creates_a_bounded_number_of_resources() -> None:
    server = mock_with(SEVERAL, THINGS)
    refused = ask(server, "POST", "/things", json=items(*["one"] * (MOST_AT_ONCE + 1)))
    assert refused.status_code == 413
    assert str(MOST_AT_ONCE) in refused.json()["detail"]
    assert named(server) == []


def test_a_change_may_have_its_resource_in_a_list() -> None:
    """As in Xero, where each body has a list, also that of a change."""
    body = properties(things={"type": "array", "items": ref("New")})
    change = operation("Change", body=body, answer=ref("Thing"))
    at_id = {"parameters": [parameter("id", schema=INTEGER)], "get": operation("Read", answer=ref("Thing"))}
    server = mock_with(body, ref("Thing"), more={"/things/{id}": {**at_id, "put": change}})
    assert ask(server, "PUT", "/things/7", json={"things": [{"name": "one"}]}).json()["name"] == "one"
    assert ask(server, "GET", "/things/7").json()["name"] == "one"


@pytest.mark.parametrize(("created", "fits"), [(ref("Thing"), True), (properties(message=STRING), False)])
def test_a_lost_resource_is_planted_only_where_a_response_says_which_it_is(created: Json, fits: bool) -> None:
    at_id = {"parameters": [parameter("id", schema=INTEGER)], "get": operation("Read", answer=ref("Thing"))}
    paths = {"/things": {"post": operation("Create", body=ref("New"), answer=created)}, "/things/{id}": at_id}
    contract = read_contract(document(paths, {"Thing": THING, "New": NEW}))
    (resource,) = resources_of(contract)
    step = resource.step("create")
    assert step is not None
    assert FAULTS["created-is-lost"].fits(Site(contract, step.operation, None, resource, step)) is fits

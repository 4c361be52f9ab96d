"""Cursors and links of any form lead through all pages of a list, also to resources that were created."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from speclift.mock.app import Mock
from tests.contract.small import STRING, Json, content, document, operation, parameter, properties, ref
from tests.mock.calls import BASE, ask, mock_of

ITEM: Json = {**properties(id=STRING, name=STRING), "required": ["id", "name"]}
ITEMS: Json = {"type": "array", "items": ref("Item")}
NULLABLE: Json = {"type": ["string", "null"]}
OBJECT: Json = {"type": "object"}
KEY: Json = properties(id=STRING, part=STRING)
CREATED = [f"new {number}" for number in range(6)]
MOST_PAGES = 30


def listing(answer: Json, *parameters: Json, shown: Any = None) -> Mock:
    """A mock of a list with resources that were created."""
    listed = operation("List", answer=answer, parameters=[parameter("limit", "query"), *parameters])
    if shown is not None:
        listed["responses"]["200"]["content"] = content(answer, shown=shown)
    at_id = {"parameters": [parameter("id", schema=STRING)], "get": operation("Read", answer=ref("Item"))}
    create = operation("Create", body=ref("Item"), answer=ref("Item"), status="201")
    server = mock_of(document({"/items": {"get": listed, "post": create}, "/items/{id}": at_id}, {"Item": ITEM}))
    for name in CREATED:
        assert ask(server, "POST", "/items", json={"id": name, "name": name}).status_code == 201
    return server


def followed(server: Mock, target: Callable[[Json], str | None], rows: str = "items", size: int = 2) -> list[str]:
    """The ids of all rows; `target` finds the query or the URL of the next page in a response."""
    ids: list[str] = []
    first = f"/items?limit={size}"
    address = first
    for _ in range(MOST_PAGES):
        response = ask(server, "GET", address)
        assert response.status_code == 200, response.text
        ids += [row["id"] for row in response.json()[rows]]
        found = target(response.json())
        if not found:
            return ids
        if found.startswith("http"):
            assert found.startswith(BASE), found
        address = found.removeprefix(BASE) if found.startswith("http") else f"{first}&{found}"
    raise AssertionError("the pages do not come to an end")


def check_all(ids: list[str]) -> None:
    """Every row comes once, those of the sample first."""
    assert len(ids) == len(set(ids)) > len(CREATED)
    assert ids[-len(CREATED) :] == CREATED


def query_of(name: str, member: str) -> Callable[[Json], str | None]:
    """The query with the cursor in a member."""

    def found(body: Json) -> str | None:
        cursor = body.get(member)
        if isinstance(cursor, list):
            return "&".join(f"{name}={quote(str(each))}" for each in cursor)
        text = json.dumps(cursor) if isinstance(cursor, dict) else str(cursor)
        return f"{name}={quote(text)}" if cursor else None

    return found


@pytest.mark.parametrize(
    "schema",
    [
        STRING,
        {"type": "string", "minLength": 12},
        {"type": "string", "format": "uuid"},
        {"type": "string", "format": "date-time"},
        {"type": "string", "pattern": "^[A-Za-z0-9+/]{10}==$"},
        {"type": "integer"},
        {"type": "array", "items": STRING},
        {"type": "array", "items": {"type": "string", "format": "date"}, "minItems": 2, "maxItems": 2},
    ],
)
def test_a_cursor_of_any_schema_leads_through_all_pages(schema: Json) -> None:
    server = listing(properties(items=ITEMS, next_cursor=schema), parameter("cursor", "query", schema))
    check_all(followed(server, query_of("cursor", "next_cursor")))


@pytest.mark.parametrize("shown", [None, {"items": [{"id": "a", "name": "a"}], "lastKey": {"id": "a", "part": "b"}}])
@pytest.mark.parametrize("key", [KEY, {**KEY, "type": ["object", "null"]}, {**OBJECT, "additionalProperties": KEY}])
@pytest.mark.parametrize("asked", [{"schema": STRING}, {"content": {"application/json": {"schema": OBJECT}}}])
def test_an_object_is_a_cursor(asked: Json, key: Json, shown: Any) -> None:
    start = {"name": "startKey", "in": "query", **asked}
    if shown and "additionalProperties" in key:
        shown = {**shown, "lastKey": {"x": {"id": "a", "part": "b"}}}
    answer = properties(items=ITEMS, nextStartKey=key)
    server = listing(answer, start, shown=shown and {"items": shown["items"], "nextStartKey": shown["lastKey"]})
    check_all(followed(server, query_of("startKey", "nextStartKey")))


def test_the_key_of_a_row_is_a_cursor() -> None:
    """As in DynamoDB: clients may take the key of any row, with its types or without."""
    server = listing(properties(Items=ITEMS, LastEvaluatedKey=KEY), parameter("ExclusiveStartKey", "query", STRING))
    for key in ({"id": CREATED[2]}, {"id": {"S": CREATED[2]}, "part": {"N": "1"}}):
        target = f"/items?limit=1&ExclusiveStartKey={quote(json.dumps(key))}"
        assert [row["id"] for row in ask(server, "GET", target).json()["Items"]] == [CREATED[3]]


@pytest.mark.parametrize("shown", [None, {"id": "3"}, {"id": "1"}])
def test_an_id_that_looks_like_a_position_leads_nowhere_else(shown: Json | None) -> None:
    rows = [{"name": "a", "id": "a"}, *([{"name": "b", **shown}] if shown else []), {"name": "c", "id": "c"}]
    for ordered in (rows, rows[::-1], [*rows[1:], rows[0]]):
        answer = properties(items=ITEMS, next_cursor=NULLABLE)
        server = listing(answer, parameter("cursor", "query", STRING), shown={"items": ordered, "next_cursor": "x"})
        check_all(followed(server, query_of("cursor", "next_cursor"), size=1))


def test_the_id_of_a_created_resource_is_a_cursor() -> None:
    answer = {**properties(items=ITEMS, has_more={"type": "boolean"}), "required": ["has_more"]}
    server = listing(answer, parameter("starting_after", "query", STRING))
    check_all(followed(server, lambda body: f"starting_after={body['items'][-1]['id']}" if body["has_more"] else None))


@pytest.mark.parametrize("shown", [{"next": None}, {}])
def test_the_sample_may_be_a_last_page(shown: Json) -> None:
    rows = {"items": [{"id": "a", "name": "a"}]}
    server = listing(
        properties(items=ITEMS, next_cursor=NULLABLE),
        parameter("cursor", "query", STRING),
        shown={**rows, **({"next_cursor": None} if shown else {})},
    )
    check_all(followed(server, query_of("cursor", "next_cursor")))
    server = listing(properties(items=ITEMS, next=NULLABLE), parameter("offset", "query"), shown={**rows, **shown})
    check_all(followed(server, lambda body: body.get("next")))


@pytest.mark.parametrize("is_shown", [True, False])
def test_a_cursor_may_be_in_an_object_called_next(is_shown: bool) -> None:
    """As `paging.next.after` of HubSpot, and `next_page.offset` of Asana."""
    inner = {**properties(after=STRING, link=STRING), "type": ["object", "null"]}
    rows = {"items": [{"id": "a", "name": "a"}]}
    answer = properties(items=ITEMS, paging=properties(next=inner))
    server = listing(
        answer, parameter("after", "query", STRING), shown={**rows, "paging": {"next": None}} if is_shown else None
    )

    def link(body: Json) -> Any:
        return ((body.get("paging") or {}).get("next") or {}).get("link")

    def after(body: Json) -> str | None:
        found = ((body.get("paging") or {}).get("next") or {}).get("after")
        return f"after={found}" if found else None

    check_all(followed(server, link))
    check_all(followed(server, after))


@pytest.mark.parametrize(("relation", "href"), [("rel", "href"), ("relation", "url")])
@pytest.mark.parametrize("is_shown", [True, False])
def test_a_list_of_links_has_that_to_the_next_page(relation: str, href: str, is_shown: bool) -> None:
    """As in FHIR and in HATEOAS: without this, clients would go to the server of the sample."""
    item = {**properties(**{relation: STRING, href: STRING}), "required": [relation, href]}
    links = [{relation: "self", href: "https://api.example.com/items"}]
    links += [{relation: "next", href: "https://api.example.com/items?offset=1"}] if is_shown else []
    server = listing(
        properties(entry=ITEMS, link={"type": "array", "items": item}),
        parameter("offset", "query"),
        shown={"entry": [{"id": "a", "name": "a"}], "link": links},
    )
    found = lambda body: next((link[href] for link in body["link"] if link[relation] == "next"), None)  # noqa: E731
    check_all(followed(server, found, rows="entry"))


def test_a_member_of_links_is_a_url() -> None:
    answer = properties(items=ITEMS, links=properties(next=NULLABLE, self=STRING))
    server = listing(answer, parameter("page[cursor]", "query", STRING))
    check_all(followed(server, lambda body: (body.get("links") or {}).get("next")))


def test_a_link_header_has_a_cursor_that_the_parameter_accepts() -> None:
    listed = operation("List", answer=ITEMS)
    listed["parameters"] = [parameter("limit", "query"), parameter("cursor", "query", {**STRING, "minLength": 9})]
    listed["responses"]["200"]["headers"] = {"Link": {"schema": STRING}}
    at_id = {"parameters": [parameter("id", schema=STRING)], "get": operation("Read", answer=ref("Item"))}
    create = operation("Create", body=ref("Item"), answer=ref("Item"), status="201")
    server = mock_of(document({"/items": {"get": listed, "post": create}, "/items/{id}": at_id}, {"Item": ITEM}))
    for name in CREATED:
        ask(server, "POST", "/items", json={"id": name, "name": name})
    ids: list[str] = []
    address = "/items?limit=2"
    for _ in range(MOST_PAGES):
        response = ask(server, "GET", address)
        assert response.status_code == 200, response.text
        ids += [row["id"] for row in response.json()]
        if "next" not in response.links:
            return check_all(ids)
        address = str(response.links["next"]["url"]).removeprefix(BASE)
    raise AssertionError("the pages do not come to an end")

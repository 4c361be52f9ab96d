"""Lists in pages: a client that follows the links in each response reaches the end and has seen every row once."""

from __future__ import annotations

from typing import Any

import pytest

from speclift.mock.app import Mock
from tests.contract.small import INTEGER, STRING, Json, content, document, operation, parameter, properties, ref
from tests.mock.calls import ask, mock_of

BOOLEAN: Json = {"type": "boolean"}
NULLABLE: Json = {"type": ["string", "null"]}
THING: Json = {**properties(id=INTEGER, name=STRING), "required": ["id", "name"]}
ROWS = [{"id": number, "name": f"shown {number}"} for number in (1, 2, 3)]
LIST: Json = {"type": "array", "items": ref("Thing")}
MOST_PAGES = 60


def listing(schema: Json, shown: Any, *queries: str, kinds: Json | None = None, headers: Json | None = None) -> Mock:
    """A mock of a list with these query parameters."""
    listed = operation("List")
    listed["parameters"] = [parameter(name, "query", (kinds or {}).get(name, INTEGER)) for name in queries]
    listed["responses"]["200"]["content"] = content(schema, shown=shown)
    listed["responses"]["200"]["headers"] = headers or {}
    at_id = {"parameters": [parameter("id")], "get": operation("Read", answer=ref("Thing"))}
    create = operation("Create", body=properties(name=STRING), answer=ref("Thing"))
    paths = {"/things": {"get": listed, "post": create}, "/things/{id}": at_id}
    return mock_of(document(paths, {"Thing": THING}))


def follow_pages(server: Mock, target: str, next_target: Any, rows: Any) -> list[int]:
    """The ids of all rows, page after page."""
    ids: list[int] = []
    for _ in range(MOST_PAGES):
        response = ask(server, "GET", target)
        assert response.status_code == 200, response.text
        ids += [row["id"] for row in rows(response.json())]
        link = next_target(response.json())
        if not link:
            return ids
        target = str(link).removeprefix("http://mock.example")
        assert target.startswith("/things"), target
    raise AssertionError("the pages do not come to an end")


LINKED = properties(results=LIST, next=NULLABLE, count=INTEGER)
NESTED = properties(data=LIST, links=properties(next=NULLABLE, self=STRING), meta=properties(total=INTEGER))
CURSORS = properties(data=LIST, has_more=BOOLEAN, next_cursor=STRING)
HAL = properties(_embedded=properties(things=LIST), _links=properties(next=properties(href=STRING)))


@pytest.mark.parametrize("query", ["", "?limit=2", "?limit=1", "?limit=50"])
def test_next_links_come_to_an_end(query: str) -> None:
    shown = {"results": ROWS, "next": "https://api.example.com/things?offset=3", "count": 3}
    server = listing(LINKED, shown, "limit", "offset")
    ids = follow_pages(server, f"/things{query}", lambda body: body.get("next"), lambda body: body["results"])
    assert ids == [1, 2, 3]


@pytest.mark.parametrize("query", ["", "?page[size]=2"])
def test_links_within_an_object_come_to_an_end(query: str) -> None:
    shown = {"data": ROWS, "links": {"next": "/things?page[number]=2", "self": "/things"}, "meta": {"total": 3}}
    server = listing(NESTED, shown, "page[size]", "page[number]")
    ids = follow_pages(server, f"/things{query}", lambda body: body["links"].get("next"), lambda body: body["data"])
    assert ids == [1, 2, 3]


def test_links_that_are_objects_come_to_an_end() -> None:
    shown = {"_embedded": {"things": ROWS}, "_links": {"next": {"href": "https://api.example.com/things?page=2"}}}
    server = listing(HAL, shown, "page", "size")
    for query in ("", "?size=2"):
        ids = follow_pages(
            server,
            f"/things{query}",
            lambda body: body["_links"].get("next", {}).get("href"),
            lambda body: body["_embedded"]["things"],
        )
        assert ids == [1, 2, 3]


@pytest.mark.parametrize("cursor", [STRING, {"type": "string", "pattern": "^c-"}, {"type": "string", "minLength": 8}])
@pytest.mark.parametrize("query", ["", "limit=2"])
def test_cursors_come_to_an_end(cursor: Json, query: str) -> None:
    shown = {"data": ROWS, "has_more": True, "next_cursor": "c-dXNlcjp"}
    server = listing(CURSORS, shown, "limit", "cursor", kinds={"cursor": cursor})

    def next_target(body: Json) -> str:
        assert body["has_more"] == bool(body.get("next_cursor"))
        return f"/things?{query}&cursor={body['next_cursor']}" if body["has_more"] else ""

    ids = follow_pages(server, f"/things?{query}", next_target, lambda body: body["data"])
    assert ids == [1, 2, 3]


@pytest.mark.parametrize(
    ("name", "member"),
    [
        ("ExclusiveStartKey", "LastEvaluatedKey"),
        ("before", "next_before"),
        ("paginationToken", "nextPaginationToken"),
        ("position", "next-position"),
    ],
)
@pytest.mark.parametrize("query", ["", "limit=2"])
def test_a_cursor_of_any_name_comes_to_an_end(name: str, member: str, query: str) -> None:
    shown = {"data": ROWS, member: "c-dXNlcjp"}
    server = listing(properties(**{"data": LIST, member: NULLABLE}), shown, "limit", name, kinds={name: STRING})

    def next_target(body: Json) -> str:
        return f"/things?{query}&{name}={body[member]}" if body.get(member) else ""

    assert follow_pages(server, f"/things?{query}", next_target, lambda body: body["data"]) == [1, 2, 3]


def test_the_last_id_is_a_cursor_too() -> None:
    server = listing(
        properties(data=LIST, has_more=BOOLEAN), {"data": ROWS, "has_more": True}, "limit", "starting_after"
    )
    target = "/things?limit=2"

    def next_target(body: Json) -> str:
        return f"{target}&starting_after={body['data'][-1]['id']}" if body["has_more"] else ""

    assert follow_pages(server, target, next_target, lambda body: body["data"]) == [1, 2, 3]


@pytest.mark.parametrize("name", ["page", "pageNumber", "page_index"])
def test_page_numbers_come_to_an_empty_page(name: str) -> None:
    server = listing(LIST, ROWS, name, "per_page")
    for size, expected in (("", [[1, 2, 3], []]), ("&per_page=2", [[1, 2], [3], []])):
        pages = [ask(server, "GET", f"/things?{name}={number}{size}").json() for number in range(1, len(expected) + 1)]
        assert [[row["id"] for row in page] for page in pages] == expected


@pytest.mark.parametrize(
    "schema",
    [
        properties(data={**LIST, "minItems": 1}),
        {**properties(data={**LIST, "minItems": 1}), "required": ["data", "more"]},
        {"oneOf": [properties(data=LIST), properties(data={"type": "array", "items": STRING})]},
    ],
)
def test_a_page_is_empty_only_where_the_schema_allows_it(schema: Json) -> None:
    server = listing(schema, {"data": ROWS}, "limit", "offset")
    assert ask(server, "GET", "/things?limit=2&offset=2").json()["data"] == ROWS[2:]
    assert ask(server, "GET", "/things?limit=2&offset=9").json()["data"] == ROWS[2:]
    server_with_empty_pages = listing(properties(data=LIST), {"data": ROWS}, "limit", "offset")
    assert ask(server_with_empty_pages, "GET", "/things?limit=2&offset=9").json()["data"] == []


def test_offsets_and_limits_apply_to_a_bare_list_with_created_resources() -> None:
    server = listing(LIST, ROWS, "offset", "limit")
    created = ask(server, "POST", "/things", json={"name": "mine"}).json()
    assert ask(server, "GET", "/things").json() == [*ROWS, created]
    assert ask(server, "GET", "/things?offset=2&limit=1").json() == ROWS[2:]
    assert ask(server, "GET", "/things?offset=3").json() == [created]
    assert ask(server, "GET", "/things?offset=9").json() == []


def test_a_link_header_comes_to_an_end() -> None:
    link = '<https://api.example.com/things?page=2>; rel="next", <https://api.example.com/things?page=9>; rel="last"'
    headers = {"Link": {"schema": STRING, "example": link}}
    server = listing(LIST, ROWS, "page", headers=headers)
    first, second = ask(server, "GET", "/things"), ask(server, "GET", "/things?page=2")
    assert first.links["next"]["url"] == "http://mock.example/things?page=2"
    assert "next" not in second.links
    assert second.json() == []


@pytest.mark.parametrize("header", [{"schema": STRING}, {"schema": STRING, "example": '</things?page=2>; rel="next"'}])
@pytest.mark.parametrize("query", ["page", "cursor", "offset"])
def test_a_link_header_leads_through_all_pages(header: Json, query: str) -> None:
    kinds = {"cursor": STRING}
    server = listing(LIST, ROWS, query, "per_page", kinds=kinds, headers={"Link": header})
    target, ids = "/things?per_page=1", []
    for _ in range(MOST_PAGES):
        response = ask(server, "GET", target)
        ids += [row["id"] for row in response.json()]
        if "next" not in response.links:
            break
        target = response.links["next"]["url"].removeprefix("http://mock.example")
    assert ids == [1, 2, 3]
    assert "link" not in response.headers


def test_a_response_repeats_the_parameters_of_its_page() -> None:
    page = properties(items=LIST, skip=INTEGER, limit=INTEGER, total=INTEGER)
    shown = {"items": ROWS, "skip": 0, "limit": 50, "total": 3}
    server = listing(page, shown, "skip", "limit")
    assert ask(server, "GET", "/things").json() == shown
    assert ask(server, "GET", "/things?skip=2&limit=2").json() == {**shown, "items": ROWS[2:], "skip": 2, "limit": 2}


@pytest.mark.parametrize("schema", [{**INTEGER, "default": 0}, {**INTEGER, "minimum": 0}])
def test_the_first_page_may_have_the_number_0(schema: Json) -> None:
    page = properties(data=LIST, meta=properties(page=INTEGER, pages=INTEGER), next=NULLABLE)
    shown = {"data": ROWS, "meta": {"page": 0, "pages": 2}, "next": "/things?page=1"}
    server = listing(page, shown, "page", "size", kinds={"page": schema})
    body = ask(server, "GET", "/things?page=0&size=2").json()
    assert (body["data"], body["next"]) == (ROWS[:2], "http://mock.example/things?size=2&page=1")
    body = ask(server, "GET", "/things?page=1&size=2").json()
    assert (body["data"], body["next"], body["meta"]["page"]) == (ROWS[2:], None, 1)


@pytest.mark.parametrize("name", ["offset", "scroll", "page_state"])
def test_a_member_with_the_name_of_its_parameter_is_a_cursor(name: str) -> None:
    """An offset that is no number is a token of the server."""
    parameter_name = name if name == "offset" else f"next_{name}"
    shown = {"data": ROWS, parameter_name: "itrXYZ"}
    server = listing(properties(**{"data": LIST, parameter_name: STRING}), shown, "limit", name, kinds={name: STRING})

    def next_target(body: Json) -> str:
        return f"/things?limit=2&{name}={body[parameter_name]}" if body.get(parameter_name) else ""

    assert follow_pages(server, "/things?limit=2", next_target, lambda body: body["data"]) == [1, 2, 3]


def test_a_next_link_is_null_where_no_parameter_selects_a_page() -> None:
    shown = {"results": ROWS, "next": "https://api.example.com/things?page=2", "count": 3}
    assert ask(listing(LINKED, shown), "GET", "/things").json() == {**shown, "next": None}


def test_a_spring_page_says_that_it_is_the_last() -> None:
    page = properties(content=LIST, last=BOOLEAN, number=INTEGER)
    server = listing(page, {"content": ROWS, "last": False, "number": 0}, "page", "size")
    for number, rows in ((0, ROWS[:2]), (1, ROWS[2:])):
        body = ask(server, "GET", f"/things?page={number}&size=2").json()
        assert body == {"content": rows, "last": number == 1, "number": number}


def test_a_generated_count_is_the_number_of_rows_and_there_is_no_previous_page() -> None:
    listed = operation("List", answer=properties(count=INTEGER, next=NULLABLE, previous=NULLABLE, results=LIST))
    listed["parameters"] = [parameter("page", "query")]
    server = mock_of(document({"/things": {"get": listed}}, {"Thing": THING}))
    body = ask(server, "GET", "/things").json()
    assert (body["count"], body["previous"]) == (len(body["results"]), None)
    shown = {"results": ROWS, "next": None, "count": 120}
    assert ask(listing(LINKED, shown, "page"), "GET", "/things").json()["count"] == 120


def test_a_primary_key_of_django_is_an_id() -> None:
    thing = {**properties(pk=INTEGER, username=STRING), "required": ["pk", "username"]}
    at_id = {"parameters": [parameter("id")], "get": operation("Read", answer=thing)}
    create = operation("Create", body=thing | {"required": ["username"]}, answer=thing, status="201")
    server = mock_of(document({"/users/": {"post": create}, "/users/{id}/": at_id}))
    created = ask(server, "POST", "/users/", json={"username": "ada"}).json()
    assert created["username"] == "ada"
    assert ask(server, "GET", f"/users/{created['pk']}/").json() == created


def test_a_required_parameter_is_not_a_cursor() -> None:
    """A token that identifies the client may be called like one that leads to the next page."""
    listed = operation("List", answer=CURSORS)
    listed["parameters"] = [parameter("token", "query", STRING, required=True)]
    listed["responses"]["200"]["content"] = content(CURSORS, shown={"data": ROWS, "has_more": False})
    server = mock_of(document({"/things": {"get": listed}}, {"Thing": THING}))
    assert ask(server, "GET", "/things?token=mine").json()["data"] == ROWS


@pytest.mark.parametrize("name", ["cursor", "pageToken", "continuation", "starting_after", "scroll_id"])
def test_a_cursor_of_any_common_name_leads_through_all_rows(name: str) -> None:
    shown = {"data": ROWS, "has_more": True, "next_cursor": "abc"}
    server = listing(CURSORS, shown, "limit", name, kinds={name: STRING})
    first = ask(server, "GET", "/things?limit=2").json()
    second = ask(server, "GET", f"/things?limit=2&{name}={first['next_cursor']}").json()
    assert [row["id"] for row in (*first["data"], *second["data"])] == [1, 2, 3]
    assert not second["has_more"]

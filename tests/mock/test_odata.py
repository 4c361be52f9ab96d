"""The query options of OData that narrow a response."""

from __future__ import annotations

from typing import Any

import pytest

from speclift.contract.validators import Validators
from speclift.mock.app import Mock
from tests.conftest import ROOT
from tests.contract.small import INTEGER, STRING, Json, content, document, operation, parameter, properties
from tests.mock.calls import BATCH, MEMBER, ask, mock, mock_of

LINK = "odata.nextLink"


def all_pages(server: Mock, target: str) -> tuple[list[dict[str, Any]], int]:
    """The rows of all pages, from this target on, and the number of pages."""
    rows, pages = [], 0
    while target:
        page = ask(server, "GET", target).json()
        rows += page["value"]
        pages += 1
        assert pages < 100
        target = page.get(LINK, "")
    return rows, pages


def keys(rows: list[dict[str, Any]]) -> list[Any]:
    return [row["PrimaryKey"] for row in rows]


def test_select_nulls_out_the_other_properties_of_an_object() -> None:
    whole = ask(mock(), "GET", f"{MEMBER}/7").json()
    body = ask(mock(), "GET", f"{MEMBER}/7?$select=firstname, Lastname,_Links/Self,Unknown").json()
    assert body.keys() == whole.keys()
    selected = {name: value for name, value in body.items() if value is not None}
    assert selected == {name: whole[name] for name in ("Firstname", "Lastname", "_Links")}


def test_select_narrows_each_object_of_an_array() -> None:
    body = {"State": "Unknown"}
    response = ask(mock(), "POST", f"{BATCH}/GetBatchTaskInfosByState?$select=Name", json=body)
    assert response.status_code == 200
    assert response.json()
    for item in response.json():
        assert {name for name, value in item.items() if value is not None} == {"Name"}
        assert len(item) > 5


@pytest.mark.parametrize("select", ["", " ", ",", "%20,%20"])
def test_an_empty_select_changes_nothing(select: str) -> None:
    whole = ask(mock(), "GET", f"{MEMBER}/7").json()
    assert ask(mock(), "GET", f"{MEMBER}/7?$select={select}").json() == whole


def test_select_leaves_a_map_as_it_is() -> None:
    schema = {"type": "object", "additionalProperties": STRING}
    source = operation("Get", answer=schema, parameters=[parameter("$select", "query", STRING)])
    server = mock_of(document({"/a": {"get": source}}))
    assert None not in ask(server, "GET", "/a?$select=name").json().values()


def test_rows_of_a_list_keep_the_selected_columns_only() -> None:
    body = ask(mock(), "GET", f"{MEMBER}?$select=FULLNAME,unknown").json()
    assert {tuple(row) for row in body["value"]} == {("PrimaryKey", "EntityName", "fullName")}


def test_the_pages_of_a_list_give_each_row_once() -> None:
    rows, pages = all_pages(mock(), MEMBER)
    assert len(set(keys(rows))) == len(rows)
    assert f"again and again, {len(rows)} with keys of their own" in " ".join(
        (ROOT / "docs" / "reference" / "mock.md").read_text().split()
    )
    assert pages > 1


@pytest.mark.parametrize(("top", "skip"), [(1, 0), (10, 5), (25, 0), (26, 0), (50, 3), (1000, 0), (1000, 59), (5, 60)])
def test_top_and_skip_apply_to_all_pages_together(top: int, skip: int) -> None:
    everything, _ = all_pages(mock(), MEMBER)
    rows, _ = all_pages(mock(), f"{MEMBER}?$top={top}&$skip={skip}")
    assert rows == everything[skip : skip + top]


@pytest.mark.parametrize("target", ["$top=0", "$skip=1000", "$skip=2147483647", "$top=-1", "$top=-2147483648"])
def test_an_empty_page_has_no_next_link(target: str) -> None:
    response = ask(mock(), "GET", f"{MEMBER}?{target}")
    assert response.status_code == 200
    assert response.json()["value"] == []
    assert LINK not in response.json()


def test_a_negative_skip_is_ignored() -> None:
    response = ask(mock(), "GET", f"{MEMBER}?$skip=-5")
    assert response.status_code == 200
    assert response.json()["value"] == ask(mock(), "GET", MEMBER).json()["value"]


def test_the_next_link_keeps_the_query_options() -> None:
    page = ask(mock(), "GET", f"{MEMBER}?$select=fullName&$filter=a eq 'b%26c'&$top=30").json()
    assert len(page["value"]) == 25
    next_page = ask(mock(), "GET", page[LINK])
    assert next_page.request.url.params["$filter"] == "a eq 'b&c'"
    assert next_page.request.url.params["$top"] == "5"
    assert {tuple(row) for row in next_page.json()["value"]} == {("PrimaryKey", "EntityName", "fullName")}
    assert len(next_page.json()["value"]) == 5


def test_a_created_resource_is_listed_and_a_removed_one_is_not() -> None:
    server = mock()
    before = keys(all_pages(server, MEMBER)[0])
    created = ask(server, "POST", MEMBER, json={"Firstname": "Ada"}).json()["ProjectmemberId"]
    assert ask(server, "DELETE", f"{MEMBER}/{before[3]}").status_code == 204
    rows, _ = all_pages(server, MEMBER)
    assert keys(rows) == [key for key in before if key != before[3]] + [created]
    assert rows[-1]["firstname"] == "Ada"
    assert ask(server, "DELETE", f"{MEMBER}/{created}").status_code == 204
    assert created not in keys(all_pages(server, MEMBER)[0])


def test_a_changed_resource_is_listed_once() -> None:
    server = mock()
    before = keys(all_pages(server, MEMBER)[0])
    assert ask(server, "PUT", f"{MEMBER}/{before[3]}", json={"Firstname": "Ada"}).status_code == 200
    rows, _ = all_pages(server, MEMBER)
    assert sorted(keys(rows)) == sorted(before)
    assert [row["firstname"] for row in rows if row["PrimaryKey"] == before[3]] == ["Ada"]


def mock_of_flags(identity: Json, *, has_link: bool, shown: Any = None) -> Mock:
    """A mock with a list of flags, which no other operation uses."""
    flag = properties(id=identity, colour=STRING)
    link = {"@odata.nextLink": STRING} if has_link else {}
    schema = properties(value={"type": "array", "items": flag}, **link)
    options = [parameter("$top", "query", INTEGER), parameter("$skip", "query", INTEGER)]
    source = operation("ListFlags", answer=schema, parameters=options)
    if shown is not None:
        source["responses"]["200"]["content"] = content(schema, shown=shown)
    return mock_of(document({"/ships/{ship}/flags()": {"parameters": [parameter("ship")], "get": source}}))


def all_flags(server: Mock) -> list[dict[str, Any]]:
    rows, target = [], "/ships/1/flags()"
    while target:
        page = ask(server, "GET", target).json()
        rows += page["value"]
        target = page.get("@odata.nextLink", "")
    return rows


@pytest.mark.parametrize("has_link", [True, False])
@pytest.mark.parametrize(
    "identity", [INTEGER, STRING, {"type": "string", "format": "uuid"}, {"type": "string", "pattern": "^F[0-9]{6}$"}]
)
def test_each_row_of_a_long_list_has_an_id_of_its_own_that_fits(identity: Json, has_link: bool) -> None:
    rows = all_flags(mock_of_flags(identity, has_link=has_link))
    assert len({row["id"] for row in rows}) == len(rows) == 60
    accepts = Validators({}).of(identity).accepts
    assert all(accepts(row["id"]) for row in rows)


def test_a_response_without_a_next_link_has_the_whole_list() -> None:
    server = mock_of_flags(INTEGER, has_link=False)
    assert [row["id"] for row in ask(server, "GET", "/ships/1/flags()?$skip=2").json()["value"]] == [*range(3, 61)]
    assert len(ask(server, "GET", "/ships/1/flags()?$top=40").json()["value"]) == 40


@pytest.mark.parametrize("identity", [{"enum": ["a", "b"]}, {"const": "a"}, {"type": "array", "items": STRING}])
def test_identical_rows_are_listed_once(identity: Json) -> None:
    rows = all_flags(mock_of_flags(identity, has_link=True))
    assert [row for number, row in enumerate(rows) if row in rows[:number]] == []
    assert 1 <= len(rows) <= 2

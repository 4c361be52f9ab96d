"""Media types as documents have them: several for JSON, and ranges such as `*/*`."""

from __future__ import annotations

import pytest

from tests.contract.small import INTEGER, STRING, Json, content, document, operation, parameter, properties, ref
from tests.mock.calls import ask, errors, mock_of

STARRED = "application/vnd.shop.star+json"


def test_each_media_type_has_its_own_sample() -> None:
    get = operation("Get")
    get["responses"]["200"]["content"] = {
        **content(properties(id=INTEGER), plain={"id": 1}),
        **content(properties(star=STRING), STARRED, starred={"star": "now"}),
    }
    server = mock_of(document({"/a": {"get": get}}))
    for accept, value in (("*/*", {"id": 1}), (STARRED, {"star": "now"}), ("application/json", {"id": 1})):
        assert ask(server, "GET", "/a", headers={"Accept": accept}).json() == value
    assert ask(server, "GET", "/a", headers={"Prefer": "example=starred"}).status_code == 400


def test_media_types_of_the_same_schema_share_their_samples() -> None:
    get = operation("Get")
    schema = properties(id=INTEGER)
    get["responses"]["200"]["content"] = {**content(schema), **content(schema, "text/json", other={"id": 5})}
    server = mock_of(document({"/a": {"get": get}}))
    response = ask(server, "GET", "/a")
    assert (response.headers["content-type"], response.json()) == ("application/json", {"id": 5})


@pytest.mark.parametrize("media_range", ["*/*", "application/*"])
def test_a_media_range_that_includes_json_gets_json(media_range: str) -> None:
    get = operation("Get")
    get["responses"]["200"]["content"] = content(properties(id=INTEGER), media_range, shown={"id": 5})
    response = ask(mock_of(document({"/a": {"get": get}})), "GET", "/a")
    assert (response.headers["content-type"], response.json()) == ("application/json", {"id": 5})


@pytest.mark.parametrize(
    ("media_range", "media_type"), [("text/*", "text/plain"), ("image/*", "image/png"), ("text/csv", "text/csv")]
)
def test_a_media_range_of_other_types_gets_one_of_them(media_range: str, media_type: str) -> None:
    get = operation("Get")
    get["responses"]["200"]["content"] = content(STRING, media_range)
    response = ask(mock_of(document({"/a": {"get": get}})), "GET", "/a")
    assert (response.status_code, response.headers["content-type"]) == (200, media_type)
    assert response.content


def test_resources_change_where_every_media_type_is_a_range() -> None:
    def with_range(described: Json) -> Json:
        described["responses"]["200"]["content"] = content(ref("Thing"), "*/*")
        if "requestBody" in described:
            described["requestBody"]["content"] = content(ref("Thing"), "*/*")
        return described

    by_id = {
        "get": with_range(operation("Read", answer=ref("Thing"))),
        "put": with_range(operation("Change", body=ref("Thing"), answer=ref("Thing"))),
        "parameters": [parameter("id")],
    }
    thing = {**properties(id=INTEGER, name=STRING), "required": ["name"]}
    server = mock_of(document({"/things/{id}": by_id}, {"Thing": thing}))
    assert errors(ask(server, "PUT", "/things/3", json={"id": 3}), 400) == [("body", "", "#", "required")]
    assert errors(ask(server, "PUT", "/things/3", json=[]), 400) == [("body", "", "#", "type")]
    assert ask(server, "PUT", "/things/3", json={"id": 3, "name": "new"}).status_code == 200
    assert ask(server, "GET", "/things/3").json()["name"] == "new"

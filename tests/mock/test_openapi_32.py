"""The mock supports what OpenAPI 3.2 adds to 3.1."""

from __future__ import annotations

import json
from typing import Any

import pytest

from speclift.mock.app import Mock
from tests.mock.calls import ask, mock_of
from tests.openapi.lending import DOCUMENT


@pytest.fixture(scope="module")
def server() -> Mock:
    return mock_of(DOCUMENT)


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/books?author=Austen&years=1&years=2", 200),
        ("/books?years=1", 400),
        ("/books?author=Austen&years=x", 400),
        ("/search?%7B%22author%22%3A%22a%22%7D", 204),
        ("/search?%7B%22author%22%3A1%7D", 400),
        ("/search", 400),
    ],
)
def test_a_query_string_that_is_one_value_is_checked(server: Mock, target: str, status: int) -> None:
    assert ask(server, "GET", target).status_code == status


def test_query_and_additional_methods_are_served(server: Mock) -> None:
    assert ask(server, "QUERY", "/books", json={"author": "Austen"}).json() == [{"title": "Emma"}]
    assert ask(server, "QUERY", "/books", json={"author": 1}).status_code == 400
    assert ask(server, "COPY", "/books").status_code == 204
    refused = ask(server, "MOVE", "/books")
    assert (refused.status_code, refused.headers["allow"]) == (405, "COPY, GET, HEAD, OPTIONS, QUERY")


@pytest.mark.parametrize(("target", "start"), [("/lines", ""), ("/records", "\x1e")])
def test_a_sequence_of_values_is_returned_and_checked(server: Mock, target: str, start: str) -> None:
    response = ask(server, "GET", target)
    line = response.text.removesuffix("\n")
    assert line.startswith(start)
    assert set(json.loads(line.removeprefix(start))) == {"title"}
    headers = {"Content-Type": response.headers["content-type"]}

    def post(*values: Any) -> Any:
        return ask(server, "POST", target, headers=headers, content="".join(f"{start}{v}\n" for v in values))

    assert post('{"title": "Emma"}', '{"title": "Ulysses"}').status_code == 204
    refused = post('{"title": "Emma"}', '{"title": 1}')
    assert refused.status_code == 400
    assert "/1/title" in refused.text
    assert post('{"title": "Emma"', "}").status_code == 400
    assert post("1,2").status_code == 400


def test_a_record_may_span_several_lines(server: Mock) -> None:
    content = '\x1e{\n  "title": "Emma"\n}\n\x1e{"title": "Ulysses"}\n'
    headers = {"Content-Type": "application/json-seq"}
    assert ask(server, "POST", "/records", headers=headers, content=content).status_code == 204


def test_an_event_has_the_fields_that_its_schema_gives(server: Mock) -> None:
    event, data, *rest = ask(server, "GET", "/events").text.split("\n")
    assert (event, rest) == ("event: returned", ["", ""])
    assert set(json.loads(data.removeprefix("data: "))) == {"title"}

"""The client sends and parses what OpenAPI 3.2 has and 3.1 does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from tests.client.wire import imported
from tests.openapi.lending import DOCUMENT, success_with


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    folder: Path = tmp_path_factory.mktemp("lending")
    with imported(DOCUMENT, folder, "lending") as (_, module):
        yield module


class Server:
    """Records the last request and sends the same response to every request."""

    def __init__(self, package: ModuleType) -> None:
        self.response: dict[str, Any] = {}
        self.last = httpx.Request("GET", "http://nowhere.test")
        http = httpx.Client(transport=httpx.MockTransport(self._respond))
        self.calls = package.Client("https://lending.test", http_client=http).default

    def _respond(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.last = request
        return httpx.Response(200, **self.response)

    @property
    def target(self) -> str:
        return self.last.url.raw_path.decode()


@pytest.fixture
def server(package: ModuleType) -> Server:
    return Server(package)


def test_a_form_as_the_whole_query_is_sent_as_pairs(server: Server) -> None:
    server.response = {"json": []}
    server.calls.find_books({"author": "a b", "years": [1, 2]})
    assert server.target == "/books?author=a%20b&years=1&years=2"


def test_json_as_the_whole_query_is_sent_without_a_name(server: Server) -> None:
    server.calls.search({"author": "a&b"})
    assert server.target == "/search?%7B%22author%22%3A%22a%26b%22%7D"


def test_methods_are_sent_as_documented(server: Server) -> None:
    server.response = {"json": [{"title": "Emma"}]}
    assert server.calls.ask_for_books(author="Austen")[0].title == "Emma"
    assert (server.last.method, server.last.content) == ("QUERY", b'{"author":"Austen"}')
    server.calls.copy_books()
    assert server.last.method == "COPY"


def test_a_query_request_is_retried(package: ModuleType) -> None:
    attempts = []

    def fail_once(request: httpx.Request) -> httpx.Response:
        attempts.append(request.method)
        return httpx.Response(503 if len(attempts) == 1 else 200, json=[])

    http = httpx.Client(transport=httpx.MockTransport(fail_once))
    retry = package.Retry(first_delay=0.001)
    package.Client("https://lending.test", http_client=http, retry=retry).default.ask_for_books(author="Austen")
    assert attempts == ["QUERY", "QUERY"]


@pytest.mark.parametrize(("kind", "prefix"), [("lines", ""), ("records", "\x1e")])
def test_sequential_json_is_sent_and_parsed(server: Server, package: ModuleType, kind: str, prefix: str) -> None:
    content = f'{prefix}{{"title":"Emma"}}\n{prefix}{{"title":"Ulysses"}}\n'
    media_type = {"lines": "application/jsonl", "records": "application/json-seq"}[kind]
    server.response = {"content": content.encode(), "headers": {"Content-Type": media_type}}
    books = list(getattr(server.calls, f"get_{kind}")())
    assert [book.title for book in books] == ["Emma", "Ulysses"]
    assert isinstance(books[0], package.models.Book)
    server.response = {}
    getattr(server.calls, f"put_{kind}")(books)
    assert (server.last.content.decode(), server.last.headers["Content-Type"]) == (content, media_type)


def test_items_of_a_sequence_without_a_name_have_a_class_too(tmp_path: Path) -> None:
    rows = {"type": "object", "required": ["size"], "properties": {"size": {"type": "integer"}}}
    operation = {"operationId": "rows", "responses": success_with("application/jsonl", {"itemSchema": rows})}
    paths = {"/rows": {"get": operation}}
    with imported({"openapi": "3.2.0", "info": {"title": "R", "version": "1"}, "paths": paths}, tmp_path, "rows") as (
        _,
        module,
    ):
        server = Server(module)
        server.response = {"content": b'{"size":1}\n{"size":2}\n', "headers": {"Content-Type": "application/jsonl"}}
        assert [row.size for row in server.calls.rows()] == [1, 2]


def test_the_data_of_an_event_is_parsed_as_its_documented_type(server: Server, package: ModuleType) -> None:
    content = b'event: returned\ndata: {"title": "Emma"}\n\n'
    server.response = {"content": content, "headers": {"Content-Type": "text/event-stream"}}
    (book,) = server.calls.get_events()
    assert isinstance(book, package.models.Book)
    (event,) = server.calls.get_events().events()
    assert event.event == "returned"


@pytest.mark.parametrize(("kind", "name"), [("film", "Film"), ("game", "Other"), (None, "Other")])
def test_a_value_without_a_known_tag_has_the_default_type(
    server: Server, package: ModuleType, kind: str | None, name: str
) -> None:
    server.response = {"json": {"kind": kind, "weight": 3} if kind else {"weight": 3}}
    assert type(server.calls.get_medium()).__name__ == name

"""What OpenAPI 3.2 has that 3.1 has not reaches the wire, and is read from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from tests.client.wire import imported
from tests.openapi.lending import DOCUMENT


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    folder: Path = tmp_path_factory.mktemp("lending")
    with imported(DOCUMENT, folder, "lending") as (_, module):
        yield module


class Server:
    """Remembers the last request and answers all alike."""

    def __init__(self, package: ModuleType) -> None:
        self.answer: dict[str, Any] = {}
        self.last = httpx.Request("GET", "http://nowhere.test")
        http = httpx.Client(transport=httpx.MockTransport(self._take))
        self.calls = package.Client("https://lending.test", http_client=http).default

    def _take(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.last = request
        return httpx.Response(200, **self.answer)

    @property
    def target(self) -> str:
        return self.last.url.raw_path.decode()


@pytest.fixture
def server(package: ModuleType) -> Server:
    return Server(package)


def test_a_form_that_is_the_query_is_pairs(server: Server) -> None:
    server.answer = {"json": []}
    server.calls.find_books({"author": "a b", "years": [1, 2]})
    assert server.target == "/books?author=a%20b&years=1&years=2"


def test_json_that_is_the_query_stands_for_itself(server: Server) -> None:
    server.calls.search({"author": "a&b"})
    assert server.target == "/search?%7B%22author%22%3A%22a%26b%22%7D"


def test_methods_are_sent_as_the_document_has_them(server: Server) -> None:
    server.answer = {"json": [{"title": "Emma"}]}
    assert server.calls.ask_for_books(author="Austen")[0].title == "Emma"
    assert (server.last.method, server.last.content) == ("QUERY", b'{"author":"Austen"}')
    server.calls.copy_books()
    assert server.last.method == "COPY"


def test_a_query_may_be_repeated(package: ModuleType) -> None:
    attempts = []

    def fail_once(request: httpx.Request) -> httpx.Response:
        attempts.append(request.method)
        return httpx.Response(503 if len(attempts) == 1 else 200, json=[])

    http = httpx.Client(transport=httpx.MockTransport(fail_once))
    retry = package.Retry(first_delay=0.001)
    package.Client("https://lending.test", http_client=http, retry=retry).default.ask_for_books(author="Austen")
    assert attempts == ["QUERY", "QUERY"]


@pytest.mark.parametrize(("kind", "start"), [("lines", ""), ("records", "\x1e")])
def test_values_one_after_the_other_are_sent_and_read(
    server: Server, package: ModuleType, kind: str, start: str
) -> None:
    content = f'{start}{{"title":"Emma"}}\n{start}{{"title":"Ulysses"}}\n'
    media_type = {"lines": "application/jsonl", "records": "application/json-seq"}[kind]
    server.answer = {"content": content.encode(), "headers": {"Content-Type": media_type}}
    books = list(getattr(server.calls, f"get_{kind}")())
    assert [book.title for book in books] == ["Emma", "Ulysses"]
    assert isinstance(books[0], package.models.Book)
    server.answer = {}
    getattr(server.calls, f"put_{kind}")(books)
    assert (server.last.content.decode(), server.last.headers["Content-Type"]) == (content, media_type)


def test_the_data_of_an_event_has_the_type_of_its_content(server: Server, package: ModuleType) -> None:
    content = b'event: returned\ndata: {"title": "Emma"}\n\n'
    server.answer = {"content": content, "headers": {"Content-Type": "text/event-stream"}}
    (book,) = server.calls.get_events()
    assert isinstance(book, package.models.Book)
    (event,) = server.calls.get_events().events()
    assert event.event == "returned"


@pytest.mark.parametrize(("kind", "name"), [("film", "Film"), ("game", "Other"), (None, "Other")])
def test_values_that_no_tag_names_are_of_the_default(
    server: Server, package: ModuleType, kind: str | None, name: str
) -> None:
    server.answer = {"json": {"kind": kind, "weight": 3} if kind else {"weight": 3}}
    assert type(server.calls.get_medium()).__name__ == name

"""No client can fill the memory of the mock: everything that it caches or stores is bounded in bytes."""

from __future__ import annotations

import asyncio
import gc
import inspect
import tracemalloc
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import orjson
import pytest

from speclift.http.asgi import Message, Scope
from speclift.mock.app import Mock
from speclift.mock.memo import LONGEST, MOST, MemoStore, size_of
from speclift.mock.resources.store import MOST_KEPT, FileStore, FullError, MemoryStore, Store
from tests.conftest import ROOT
from tests.contract.small import INTEGER, STRING, document, operation, parameter, properties, ref
from tests.mock.calls import BATCH, LOGIN, MEMBER, ask, mock, mock_of

SEVEN = f"{MEMBER}/7"
MEBIBYTE = 2**20


def test_a_full_cache_forgets_everything_and_counts_from_zero() -> None:
    calls: list[str] = []

    def twice(text: str) -> str:
        calls.append(text)
        return text * 2

    room = MemoStore(10_000)
    function = room.keep(twice, len)
    other = room.keep(twice, lambda _: 9000)
    assert [function("a"), function("a"), other("b"), other("b")] == ["aa", "aa", "bb", "bb"]
    assert calls == ["a", "b"]
    assert [other("c"), function("a"), other("c")] == ["cc", "aa", "cc"]
    assert calls == ["a", "b", "c", "a"]


def test_results_for_long_arguments_and_large_results_are_not_cached() -> None:
    calls: list[int] = []

    def length(text: bytes) -> int:
        calls.append(len(text))
        return len(text)

    room = MemoStore(50_000)
    cached, large = room.keep(length), room.keep(length, lambda _: 60_000)
    for text in (b"x" * LONGEST, b"x" * (LONGEST + 1)):
        assert [cached(text), cached(text)] == [len(text)] * 2
    assert calls == [LONGEST, LONGEST + 1, LONGEST + 1]
    assert [large(b"y"), large(b"y")] == [1, 1]
    assert calls[3:] == [1, 1]


def test_large_responses_and_responses_to_long_requests_are_not_cached() -> None:
    responses = MemoStore().memo(largest=3)
    for request, response in (("a", b"1"), ("b", b"4444"), ("c" * (LONGEST + 1), b"3")):
        responses.put((request, None), response)
        assert responses.get((request, None)) == (response if request == "a" else None)


def test_the_size_of_a_value_is_not_underestimated() -> None:
    for text in (b"[" + b"[]," * 9999 + b"[]]", b"[" + b'{"a":1},' * 9999 + b"{}]", b'["' + b"x" * 9999 + b'"]'):
        tracemalloc.start()
        value = orjson.loads(text)
        taken = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        assert size_of(value) + 1000 > taken


PAGED = document(
    {
        "/Thing": {
            "get": operation("List", answer={"type": "object", "properties": {"value": {"type": "array"}}}),
            "post": operation("Add", body=ref("Thing"), answer=ref("Thing")),
        },
        "/Thing/{id}": {
            "parameters": [parameter("id", schema=INTEGER)],
            "get": operation("Get", answer=ref("Thing")),
            "put": operation("Put", body=ref("Thing"), answer=ref("Thing")),
            "delete": operation("Delete", status="204"),
        },
    },
    {"Thing": properties(Id=INTEGER, Name=STRING, Note=STRING)},
)


def requests(kind: str) -> Iterator[dict[str, Any]]:
    """Requests of a client that never asks for the same thing twice."""
    number = 0
    while True:
        number += 1
        filler = f"{number:08}" + "x" * 220
        match kind:
            case "path":
                yield {"target": f"/nowhere/{filler}"}
            case "query":
                yield {"target": f"{MEMBER}?{'a&' * 110}{number:08}"}
            case "select":
                yield {"target": f"{SEVEN}?$select={','.join(f'{number}{at}' for at in range(30))}"}
            case "long select":
                yield {"target": f"{MEMBER}?$select={number},{'a,' * 500}"}
            case "list":
                yield {"target": f"{MEMBER}?$top=25&$filter={filler}"}
            case "host":
                yield {"target": f"{MEMBER}?$top=5", "headers": {"Host": filler}}
            case "accept":
                yield {"target": SEVEN, "headers": {"Accept": f"application/json, a/{filler}"}}
            case "refused accept":
                yield {"target": SEVEN, "headers": {"Accept": f"a/{filler}"}}
            case "credential":
                yield {"target": SEVEN, "login": {"Authorization": f"Bearer {filler}"}}
            case "value":
                yield {"target": f"{MEMBER}/{filler}"}
            case "media type":
                yield {"target": f"{BATCH}/GetBatchTaskInfo", "method": "POST", "content": b"{}", "type": filler}
            case "preference":
                yield {"target": SEVEN, "headers": {"Prefer": f"example={filler}"}}
            case _:
                yield {"target": SEVEN, "headers": {"Prefer": f"dynamic=true, code={number}"}}


KINDS = [
    *("path", "query", "select", "long select", "list", "host", "accept", "refused accept", "credential", "value"),
    *("media type", "preference", "dynamic"),
]


def memory_after(server: Mock, requests: Iterable[dict[str, Any]]) -> int:
    """Send requests without an HTTP client, which would use memory too; returns the bytes in use afterwards."""

    async def send_all() -> int:
        for request in requests:
            target, _, query = request["target"].partition("?")
            headers = {"host": "localhost", **LOGIN, **request.get("login", {}), **request.get("headers", {})}
            if "type" in request:
                headers["Content-Type"] = f"application/json; a={request['type']}"
            scope: Scope = {
                "type": "http",
                "http_version": "1.1",
                "method": request.get("method", "GET"),
                "path": target,
                "raw_path": target.encode(),
                "query_string": query.encode(),
                "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
            }
            await server(scope, Body(request.get("content", b"")), discard)
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    return asyncio.run(send_all())


class Body:
    """A body that arrives in one piece."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    async def __call__(self) -> Message:
        return {"type": "http.request", "body": self._data}


async def discard(message: Message) -> None:
    """Discard a message of the response."""


@pytest.fixture
def tracing() -> Iterator[None]:
    """Traces the memory that Python allocates."""
    tracemalloc.start()
    yield
    tracemalloc.stop()


@pytest.mark.usefixtures("tracing")
@pytest.mark.parametrize("kind", KINDS)
def test_a_client_that_never_repeats_a_request_does_not_fill_the_memory(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A small cache shows in hundreds of requests what the real one would show in hundreds of thousands.
    small = 80_000
    monkeypatch.setattr(MemoStore.__init__, "__defaults__", (small,))
    server, unique_requests = mock(), requests(kind)
    before = memory_after(server, islice(unique_requests, 80))
    assert memory_after(server, islice(unique_requests, 240)) - before < 2 * small


@pytest.mark.usefixtures("tracing")
@pytest.mark.parametrize("kind", KINDS)
def test_everything_in_the_caches_is_counted(kind: str) -> None:
    server, unique_requests = mock(), requests(kind)
    before = memory_after(server, islice(unique_requests, 20))
    counted = server.room.taken
    grown = memory_after(server, islice(unique_requests, 150)) - before
    assert grown < 1.5 * (server.room.taken - counted) + 100_000


@pytest.fixture(params=["memory", "file"])
def small_store(request: pytest.FixtureRequest, tmp_path: Any) -> Store:
    limit = MEBIBYTE
    return MemoryStore(limit) if request.param == "memory" else FileStore(str(tmp_path / "state.db"), limit)


def test_a_full_memory_forgets_what_was_not_changed_for_longest() -> None:
    store = MemoryStore(10_000)
    for number in range(4):
        store.put("thing", str(number), b"x" * 1900)
    store.put("thing", "0", b"y" * 1900)
    store.put("other", "9", b"x" * 1900)
    assert [identity for identity, _ in store.known("thing")] == ["0", "2", "3"]
    assert store.known("other") == [("9", True)]
    for number in range(100):
        store.put("thing", f"a{number}", b"")
    assert sum(len(store.known(kind)) for kind in ("thing", "other")) < 20
    store.put("thing", "large", b"x" * 9000)
    assert store.known("thing") == [("large", True)]
    with pytest.raises(FullError):
        store.put("thing", "too large", b"x" * 10_000)
    assert store.known("thing") == [("large", True)]


def test_a_full_state_file_refuses_more_and_keeps_what_it_has(tmp_path: Any) -> None:
    path = tmp_path / "state.db"
    server = Mock(mock_of(PAGED).contract, store=FileStore(str(path), MEBIBYTE))
    note = "x" * 100_000
    responses = [ask(server, "PUT", f"/Thing/{n}", json={"Name": str(n), "Note": note}) for n in range(20)]
    saved = [number for number, response in enumerate(responses) if response.status_code == 200]
    assert 5 <= len(saved) <= 10
    assert {response.status_code for response in responses} == {200, 507}
    assert responses[-1].json()["type"] == "urn:speclift:problem:no-room"
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 4 * MEBIBYTE
    reopened = Mock(mock_of(PAGED).contract, store=FileStore(str(path), MEBIBYTE))
    for number in saved:
        assert ask(reopened, "GET", f"/Thing/{number}").json()["Note"] == note
    # A removal makes room.
    assert ask(reopened, "DELETE", f"/Thing/{saved[0]}").status_code == 204
    assert ask(reopened, "PUT", f"/Thing/{saved[1]}", json={"Note": note, "Name": "new"}).status_code == 200


@pytest.mark.slow
@pytest.mark.usefixtures("tracing")
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_what_clients_save_is_bounded(method: str, small_store: Store) -> None:
    server = Mock(mock_of(PAGED).contract, store=small_store)
    body = b"" if method == "DELETE" else orjson.dumps({"Name": "a", "Note": "x" * 20_000})
    before = memory_after(server, [{"target": "/Thing/1"}])
    targets = ["/Thing" if method == "POST" else f"/Thing/{number}" for number in range(300)]
    grown = memory_after(
        server, ({"method": method, "target": target, "content": body, "type": ""} for target in targets)
    )
    assert grown - before < 1.5 * MEBIBYTE


def test_a_list_of_large_resources_is_read_page_by_page() -> None:
    server = mock()
    for number in range(100, 140):
        assert ask(server, "PUT", f"{MEMBER}/{number}", json={"Lastname": f"{number}" * 100_000}).status_code == 200
    tracemalloc.start()
    rows = ask(server, "GET", f"{MEMBER}?$top=1&$skip=70").json()["value"]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rows[0]["PrimaryKey"] in range(100, 140)
    assert peak < 8 * MEBIBYTE


def test_the_threat_model_states_the_limits_of_the_code() -> None:
    text = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    assert f"What clients save takes at most {MOST_KEPT // MEBIBYTE} MB" in text
    assert f"What the mock keeps to respond faster takes at most {MOST // MEBIBYTE} MB" in text
    for store, limit in ((MemoryStore, MOST_KEPT), (FileStore, MOST_KEPT), (MemoStore, MOST)):
        assert inspect.signature(store).parameters["most"].default == limit

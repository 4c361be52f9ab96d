"""No client can fill the memory of the mock: all that it keeps takes a bounded number of bytes."""

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


def test_a_room_forgets_all_when_it_is_full_and_counts_anew() -> None:
    asked: list[str] = []

    def twice(text: str) -> str:
        asked.append(text)
        return text * 2

    room = MemoStore(10_000)
    function = room.keep(twice, len)
    other = room.keep(twice, lambda _: 9000)
    assert [function("a"), function("a"), other("b"), other("b")] == ["aa", "aa", "bb", "bb"]
    assert asked == ["a", "b"]
    assert [other("c"), function("a"), other("c")] == ["cc", "aa", "cc"]
    assert asked == ["a", "b", "c", "a"]


def test_what_is_longer_or_larger_than_the_room_allows_is_worked_out_each_time() -> None:
    asked: list[int] = []

    def length(text: bytes) -> int:
        asked.append(len(text))
        return len(text)

    room = MemoStore(50_000)
    kept, large = room.keep(length), room.keep(length, lambda _: 60_000)
    for text in (b"x" * LONGEST, b"x" * (LONGEST + 1)):
        assert [kept(text), kept(text)] == [len(text)] * 2
    assert asked == [LONGEST, LONGEST + 1, LONGEST + 1]
    assert [large(b"y"), large(b"y")] == [1, 1]
    assert asked[3:] == [1, 1]


def test_answers_that_are_large_or_asked_for_at_length_are_not_kept() -> None:
    answers = MemoStore().memo(largest=3)
    for asked, answer in (("a", b"1"), ("b", b"4444"), ("c" * (LONGEST + 1), b"3")):
        answers.put((asked, None), answer)
        assert answers.get((asked, None)) == (answer if asked == "a" else None)


def test_a_thing_is_reckoned_as_large_as_it_is() -> None:
    for written in (b"[" + b"[]," * 9999 + b"[]]", b"[" + b'{"a":1},' * 9999 + b"{}]", b'["' + b"x" * 9999 + b'"]'):
        tracemalloc.start()
        value = orjson.loads(written)
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


def sent(server: Mock, requests: Iterable[dict[str, Any]]) -> int:
    """Send requests, without a client that keeps things itself; how many bytes are kept after it."""

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
            await server(scope, Body(request.get("content", b"")), nobody)
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    return asyncio.run(send_all())


class Body:
    """A body that comes at once."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    async def __call__(self) -> Message:
        return {"type": "http.request", "body": self._data}


async def nobody(message: Message) -> None:
    """Take an answer."""


@pytest.fixture
def tracing() -> Iterator[None]:
    """Counts the memory that is taken."""
    tracemalloc.start()
    yield
    tracemalloc.stop()


@pytest.mark.usefixtures("tracing")
@pytest.mark.parametrize("kind", KINDS)
def test_a_client_that_never_asks_the_same_fills_no_memory(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # A small room shows in hundreds of requests what the real one would in hundreds of thousands.
    small = 80_000
    monkeypatch.setattr(MemoStore.__init__, "__defaults__", (small,))
    server, asked = mock(), requests(kind)
    before = sent(server, islice(asked, 80))
    assert sent(server, islice(asked, 240)) - before < 2 * small


@pytest.mark.usefixtures("tracing")
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_kept_is_counted(kind: str) -> None:
    server, asked = mock(), requests(kind)
    before = sent(server, islice(asked, 20))
    counted = server.room.taken
    grown = sent(server, islice(asked, 150)) - before
    assert grown < 1.5 * (server.room.taken - counted) + 100_000


@pytest.fixture(params=["memory", "file"])
def small_store(request: pytest.FixtureRequest, tmp_path: Any) -> Store:
    most = MEBIBYTE
    return MemoryStore(most) if request.param == "memory" else FileStore(str(tmp_path / "state.db"), most)


def test_memory_forgets_what_was_not_changed_for_longest() -> None:
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


def test_a_full_file_says_so_keeps_what_it_has_and_goes_on(tmp_path: Any) -> None:
    path = tmp_path / "state.db"
    server = Mock(mock_of(PAGED).contract, store=FileStore(str(path), MEBIBYTE))
    note = "x" * 100_000
    answers = [ask(server, "PUT", f"/Thing/{n}", json={"Name": str(n), "Note": note}) for n in range(20)]
    kept = [number for number, answer in enumerate(answers) if answer.status_code == 200]
    assert 5 <= len(kept) <= 10
    assert {answer.status_code for answer in answers} == {200, 507}
    assert answers[-1].json()["type"] == "urn:speclift:problem:no-room"
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 4 * MEBIBYTE
    again = Mock(mock_of(PAGED).contract, store=FileStore(str(path), MEBIBYTE))
    for number in kept:
        assert ask(again, "GET", f"/Thing/{number}").json()["Note"] == note
    # What is removed makes room.
    assert ask(again, "DELETE", f"/Thing/{kept[0]}").status_code == 204
    assert ask(again, "PUT", f"/Thing/{kept[1]}", json={"Note": note, "Name": "new"}).status_code == 200


@pytest.mark.slow
@pytest.mark.usefixtures("tracing")
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_what_clients_save_takes_so_much_and_no_more(method: str, small_store: Store) -> None:
    server = Mock(mock_of(PAGED).contract, store=small_store)
    body = b"" if method == "DELETE" else orjson.dumps({"Name": "a", "Note": "x" * 20_000})
    before = sent(server, [{"target": "/Thing/1"}])
    targets = ["/Thing" if method == "POST" else f"/Thing/{number}" for number in range(300)]
    grown = sent(server, ({"method": method, "target": target, "content": body, "type": ""} for target in targets))
    assert grown - before < 1.5 * MEBIBYTE


def test_a_list_of_large_things_is_read_page_by_page() -> None:
    server = mock()
    for number in range(100, 140):
        assert ask(server, "PUT", f"{MEMBER}/{number}", json={"Lastname": f"{number}" * 100_000}).status_code == 200
    tracemalloc.start()
    rows = ask(server, "GET", f"{MEMBER}?$top=1&$skip=70").json()["value"]
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rows[0]["PrimaryKey"] in range(100, 140)
    assert most < 8 * MEBIBYTE


def test_the_sizes_are_those_that_are_promised() -> None:
    text = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    assert f"What clients save takes at most {MOST_KEPT // MEBIBYTE} MB" in text
    assert f"What the mock keeps to respond faster takes at most {MOST // MEBIBYTE} MB" in text
    for store, most in ((MemoryStore, MOST_KEPT), (FileStore, MOST_KEPT), (MemoStore, MOST)):
        assert inspect.signature(store).parameters["most"].default == most

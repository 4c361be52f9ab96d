"""Responses: several results, typed errors, media types of all kinds, streams, invalid fields and redirects."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.client.echo import Response, Server, document, operation, serving
from tests.client.schemas import NUMBER, TEXT, object_schema, ref
from tests.client.wire import imported

JSON = "application/json"
EVENTS = "text/event-stream"


def responses(**by_status: Any) -> dict[str, Any]:
    """Responses by status, such as `s200`: a schema for JSON, None for no content, or the content by media type."""
    found = {}
    for key, given in by_status.items():
        status = key.removeprefix("s")
        is_content = isinstance(given, dict) and any("/" in kind for kind in given)
        content = given if is_content else {JSON: {"schema": given}} if given is not None else {}
        found[status] = {"description": "So.", **({"content": content} if content else {})}
    return {"responses": found}


def only(media_type: str, schema: Any) -> dict[str, Any]:
    return {media_type: {"schema": schema}}


SCHEMAS = {
    "Row": object_schema(
        "id", id=NUMBER, when={"type": "string", "format": "date"}, tags={"type": "array", "items": TEXT}
    ),
    "Progress": object_schema("percent", percent=NUMBER),
    "Problem": object_schema("title", title=TEXT),
    "Taken": object_schema("freeFrom", freeFrom={"type": "string", "format": "date"}),
    "Flock": object_schema(
        "id",
        "rows",
        "names",
        id=NUMBER,
        rows={"type": "array", "items": ref("Row")},
        names={"type": "object", "additionalProperties": TEXT},
    ),
    "Nest": object_schema("id", "row", id=NUMBER, row=ref("Row"), rows={"type": "array", "items": ref("Row")}),
}
OPERATIONS: dict[str, Any] = {
    "several": responses(s200=ref("Row"), s202=ref("Progress"), s204=None),
    "range": {**responses(sdefault=ref("Problem"), s2XX=ref("Row"))},
    "empty": responses(s200=None, sdefault=ref("Problem")),
    "standard": responses(sdefault=ref("Row")),
    "errors": responses(s201=None, s409=ref("Taken"), s4XX=only("application/problem+json", ref("Problem"))),
    "ways": responses(
        s200=None,
        s409={
            **only(JSON, ref("Taken")),
            **only("application/problem+json", ref("Problem")),
            **only("application/vnd.kites+json", ref("Taken")),
        },
        sdefault={
            **only(JSON, ref("Progress")),
            **only("application/problem+json", ref("Problem")),
            **only("application/vnd.other+json", ref("Problem")),
        },
    ),
    "kinds_of_json": responses(
        s200={
            **only("application/vnd.kites+json", ref("Progress")),
            **only(JSON, ref("Taken")),
            **only("application/hal+json", ref("Problem")),
        },
        s202={**only("application/hal+json", ref("Row"))},
    ),
    "star": responses(s200=only("*/*", ref("Row"))),
    "vendor": responses(s200=only("application/vnd.kites.v2+json; charset=utf-8", ref("Row"))),
    "anything": responses(s200={}),
    "text": responses(s200=only("text/plain", TEXT)),
    "state": responses(s200=only("text/plain", {"enum": ["up", "7"], "type": "string"})),
    "fixed": responses(s200=only("text/plain", {"const": "up"})),
    "count": responses(s200=only("text/plain", NUMBER)),
    "xml": responses(s200=only("application/xml", ref("Row"))),
    "disguised": responses(s200=only("text/plain", ref("Row"))),
    "picture": responses(s200=only("image/*", {"type": "string", "format": "binary"})),
    "binary": responses(s200=only(JSON, {"type": "string", "format": "binary"})),
    "raw": responses(s200=only(JSON, {"type": "string", "contentMediaType": "application/pdf"})),
    "scan": responses(
        s200={**only(JSON, ref("Row")), **only("image/png", {"type": "string", "format": "binary"})},
    ),
    "loose": responses(s200=object_schema(data={"items": object_schema(a=NUMBER)})),
    "events": responses(s200=only(EVENTS, ref("Row"))),
    "texts": responses(s200=only(EVENTS, TEXT)),
    "lines": responses(s200=only("application/x-ndjson", ref("Row"))),
    "either": responses(s200={**only(JSON, ref("Row")), **only(EVENTS, ref("Progress"))}),
    "table": responses(
        s200={**only(JSON, ref("Row")), **only("text/csv", TEXT), **only("application/xml", ref("Row"))}
    ),
    "list": responses(s200=only("text/csv", {"type": "array", "items": TEXT})),
    "yaml": responses(s200=only("application/yaml", ref("Row"))),
    "maybe": responses(s200={"anyOf": [ref("Row"), {"type": "null"}]}),
    "flock": responses(s200=ref("Flock")),
    "nest": responses(s200=ref("Nest")),
    "nests": responses(s200={"type": "array", "items": ref("Nest")}),
    "found": responses(s302=None),
    "choices": responses(s200=ref("Row"), s300=ref("Taken")),
    "row": responses(s200=ref("Row")),
    "head": responses(s200=ref("Row")),
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    paths = {f"/{name}": {"get": {**operation(name), **given}} for name, given in OPERATIONS.items()}
    paths["/head"] = {"head": paths["/head"]["get"]}
    paths["/row"]["post"] = {**operation("make"), **OPERATIONS["row"]}
    paths["/found"]["post"] = {**operation("send"), **OPERATIONS["found"]}
    with imported(document(paths, schemas=SCHEMAS), tmp_path_factory.mktemp("answers"), "answer_kites") as (_, module):
        yield module


def call(package: ModuleType, server: Server, name: str, **options: Any) -> Any:
    # The client stays open, because a test reads a stream later.
    return getattr(package.Client(server.url, **options).kites, name)()


def test_each_successful_status_has_its_type(package: ModuleType, server: Server) -> None:
    server.respond_with({"id": 1})
    assert type(call(package, server, "several")) is package.models.Row
    server.respond_with({"percent": 5}, 202)
    assert type(call(package, server, "several")) is package.models.Progress
    server.respond_with(b"", 204)
    assert call(package, server, "several") is None
    server.respond_with({"id": 1}, 203)
    assert type(call(package, server, "range")) is package.models.Row
    annotations = package.Client(server.url).kites.several.__annotations__
    assert annotations["return"] == "Row | Progress | None"


def test_default_is_the_success_only_if_no_other_is_documented(package: ModuleType, server: Server) -> None:
    server.respond_with(b"")
    assert call(package, server, "empty") is None
    server.respond_with({"title": "no"}, 418)
    with pytest.raises(package.StatusError) as caught:
        call(package, server, "empty")
    assert caught.value.body == package.models.Problem(title="no")
    server.respond_with({"id": 1})
    assert call(package, server, "standard").id == 1
    # It stands for every status, so it is also the body of an error.
    server.respond_with({"id": 2}, 404)
    with pytest.raises(package.NotFoundError) as caught:
        call(package, server, "standard")
    assert caught.value.body == package.models.Row(id=2)


def test_errors_have_the_body_of_their_status(package: ModuleType, server: Server) -> None:
    for status, value, kind in ((409, {"freeFrom": "2026-01-02"}, "Taken"), (422, {"title": "t"}, "Problem")):
        server.respond_with(value, status)
        with pytest.raises(package.StatusError) as caught:
            call(package, server, "errors")
        assert type(caught.value.body).__name__ == kind
        assert caught.value.body.to_wire() == value
    for status, content in ((409, b"<html>"), (500, b'{"title": 1}')):
        server.respond_with(content, status)
        with pytest.raises(package.StatusError) as caught:
            call(package, server, "errors")
        assert (caught.value.body, caught.value.content) == (content, content)


@pytest.mark.parametrize(
    ("status", "media_type", "value", "kind"),
    [
        (200, JSON, {"freeFrom": "2026-01-02"}, "Taken"),
        (200, "application/hal+json; charset=utf-8", {"title": "t"}, "Problem"),
        (200, "application/vnd.kites+json", {"percent": 5}, "Progress"),
        (200, "application/other+json", {"freeFrom": "2026-01-02"}, "Taken"),
        (202, "application/hal+json", {"id": 1}, "Row"),
    ],
)
def test_json_is_read_as_its_media_type(
    status: int, media_type: str, value: Any, kind: str, package: ModuleType, server: Server
) -> None:
    server.respond_with(value, status, media_type)
    found = call(package, server, "kinds_of_json")
    assert (type(found).__name__, found.to_wire()) == (kind, value)


@pytest.mark.parametrize(
    ("status", "media_type", "value", "kind"),
    [
        (409, JSON, {"freeFrom": "2026-01-02"}, "Taken"),
        (409, "application/problem+json; charset=utf-8", {"title": "t"}, "Problem"),
        (409, "application/vnd.kites+json", {"freeFrom": "2026-01-02"}, "Taken"),
        (409, "application/vnd.other+json", {"freeFrom": "2026-01-02"}, "Taken"),
        (418, JSON, {"percent": 5}, "Progress"),
        (418, "application/problem+json", {"title": "t"}, "Problem"),
    ],
)
def test_errors_have_the_body_of_their_media_type(
    status: int, media_type: str, value: Any, kind: str, package: ModuleType, server: Server
) -> None:
    server.respond_with(value, status, media_type)
    with pytest.raises(package.StatusError) as caught:
        call(package, server, "ways")
    assert (type(caught.value.body).__name__, caught.value.body.to_wire()) == (kind, value)


@pytest.mark.parametrize(
    ("name", "media_type", "content", "expected"),
    [
        ("star", JSON, b'{"id": 1}', "Row"),
        ("vendor", "application/vnd.kites.v2+json", b'{"id": 1}', "Row"),
        ("disguised", "text/plain", b'{"id": 1}', "Row"),
        ("anything", "text/csv; charset=latin-1", "ü,1".encode("latin-1"), "ü,1"),
        ("anything", "image/png", b"\x89PNG", b"\x89PNG"),
        ("anything", JSON, b"[1]", [1]),
        ("anything", JSON, b"", None),
        ("anything", "application/hal+json", b"[1]", [1]),
        ("text", "text/plain; charset=utf-8", "ü".encode(), "ü"),
        ("text", JSON, b'"x"', '"x"'),
        ("state", "text/plain; charset=utf-8", b"up", "up"),
        ("state", "text/plain", b"7", "7"),
        ("state", "text/plain", b"new", "new"),
        ("fixed", "text/plain", b"up", "up"),
        ("count", "text/plain", b"7", 7),
        ("xml", "application/xml", b"<a/>", "<a/>"),
        ("table", JSON, b'{"id": 1}', "Row"),
        ("table", "text/csv", b"id\n1", "id\n1"),
        ("list", "text/csv", b"a,b", "a,b"),
        ("yaml", "application/yaml", b"id: 1", "id: 1"),
        ("scan", JSON, b'{"id": 1}', "Row"),
        ("scan", "image/png", b"\x89PNG", b"\x89PNG"),
        ("maybe", JSON, b"", None),
        ("loose", JSON, b'{"data": {"a": 1}}', {"data": {"a": 1}}),
        ("loose", JSON, b'{"data": [{"a": 1}]}', {"data": [{"a": 1}]}),
    ],
)
def test_a_response_is_parsed_by_its_media_type(
    name: str, media_type: str, content: bytes, expected: Any, package: ModuleType, server: Server
) -> None:
    server.respond_with(content, media_type=media_type)
    found = call(package, server, name)
    if expected == "Row":
        assert type(found).__name__ == "Row"
    else:
        assert (found.to_wire() if hasattr(found, "to_wire") else found) == expected


@pytest.mark.parametrize(
    ("name", "accept"),
    [
        ("row", JSON),
        ("star", JSON),
        ("vendor", "application/vnd.kites.v2+json; charset=utf-8"),
        ("text", "text/plain"),
        ("table", JSON),
        ("events", EVENTS),
        ("lines", "application/x-ndjson"),
        ("either", f"{JSON}, {EVENTS}"),
    ],
)
def test_the_accept_header_names_what_the_client_can_parse(
    name: str, accept: str, package: ModuleType, server: Server
) -> None:
    server.respond_with({"id": 1})
    call(package, server, name)
    assert server.last.headers["Accept"] == accept


@pytest.mark.parametrize(("name", "accept"), [("picture", "image/*"), ("binary", JSON), ("raw", JSON)])
def test_a_binary_response_is_a_file_whatever_its_media_type(
    name: str, accept: str, package: ModuleType, server: Server
) -> None:
    server.respond_with(b'[{"id": 1}]', media_type=JSON)
    assert call(package, server, name).read() == b'[{"id": 1}]'
    assert server.last.headers["Accept"] == accept


def test_a_file_is_read_as_a_whole_in_chunks_or_to_a_path(package: ModuleType, server: Server, tmp_path: Path) -> None:
    data = b"kite" * 100_000
    server.respond_with(data, media_type="image/png")
    ways = ("read", "chunks", "save")
    with package.Client(server.url) as client:
        files = [client.kites.picture() for _ in ways]
        assert files[0].read() == data
        assert b"".join(files[1].chunks()) == data
        assert files[2].save(tmp_path / "one.png") == len(data)
        assert all(file.response.is_closed for file in files)

    async def main() -> None:
        async with package.AsyncClient(server.url) as client:
            files = [await client.kites.picture() for _ in ways]
            assert await files[0].read() == data
            assert b"".join([chunk async for chunk in files[1].chunks()]) == data
            assert await files[2].save(tmp_path / "two.png") == len(data)
            assert all(file.response.is_closed for file in files)

    asyncio.run(main())
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes() == data


def test_the_types_of_streams_and_files_are_those_of_the_document(package: ModuleType, server: Server) -> None:
    """Type checkers know what a loop over a stream yields."""
    for client, lead in ((package.Client(server.url), ""), (package.AsyncClient(server.url), "Async")):
        kites = client.kites
        found = {name: getattr(kites, name).__annotations__["return"] for name in ("events", "lines", "texts")}
        assert found == {
            kind: f"{lead}EventStream[{item}]" for kind, item in (("events", "Row"), ("lines", "Row"), ("texts", "str"))
        }
        assert kites.picture.__annotations__["return"] == f"{lead}Download"
        assert kites.either.__annotations__["return"] == f"Row | {lead}EventStream[Progress]"


def test_events_are_read_one_by_one_until_the_reader_stops(package: ModuleType, server: Server) -> None:
    def endless() -> Iterator[bytes]:
        for number in itertools.count():
            # The chunks end anywhere, and have comments, event names and line endings of all kinds.
            yield b": ping\r\nevent: row\r\nid: %d\r\nda" % number
            yield b'ta: {"id":\r\ndata: %d}\r\n\r\n' % number

    def respond() -> threading.Event:
        server.responses = [Response(200, media_type=EVENTS, parts=endless())]
        return server.responses[0].cut_off

    with package.Client(server.url) as client:
        stopped = respond()
        with client.kites.events() as stream:
            first, second = itertools.islice(stream, 2)
            assert (first.id, second.id) == (0, 1)
            assert type(first) is package.models.Row
        assert stopped.wait(60)
        stopped = respond()
        event = next(client.kites.events().events())
        assert (event.event, event.id, event.data) == ("row", "0", '{"id":\n0}')
        assert stopped.wait(60)

    async def main() -> list[int]:
        stopped = respond()
        found = []
        async with package.AsyncClient(server.url) as client:
            async with await client.kites.events() as stream:
                async for row in stream:
                    found.append(row.id)
                    if row.id == 3:
                        break
            assert await asyncio.to_thread(stopped.wait, 60)
        return found

    assert asyncio.run(main()) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("name", "media_type", "part"),
    [("events", EVENTS, b'data: {"id": 1}\n\n'), ("lines", "application/x-ndjson", b'{"id": 1}\n')],
)
def test_a_stream_is_closed_when_the_reader_stops(
    name: str, media_type: str, part: bytes, package: ModuleType, server: Server
) -> None:
    def endless() -> Response:
        return Response(200, media_type=media_type, parts=itertools.repeat(part))

    with package.Client(server.url) as client:
        server.responses = [endless()]
        stream = getattr(client.kites, name)()
        rows = iter(stream)
        assert (next(rows).id, stream.response.is_closed) == (1, False)
        stream.close()
        assert stream.response.is_closed
        server.responses = [endless()]
        with getattr(client.kites, name)() as stream:
            rows = iter(stream)
            assert (next(rows).id, stream.response.is_closed) == (1, False)
        assert stream.response.is_closed
        server.responses = [endless()]
        stream = getattr(client.kites, name)()
        for row in stream:
            assert row.id == 1
            break
        assert stream.response.is_closed

    async def main() -> None:
        async with package.AsyncClient(server.url) as client:
            server.responses = [endless()]
            async with await getattr(client.kites, name)() as stream:
                async for row in stream:
                    assert (row.id, stream.response.is_closed) == (1, False)
                    break
            assert stream.response.is_closed
            server.responses = [endless()]
            stream = await getattr(client.kites, name)()
            await stream.aclose()
            assert stream.response.is_closed
            server.responses = [endless()]
            stream = await getattr(client.kites, name)()
            async for row in stream:
                assert row.id == 1
                break
            # The event loop closes the iterator after the loop that left it.
            async with asyncio.timeout(60):
                while not stream.response.is_closed:
                    await asyncio.sleep(0)

    asyncio.run(main())


def test_streams_of_text_and_json_lines_are_read_to_their_end(package: ModuleType, server: Server) -> None:
    server.respond_with("\ufeffdata: ü\r\rdata:b\ndata\n\ndata: [DONE]\n\ndata: never\n\n".encode(), media_type=EVENTS)
    assert list(call(package, server, "texts")) == ["ü", "b\n"]
    server.respond_with(b'{"id": 1}\n\n{"id": 2}', media_type="application/x-ndjson")
    assert [row.id for row in call(package, server, "lines")] == [1, 2]

    async def main() -> list[int]:
        server.responses = [
            Response(200, media_type="application/x-ndjson", parts=iter([b'{"id": 1', b'}\n{"id": 2}']))
        ]
        async with package.AsyncClient(server.url) as client, await client.kites.lines() as stream:
            return [row.id async for row in stream]

    assert asyncio.run(main()) == [1, 2]
    server.respond_with(b'event: ping\ndata\n\ndata: {"id": 1}\n\ndata:  \n\n', media_type=EVENTS)
    assert [row.id for row in call(package, server, "events")] == [1]
    server.respond_with(b'data: {"id": "x"}\n\n', media_type=EVENTS)
    with pytest.raises(package.ParseError):
        list(call(package, server, "events"))


def test_one_operation_may_return_a_whole_response_or_a_stream(package: ModuleType, server: Server) -> None:
    server.respond_with({"id": 1})
    assert call(package, server, "either").id == 1
    server.respond_with(b'data: {"percent": 1}\n\n', media_type=EVENTS)
    with package.Client(server.url) as client:
        assert [item.percent for item in client.kites.either()] == [1]

    async def main() -> Any:
        async with package.AsyncClient(server.url) as client:
            return [item.percent async for item in await client.kites.either()]

    assert asyncio.run(main()) == [1]


@pytest.mark.parametrize(
    ("value", "problems"),
    [
        ({"id": 1, "row": {"id": 2, "when": "soon"}}, ["row.when"]),
        ({"id": 1, "row": {"when": "2026-01-02"}}, ["row.id"]),
        ({"id": 1, "row": {"id": "x", "when": "soon"}}, ["row.id", "row.when"]),
        ({"id": 1, "row": {}}, ["row.id"]),
        ({"id": 1, "row": {"id": 1, "when": "2026-01-02", "tags": "none"}}, ["row.tags"]),
        ({"id": 1, "row": {"id": 1, "when": "2026-01-02"}, "rows": [None]}, ["rows[0]"]),
        (
            {"id": 1, "row": {"id": None, "when": "2026-01-02"}, "rows": [{"id": 1}, {"id": "x", "tags": []}]},
            ["row.id", "rows[1].id"],
        ),
    ],
)
def test_one_invalid_field_does_not_lose_the_response(
    value: Any, problems: list[str], package: ModuleType, server: Server
) -> None:
    server.respond_with(value)
    seen: list[str] = []
    hooks = package.Hooks(problem=lambda operation, problem: seen.append(f"{operation} {problem}".split(":")[0]))
    found = call(package, server, "nest", hooks=hooks)
    assert found.id == 1
    assert type(found.row) is package.models.Row
    assert found.to_wire() == value
    assert [str(problem).split(":")[0] for problem in found.problems] == problems
    assert seen == [f"nest {path}" for path in problems]
    own = [problem for problem in problems if problem.startswith("row.")]
    assert [str(problem).split(":")[0] for problem in found.row.problems] == [path.removeprefix("row.") for path in own]
    if value["row"].get("when") == "2026-01-02":
        assert str(found.row.when) == "2026-01-02"
    server.respond_with([value, {"id": 2, "row": {"id": 3}}])
    first, second = call(package, server, "nests")
    assert (bool(first.problems), second.problems) == (True, ())
    with pytest.raises(package.ParseError):
        call(package, server, "nests", strict=True)


def test_a_response_whose_parts_differ_only_inside_is_kept(package: ModuleType, server: Server) -> None:
    """Many APIs send null as the next page beside a list, of which one item has a wrong field."""
    value = {"id": None, "row": {"id": 1, "when": "soon"}, "rows": [{"id": "x", "when": "2026-01-02"}]}
    server.respond_with(value)
    found = call(package, server, "nest")
    assert (found.row.id, str(found.rows[0].when), found.to_wire()) == (1, "2026-01-02", value)
    assert [str(problem).split(":")[0] for problem in found.problems] == ["id", "row.when", "rows[0].id"]


@pytest.mark.parametrize("part", [{"rows": None}, {"names": None}, {"rows": {}}, {"names": []}])
def test_something_else_instead_of_a_list_or_a_map_is_an_error(part: Any, package: ModuleType, server: Server) -> None:
    whole = {"id": 1, "rows": [], "names": {}}
    server.respond_with(whole)
    assert not call(package, server, "flock").problems
    server.respond_with({**whole, **part})
    with pytest.raises(package.ParseError):
        call(package, server, "flock")


@pytest.mark.parametrize("value", [{"id": "x", "row": 5}, {"id": 1, "row": [1]}, [1], {"id": "x"}])
def test_a_response_of_another_shape_is_an_error_unless_strict_is_off(
    value: Any, package: ModuleType, server: Server
) -> None:
    server.respond_with(value)
    with pytest.raises(package.ParseError):
        call(package, server, "nest")
    found = call(package, server, "nest", strict=False)
    assert (found.to_wire() if hasattr(found, "to_wire") else found) == value


def test_a_missing_read_only_property_is_none_even_if_others_are_missing(tmp_path: Path, server: Server) -> None:
    kite = object_schema("id", "name", id={**NUMBER, "readOnly": True}, name=TEXT)
    given = document({"/kites": {"get": operation("get_kite", ref("Kite"))}}, schemas={"Kite": kite})
    server.respond_with({"colour": "red"})
    with imported(given, tmp_path, "bare_kites") as (_, module), module.Client(server.url) as client:
        found = client.kites.get_kite()
    assert (found.id, found.name, found.to_wire()) == (None, None, {"colour": "red"})


def test_redirects_to_another_server_are_followed_without_credentials(package: ModuleType, server: Server) -> None:
    with serving() as other:
        for status in (301, 302, 303, 307, 308):
            other.respond_with(b"PK", media_type="application/zip")
            server.responses = [Response(status, headers={"Location": f"{other.url}/store/1?sig=x"})]
            auth = package.BearerAuth("secret")
            assert call(package, server, "found", auth=auth, headers={"X-Key": "k"}).read() == b"PK"
            assert other.last.target == "/store/1?sig=x"
            assert "secret" not in str(other.last.headers)
            assert "X-Key" not in other.last.headers
            assert server.last.headers["Authorization"] == "Bearer secret"

        async def main() -> bytes:
            server.responses = [Response(302, headers={"Location": f"{other.url}/store/2"})]
            async with package.AsyncClient(server.url, auth=package.BearerAuth("secret")) as client:
                found: bytes = await (await client.kites.found()).read()
            return found

        assert asyncio.run(main()) == b"PK"
        assert other.last.target == "/store/2"
        assert "secret" not in str(other.last.headers)
        # The client does not follow the redirect of a write to another server.
        server.responses = [Response(307, headers={"Location": f"{other.url}/row"})]
        before = len(other.received)
        with pytest.raises(package.StatusError):
            call(package, server, "make")
        assert len(other.received) == before


def test_redirects_on_the_same_server_are_followed_with_credentials(package: ModuleType, server: Server) -> None:
    row = Response(200, b'{"id": 1}')
    server.responses = [Response(307, headers={"Location": "/row/"}), row]
    assert call(package, server, "make", auth=package.BearerAuth("t")).id == 1
    assert (server.last.method, server.last.path) == ("POST", "/row/")
    assert server.last.headers["Authorization"] == "Bearer t"
    server.responses = [Response(303, headers={"Location": "/row/1"}), row]
    assert call(package, server, "make").id == 1
    assert (server.last.method, server.last.path) == ("GET", "/row/1")
    server.responses = [Response(302, headers={"Location": "/row"})]
    with pytest.raises(package.StatusError):
        call(package, server, "row")


def test_a_redirect_that_leads_on_and_on_is_an_error(package: ModuleType, server: Server) -> None:
    before = len(server.received)
    server.responses = [Response(302, headers={"Location": f"/row?{number}"}) for number in range(30)]
    with pytest.raises(package.StatusError):
        call(package, server, "row")
    server.responses = [Response()]
    assert len(server.received) - before == 11


def test_a_redirect_is_the_result_if_no_other_response_is_documented(package: ModuleType, server: Server) -> None:
    """Sending a form may end in a redirect, which the client does not follow with the data of the form."""
    server.responses = [Response(302, headers={"Location": "https://elsewhere.test/done?id=7"})]
    with call(package, server, "send") as found:
        assert (found.response.status_code, found.read()) == (302, b"")
        assert found.response.headers["Location"] == "https://elsewhere.test/done?id=7"
    server.responses = [Response(301, headers={"Location": "https://elsewhere.test/"})]
    with pytest.raises(package.StatusError):
        call(package, server, "send")
    # A read should return what the redirect leads to.
    server.responses = [Response(302, headers={"Location": "ftp://elsewhere.test/"})]
    with pytest.raises(package.StatusError):
        call(package, server, "found")

    async def main() -> Any:
        server.responses = [Response(302, headers={"Location": "/done"})]
        async with package.AsyncClient(server.url) as client, await client.kites.send() as found:
            return found.response.headers["Location"]

    assert asyncio.run(main()) == "/done"


def test_a_status_that_is_not_a_success_has_its_typed_body(package: ModuleType, server: Server) -> None:
    server.respond_with({"freeFrom": "2026-01-02"}, 300)
    with pytest.raises(package.StatusError) as caught:
        call(package, server, "choices")
    assert type(caught.value.body) is package.models.Taken


def test_a_request_that_the_reference_leaves_out_can_be_sent(package: ModuleType, server: Server) -> None:
    server.respond_with({"a": 1})
    with package.Client(f"{server.url}/base", auth=package.BearerAuth("t")) as client:
        found = client.request("patch", "/other/x y?b=%2F", query={"c": [1, 2]}, json={"d": None}, headers={"X-A": 1})
        assert found.json() == {"a": 1}
        assert (server.last.method, server.last.target) == ("PATCH", "/base/other/x%20y?b=%2F&c=1&c=2")
        assert (server.last.body, server.last.headers["X-A"]) == (b'{"d":null}', "1")
        assert server.last.headers["Authorization"] == "Bearer t"
        client.request("POST", "up", form={"file": b"x"})
        assert server.last.headers["Content-Type"].startswith("multipart/form-data")
        client.request("POST", "up", form={"a": "ü"})
        assert server.last.body == b"a=%C3%BC"
        server.responses = [Response(503), Response(200, b"2")]
        patient = client.with_options(retry=package.Retry(first_delay=0))
        assert patient.request("GET", "/again").json() == 2
        server.responses = [Response(503), Response(200, b"2")]
        with pytest.raises(package.ServerError):
            patient.request("POST", "/again")
        server.respond_with({"title": "no"}, 404)
        with pytest.raises(package.NotFoundError, match="GET /missing: 404"):
            client.request("GET", "missing")
        with pytest.raises(ValueError, match="below the address"):
            client.request("GET", "https://evil.test/")
        server.respond_with({})
        client.request("GET", "/x", options=package.CallOptions(headers={"X-B": "2"}))
        assert server.last.headers["X-B"] == "2"

    async def main() -> Any:
        server.respond_with({"title": "no"}, 404)
        retry = package.Retry(first_delay=0)
        async with package.AsyncClient(server.url, auth=package.BearerAuth("t"), retry=retry) as client:
            with pytest.raises(package.NotFoundError, match="GET /missing: 404"):
                await client.request("GET", "missing")
            server.responses = [Response(503), Response(200, b"[1]")]
            found = (await client.request("GET", "/x", options=package.CallOptions(headers={"X-B": "2"}))).json()
            assert server.last.headers["X-B"] == "2"
        assert server.last.headers["Authorization"] == "Bearer t"
        return found

    assert asyncio.run(main()) == [1]


def test_a_head_request_returns_none(package: ModuleType, server: Server) -> None:
    server.respond_with({"id": 1})
    assert call(package, server, "head") is None

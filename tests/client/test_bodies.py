"""Request bodies as a server receives them: forms, parts, text, files, and the choice between several media types."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Iterator
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
import requests
import schemathesis

from tests.client.echo import Received, Server, document, operation
from tests.client.schemas import NUMBER, TEXT, object_schema, ref
from tests.client.wire import imported

FILE = {"type": "string", "format": "binary"}
RAW = {"type": "string", "contentMediaType": "application/octet-stream"}
MAP = {"type": "object", "additionalProperties": TEXT}
FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data"

ORDER = object_schema(
    amount=NUMBER,
    labels=MAP,
    address=ref("Address"),
    plain=ref("Address"),
    rows={"type": "array", "items": object_schema(price=NUMBER)},
    kinds={"type": "array", "items": TEXT},
    loose={"type": "array", "items": TEXT},
    link=TEXT,
)
UPLOAD = object_schema(
    file=FILE,
    raw=RAW,
    files={"type": "array", "items": FILE},
    picture=FILE,
    meta=object_schema(a=NUMBER),
    metas={"type": "array", "items": object_schema(a=NUMBER)},
    names={"type": "array", "items": TEXT},
    note=TEXT,
    on={"type": "boolean"},
)
DEEP = {"style": "deepObject", "explode": True}
ENCODINGS = {
    "labels": DEEP,
    "address": DEEP,
    "rows": DEEP,
    "kinds": {"style": "form", "explode": False},
    "link": {"style": "form", "allowReserved": True},
}
PART_ENCODINGS = {
    "picture": {"contentType": "image/png", "headers": {"X-Kind": {"schema": {"type": "string", "const": "photo"}}}},
    "note": {"contentType": "text/markdown"},
}


TEXTS = {"type": "array", "items": TEXT}
STYLED = object_schema(
    spaced=TEXTS, piped=TEXTS, spread=MAP, joined=MAP, unstyled=TEXTS, free=MAP, rows={"type": "array", "items": MAP}
)
STYLES = {
    "spaced": {"style": "spaceDelimited", "explode": False},
    "piped": {"style": "pipeDelimited", "explode": False},
    "spread": {"style": "form"},
    "joined": {"style": "form", "explode": False},
    "unstyled": {"explode": False},
    "free": {"allowReserved": True},
    "rows": {"contentType": "application/json"},
}

PNG = {"type": "string", "contentMediaType": "image/png"}
#: Files whose schemas give their media types (OpenAPI 3.1).
TYPED = object_schema(
    icon=PNG,
    icons={"type": "array", "items": ref("Icon")},
    maybe={"anyOf": [{"type": ["string", "null"], "contentMediaType": "image/gif"}, {"type": "null"}]},
    other=PNG,
    encoded={**PNG, "contentEncoding": "base64"},
    photo=FILE,
)
TYPED_ENCODINGS = {"other": {"contentType": "image/webp"}, "photo": {"contentType": "image/png, image/jpeg"}}


def body(**content: Any) -> dict[str, Any]:
    return {"required": True, "content": content}


def media(schema: Any, **more: Any) -> dict[str, Any]:
    return {"schema": schema, **more}


PATHS = {
    "/orders": {"post": operation("order", requestBody=body(**{FORM: media(ORDER, encoding=ENCODINGS)}))},
    "/uploads": {"post": operation("upload", requestBody=body(**{PARTS: media(UPLOAD, encoding=PART_ENCODINGS)}))},
    "/typed": {"post": operation("typed", requestBody=body(**{PARTS: media(TYPED, encoding=TYPED_ENCODINGS)}))},
    "/forms": {"post": operation("fill", requestBody=body(**{FORM: media(STYLED, encoding=STYLES)}))},
    "/parts": {"post": operation("fill_parts", requestBody=body(**{PARTS: media(STYLED, encoding=STYLES)}))},
    "/notes": {"put": operation("write", requestBody=body(**{"text/plain": media(TEXT)}))},
    "/pages": {"put": operation("page", requestBody=body(**{"application/xml": media(object_schema(a=NUMBER))}))},
    "/same": {
        "post": operation(
            "same",
            requestBody=body(
                **{kind: media(ref("Row")) for kind in ("application/json", FORM, PARTS)},
            ),
        )
    },
    "/several": {
        "post": operation(
            "several",
            requestBody=body(
                **{
                    "application/json": media(object_schema(url=TEXT)),
                    PARTS: media(object_schema(file=FILE)),
                    "text/csv": media(TEXT),
                    "application/octet-stream": media(FILE),
                }
            ),
        )
    },
    "/any": {"post": operation("star", requestBody=body(**{"*/*": media(ref("Row"))}))},
    "/image": {"put": operation("image", requestBody=body(**{"image/*": media(FILE)}))},
    "/rows": {
        "put": operation(
            "rows", requestBody=body(**{"application/json": media({"type": "array", "items": ref("Row")})})
        )
    },
}
SCHEMAS = {
    "Icon": PNG,
    "Address": object_schema(line1=TEXT, city=TEXT),
    "Row": object_schema("name", name=TEXT, data=FILE, count=NUMBER),
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    whole = document(PATHS, schemas=SCHEMAS)
    with imported(whole, tmp_path_factory.mktemp("bodies"), "body_kites") as (_, module):
        yield module


def parts_of(received: Received) -> list[tuple[Any, ...]]:
    """Name, file name, media type, content and headers of each part, as the standard library parses them."""
    head = f"Content-Type: {received.headers['Content-Type']}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + received.body)
    assert message.get_content_type() == PARTS
    found: list[tuple[Any, ...]] = []
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        found.append((name, part.get_filename(), part["Content-Type"] or "", content, part))
    return found


@pytest.mark.parametrize(
    ("given", "pairs"),
    [
        ({"amount": 5, "loose": ["x", "y"]}, [("amount", "5"), ("loose", "x"), ("loose", "y")]),
        ({"labels": {"a": "1", "b c": "2"}}, [("labels[a]", "1"), ("labels[b c]", "2")]),
        ({"address": {"line1": "L"}}, [("address[line1]", "L")]),
        ({"rows": [{"price": 1}, {"price": 2}]}, [("rows[0][price]", "1"), ("rows[1][price]", "2")]),
        ({"kinds": ["x", "y"]}, [("kinds", "x,y")]),
        ({"plain": {"city": "Ålesund"}}, [("plain", '{"city":"Ålesund"}')]),
    ],
)
def test_fields_of_a_form_are_encoded_as_documented(
    given: Any, pairs: Any, package: ModuleType, server: Server
) -> None:
    with package.Client(server.url) as client:
        client.kites.order(package.models.OrderRequest.model_validate(given))
        assert parse_qsl(server.last.body.decode()) == pairs
        client.kites.order(**given)
    assert parse_qsl(server.last.body.decode()) == pairs
    assert server.last.headers["Content-Type"] == FORM


STYLED_FIELDS = [
    ({"spaced": ["x", "y"]}, [("spaced", "x y")]),
    ({"piped": ["x", "y"]}, [("piped", "x|y")]),
    ({"spread": {"a": "1", "b": "2"}}, [("a", "1"), ("b", "2")]),
    ({"joined": {"a": "1", "b": "2"}}, [("joined", "a,1,b,2")]),
    ({"unstyled": ["x", "y"]}, [("unstyled", "x,y")]),
    ({"free": {"a": "1", "b": "2"}}, [("a", "1"), ("b", "2")]),
]


@pytest.mark.parametrize(("given", "pairs"), STYLED_FIELDS)
def test_fields_and_parts_of_a_form_have_the_style_of_their_encoding(
    given: Any, pairs: Any, package: ModuleType, server: Server
) -> None:
    with package.Client(server.url) as client:
        client.kites.fill(**given)
        assert parse_qsl(server.last.body.decode()) == pairs
        client.kites.fill_parts(**given)
    assert [(name, content.decode()) for name, _, _, content, _ in parts_of(server.last)] == pairs


def test_a_list_in_a_form_is_one_json_value_where_the_encoding_says_so(package: ModuleType, server: Server) -> None:
    with package.Client(server.url) as client:
        client.kites.fill(rows=[{"a": "1"}, {"a": "2"}])
    assert parse_qsl(server.last.body.decode()) == [("rows", '[{"a":"1"},{"a":"2"}]')]


def sent_by_schemathesis(path: str, media_type: str, value: Any) -> Received:
    """The request that schemathesis would send for a body."""
    whole: Any = schemathesis.openapi.from_dict(document(PATHS, schemas=SCHEMAS))
    given = whole[path]["POST"].Case(body=value, media_type=media_type).as_transport_kwargs("http://kites.test")
    given = {key: given[key] for key in ("method", "url", "headers", "data", "files", "json") if key in given}
    request = requests.Request(**given).prepare()
    content = request.body or b""
    assert isinstance(content, str | bytes)
    headers = {name: str(value) for name, value in request.headers.items()}
    return Received("POST", path, headers, content.encode() if isinstance(content, str) else content)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        *(("/forms", value) for value, _ in STYLED_FIELDS),
        ("/orders", {"amount": 5, "loose": ["x", "y & z"], "link": "a/b"}),
        ("/orders", {"labels": {"a": "1", "b c": "2"}, "address": {"line1": "L"}, "kinds": ["x", "y"]}),
    ],
)
def test_a_form_has_the_pairs_of_an_independent_implementation(
    path: str, value: Any, package: ModuleType, server: Server
) -> None:
    with package.Client(server.url) as client:
        getattr(client.kites, "fill" if path == "/forms" else "order")(**value)
    expected = sent_by_schemathesis(path, FORM, value)
    assert sorted(parse_qsl(server.last.body.decode())) == sorted(parse_qsl(expected.body.decode()))
    assert server.last.headers["Content-Type"] == expected.headers["Content-Type"]


def test_a_multipart_form_has_the_parts_of_an_independent_implementation(package: ModuleType, server: Server) -> None:
    value = {
        "file": b"1",
        "files": [b"2", b"3"],
        "picture": b"\x89PNG",
        "meta": {"a": 1},
        "names": ["x", "y"],
        "note": "n",
        "on": True,
    }
    with package.Client(server.url) as client:
        client.kites.upload(package.models.UploadRequest(**value))
    found, expected = parts_of(server.last), parts_of(sent_by_schemathesis("/uploads", PARTS, value))
    # Both leave out the type of some parts, and only one puts spaces into JSON.
    assert [(name, filename) for name, filename, *_ in found] == [(name, filename) for name, filename, *_ in expected]
    for ours, theirs in zip(found, expected, strict=True):
        assert ours[2] == (theirs[2] or ours[2])
        assert ours[3] == theirs[3] or json.loads(ours[3]) == json.loads(theirs[3])


def test_reserved_characters_are_not_escaped_if_the_document_allows_them(package: ModuleType, server: Server) -> None:
    with package.Client(server.url) as client:
        client.kites.order(package.models.OrderRequest(loose=["a/b"], link="a/b?c=d&e"))
    assert server.last.body == b"loose=a%2Fb&link=a/b?c%3Dd%26e"


def test_parts_of_a_form_are_sent_as_documented(package: ModuleType, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "kite.txt"
    path.write_bytes(b"from a path")
    request = package.models.UploadRequest
    with package.Client(server.url) as client, path.open("rb") as stream:
        client.kites.upload(
            request(
                file=path,
                raw=stream,
                files=[b"one", package.Part(b"two", filename='a "b".csv', headers={"X-Row": "1"})],
                picture=b"\x89PNG",
                meta={"a": 1},
                metas=[{"a": 1}, {"a": 2}],
                names=["x", "y"],
                note="ü",
                on=True,
            )
        )
    found = parts_of(server.last)
    assert [(name, filename, kind, content) for name, filename, kind, content, _ in found] == [
        ("file", "kite.txt", "text/plain", b"from a path"),
        ("raw", "kite.txt", "text/plain", b"from a path"),
        ("files", "files", "application/octet-stream", b"one"),
        ("files", "a %22b%22.csv", "text/csv", b"two"),
        ("picture", "picture", "image/png", b"\x89PNG"),
        ("meta", None, "application/json", b'{"a":1}'),
        ("metas", None, "application/json", b'{"a":1}'),
        ("metas", None, "application/json", b'{"a":2}'),
        ("names", None, "", b"x"),
        ("names", None, "", b"y"),
        ("note", None, "text/markdown", "ü".encode()),
        ("on", None, "", b"true"),
    ]
    assert (found[3][4]["X-Row"], found[4][4]["X-Kind"]) == ("1", "photo")
    assert server.last.headers["Content-Length"] == str(len(server.last.body))


def test_files_have_the_media_type_of_their_schema(package: ModuleType, server: Server) -> None:
    icons = [b"2", ("a.csv", b"3", "text/csv")]
    with package.Client(server.url) as client:
        client.kites.typed(icon=b"1", icons=icons, maybe=("b.txt", b"4"), other=b"5", encoded=b"6")
    assert [part[:4] for part in parts_of(server.last)] == [
        ("icon", "icon", "image/png", b"1"),
        ("icons", "icons", "image/png", b"2"),
        ("icons", "a.csv", "text/csv", b"3"),
        ("maybe", "b.txt", "image/gif", b"4"),
        ("other", "other", "image/webp", b"5"),
        ("encoded", None, "", b"Ng=="),
    ]


@pytest.mark.parametrize(("photo", "media_type"), [(b"1", "image/png"), (("a.jpg", b"1"), "image/jpeg")])
def test_a_file_has_one_of_the_media_types_of_its_encoding(
    photo: Any, media_type: str, package: ModuleType, server: Server
) -> None:
    with package.Client(server.url) as client:
        client.kites.typed(photo=photo)
    assert [part[2] for part in parts_of(server.last)] == [media_type]


def test_no_name_or_header_of_a_part_adds_a_header(package: ModuleType, server: Server) -> None:
    name = 'å "b"\r\nX-Other: 1'
    with package.Client(server.url) as client:
        client.request("POST", "/upload", form={name: package.Part(b"1", name, headers={"X-Row": "1\r\nX-Other: 2"})})
    (part,) = parts_of(server.last)
    assert part[4].keys() == ["Content-Disposition", "Content-Type", "X-Row"]
    assert part[4]["X-Row"] == "1 X-Other: 2"
    quoted = "å %22b%22%0D%0AX-Other: 1"
    assert f'name="{quoted}"; filename="{quoted}"; filename*=UTF-8\'\'%C3%A5%20%22b' in server.last.body.decode()


def test_a_file_may_have_a_name_as_in_httpx_and_requests(package: ModuleType, server: Server) -> None:
    files = {"file": ("a.csv", b"1"), "files": [("b", b"2", "image/png"), b"3"], "names": ("x", "y")}
    expected = [
        ("file", "a.csv", "text/csv", b"1"),
        ("files", "b", "image/png", b"2"),
        ("files", "files", "application/octet-stream", b"3"),
        ("names", None, "", b"x"),
        ("names", None, "", b"y"),
    ]
    with package.Client(server.url) as client:
        client.kites.upload(package.models.UploadRequest(**files))
        assert [part[:4] for part in parts_of(server.last)] == expected
        client.request("POST", "/upload", form=files)
        assert [part[:4] for part in parts_of(server.last)] == expected
        client.request("POST", "/upload", form={"file": ("a.csv", io.BytesIO(b"1"))})
        assert [part[:4] for part in parts_of(server.last)] == expected[:1]


def test_a_multipart_form_without_a_file_is_sent_in_parts(package: ModuleType, server: Server) -> None:
    with package.Client(server.url) as client:
        client.kites.upload(package.models.UploadRequest(note="x"))
    assert [part[:2] for part in parts_of(server.last)] == [("note", None)]


def test_the_asynchronous_client_sends_the_same_parts_on_a_retry(package: ModuleType, server: Server) -> None:
    from tests.client.echo import Response

    async def main() -> None:
        async with package.AsyncClient(server.url, retry=package.Retry(writes=True, first_delay=0)) as client:
            await client.kites.upload(package.models.UploadRequest(file=io.BytesIO(b"again"), files=[b"1"]))

    before = len(server.received)
    server.responses = [Response(503, b""), Response()]
    asyncio.run(main())
    sent = [[part[3] for part in parts_of(received)] for received in server.received[before:]]
    assert sent == [[b"again", b"1"]] * 2


def test_a_file_from_an_iterator_is_streamed(package: ModuleType, server: Server) -> None:
    with package.Client(server.url) as client:
        client.kites.upload(package.models.UploadRequest(file=package.Part(iter([b"on", b"ce"]), filename="x.bin")))
    assert [part[3] for part in parts_of(server.last)] == [b"once"]
    assert server.last.headers["Transfer-Encoding"] == "chunked"


def test_a_form_of_large_files_is_not_held_in_memory(package: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "large.bin"
    path.write_bytes(b"kite" * 500_000)
    chunks: list[int] = []

    class StreamingTransport(httpx.BaseTransport):
        """Reads a body chunk by chunk, as a connection does, and stores none of it."""

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            assert isinstance(request.stream, httpx.SyncByteStream)
            chunks.extend(len(chunk) for chunk in request.stream)
            assert request.headers["Content-Length"] == str(sum(chunks))
            return httpx.Response(204)

    with httpx.Client(transport=StreamingTransport()) as http, path.open("rb") as stream:
        client = package.Client("http://kites.test", http_client=http)
        client.kites.upload(package.models.UploadRequest(file=path, files=[stream, path]))
    assert sum(chunks) > 6_000_000
    assert max(chunks) < 100_000


@pytest.mark.parametrize("source", ["path", "open file", "iterator"])
def test_no_client_holds_a_large_file_in_memory(source: str, package: ModuleType, tmp_path: Path) -> None:
    """Neither as a body nor as a part of a form, whatever the file comes from."""
    path = tmp_path / "large.bin"
    path.write_bytes(b"kite" * 500_000)
    chunks: list[int] = []

    class StreamingTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
        """Reads a body chunk by chunk, as a connection does, and stores none of it."""

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            assert isinstance(request.stream, httpx.SyncByteStream)
            chunks.extend(len(chunk) for chunk in request.stream)
            return httpx.Response(204)

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            assert isinstance(request.stream, httpx.AsyncByteStream)
            chunks.extend([len(chunk) async for chunk in request.stream])
            return httpx.Response(204)

    def content() -> Any:
        if source == "iterator":
            return iter([b"kite" * 10_000] * 50)
        return path if source == "path" else path.open("rb")

    def part() -> Any:
        return package.Part(content(), filename="large.bin")

    async def main() -> None:
        async with httpx.AsyncClient(transport=StreamingTransport()) as http:
            client = package.AsyncClient("http://kites.test", http_client=http)
            await client.kites.several(content(), options=as_file)
            await client.kites.upload(package.models.UploadRequest(file=part()))

    as_file = package.CallOptions(content_type="application/octet-stream")
    with httpx.Client(transport=StreamingTransport()) as http:
        client = package.Client("http://kites.test", http_client=http)
        client.kites.several(content(), options=as_file)
        client.kites.upload(package.models.UploadRequest(file=part()))
    asyncio.run(main())
    assert sum(chunks) > 8_000_000
    assert max(chunks) < 100_000


def test_text_is_sent_as_text(package: ModuleType, server: Server) -> None:
    with package.Client(server.url) as client:
        for given in ("grüße", "grüße".encode()):
            client.kites.write(given)
            assert (server.last.headers["Content-Type"], server.last.body) == ("text/plain", "grüße".encode())
        client.kites.page("<a/>")
        assert (server.last.headers["Content-Type"], server.last.body) == ("application/xml", b"<a/>")


def test_the_type_of_a_body_decides_its_media_type(package: ModuleType, server: Server) -> None:
    models = package.models
    with package.Client(server.url) as client:
        client.kites.several(url="u")
        assert (server.last.headers["Content-Type"], server.last.body) == ("application/json", b'{"url":"u"}')
        client.kites.several(models.SeveralRequestMultipart(file=b"x"))
        assert server.last.headers["Content-Type"].startswith(PARTS)
        client.kites.several(b"raw")
        assert (server.last.headers["Content-Type"], server.last.body) == ("application/octet-stream", b"raw")
        client.kites.several("a,b", options=package.CallOptions(content_type="text/csv"))
        assert (server.last.headers["Content-Type"], server.last.body) == ("text/csv", b"a,b")


def test_the_media_type_of_a_model_is_chosen_by_name_or_by_a_file(package: ModuleType, server: Server) -> None:
    row = package.models.Row(name="n", count=1)
    with package.Client(server.url) as client:
        client.kites.same(row)
        assert server.last.headers["Content-Type"] == "application/json"
        client.kites.same(row, options=package.CallOptions(content_type=FORM))
        assert (server.last.headers["Content-Type"], server.last.body) == (FORM, b"name=n&count=1")
        client.kites.same(row, options=package.CallOptions(content_type=PARTS))
        assert [part[:4] for part in parts_of(server.last)] == [("name", None, "", b"n"), ("count", None, "", b"1")]
        client.kites.same(name="n", data=b"file")
        assert server.last.headers["Content-Type"].startswith(PARTS)
        with pytest.raises(ValueError, match="does not take text/css"):
            client.kites.same(row, options=package.CallOptions(content_type="text/css"))


def test_media_type_ranges_and_lists_of_models_are_sent(package: ModuleType, server: Server) -> None:
    with package.Client(server.url) as client:
        client.kites.star(name="n")
        assert server.last.headers["Content-Type"] == "application/json"
        client.kites.image(b"x", options=package.CallOptions(content_type="image/png"))
        assert (server.last.headers["Content-Type"], server.last.body) == ("image/png", b"x")
        client.kites.rows([package.models.Row(name="a")])
        assert json.loads(server.last.body) == [{"name": "a"}]

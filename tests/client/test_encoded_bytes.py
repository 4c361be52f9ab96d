"""Base64 values: bytes in Python; in requests and responses, their encoding or the text that the client received."""

from __future__ import annotations

import base64
import copy
import json
import pickle
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.client.echo import Server, document, operation
from tests.client.schemas import NUMBER, object_schema, read, ref
from tests.client.type_faults import type_faults
from tests.client.wire import imported

BYTE = {"type": "string", "format": "byte"}
DATA = bytes(range(250, 256)) + b"kite?"
KITE = object_schema(
    data=BYTE,
    picture={"type": "string", "contentEncoding": "base64", "contentMediaType": "image/png"},
    link={"type": "string", "contentEncoding": "base64url"},
    maybe={"type": ["string", "null"], "contentEncoding": "base64"},
    several={"type": "array", "items": BYTE},
    quoted={"type": "string", "contentEncoding": "quoted-printable"},
    within={"type": "string", "contentMediaType": "application/json", "contentSchema": object_schema(a=NUMBER)},
)
WIDE = object_schema(data=BYTE, **{f"size{number}": NUMBER for number in range(9)})
FORM, PARTS, MERGE = "application/x-www-form-urlencoded", "multipart/form-data", "application/merge-patch+json"


def body(name: str, media_type: str = "application/json") -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {media_type: {"schema": ref(name)}}}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("encoded")


@pytest.fixture(scope="module")
def package(folder: Path) -> Iterator[ModuleType]:
    code = {"name": "code", "in": "query", "schema": BYTE}
    paths = {
        "/kite": {
            "get": operation("get_kite", ref("Kite"), parameters=[code]),
            "put": operation("put_kite", **body("Kite")),
            "patch": operation("change_kite", **body("Kite", MERGE)),
        },
        "/wide": {"put": operation("put_wide", **body("Wide"))},
        "/form": {"post": operation("send_form", **body("Kite", FORM))},
        "/parts": {"post": operation("send_parts", **body("Kite", PARTS))},
        "/whole": {"get": operation("get_whole", BYTE), "put": operation("put_whole", **body("Whole"))},
    }
    with imported(document(paths, schemas={"Kite": KITE, "Wide": WIDE, "Whole": BYTE}), folder, "encoded_kites") as (
        _,
        module,
    ):
        yield module


def test_bytes_are_decoded_and_written_back_unchanged(package: ModuleType, server: Server) -> None:
    plain, safe = base64.b64encode(DATA).decode(), base64.urlsafe_b64encode(DATA).decode()
    sent = {"data": plain, "picture": "AAE=", "link": safe.rstrip("="), "maybe": None, "several": [plain, safe]}
    kite = read(package, server, "kite", sent, strict=True)
    assert (kite.data, kite.picture, kite.link, kite.several) == (DATA, b"\0\1", DATA, [DATA, DATA])
    assert isinstance(kite.data, bytes)
    assert kite.to_wire() == sent
    for other in (copy.deepcopy(kite), pickle.loads(pickle.dumps(kite)), kite.model_copy()):
        assert (other, other.to_wire()) == (kite, sent)
    server.respond_with(b"", 204)
    with package.Client(server.url) as client:
        client.kites.put_kite(kite)
    assert json.loads(server.last.body) == sent


def test_line_breaks_and_missing_padding_are_accepted(package: ModuleType, server: Server) -> None:
    text = base64.encodebytes(DATA * 20).decode()
    kite = read(package, server, "kite", {"data": text, "picture": "AAE"})
    assert (kite.data, kite.picture, kite.problems) == (DATA * 20, b"\0\1", ())
    assert kite.to_wire() == {"data": text, "picture": "AAE"}


@pytest.mark.parametrize("text", ["GIF89 ... bytes", "ü", "A"])
def test_a_string_that_is_not_base64_is_kept(text: str, package: ModuleType, server: Server) -> None:
    """The encoding that a document names does not restrict the value (JSON Schema 2020-12, section 8.2)."""
    kite = read(package, server, "kite", {"data": text}, strict=True)
    assert (kite.data, kite.to_wire()) == (text, {"data": text})


def test_a_value_that_is_not_a_string_is_a_problem(package: ModuleType, server: Server) -> None:
    kite = read(package, server, "kite", {"data": 5, "picture": "AAE="})
    assert [problem.path for problem in kite.problems] == [("data",)]
    assert kite.to_wire() == {"data": 5, "picture": "AAE="}


def test_strings_with_other_encodings_stay_strings(package: ModuleType, server: Server) -> None:
    sent = {"quoted": "a=3Db", "within": '{"a": 1}'}
    kite = read(package, server, "kite", sent)
    assert (kite.quoted, kite.within) == ("a=3Db", '{"a": 1}')
    assert type(kite.within) is str
    assert package.models.Kite.__annotations__["within"] == "str | None"


def test_bytes_and_their_base64_can_be_sent(package: ModuleType, server: Server) -> None:
    plain = base64.b64encode(DATA).decode()
    server.respond_with(b"", 204)
    with package.Client(server.url) as client:
        client.kites.put_kite(data=DATA, link=DATA, several=[b""])
        expected = {"data": plain, "link": base64.urlsafe_b64encode(DATA).decode(), "several": [""]}
        assert json.loads(server.last.body) == expected
        client.kites.put_kite(data=plain)
        assert json.loads(server.last.body) == {"data": plain}
        kite = package.models.Kite()
        kite.data = DATA
        client.kites.put_kite(kite)
        assert json.loads(server.last.body) == {"data": plain}
        client.kites.change_kite(data=DATA, maybe=None)
        assert json.loads(server.last.body) == {"data": plain, "maybe": None}
        client.kites.put_wide({"data": plain})
        assert json.loads(server.last.body) == {"data": plain}
        client.kites.put_wide(package.models.Wide(data=DATA))
        assert json.loads(server.last.body) == {"data": plain}


def test_bytes_are_base64_in_forms_and_queries(package: ModuleType, server: Server) -> None:
    plain = base64.b64encode(DATA)
    server.respond_with(b"", 204)
    with package.Client(server.url) as client:
        client.kites.send_form(data=DATA)
        assert server.last.body == b"data=" + plain.replace(b"+", b"%2B").replace(b"/", b"%2F").replace(b"=", b"%3D")
        client.kites.send_parts(data=DATA)
        assert b'name="data"\r\n\r\n' + plain + b"\r\n" in server.last.body
        server.respond_with({})
        client.kites.get_kite(code="AAE=")
        assert server.last.query == "code=AAE%3D"


def test_a_whole_body_in_json_is_base64_too(package: ModuleType, server: Server) -> None:
    server.respond_with("AAE=")
    with package.Client(server.url) as client:
        assert client.kites.get_whole() == b"\0\1"
        server.respond_with(b"", 204)
        client.kites.put_whole(b"\0\1")
    assert (server.last.headers["Content-Type"], server.last.body) == ("application/json", b'"AAE="')


def test_type_checkers_see_bytes(package: ModuleType, folder: Path) -> None:
    (folder / "use.py").write_text(
        "from encoded_kites import Client\n"
        "from encoded_kites.models import Kite, WideDict\n\n\n"
        "def size(kite: Kite, client: Client) -> int:\n"
        '    client.kites.put_kite(data=b"a", several=[b"b"])\n'
        '    client.kites.get_kite(code="AAE=")\n'
        '    wide: WideDict = {"data": "AAE="}\n'
        "    client.kites.put_wide(wide)\n"
        '    return len(kite.data or b"")\n'
    )
    assert type_faults(folder, "use.py", "encoded_kites") == []

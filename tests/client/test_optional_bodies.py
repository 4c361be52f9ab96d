"""Bodies that may be left out, null or partial; queries in paths; letters that a header may have."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from tests.client.echo import Server, document, operation
from tests.client.schemas import NUMBER, TEXT, object_schema
from tests.client.wire import imported

KITE = object_schema("name", name=TEXT, note={"type": ["string", "null"]}, tail=NUMBER)
CHANGES = {"type": "array", "items": object_schema("op", "path", op=TEXT, path=TEXT)}
JSON, MERGE, PATCH = "application/json", "application/merge-patch+json", "application/json-patch+json"


def body(schema: Any, *media_types: str, required: bool = True) -> dict[str, Any]:
    content = {media_type: {"schema": schema} for media_type in media_types or (JSON,)}
    return {"requestBody": {"required": required, "content": content}}


#: Other names for a kite, with and without null.
NAMED: dict[str, Any] = {
    "Either": {"anyOf": [{"$ref": "#/components/schemas/Kite"}, {"type": "null"}]},
    "Again": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Other"}]},
    "Dressed": {"allOf": [{"$ref": "#/components/schemas/Kite"}], "nullable": True},
    "Inline": {"anyOf": [KITE, {"type": "null"}]},
    "Other": {"$ref": "#/components/schemas/Kite"},
}
OPERATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "needed": ("post", body(KITE)),
    "optional": ("post", body(KITE, required=False)),
    "unsaid": ("post", {"requestBody": {"content": {JSON: {"schema": KITE}}}}),
    "loose": ("post", body(object_schema(name=TEXT), required=False)),
    "nullable": ("post", body({**KITE, "type": ["object", "null"]})),
    "nullable_reference": ("post", body({"anyOf": [{"$ref": "#/components/schemas/Kite"}, {"type": "null"}]})),
    "optional_reference": (
        "post",
        body({"oneOf": [{"$ref": "#/components/schemas/Kite"}, {"type": "null"}]}, required=False),
    ),
    **{name.lower(): ("post", body({"$ref": f"#/components/schemas/{name}"}, required=False)) for name in NAMED},
    "form": ("post", body(KITE, "application/x-www-form-urlencoded", required=False)),
    "parts": ("post", body(KITE, "multipart/form-data", required=False)),
    "text": ("post", body(TEXT, "text/plain", required=False)),
    "file": ("post", body({"type": "string", "format": "binary"}, "application/octet-stream", required=False)),
    "merge": ("patch", body(KITE, MERGE)),
    "changes": ("patch", body(CHANGES, PATCH)),
    "same": ("patch", body(CHANGES, PATCH, JSON)),
    "both": (
        "patch",
        {"requestBody": {"content": {PATCH: {"schema": CHANGES}, MERGE: {"schema": KITE}, JSON: {"schema": KITE}}}},
    ),
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    paths: dict[str, Any] = {
        f"/{name}": {method: operation(name, **given)} for name, (method, given) in OPERATIONS.items()
    }
    size = {"name": "size", "in": "query", "schema": NUMBER}
    kind = {"name": "kind", "in": "path", "required": True, "schema": TEXT}
    paths["/do?Action=Fly&Kind={kind}"] = {"get": operation("fly", parameters=[size, kind])}
    header = {"name": "X-Note", "in": "header", "schema": TEXT}
    paths["/note"] = {"get": operation("note", parameters=[header])}
    paths["/do#land"] = {"get": operation("land", parameters=[size])}
    whole = document(paths, schemas={"Kite": KITE, **NAMED})
    with imported(whole, tmp_path_factory.mktemp("optional"), "optional_kites") as (_, module):
        yield module


def sent(package: ModuleType, server: Server, name: str, /, *body: Any, **given: Any) -> tuple[bytes, str | None]:
    with package.Client(server.url) as client:
        getattr(client.kites, name)(*body, **given)
    return server.last.body, server.last.headers.get("Content-Type")


def test_an_optional_body_that_is_not_given_is_not_sent(package: ModuleType, server: Server) -> None:
    for name in ("optional", "unsaid"):
        assert sent(package, server, name) == (b"", None)
        assert sent(package, server, name, name="n") == (b'{"name":"n"}', JSON)
    assert sent(package, server, "loose") == (b"", None)
    assert sent(package, server, "loose", {}) == (b"{}", JSON)
    with pytest.raises(ValueError, match="name"):
        sent(package, server, "needed")
    with pytest.raises(ValueError, match="name"):
        sent(package, server, "optional", tail=1)


@pytest.mark.parametrize("name", ["form", "parts", "text", "file"])
def test_an_optional_body_of_any_media_type_may_be_left_out(name: str, package: ModuleType, server: Server) -> None:
    assert sent(package, server, name) == (b"", None)


def test_null_is_sent_if_the_reference_allows_it(package: ModuleType, server: Server) -> None:
    assert sent(package, server, "nullable", None) == (b"null", JSON)
    assert sent(package, server, "nullable", name="n") == (b'{"name":"n"}', JSON)


@pytest.mark.parametrize("name", ["nullable_reference", "optional_reference"])
def test_the_properties_of_a_nullable_model_are_arguments_too(name: str, package: ModuleType, server: Server) -> None:
    assert sent(package, server, name, None) == (b"null", JSON)
    assert sent(package, server, name, name="n") == (b'{"name":"n"}', JSON)
    assert sent(package, server, name, package.models.Kite(name="n")) == (b'{"name":"n"}', JSON)
    if name == "optional_reference":
        assert sent(package, server, name) == (b"", None)


@pytest.mark.parametrize("name", [name.lower() for name in NAMED])
def test_the_properties_of_a_model_under_another_name_are_arguments_too(
    name: str, package: ModuleType, server: Server
) -> None:
    assert sent(package, server, name, name="n") == (b'{"name":"n"}', JSON)
    assert sent(package, server, name, {"name": "n"}) == (b'{"name":"n"}', JSON)
    assert sent(package, server, name) == (b"", None)
    if name != "other":
        assert sent(package, server, name, None) == (b"null", JSON)


def test_a_merge_patch_has_only_what_changes(package: ModuleType, server: Server) -> None:
    assert sent(package, server, "merge", note=None) == (b'{"note":null}', MERGE)
    assert sent(package, server, "merge", package.MergePatch({"tail": 2})) == (b'{"tail": 2}', MERGE)


@pytest.mark.parametrize("name", ["changes", "same", "both"])
def test_a_json_patch_is_sent_with_its_media_type(name: str, package: ModuleType, server: Server) -> None:
    patch = package.JsonPatch().remove("/note")
    assert sent(package, server, name, patch) == (b'[{"op": "remove", "path": "/note"}]', PATCH)


def test_an_operation_with_a_json_patch_also_takes_other_bodies(package: ModuleType, server: Server) -> None:
    assert sent(package, server, "changes", [{"op": "remove", "path": "/a"}])[1] == PATCH
    assert sent(package, server, "both", name="n") == (b'{"name":"n"}', JSON)
    assert sent(package, server, "both", package.MergePatch({"note": None})) == (b'{"note": null}', MERGE)


def test_a_query_in_a_path_is_sent_and_a_fragment_is_not(package: ModuleType, server: Server) -> None:
    with package.Client(server.url) as client:
        client.kites.fly("a&b", size=2)
        assert server.last.target == "/do?Action=Fly&Kind=a%26b&size=2"
        client.kites.land(size=2)
        assert server.last.target == "/do?size=2"


def test_a_header_may_have_any_letters_but_no_line_break(package: ModuleType, server: Server) -> None:
    with package.Client(server.url) as client:
        client.kites.note(x_note="grün")
        assert server.last.headers["X-Note"].encode("latin-1").decode() == "grün"
        with pytest.raises(package.ApiError):
            client.kites.note(x_note="a\r\nX-Other: b")
    assert "X-Other" not in server.last.headers

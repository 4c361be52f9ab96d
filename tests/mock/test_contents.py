"""Responses that are not JSON: samples, values of the schema, or a file of the media type."""

from __future__ import annotations

import gzip
import io
import zipfile
from xml.etree import ElementTree

import pytest

from tests.contract.small import INTEGER, STRING, Json, content, document, operation, properties, ref
from tests.mock.calls import ask, mock_of

BINARY: Json = {"type": "string", "format": "binary"}


def response_with(contents: Json, schemas: Json | None = None, accept: str = "*/*") -> tuple[str, bytes]:
    """The media type and the bytes of a response that is documented with this content."""
    get = operation("Get")
    get["responses"]["200"]["content"] = contents
    response = ask(mock_of(document({"/a": {"get": get}}, schemas)), "GET", "/a", headers={"Accept": accept})
    assert response.status_code == 200
    return response.headers["content-type"], response.content


@pytest.mark.parametrize(
    ("media_type", "start"),
    [
        ("application/atom+xml", b"<?xml "),
        ("application/pdf", b"%PDF-"),
        ("image/jpeg", b"\xff\xd8\xff"),
        ("image/jpg", b"\xff\xd8\xff"),
        ("image/png", b"\x89PNG"),
        ("image/bmp", b"BM"),
        ("image/svg+xml", b"<svg "),
        ("image/webp", b"RIFF\x1a\0\0\0WEBPVP8L"),
        ("audio/wav", b"RIFF"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("application/vnd.nobody.knows", b""),
        ("video/mp4", b""),
        ("application/pdf; version=1.4", b"%PDF-"),
    ],
)
@pytest.mark.parametrize("schema", [BINARY, STRING, {}, None, {"contentMediaType": "x/y"}])
def test_the_response_is_a_file_of_its_media_type(media_type: str, start: bytes, schema: Json | None) -> None:
    returned_type, body = response_with(content(schema, media_type))
    assert returned_type == media_type
    assert body
    assert body.startswith(start)


def test_archives_can_be_opened() -> None:
    assert zipfile.ZipFile(io.BytesIO(response_with(content(BINARY, "application/zip"))[1])).namelist() == []
    assert gzip.decompress(response_with(content(BINARY, "application/gzip"))[1])


@pytest.mark.parametrize(
    ("media_type", "schema", "body"),
    [
        ("text/plain", {"type": "string", "example": "pong"}, b"pong"),
        ("application/text", {"type": "string", "example": "pong"}, b"pong"),
        ("text/plain", {"type": "string", "enum": ["UP"]}, b"UP"),
        ("text/plain", {"type": "string", "pattern": "^a{3}$"}, b"aaa"),
        ("text/plain", {"type": "integer", "minimum": 7, "maximum": 7}, b"7"),
        ("text/html", {"type": "string", "const": "<p>"}, b"<p>"),
        ("application/yaml", {"type": "object", "example": {"a": 1}}, b'{"a":1}'),
        ("application/x-ndjson", {"type": "object", "example": {"a": 1}}, b'{"a":1}\n'),
        ("application/jsonl", {"type": "array", "example": [{"a": 1}, 2]}, b'{"a":1}\n2\n'),
        ("application/json-seq", {"type": "object", "example": {"a": 1}}, b'\x1e{"a":1}\n'),
        ("text/event-stream", {"type": "object", "example": {"a": 1}}, b'data: {"a":1}\n\n'),
        ("text/csv", {"type": "array", "example": [{"a": 1, "b": "x,y"}]}, b'a,b\r\n1,"x,y"\r\n'),
    ],
)
def test_a_text_response_is_the_sample_of_its_schema_or_a_value_that_fits(
    media_type: str, schema: Json, body: bytes
) -> None:
    assert response_with(content(schema, media_type)) == (media_type, body)


def test_an_example_is_chosen_by_its_name() -> None:
    get = operation("Get")
    get["responses"]["200"]["content"] = content(STRING, "text/plain", first="a", second="b")
    server = mock_of(document({"/a": {"get": get}}))
    assert ask(server, "GET", "/a").text == "a"
    assert ask(server, "GET", "/a", headers={"Prefer": "example=second"}).text == "b"


def test_a_client_that_accepts_only_another_media_type_gets_406() -> None:
    get = operation("Get")
    get["responses"]["200"]["content"] = content(BINARY, "application/pdf")
    server = mock_of(document({"/a": {"get": get}}))
    assert ask(server, "GET", "/a", headers={"Accept": "image/png"}).status_code == 406


PET: Json = {
    **properties(
        id={**INTEGER, "xml": {"attribute": True}, "example": 7},
        name={**STRING, "example": "a<b"},
        tags={"type": "array", "items": {**STRING, "xml": {"name": "tag"}}, "example": ["x", "y"]},
        photos={"type": "array", "items": {**STRING, "xml": {"name": "photo"}}, "xml": {"wrapped": True}},
    ),
    "xml": {"name": "pet", "namespace": "https://example.com/pets", "prefix": "p"},
}
PETS = "{https://example.com/pets}"


def test_xml_is_written_as_the_schema_says() -> None:
    pet = {**PET, "example": {"id": 7, "name": "a<b", "tags": ["x", "y"], "photos": ["1.png", "2.png"]}}
    _, body = response_with(content(ref("Pet"), "application/xml"), {"Pet": pet})
    root = ElementTree.fromstring(body)
    assert (root.tag, root.attrib) == (f"{PETS}pet", {"id": "7"})
    assert root.findtext("name") == "a<b"
    assert [tag.text for tag in root.findall("tag")] == ["x", "y"]
    assert [photo.text for photo in root.findall("photos/photo")] == ["1.png", "2.png"]


def test_xml_is_generated_from_the_schema_and_has_one_root() -> None:
    _, body = response_with(content(properties(id=INTEGER), "application/xml"))
    assert ElementTree.fromstring(body).findtext("id", "").isdigit()
    listed = {"type": "array", "items": ref("Pet"), "example": [{"id": 1}, {"id": 2}]}
    root = ElementTree.fromstring(response_with(content(listed, "text/xml"), {"Pet": PET})[1])
    assert [pet.attrib["id"] for pet in root] == ["1", "2"]


def test_a_name_that_is_not_valid_in_xml_is_changed() -> None:
    schema = {"type": "object", "example": {"1 a": "x", "<": "\0y", "b:c": True}}
    root = ElementTree.fromstring(response_with(content(schema, "application/xml"))[1])
    assert [child.text for child in root] == ["x", " y", "true"]

"""Requests as ordinary clients write them are accepted: lists with spaces, forms with brackets, empty bodies."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from speclift.openapi.structure.nodes import Json
from tests.contract.small import INTEGER, STRING, document, operation, parameter, properties
from tests.mock.calls import ask, mock_of

INTEGERS: Json = {"type": "array", "items": INTEGER}
FORM = "application/x-www-form-urlencoded"
ADDRESS: Json = {
    **properties(city=STRING, zip=INTEGER, geo=properties(lat={"type": "number"})),
    "additionalProperties": False,
}
CHARGE: Json = {
    **properties(
        amount=INTEGER,
        ids=INTEGERS,
        address=ADDRESS,
        items={"type": "array", "items": {**properties(price=INTEGER, tags=INTEGERS), "required": ["price"]}},
        metadata={"type": "object", "additionalProperties": STRING},
        expand={"type": "array", "items": STRING},
    ),
    "required": ["amount"],
    "additionalProperties": False,
}


def header_status(schema: Json, *values: str, explode: bool = False) -> int:
    header = parameter("X-Ids", "header", schema, explode=explode)
    server = mock_of(document({"/a": {"get": operation("Get", parameters=[header])}}))
    return ask(server, "GET", "/a", headers=httpx.Headers([("X-Ids", value) for value in values])).status_code


@pytest.mark.parametrize("values", [("1,2,3",), ("1, 2, 3",), ("1 ,\t2",), ("1", "2, 3"), ("1,,2", "")])
def test_a_list_in_a_header_may_have_spaces_and_several_lines(values: tuple[str, ...]) -> None:
    assert header_status(INTEGERS, *values) == 200
    assert header_status(INTEGERS, *values, "x") == 400


def test_an_object_in_a_header_may_have_spaces() -> None:
    schema = {**properties(a=INTEGER, b=INTEGER), "required": ["a", "b"]}
    assert header_status(schema, "a=1, b=2", explode=True) == 200
    assert header_status(schema, "a, 1, b, 2") == 200
    assert header_status(schema, "a=1, b=x", explode=True) == 400


def body_status(body: bytes | None, content_type: str, *, is_required: bool, schema: Json | None = None) -> int:
    post = operation("Post", body=schema or properties(a=INTEGER))
    post["requestBody"] = {"required": is_required, "content": {content_type: {"schema": schema or {}}}}
    server = mock_of(document({"/a": {"post": post}}))
    return ask(server, "POST", "/a", content=body, headers={"Content-Type": content_type}).status_code


@pytest.mark.parametrize("content_type", ["application/json", "application/xml", FORM, "text/plain"])
@pytest.mark.parametrize("body", [None, b""])
def test_an_optional_body_may_be_left_out_whatever_the_content_type(content_type: str, body: Any) -> None:
    schema = {**properties(a=INTEGER), "required": ["a"]}
    assert body_status(body, content_type, is_required=False, schema=schema) == 200


@pytest.mark.parametrize("content_type", ["text/plain", "text/plain; charset=utf-8"])
@pytest.mark.parametrize(("body", "status"), [(b"short", 200), (b"much too long", 400), ("fünf!".encode(), 200)])
def test_a_text_is_checked_like_any_other_value(content_type: str, body: bytes, status: int) -> None:
    create = operation("Create", body=INTEGERS)
    create["requestBody"]["content"] = {"text/plain": {"schema": {"type": "string", "maxLength": 5}}, "text/csv": {}}
    server = mock_of(document({"/a": {"post": create}}))
    assert ask(server, "POST", "/a", content=body, headers={"Content-Type": content_type}).status_code == status
    assert ask(server, "POST", "/a", content=body, headers={"Content-Type": "text/csv"}).status_code == 200


def test_a_required_body_has_to_be_there() -> None:
    assert body_status(b"", "application/json", is_required=True) == 400
    assert body_status(b"", FORM, is_required=True, schema={**properties(a=INTEGER), "required": ["a"]}) == 400
    assert body_status(b"", FORM, is_required=True, schema=properties(a=INTEGER)) == 200
    assert body_status(b"{", "application/json", is_required=False) == 400


ENCODING: Json = {
    "ids": {"style": "form", "explode": False},
    "address": {"style": "deepObject", "explode": True},
    "metadata": {"style": "deepObject", "explode": True},
}


def form_status(body: str, encoding: Json | None = None, schema: Json = CHARGE) -> int:
    post = operation("Post")
    post["requestBody"] = {"required": True, "content": {FORM: {"schema": schema, "encoding": encoding or {}}}}
    server = mock_of(document({"/a": {"post": post}}))
    return ask(server, "POST", "/a", content=body, headers={"Content-Type": FORM}).status_code


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("amount=1", 200),
        ("amount=1&ids=1,2,3", 200),
        ("amount=1&ids=1,x", 400),
        ("amount=1&address[city]=Bonn&address[zip]=53111", 200),
        ("amount=1&address%5Bcity%5D=Bonn&address%5Bgeo%5D%5Blat%5D=50.7", 200),
        ("amount=1&address[zip]=x", 400),
        ("amount=1&address[nowhere]=x", 400),
        ("amount=1&metadata[order]=7&metadata[by]=me", 200),
        ("amount=1&items[0][price]=5&items[1][price]=6&items[1][tags][]=7", 200),
        ("amount=1&items[0][tags][]=7", 400),
        ("amount=1&items[][price]=5", 200),
        ("amount=1&expand[]=a&expand[]=b", 200),
        ("amount=1&expand[0]=a&expand[1]=b", 200),
        ("amount=1&unknown[a]=b", 400),
        ("amount=1&address[city=Bonn", 400),
        ("amount=1&address" + "[a]" * 5000 + "=1", 400),
    ],
)
def test_names_with_brackets_are_nested_properties(body: str, status: int) -> None:
    assert form_status(body, ENCODING) == status


@pytest.mark.parametrize("body", ["amount=1&address[city]=Bonn", "amount=1&expand[]=a", "amount=1&address={}"])
def test_brackets_and_json_need_no_encoding_object(body: str) -> None:
    assert form_status(body) == 200


@pytest.mark.parametrize(
    ("encoding", "body", "status"),
    [
        ({"ids": {"style": "pipeDelimited", "explode": False}}, "amount=1&ids=1|2", 200),
        ({"ids": {"style": "spaceDelimited", "explode": False}}, "amount=1&ids=1%202", 200),
        ({"ids": {"style": "spaceDelimited", "explode": False}}, "amount=1&ids=1,2", 400),
        ({"ids": {"contentType": "text/plain"}}, "amount=1&ids=1&ids=2", 200),
        ({"address": {"style": "form", "explode": False}}, "amount=1&address=city,Bonn,zip,5", 200),
        ({"address": {"style": "form", "explode": False}}, "amount=1&address=city,Bonn,zip,x", 400),
        ({"address": {"style": "form", "explode": True}}, "amount=1&city=Bonn&zip=5", 200),
        ({"address": {"style": "form", "explode": True}}, "amount=1&city=Bonn&zip=x", 400),
        ({"address": {"contentType": "application/json"}}, 'amount=1&address={"zip":5}', 200),
        ({"address": {"contentType": "application/json"}}, 'amount=1&address={"zip":"x"}', 400),
    ],
)
def test_a_form_field_is_read_as_its_encoding_says(encoding: Json, body: str, status: int) -> None:
    assert form_status(body, encoding) == status


@pytest.mark.parametrize(
    ("name", "part", "status"),
    [
        ("ids", "[1,2]", 200),
        ("ids", "[1,true]", 400),
        ("ids", "7", 200),
        ("address", '{"zip":5}', 200),
        ("ids", "{", 400),
    ],
)
def test_a_part_that_is_json_is_read_as_json(name: str, part: str, status: int) -> None:
    post = operation("Post")
    post["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": CHARGE}}}
    server = mock_of(document({"/a": {"post": post}}))
    files = {"amount": (None, b"1"), name: (None, part.encode(), "application/json")}
    response = ask(server, "POST", "/a", files=files)
    assert response.status_code == status, response.text


@pytest.mark.parametrize("target", ["/a?p[a][b]=1&p[c][]=1&p[c][]=2", "/a?p[c][0]=1"])
def test_a_deep_object_may_be_nested(target: str) -> None:
    schema = {**properties(a=properties(b=INTEGER), c=INTEGERS), "additionalProperties": False}
    described = parameter("p", "query", schema, style="deepObject", explode=True)
    server = mock_of(document({"/a": {"get": operation("Get", parameters=[described])}}))
    assert ask(server, "GET", target).status_code == 200
    assert ask(server, "GET", f"{target}x").status_code == 400


def test_a_parameter_may_be_empty_where_the_document_says_so() -> None:
    for allows, status in ((True, 200), (False, 400)):
        described = parameter("p", "query", INTEGER, allowEmptyValue=allows)
        server = mock_of(document({"/a": {"get": operation("Get", parameters=[described])}}))
        assert ask(server, "GET", "/a?p=").status_code == status
        assert ask(server, "GET", "/a?p").status_code == status
        assert ask(server, "GET", "/a?p=x").status_code == 400

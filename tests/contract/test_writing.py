"""A sample request is written as the document says: parameters in their style, the body in its media type."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote_plus

import pytest

from speclift.contract.sample_request import Request, sample_request
from speclift.contract.view import read_contract
from tests.contract.small import INTEGER, STRING, Json, document, operation, parameter, properties
from tests.mock.calls import ask, mock_of

INTEGERS: Json = {"type": "array", "items": INTEGER}
POINT: Json = {**properties(a=INTEGER, b=INTEGER), "required": ["a", "b"], "additionalProperties": False}
LIST, PAIR = [1, 2], {"a": 1, "b": 2}
FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"
KINDS: dict[type, Json] = {list: INTEGERS, dict: POINT, int: INTEGER, bool: {"type": "boolean"}}


def accepted_request(paths: Json) -> Request:
    """The sample request of the only operation; the mock of the document has accepted it."""
    source = document(paths)
    contract = read_contract(source)
    request = sample_request(contract, contract.operations[0])
    response = ask(mock_of(source), request.method, request.target, headers=request.headers, content=request.body)
    assert response.status_code == 200, response.text
    return request


def request_with_parameter(location: str, value: Any, **given: Any) -> Request:
    path = "/things/{p}" if location == "path" else "/things"
    described = parameter("p", **{"location": location, "schema": KINDS[type(value)], **given, "required": True})
    return accepted_request(
        {path: {"get": operation("read", answer=STRING, parameters=[{**described, "example": value}])}}
    )


@pytest.mark.parametrize(
    ("location", "style", "explode", "value", "target"),
    [
        ("query", "form", True, True, "?p=true"),
        ("query", "form", True, LIST, "?p=1&p=2"),
        ("query", "form", False, LIST, "?p=1,2"),
        ("query", "pipeDelimited", False, LIST, "?p=1|2"),
        ("query", "spaceDelimited", False, LIST, "?p=1 2"),
        ("query", "deepObject", True, PAIR, "?p[a]=1&p[b]=2"),
        ("query", "form", True, PAIR, "?a=1&b=2"),
        ("query", "form", False, PAIR, "?p=a,1,b,2"),
        ("path", "simple", False, 5, "/5"),
        ("path", "simple", False, LIST, "/1,2"),
        ("path", "simple", False, PAIR, "/a,1,b,2"),
        ("path", "simple", True, PAIR, "/a=1,b=2"),
        ("path", "label", False, 5, "/.5"),
        ("path", "label", False, LIST, "/.1,2"),
        ("path", "label", True, LIST, "/.1.2"),
        ("path", "label", True, PAIR, "/.a=1.b=2"),
        ("path", "matrix", False, 5, "/;p=5"),
        ("path", "matrix", True, 5, "/;p=5"),
        ("path", "matrix", False, LIST, "/;p=1,2"),
        ("path", "matrix", True, LIST, "/;p=1;p=2"),
        ("path", "matrix", False, PAIR, "/;p=a,1,b,2"),
        ("path", "matrix", True, PAIR, "/;a=1;b=2"),
    ],
)
def test_a_parameter_is_written_in_its_style(location: str, style: str, explode: bool, value: Any, target: str) -> None:
    request = request_with_parameter(location, value, style=style, explode=explode)
    assert unquote_plus(request.target) == f"/things{target}"


@pytest.mark.parametrize(
    ("explode", "value", "text"), [(False, LIST, "1,2"), (False, PAIR, "a,1,b,2"), (True, PAIR, "a=1,b=2")]
)
def test_a_header_is_written_in_its_style(explode: bool, value: Any, text: str) -> None:
    assert request_with_parameter("header", value, explode=explode).headers["p"] == text


@pytest.mark.parametrize("location", ["query", "header"])
def test_a_parameter_with_a_media_type_is_json(location: str) -> None:
    content = {"application/json": {"schema": POINT, "example": PAIR}}
    described = {"name": "p", "in": location, "required": True, "content": content}
    request = accepted_request({"/things": {"get": operation("read", answer=STRING, parameters=[described])}})
    text = request.headers["p"] if location == "header" else unquote_plus(request.target).partition("?p=")[2]
    assert text == '{"a": 1, "b": 2}'


@pytest.mark.parametrize("text", ["a/b", "a b", "a,b", "ü;=?#"])
def test_a_text_in_a_path_stays_one_segment(text: str) -> None:
    described = {**parameter("p", "path", STRING), "example": text}
    source = document({"/things/{p}": {"get": operation("read", answer=STRING, parameters=[described])}})
    contract = read_contract(source)
    target = sample_request(contract, contract.operations[0]).target
    assert target.isascii()
    assert target.count("/") == 2
    assert unquote_plus(target) == f"/things/{text}"


THING: Json = {
    **properties(n=INTEGER, is_new={"type": "boolean"}, ids=INTEGERS, point=POINT),
    "required": ["n", "is_new", "ids", "point"],
    "additionalProperties": False,
}
SHOWN: Json = {"n": 5, "is_new": True, "ids": LIST, "point": PAIR}
JSON_POINT = 'point={"a": 1, "b": 2}'


def request_with_body(media_type: str, encoding: Json) -> Request:
    entry = {"schema": THING, "example": SHOWN, "encoding": encoding}
    post = {**operation("make", answer=STRING), "requestBody": {"required": True, "content": {media_type: entry}}}
    return accepted_request({"/things": {"post": post}})


@pytest.mark.parametrize(
    ("encoding", "fields"),
    [
        ({}, f"ids=1&ids=2&{JSON_POINT}"),
        ({"ids": {"style": "form", "explode": False}}, f"ids=1,2&{JSON_POINT}"),
        ({"ids": {"style": "pipeDelimited", "explode": False}}, f"ids=1|2&{JSON_POINT}"),
        ({"point": {"style": "deepObject", "explode": True}}, "ids=1&ids=2&point[a]=1&point[b]=2"),
        ({"point": {"style": "form", "explode": False}}, "ids=1&ids=2&point=a,1,b,2"),
        ({"point": {"style": "form", "explode": True}}, "ids=1&ids=2&a=1&b=2"),
        ({"point": {"contentType": "application/json"}}, f"ids=1&ids=2&{JSON_POINT}"),
    ],
)
def test_the_fields_of_a_form_are_written_as_their_encoding_says(encoding: Json, fields: str) -> None:
    request = request_with_body(FORM, encoding)
    assert request.headers["Content-Type"] == FORM
    assert unquote_plus((request.body or b"").decode()) == f"n=5&is_new=true&{fields}"


@pytest.mark.parametrize("encoding", [{}, {"point": {"contentType": "application/json"}}])
def test_a_multipart_form_has_a_part_for_each_item_and_json_for_an_object(encoding: Json) -> None:
    request = request_with_body(PARTS, encoding)
    assert request.headers["Content-Type"].startswith(f"{PARTS}; boundary=")
    body = (request.body or b"").decode()
    assert body.count('name="ids"\r\n\r\n') == 2
    assert 'name="point"\r\nContent-Type: application/json\r\n\r\n{"a": 1, "b": 2}\r\n' in body


def test_a_part_has_the_media_type_that_its_encoding_names() -> None:
    body = request_with_body(PARTS, {"ids": {"contentType": "application/json, text/plain"}}).body or b""
    assert b'name="ids"\r\nContent-Type: application/json\r\n\r\n[1, 2]\r\n' in body


def test_a_name_cannot_break_out_of_its_part() -> None:
    name = 'a"\r\nX: y\r\n\r\n'
    entry = {"schema": properties(**{name: STRING}), "example": {name: "b"}}
    post = {**operation("make", answer=STRING), "requestBody": {"required": True, "content": {PARTS: entry}}}
    body = accepted_request({"/things": {"post": post}}).body or b""
    assert b'name="a%22%0D%0AX: y%0D%0A%0D%0A"\r\n\r\nb\r\n' in body


@pytest.mark.parametrize(
    ("media_type", "value", "expected"),
    [
        ("application/x-ndjson", [PAIR, PAIR], b'{"a":1,"b":2}\n{"a":1,"b":2}\n'),
        ("application/jsonl", PAIR, b'{"a":1,"b":2}\n'),
        ("application/jsonl", [1, "x"], b'1\n"x"\n'),
        ("application/json-seq", LIST, b"\x1e1\n\x1e2\n"),
    ],
)
def test_a_sequence_of_json_has_a_line_for_each_value(media_type: str, value: Any, expected: bytes) -> None:
    entry = {"schema": {}, "example": value}
    post = {**operation("make", answer=STRING), "requestBody": {"required": True, "content": {media_type: entry}}}
    request = accepted_request({"/things": {"post": post}})
    assert request.headers["Content-Type"] == media_type
    assert (request.body or b"").replace(b" ", b"") == expected


def test_a_sample_is_sent_only_as_its_own_media_type() -> None:
    """Of two JSON media types, the first is sent: with the sample of the second only if their schemas are the same."""
    star, plain = "application/vnd.shop.star+json", "application/json"
    for schema, is_shown in ((properties(star=STRING), False), (properties(id=INTEGER), True)):
        value = {"star": "now"} if "star" in schema["properties"] else {"id": 5}
        types = {plain: {"schema": {**properties(id=INTEGER), "required": ["id"]} if not is_shown else schema}}
        types[star] = {"schema": schema, "example": value}
        post = {**operation("make", answer=STRING), "requestBody": {"required": True, "content": types}}
        request = accepted_request({"/things": {"post": post}})
        assert request.headers["Content-Type"] == plain
        assert (json.loads(request.body or b"") == value) == is_shown

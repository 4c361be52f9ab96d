"""HTTP messages and bare bodies in code blocks, as docs print them."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclift.model.facts import MessageSample
from speclift.model.schema import Place
from speclift.reading.samples.messages import message_of, messages_in

PLACE = Place("page.md", 10)

REQUESTS: list[tuple[str, str, str]] = [
    ("GET /bugs", "GET", "/bugs"),
    ("GET /bugs HTTP/1.1", "GET", "/bugs"),
    ("get /bugs", "", ""),
    ("DELETE   https://api.test/v1/bugs/{id}   HTTP/2  ", "DELETE", "https://api.test/v1/bugs/{id}"),
    ("POST bugs/:id/close", "POST", "bugs/:id/close"),
    ("LIST /secrets/<path>", "LIST", "/secrets/<path>"),
    ("PUT {baseUrl}/bugs", "PUT", "{baseUrl}/bugs"),
    ("GET ${host}/bugs", "GET", "${host}/bugs"),
    ("\tGET /bugs", "GET", "/bugs"),
    ("GET /bugs?$filter=title eq 'a b' and open", "GET", "/bugs?$filter=title eq 'a b' and open"),
    ("GET /bugs?$filter=a eq 'b' HTTP/1.1", "GET", "/bugs?$filter=a eq 'b'"),
    ("GET /users('{id}')/bugs", "GET", "/users('{id}')/bugs"),
    ("GET /bugs\n  ?state=open\n  &page=2", "GET", "/bugs?state=open&page=2"),
    ("GET /bugs?\n  state=open&\n  page=2 HTTP/1.1\nAccept: */*", "GET", "/bugs?state=open&page=2"),
    ("GET /bugs/ \\\n  {id}/notes", "GET", "/bugs/{id}/notes"),
    ("# all bugs\nGET /bugs", "GET", "/bugs"),
    ("GET <em>/bugs</em>", "GET", "/bugs"),
]

STATUSES = [
    ("HTTP/1.1 200 OK", "200"),
    ("HTTP/2 204", "204"),
    ("HTTP/1.1: 404 Not Found", "404"),
    ("HTTP 201 Created", "201"),
    ("HTTP/1.1 4xx", "4XX"),
    ("Status: 302 Found", "302"),
    ("Status Code: 202", "202"),
    ("204 No Content", "204"),
    ("204 - No Content", "204"),
    ("  HTTP/1.1 101 UPGRADED", "101"),
    ("404 bottles of milk", ""),
    ("Status: open", ""),
]


def read(text: str, info: str = "") -> MessageSample:
    found = message_of(text, info, PLACE)
    assert found
    return found


@pytest.mark.parametrize(("text", "method", "target"), REQUESTS)
def test_a_request_line_gives_method_and_target(text: str, method: str, target: str) -> None:
    found = read(text, "http")
    assert (found.method, found.target) == (method, target)


@pytest.mark.parametrize(("text", "status"), STATUSES)
def test_a_status_line_gives_the_status(text: str, status: str) -> None:
    assert read(text).status == status


@pytest.mark.parametrize(
    ("text", "headers", "value"),
    [
        ("POST /bugs\nContent-type: application/json\n\n{\"a\": 1}", {"Content-type": "application/json"}, {"a": 1}),
        ("POST /bugs\nContent-Type: application/json\n{\n \"a\": 1\n}", {"Content-Type": "application/json"}, {"a": 1}),
        ('POST /bugs\n{"a": 1}', {}, {"a": 1}),
        ('POST /bugs\n\n{"a": 1}', {}, {"a": 1}),
        ("GET /bugs HTTP/1.1\n\nAccept: text/html\nX-Id: 1\n", {"Accept": "text/html", "X-Id": "1"}, None),
        ("POST /bugs\n\nETag: x\n\nAccept: text/html\n\n[]", {"ETag": "x", "Accept": "text/html"}, []),
        ("HTTP/1.1 200 OK\ncontent-type:application/json\n\n[1]", {"content-type": "application/json"}, [1]),
        ("HTTP/1.1 200 OK\n\t{\n\t\t'a': 1,\n\t}", {}, {"a": 1}),
        (" HTTP/1.1 200 OK\n Link: <a>; rel=next,\n       <b>\n\n []", {"Link": "<a>; rel=next, <b>"}, []),
        ("HTTP/1.1 200 OK\r\nETag: \"x\"\r\n\r\n{}", {"ETag": '"x"'}, {}),
        ("Accept: text/html\nX-Id: 1", {"Accept": "text/html", "X-Id": "1"}, None),
        ("Authorization: Bearer x\n\n{\"a\": 1}", {"Authorization": "Bearer x"}, {"a": 1}),
    ],
)  # fmt: skip
def test_headers_and_a_json_body_are_read(text: str, headers: dict[str, str], value: Any) -> None:
    found = read(text)
    assert dict(found.headers) == headers
    assert (orjson.loads(found.json) if found.json else None) == value


def test_a_status_among_the_headers_is_no_header() -> None:
    found = read("Status: 201 Created\nLocation: /bugs/1\n\n{}")
    assert (found.status, found.headers, found.json) == ("201", (("Location", "/bugs/1"),), "{}")
    found = read("HTTP/1.1 200 OK\nServer: x\nStatus: 200 OK\n")
    assert (found.status, found.headers) == ("200", (("Server", "x"),))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("POST /t\nContent-Type: application/x-www-form-urlencoded\n\na=1&b=x%20y", (("a", "1"), ("b", "x y"))),
        ("POST /t\nContent-Type: application/x-www-form-urlencoded\n\na=1\n&b={id}\n", (("a", "1"), ("b", "{id}"))),
        ("POST /t\n\na=1&b=2", (("a", "1"), ("b", "2"))),
        (
            "POST /t\nContent-Type: multipart/form-data; boundary=x\n\n"
            '--x\nContent-Disposition: form-data; name="a"\n\n1\n'
            '--x\nContent-Disposition: form-data; name="b"; filename="c.png"\nContent-Type: image/png\n\n...\n--x--',
            (("a", "1"), ("b", "@c.png")),
        ),
    ],
)
def test_the_fields_of_a_form_are_read(text: str, form: tuple[tuple[str, str], ...]) -> None:
    found = read(text)
    assert found.form == form
    assert not found.json


@pytest.mark.parametrize(
    "text",
    [
        "HTTP/1.1 200 OK\nContent-Type: text/xml\n\n<bug><id>1</id></bug>",
        "<bug><id>1</id></bug>",
        "HTTP/1.1 200 OK\n\nBEGIN:VCARD\nFN:Kim\nEND:VCARD",
        "HTTP/1.1 200 OK\nContent-Type: text/plain\n\n{the bytes of the file}",
        "Name,Size\na,1",
    ],
)
def test_a_body_that_is_no_json_stays_text(text: str) -> None:
    found = read(text)
    assert found.body == text.rpartition("\n\n")[2]
    assert not found.json


def test_a_body_with_an_ellipsis_is_partial() -> None:
    found = read('HTTP/1.1 200 OK\n\n[\n  {"id": 1},\n  ...\n]')
    assert (found.json, found.is_partial) == ('[{"id":1}]', True)


def test_a_request_and_its_response_in_one_block_are_two_messages() -> None:
    text = 'POST /bugs\nAccept: a\n\n{"t": 1}\n\nHTTP/1.1 201 Created\nLocation: /bugs/1\n\n{"id": 1}\n'
    request, response = messages_in(text, "http", PLACE)
    assert (request.method, request.json, request.place.line) == ("POST", '{"t": 1}', 10)
    assert (response.status, response.headers, response.json, response.place.line) == (
        "201",
        (("Location", "/bugs/1"),),
        '{"id": 1}',
        15,
    )


@pytest.mark.parametrize(
    "label", ["Response 200:", "Response:\n200 OK", "Sample response:\n\nHTTP/1.1 200 OK\nBody:", "Response (200)"]
)
def test_a_label_separates_two_messages(label: str) -> None:
    found = messages_in(f'Request:\nPOST /bugs\n{{"t": 1}}\n{label}\n{{"id": 1}}', "", PLACE)
    assert [(sample.method, sample.status, sample.body) for sample in found] == [
        ("POST", "", '{"t": 1}'),
        ("", "200", '{"id": 1}'),
    ]


def test_a_body_that_is_only_an_ellipsis_is_partial() -> None:
    assert read("POST /bugs\n\n...").is_partial


def test_each_alternative_request_line_is_a_message() -> None:
    found = messages_in("GET /me/bugs\nor\nGET /users/{id}/bugs\n\nGET /bugs\n", "http", PLACE)
    assert [(sample.target, sample.place.line) for sample in found] == [
        ("/me/bugs", 10),
        ("/users/{id}/bugs", 12),
        ("/bugs", 14),
    ]


def test_verbose_output_of_curl_gives_request_and_response() -> None:
    text = (
        "* Connected to api.test\n> GET /bugs HTTP/1.1\n> Host: api.test\n>\n< HTTP/1.1 200 OK\n"
        '< Content-Type: application/json\n<\n{ [5 bytes data]\n[{"id": 1}]\n* Closing connection\n'
    )
    request, response = messages_in(text, "", PLACE)
    assert (request.method, request.target, request.headers) == ("GET", "/bugs", (("Host", "api.test"),))
    assert (response.status, response.json) == ("200", '[{"id": 1}]')


def test_a_body_before_a_response_is_a_message_of_its_own() -> None:
    found = messages_in('{"t": 1}\n\nHTTP/1.1 200 OK\n\n{"id": 1}', "", PLACE)
    assert [(sample.status, sample.json) for sample in found] == [("", '{"t": 1}'), ("200", '{"id": 1}')]


@pytest.mark.parametrize(
    ("info", "text"),
    [("python", "{}"), ("", "import requests\nrequests.get('x')"), ("js", "const x = {a: 1};\nfetch(x)"), ("", " \n")],
)
def test_programs_and_empty_blocks_have_no_message(info: str, text: str) -> None:
    assert message_of(text, info, PLACE) is None


def test_words_that_begin_like_a_request_are_no_request() -> None:
    found = messages_in("GET the list of bugs, then close them", "", PLACE)
    assert [sample.method for sample in found] == [""]


LINES = st.sampled_from(
    [
        *(
            "GET /x",
            "POST y HTTP/1.1",
            "HTTP/1.1 200 OK",
            "Status: 1",
            "A: b",
            "A:",
            ":",
            "",
            " ",
            "\t",
            "{",
            "}",
            "[]",
        ),
        *(
            "a=b&c",
            "--x",
            "<a/>",
            "> GET /x",
            "< HTTP/2 200",
            "*",
            "?a=b",
            "&c",
            "\\",
            "\ufeff",
            "\x00",
            "204 No Content",
        ),
        *("Content-Type: multipart/form-data", "Content-Type: application/x-www-form-urlencoded", "\r", "...", "</b>"),
    ]
)


@given(st.lists(LINES, max_size=30).map("\n".join))
def test_any_text_gives_messages_whose_json_is_strict(text: str) -> None:
    for sample in messages_in(text, "http", PLACE):
        assert PLACE.line <= sample.place.line <= PLACE.line + text.count("\n") + text.count("\r")
        if sample.json:
            orjson.loads(sample.json)

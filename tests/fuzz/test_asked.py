"""Requests write their values as the document says, in samples and in all other requests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlsplit

import pytest

from speclift.cli.main import main
from tests.contract.small import INTEGER, STRING, Json, content, document, operation, parameter, properties
from tests.fuzz.answers import JSON, ReceivedRequest, serving

INTEGERS: Json = {"type": "array", "items": INTEGER}
POINT: Json = {**properties(a=INTEGER, b=INTEGER), "required": ["a", "b"]}
LIST, OBJECT = [1, 2], {"a": 1, "b": 2}
FORM = "application/x-www-form-urlencoded"


def requests_of(folder: Path, paths: Json, *options: str) -> list[ReceivedRequest]:
    """The requests to a server that accepts everything, without the first, which checks that the server responds."""
    spec = folder / "api.json"
    spec.write_text(json.dumps(document(paths, securitySchemes={"bearer": {"type": "http", "scheme": "bearer"}})))

    def respond(request: ReceivedRequest) -> tuple[int, Mapping[str, str], bytes]:
        return (
            (200, JSON, b'{"name": "a"}') if request.method in ("GET", "POST") else (405, {"Allow": "GET, POST"}, b"")
        )

    with serving(respond) as server:
        main(["fuzz", str(spec), "--url", server.url, "--quiet", "--phases", "none", *options])
    return server.requests[1:]


def sample(folder: Path, **fields: Any) -> ReceivedRequest:
    """The first request of an operation whose one parameter is required and has an example."""
    path = "/things/{p}" if fields["location"] == "path" else "/things"
    read = operation(
        "read", answer=properties(name=STRING), parameters=[parameter("p", **{**fields, "required": True})]
    )
    return requests_of(folder, {path: {"get": read}})[0]


@pytest.mark.parametrize(
    ("location", "style", "explode", "value", "target"),
    [
        ("query", "form", True, LIST, "/things?p=1&p=2"),
        ("query", "form", False, LIST, "/things?p=1,2"),
        ("query", "pipeDelimited", False, LIST, "/things?p=1|2"),
        ("query", "spaceDelimited", False, LIST, "/things?p=1 2"),
        ("query", "deepObject", True, OBJECT, "/things?p[a]=1&p[b]=2"),
        ("query", "form", True, OBJECT, "/things?a=1&b=2"),
        ("query", "form", False, OBJECT, "/things?p=a,1,b,2"),
        ("path", "simple", False, LIST, "/things/1,2"),
        ("path", "label", False, LIST, "/things/.1,2"),
        ("path", "label", True, LIST, "/things/.1.2"),
        ("path", "matrix", False, LIST, "/things/;p=1,2"),
        ("path", "matrix", True, LIST, "/things/;p=1;p=2"),
        ("path", "matrix", True, OBJECT, "/things/;a=1;b=2"),
    ],
)
def test_a_sample_is_written_in_the_style_of_its_parameter(
    tmp_path: Path, location: str, style: str, explode: bool, value: Any, target: str
) -> None:
    schema = POINT if isinstance(value, dict) else INTEGERS
    request = sample(tmp_path, location=location, schema=schema, style=style, explode=explode, example=value)
    assert unquote_plus(request.target) == target


def test_headers_and_cookies_have_their_style_too(tmp_path: Path) -> None:
    assert sample(tmp_path, location="header", schema=INTEGERS, example=LIST).headers["p"] == "1,2"
    cookie = sample(tmp_path, location="cookie", schema=INTEGERS, explode=False, example=LIST).headers["cookie"]
    assert cookie in ("p=1,2", "p=1%2C2")


THING: Json = {**properties(n=INTEGER, ids=INTEGERS, point=POINT), "required": ["n"]}
EXAMPLE: Json = {"n": 5, "ids": LIST, "point": OBJECT}


def posted(folder: Path, media_type: str, encoding: Json) -> list[ReceivedRequest]:
    """The requests with a body of this media type, to an operation that requires it and has an example of it."""
    entry = {"schema": THING, "example": EXAMPLE, "encoding": encoding}
    create = {**operation("make", answer=properties(name=STRING)), "security": [{"bearer": []}]}
    create["requestBody"] = {"required": True, "content": {media_type: entry}}
    requests = requests_of(folder, {"/things": {"post": create}})
    # The sample, and the same request without a credential.
    assert sum(request.headers.get("content-type", "").startswith(media_type) for request in requests) == 2
    return [request for request in requests if request.body and request.headers["content-type"].startswith(media_type)]


@pytest.mark.parametrize(
    ("encoding", "fields"),
    [
        ({}, [("ids", "1"), ("ids", "2"), ("point", '{"a":1,"b":2}')]),
        ({"ids": {"style": "form", "explode": False}}, [("ids", "1,2"), ("point", '{"a":1,"b":2}')]),
        (
            {"point": {"style": "deepObject", "explode": True}},
            [("ids", "1"), ("ids", "2"), ("point[a]", "1"), ("point[b]", "2")],
        ),
    ],
)
def test_a_form_is_written_as_its_encoding_says(tmp_path: Path, encoding: Json, fields: list[tuple[str, str]]) -> None:
    requests = posted(tmp_path, FORM, encoding)
    assert requests
    for request in requests:
        pairs = [(name, text.replace(" ", "")) for name, text in parse_qsl(request.body.decode())]
        assert pairs == [("n", "5"), *fields]


def test_a_multipart_form_has_a_part_for_each_value(tmp_path: Path) -> None:
    requests = posted(tmp_path, "multipart/form-data", {})
    assert requests
    for request in requests:
        boundary = request.headers["content-type"].partition("boundary=")[2].encode()
        parts = request.body.split(b"--" + boundary)[1:-1]
        assert [part.partition(b'name="')[2].partition(b'"')[0] for part in parts] == [b"n", b"ids", b"ids", b"point"]
        assert b"application/json" in parts[3]


@pytest.mark.parametrize("phases", ["none", "examples,coverage,fuzzing"])
def test_a_parameter_with_a_media_type_is_json_in_every_phase(tmp_path: Path, phases: str) -> None:
    with_example = {"name": "p", "in": "query", "required": True, "content": content(POINT, shown=OBJECT)}
    paths = {"/things": {"get": operation("read", answer=properties(name=STRING), parameters=[with_example])}}
    requests = requests_of(tmp_path, paths, "--phases", phases, "--max-examples", "5")
    queries = [parse_qsl(urlsplit(request.target).query) for request in requests]
    assert [("p", OBJECT)] in [[(name, json.loads(text)) for name, text in query] for query in queries[:1]]
    # In all other requests, too, no property of the object is a parameter of its own.
    assert not {name for query in queries for name, _ in query} & {"a", "b"}


def test_the_mock_accepts_every_sample(tmp_path: Path) -> None:
    paths: Json = {}
    for number, (location, style, explode, value) in enumerate(
        (location, style, explode, value)
        for location, styles in (("query", ("form",)), ("path", ("simple", "label", "matrix")), ("header", ("simple",)))
        for style in styles
        for explode in (False, True)
        for value in (LIST, OBJECT)
    ):
        schema = POINT if isinstance(value, dict) else INTEGERS
        with_example = parameter(f"p{number}", location, schema, style=style, explode=explode, example=value)
        path = f"/things{number}/{{p{number}}}" if location == "path" else f"/things{number}"
        read = operation(
            f"read{number}", answer=properties(name=STRING), parameters=[{**with_example, "required": True}]
        )
        paths[path] = {"get": read}
    for name, encoding in (("plain", {}), ("deep", {"point": {"style": "deepObject", "explode": True}})):
        entry = {"schema": {**THING, "additionalProperties": False}, "example": EXAMPLE, "encoding": encoding}
        create = operation(name, answer=properties(name=STRING))
        paths[f"/{name}"] = {"post": {**create, "requestBody": {"required": True, "content": {FORM: entry}}}}
    spec = tmp_path / "api.json"
    spec.write_text(json.dumps(document(paths)))
    assert main(["fuzz", str(spec), "--mock", "--quiet", "--phases", "none", "--min-covered", "100"]) == 0


@pytest.mark.parametrize(
    ("media_type", "value", "is_wrong"),
    [
        ("application/json", {"name": None}, True),
        ("application/vnd.star+json", {"name": None, "star": "a"}, False),
        ("application/vnd.star+json", {"name": 5}, True),
    ],
)
def test_a_response_is_checked_against_the_schema_of_its_media_type(
    media_type: str, value: Json, is_wrong: bool, tmp_path: Path
) -> None:
    read = operation("read")
    starred = properties(name={"type": ["string", "null"]}, star=STRING)
    types = {**content(properties(name=STRING)), **content(starred, "application/vnd.star+json")}
    read["responses"]["200"]["content"] = types
    spec, report = tmp_path / "api.json", tmp_path / "report.json"
    spec.write_text(json.dumps(document({"/things": {"get": read}})))
    with serving(lambda _: (200, {"Content-Type": media_type}, json.dumps(value).encode())) as server:
        main(["fuzz", str(spec), "--url", server.url, "--quiet", "--phases", "none", "--report-json", str(report)])
    assert bool(json.loads(report.read_text())["findings"]) is is_wrong

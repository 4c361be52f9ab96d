"""Styles of parameters: the client sends what the specification shows and what the serializer of schemathesis makes."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl, unquote

import httpx
import pytest
from schemathesis.specs.openapi.serialization import serialize_openapi3_parameters

from tests.client.echo import Response, Server, document, operation
from tests.client.wire import imported

LIST = {"type": "array", "items": {"type": "string"}}
OBJECT = {"type": "object", "properties": {"red": {"type": "integer"}, "blue": {"type": "integer"}}}
MAP = {"type": "object", "additionalProperties": {"type": "integer"}}
SCALAR = {"type": "integer"}
VALUES: list[tuple[dict[str, Any], Any]] = [
    (LIST, ["kite", "tail & string"]),
    (OBJECT, {"red": 1, "blue": 2}),
    (MAP, {"x y": 3}),
    (SCALAR, 7),
]

#: All styles that OpenAPI 3.1.1 (section 4.8.12.2.2) allows, by location: `style` and `explode`, None where left out.
STYLES: dict[str, list[tuple[str | None, bool | None]]] = {
    "path": [(None, None), *((style, explode) for style in ("simple", "label", "matrix") for explode in (False, True))],
    "query": [(None, None), ("form", True), ("form", False), ("spaceDelimited", False), ("pipeDelimited", False)],
    "header": [(None, None), ("simple", True), ("simple", False)],
    "cookie": [("form", False)],
}
CASES = [
    (location, style, explode, schema, value)
    for location, styles in STYLES.items()
    for style, explode in styles
    for schema, value in VALUES
    if not (style in ("spaceDelimited", "pipeDelimited") and schema["type"] != "array")
]
CASES += [("query", "deepObject", True, schema, value) for schema, value in VALUES[1:3]]


def parameter(location: str, style: str | None, explode: bool | None, schema: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"name": "X-P" if location == "header" else "p", "in": location, "schema": schema}
    found |= {"required": True} if location == "path" else {}
    found |= {} if style is None else {"style": style}
    return found if explode is None else {**found, "explode": explode}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    paths: dict[str, Any] = {}
    for number, (location, style, explode, schema, _) in enumerate(CASES):
        path = f"/c{number}/{{p}}" if location == "path" else f"/c{number}"
        given = parameter(location, style, explode, schema)
        paths[path] = {"get": operation(f"call{number}", parameters=[given])}
    with imported(document(paths), tmp_path_factory.mktemp("styles"), "styled_kites") as (_, module):
        yield module


@pytest.mark.parametrize("number", range(len(CASES)))
def test_each_style_is_serialized_as_by_an_independent_implementation(
    number: int, package: ModuleType, server: Server
) -> None:
    location, style, explode, schema, value = CASES[number]
    given = parameter(location, style, explode, schema)
    serializer = serialize_openapi3_parameters([given])
    item = {given["name"]: value}
    expected = serializer(dict(item)) if serializer else item
    argument = "x_p" if location == "header" else "p"
    with package.Client(server.url) as client:
        getattr(client.kites, f"call{number}")(**{argument: value})
    if location == "path":
        # The serializer may have escaped its value already.
        assert unquote(server.last.path.rpartition("/")[2]) == unquote(str(expected["p"]))
    elif location == "cookie":
        # A cookie value may not contain a space (RFC 6265, section 4.1.1).
        assert unquote(server.last.headers["Cookie"]) == f"p={expected['p']}"
    elif location == "header":
        assert server.last.headers["X-P"] == str(expected["X-P"])
    else:
        pairs = [
            (key, str(text))
            for key, inner in expected.items()
            for text in (inner if isinstance(inner, list) else [inner])
        ]
        assert parse_qsl(server.last.query) == [(key, unquote(text)) for key, text in pairs]


#: Rows of the tables in the specification (OpenAPI 3.1.1, section 4.8.12.4; 3.2.0, section 4.12.4) that the serializer
#: does not cover.
OBJECT_ROWS = [
    ("query", "spaceDelimited", False, "p=R%20100%20G%20200%20B%20150"),
    ("query", "pipeDelimited", False, "p=R%7C100%7CG%7C200%7CB%7C150"),
    ("query", "form", False, "p=R,100,G,200,B,150"),
    ("query", "form", True, "R=100&G=200&B=150"),
    ("query", "deepObject", True, "p%5BR%5D=100&p%5BG%5D=200&p%5BB%5D=150"),
    ("path", "label", True, ".R=100.G=200.B=150"),
    ("path", "matrix", False, ";p=R,100,G,200,B,150"),
    ("header", "simple", True, "R=100,G=200,B=150"),
    ("cookie", "form", False, "p=R,100,G,200,B,150"),
    ("cookie", "cookie", True, "R=100; G=200; B=150"),
    ("cookie", "cookie", False, "p=R,100,G,200,B,150"),
]
COLOURS = ["blue", "black", "brown"]
ARRAY_ROWS = [
    ("query", "spaceDelimited", False, "p=blue%20black%20brown"),
    ("query", "pipeDelimited", False, "p=blue%7Cblack%7Cbrown"),
    ("query", "form", True, "p=blue&p=black&p=brown"),
    ("path", "label", False, ".blue,black,brown"),
    ("path", "label", True, ".blue.black.brown"),
    ("path", "matrix", True, ";p=blue;p=black;p=brown"),
    ("cookie", "form", False, "p=blue,black,brown"),
    ("cookie", "cookie", True, "p=blue; p=black; p=brown"),
]


def test_styles_match_the_tables_of_the_specification(tmp_path: Path, server: Server) -> None:
    rgb = {"R": 100, "G": 200, "B": 150}
    object_schema = {"type": "object", "properties": dict.fromkeys(rgb, SCALAR)}
    rows = [(*row, object_schema, rgb) for row in OBJECT_ROWS] + [(*row, LIST, COLOURS) for row in ARRAY_ROWS]
    paths: dict[str, Any] = {}
    for number, (location, style, explode, _, schema, _) in enumerate(rows):
        path = f"/c{number}/{{p}}" if location == "path" else f"/c{number}"
        paths[path] = {"get": operation(f"call{number}", parameters=[parameter(location, style, explode, schema)])}
    with imported(document(paths, "3.2.0"), tmp_path, "tabled_kites") as (_, module):
        client = module.Client(server.url)
        for number, (location, style, explode, expected, _, value) in enumerate(rows):
            getattr(client.kites, f"call{number}")(**{"x_p" if location == "header" else "p": value})
            last = server.last
            sent = {
                "query": last.query,
                "path": last.path.rpartition("/")[2],
                "header": last.headers.get("X-P"),
                "cookie": last.headers.get("Cookie"),
            }
            assert sent[location] == expected, (location, style, explode)


DETAILS = [
    {"name": "when", "in": "query", "schema": {"type": "string", "format": "date-time"}},
    {"name": "on", "in": "query", "schema": {"type": "boolean"}},
    {"name": "filter", "in": "query", "content": {"application/json": {"schema": {"type": "object"}}}},
    {"name": "X-Trace", "in": "header", "content": {"application/json": {"schema": MAP}}},
    {"name": "deep", "in": "query", "style": "deepObject", "explode": True, "schema": {"type": "object"}},
    {"name": "free", "in": "query", "allowReserved": True, "schema": {"type": "string"}},
    {"name": "either", "in": "query", "schema": {"anyOf": [{"type": "string"}, LIST]}},
    {"name": "lang", "in": "cookie", "schema": {"type": "string"}},
    {"name": "tags", "in": "cookie", "explode": False, "schema": LIST},
    {"name": "usual", "in": "cookie", "schema": LIST},
    {"name": "spread", "in": "cookie", "explode": True, "schema": OBJECT},
    {"name": "joined", "in": "cookie", "explode": False, "schema": OBJECT},
    {"name": "prefs", "in": "cookie", "content": {"application/json": {"schema": MAP}}},
    {"name": "plain", "in": "query", "content": {"text/plain": {"schema": {"type": "string"}}}},
    {"name": "patch", "in": "query", "content": {"application/merge-patch+json": {"schema": MAP}}},
]


@pytest.fixture(scope="module")
def detailed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    paths = {"/kites": {"get": operation("find", parameters=DETAILS)}}
    with imported(document(paths), tmp_path_factory.mktemp("details"), "detailed_kites") as (_, module):
        yield module


@pytest.mark.parametrize(
    ("given", "query"),
    [
        ({"when": datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)}, [("when", "2026-03-02T00:00:00+00:00")]),
        ({"on": False}, [("on", "false")]),
        ({"deep": {"a": {"b": 1}, "c": ["x", "y"]}}, [("deep[a][b]", "1"), ("deep[c][0]", "x"), ("deep[c][1]", "y")]),
        ({"plain": "a b", "patch": {"x": 1}}, [("plain", "a b"), ("patch", '{"x":1}')]),
        ({"either": "x"}, [("either", "x")]),
        ({"either": ["x", "y"]}, [("either", "x"), ("either", "y")]),
        ({"either": []}, []),
        ({}, []),
    ],
)
def test_values_are_serialized_in_a_query(given: Any, query: Any, detailed: ModuleType, server: Server) -> None:
    with detailed.Client(server.url) as client:
        client.kites.find(**given)
    assert parse_qsl(server.last.query) == query


@pytest.mark.parametrize("values", [{"x": 1, "y": 2}.keys(), {1: "x", 2: "y"}.values(), ("x", "y")])
def test_collections_other_than_lists_are_sent_as_lists(values: Any, detailed: ModuleType, server: Server) -> None:
    with detailed.Client(server.url) as client:
        client.kites.find(either=values, tags=values)
        assert parse_qsl(server.last.query) == [("either", "x"), ("either", "y")]
        assert server.last.headers["Cookie"] == "tags=x,y"
        client.kites.find(either={"x"}, filter={"names": values})
        assert parse_qsl(server.last.query) == [("filter", '{"names":["x","y"]}'), ("either", "x")]
        client.request("POST", "/find", form={"names": values}, query={"names": values})
    assert (server.last.query, server.last.body) == ("names=x&names=y", b"names=x&names=y")


def test_an_iterator_is_sent_as_a_list_on_every_attempt(detailed: ModuleType, server: Server) -> None:
    def values() -> Iterator[str]:
        return iter(("x", "y"))

    server.responses = [Response(503), Response()]
    retry = detailed.Retry(attempts=2, first_delay=0)
    with detailed.Client(server.url, retry=retry) as client:
        before = len(server.received)
        client.kites.find(
            either=values(), tags=values(), filter={"names": values()}, deep={"a": values()}, x_trace=values()
        )
        first, second = server.received[before:]
        assert first.target == second.target
        assert parse_qsl(second.query) == [
            ("filter", '{"names":["x","y"]}'),
            *[("deep[a][0]", "x"), ("deep[a][1]", "y")],
            *[("either", "x"), ("either", "y")],
        ]
        assert second.headers["Cookie"] == "tags=x,y"
        assert json.loads(second.headers["X-Trace"]) == ["x", "y"]
        client.request("POST", "/find", form={"names": values()}, query={"names": values()})
    assert (server.last.query, server.last.body) == ("names=x&names=y", b"names=x&names=y")


def test_json_values_reserved_characters_and_cookies_are_sent_as_documented(
    detailed: ModuleType, server: Server
) -> None:
    with detailed.Client(server.url) as client:
        client.kites.find(
            filter={"name": {"_eq": "ü"}}, x_trace={"a": 1}, free="a/b?c:d", lang="de; x=1", tags=["a", "b"]
        )
    pairs = dict(parse_qsl(server.last.query))
    assert json.loads(pairs["filter"]) == {"name": {"_eq": "ü"}}
    assert json.loads(server.last.headers["X-Trace"]) == {"a": 1}
    assert server.last.query.endswith("free=a/b?c:d")
    assert server.last.headers["Cookie"] == "lang=de%3B%20x=1; tags=a,b"
    with detailed.Client(server.url) as client:
        client.kites.find(prefs={"a": 1, "b": 2})
    assert json.loads(unquote(server.last.headers["Cookie"].removeprefix("prefs="))) == {"a": 1, "b": 2}


@pytest.mark.parametrize(
    ("given", "pairs"),
    [
        ({"usual": ["a", "b"]}, "usual=a; usual=b"),
        ({"tags": ["a", "b"]}, "tags=a,b"),
        ({"spread": {"red": 1, "blue": 2}}, "red=1; blue=2"),
        ({"joined": {"red": 1, "blue": 2}}, "joined=red,1,blue,2"),
        ({"lang": "de", "usual": ["a"]}, "lang=de; usual=a"),
    ],
)
def test_lists_and_objects_are_serialized_in_cookies(
    given: Any, pairs: str, detailed: ModuleType, server: Server
) -> None:
    with detailed.Client(server.url) as client:
        client.kites.find(**given)
    assert server.last.headers["Cookie"] == pairs


@pytest.mark.parametrize("location", ["path", "query", "header", "cookie"])
def test_a_parameter_with_content_is_json_as_by_an_independent_implementation(
    location: str, tmp_path: Path, server: Server
) -> None:
    name = "X-P" if location == "header" else "p"
    content = {"application/json": {"schema": {"type": "object"}}}
    given = {"name": name, "in": location, "required": True, "content": content}
    value = {"name": {"_eq": "a/b c"}, "tails": [1, 2]}
    serializer = serialize_openapi3_parameters([given])
    assert serializer is not None
    expected = serializer({name: value})[name]
    paths = {"/kites/{p}" if location == "path" else "/kites": {"get": operation("find", parameters=[given])}}
    package = f"{location}_content_kites"
    with imported(document(paths), tmp_path, package) as (_, module), module.Client(server.url) as client:
        client.kites.find(value)
    last = server.last
    sent = {
        "path": last.path.rpartition("/")[2],
        "query": last.query.removeprefix("p="),
        "header": last.headers.get("X-P", ""),
        "cookie": last.headers.get("Cookie", "").removeprefix("p="),
    }
    assert json.loads(unquote(sent[location])) == json.loads(unquote(expected)) == value


@pytest.mark.parametrize(
    ("location", "style", "explode", "schema", "value", "expected"),
    [
        ("query", "form", True, LIST, ["a/b", "c:d"], "p=a/b&p=c:d"),
        ("query", "form", False, LIST, ["a/b", "c:d"], "p=a/b,c:d"),
        ("query", "form", True, MAP, {"x": "a/b"}, "x=a/b"),
        ("query", "form", False, MAP, {"x": "a/b"}, "p=x,a/b"),
        ("query", "deepObject", True, MAP, {"x": "a/b"}, "p%5Bx%5D=a/b"),
        ("path", "simple", False, {"type": "string"}, "a/b c", "a/b%20c"),
        ("path", "simple", False, LIST, ["a/b", "c"], "a/b,c"),
        ("path", "matrix", True, MAP, {"x": "a/b"}, ";x=a/b"),
    ],
)
def test_reserved_characters_stay_within_lists_objects_and_paths_if_they_are_allowed(
    location: str, style: str, explode: bool, schema: Any, value: Any, expected: str, tmp_path: Path, server: Server
) -> None:
    """As RFC 6570, section 3.2.3, expands `{+p}`."""
    given = {**parameter(location, style, explode, schema), "allowReserved": True}
    paths = {"/kites/{p}" if location == "path" else "/kites": {"get": operation("find", parameters=[given])}}
    whole = document(paths, "3.2.0")
    with imported(whole, tmp_path, "reserved_kites") as (_, module), module.Client(server.url) as client:
        client.kites.find(p=value)
    assert server.last.target == (f"/kites/{expected}" if location == "path" else f"/kites?{expected}")


@pytest.mark.parametrize("location", ["query", "header", "cookie"])
def test_a_required_parameter_is_a_required_argument(location: str, tmp_path: Path, server: Server) -> None:
    given = {**parameter(location, None, None, SCALAR), "required": True}
    paths = {"/kites": {"get": operation("find", parameters=[given])}}
    with imported(document(paths), tmp_path, f"{location}_required_kites") as (_, module):
        client = module.Client(server.url)
        with pytest.raises(TypeError, match="required"):
            client.kites.find()


def test_a_cookie_is_sent_beside_those_of_the_session(detailed: ModuleType, server: Server) -> None:
    """The httpx client keeps the cookies that a server sets, such as that of a login."""
    with httpx.Client(cookies={"sid": "s1", "lang": "en"}) as http:
        client = detailed.Client(server.url, http_client=http)
        client.kites.find(lang="de")
        assert server.last.headers["Cookie"] == "sid=s1; lang=de"
        client.kites.find()
        assert server.last.headers["Cookie"] == "sid=s1; lang=en"
    with detailed.Client(server.url, headers={"Cookie": "sid=s2"}) as client:
        client.kites.find(lang="de")
    assert server.last.headers["Cookie"] == "sid=s2; lang=de"


def test_a_reserved_character_adds_no_segment_to_a_path(tmp_path: Path, server: Server) -> None:
    name = {"name": "name", "in": "path", "required": True, "schema": {"type": "string"}}
    paths = {"/files/{name}": {"get": operation("read", parameters=[name])}}
    with imported(document(paths), tmp_path, "path_kites") as (_, module), module.Client(server.url) as client:
        client.kites.read("a/b?c#d")
    assert server.last.target == "/files/a%2Fb%3Fc%23d"


@pytest.mark.parametrize("value", ["", "..", ".", None, []])
def test_a_value_that_would_change_the_path_is_refused(value: Any, tmp_path: Path, server: Server) -> None:
    """With an empty id, or with `..`, the client would delete the whole list or the resource above it."""
    named = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in ("first", "last")]
    paths = {
        "/kites/{first}": {"delete": operation("drop", parameters=named[:1])},
        "/kites/{first}{last}/tail": {"delete": operation("cut", parameters=named)},
    }
    with imported(document(paths), tmp_path, "empty_kites") as (_, module), module.Client(server.url) as client:
        before = len(server.received)
        with pytest.raises(ValueError, match=r"drop: .* change the path"):
            client.kites.drop(value)
        with pytest.raises(ValueError, match=r"cut: .* change the path"):
            client.kites.cut(".", ".")
        assert len(server.received) == before
        client.kites.drop("..a")
        client.kites.cut("a", ".")
    assert [request.target for request in server.received[before:]] == ["/kites/..a", "/kites/a./tail"]


def test_an_empty_string_is_allowed_in_quotes_and_in_the_query_of_a_path(tmp_path: Path, server: Server) -> None:
    named = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in ("key", "kind")]
    paths = {
        "/Kites('{key}')": {"get": operation("look", parameters=named[:1])},
        "/Kites('{key}',{kind})": {"get": operation("tell", parameters=named)},
        "/kites?kind={kind}": {"get": operation("pick", parameters=named[1:])},
    }
    with imported(document(paths), tmp_path, "quoted_kites") as (_, module), module.Client(server.url) as client:
        before = len(server.received)
        client.kites.look("")
        client.kites.pick("")
        with pytest.raises(ValueError, match="kind is empty"):
            client.kites.tell("", "")
    assert [request.target for request in server.received[before:]] == ["/Kites('')", "/kites?kind="]


def test_a_shared_header_is_an_argument_if_it_is_required_or_not_a_string(tmp_path: Path, server: Server) -> None:
    shared = {
        "Tenant": {"name": "X-Tenant", "in": "header", "required": True, "schema": {"type": "string"}},
        "Days": {"name": "X-Days", "in": "header", "schema": {"type": "array", "items": {"type": "integer"}}},
        "Tongue": {"name": "X-Tongue", "in": "header", "schema": {"type": "string"}},
    }
    given = [{"$ref": f"#/components/parameters/{name}"} for name in shared]
    whole = document({"/kites": {"get": operation("find", parameters=given)}}, components={"parameters": shared})
    with (
        imported(whole, tmp_path, "tenant_kites") as (_, module),
        module.Client(server.url, x_tenant="usual", x_tongue="de") as client,
    ):
        client.kites.find(x_days=[1, 2])
        sent = server.last.headers
        assert (sent["X-Tenant"], sent["X-Days"], sent["X-Tongue"]) == ("usual", "1,2", "de")
        client.kites.find(x_tenant="other", options=module.CallOptions(x_tongue="fr"))
        assert (server.last.headers["X-Tenant"], server.last.headers["X-Tongue"]) == ("other", "fr")

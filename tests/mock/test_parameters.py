"""Parameters and forms in every style of OpenAPI, and types behind references and alternatives."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.small import INTEGER, STRING, Json, document, operation, parameter, properties, ref
from tests.mock.calls import ask, errors, mock_of

SCHEMAS: Json = {
    "Id": INTEGER,
    "Ids": {"type": "array", "items": ref("Id")},
    "Point": properties(a=ref("Id"), b=STRING),
}
BOOLEAN: Json = {"type": "boolean"}
INTEGERS: Json = {"type": "array", "items": INTEGER}
STRICT: Json = {**properties(a=INTEGER, b=INTEGER), "required": ["a", "b"], "additionalProperties": False}


def status(target: str, **given: Any) -> int:
    """The status of a request for a target under `/a`, whose only parameter is `p`."""
    described = {"required": True, **given}
    path = "/a/{p}" if described.setdefault("location", "query") == "path" else "/a"
    source = operation("Get", parameters=[parameter("p", **described)])
    response = ask(mock_of(document({path: {"get": source}}, SCHEMAS)), "GET", target)
    if response.status_code == 400:
        assert errors(response, 400)
    return response.status_code


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        (ref("Id"), "5", "x"),
        ({"anyOf": [INTEGER, {"type": "null"}]}, "5", "x"),
        ({"oneOf": [{"type": "boolean"}, ref("Id")]}, "true", "x"),
        ({"allOf": [ref("Id"), {"minimum": 3}]}, "3", "2"),
        ({"allOf": [{"type": "number"}, INTEGER]}, "3", "3.5"),
        ({"enum": [1, 2]}, "2", "3"),
        ({"const": True}, "true", "false"),
        (ref("Ids"), "5&p=6", "5&p=x"),
        ({"anyOf": [ref("Ids"), {"type": "null"}]}, "5", "x"),
        ({"type": "array", "items": {"anyOf": [INTEGER, {"type": "null"}]}}, "5", "x"),
        ({"oneOf": [{"type": "string", "maxLength": 3}, {"type": "array", "items": INTEGER}]}, "abc", "abcd"),
        ({"anyOf": [INTEGERS, BOOLEAN]}, "5&p=6", "true&p=true"),
        ({"anyOf": [INTEGERS, BOOLEAN]}, "true", "x"),
        ({"anyOf": [{"type": "integer", "maximum": 3}, {"type": "string", "pattern": "^0|[5-9]$"}]}, "5", "4"),
    ],
)
def test_types_behind_references_and_alternatives_are_recognized(schema: Json, good: str, bad: str) -> None:
    assert status(f"/a?p={good}", schema=schema) == 200
    assert status(f"/a?p={bad}", schema=schema) == 400


@pytest.mark.parametrize(
    ("style", "explode", "location", "schema", "good", "bad"),
    [
        ("deepObject", True, "query", STRICT, "?p[a]=1&p[b]=2", "?p[a]=1"),
        ("form", True, "query", STRICT, "?a=1&b=2", "?a=1&b=x"),
        ("form", False, "query", STRICT, "?p=a,1,b,2", "?p=a,1,b"),
        ("form", True, "query", ref("Point"), "?a=1", "?a=x"),
        ("label", False, "path", INTEGER, "/.5", "/.x"),
        ("label", True, "path", INTEGERS, "/.5.6", "/.5.x"),
        ("label", False, "path", INTEGERS, "/.5,6", "/.5,x"),
        ("label", True, "path", STRICT, "/.a=1.b=2", "/.a=1"),
        ("matrix", False, "path", INTEGER, "/;p=5", "/;p=x"),
        ("matrix", False, "path", INTEGERS, "/;p=5,6", "/;p=5,x"),
        ("matrix", True, "path", INTEGERS, "/;p=5;p=6", "/;p=5;p=x"),
        ("matrix", True, "path", STRICT, "/;a=1;b=2", "/;a=1"),
        ("matrix", False, "path", STRICT, "/;p=a,1,b,2", "/;p=a,1"),
        ("simple", False, "path", STRICT, "/a,1,b,2", "/a,1"),
        ("simple", True, "path", STRICT, "/a=1,b=2", "/a=1"),
        ("pipeDelimited", False, "query", INTEGERS, "?p=1|2", "?p=1|x"),
    ],
)
def test_each_style_is_read(style: str, explode: bool, location: str, schema: Json, good: str, bad: str) -> None:
    described = {"style": style, "explode": explode, "location": location, "schema": schema}
    assert status(f"/a{good}", **described) == 200
    assert status(f"/a{bad}", **described) == 400


def test_a_required_object_that_is_missing_is_reported() -> None:
    described = parameter("p", "query", properties(a=INTEGER), style="deepObject")
    source = operation("Get", parameters=[{**described, "required": True}])
    server = mock_of(document({"/a": {"get": source}}))
    assert errors(ask(server, "GET", "/a"), 400) == [("query", "p", "", "required")]


def test_an_object_of_any_properties_takes_what_no_other_parameter_takes() -> None:
    spread = parameter("p", "query", {"type": "object", "additionalProperties": INTEGER})
    server = mock_of(document({"/a": {"get": operation("Get", parameters=[spread, parameter("q", "query", STRING)])}}))
    assert ask(server, "GET", "/a?q=text&x=1").status_code == 200
    assert errors(ask(server, "GET", "/a?q=text&x=text"), 400) == [("query", "p", "", "type")]


def test_a_parameter_in_json_is_checked() -> None:
    source = {"name": "p", "in": "query", "content": {"application/json": {"schema": STRICT}}}
    server = mock_of(document({"/a": {"get": operation("Get", parameters=[source])}}))
    assert ask(server, "GET", "/a", params={"p": '{"a": 1, "b": 2}'}).status_code == 200
    assert ask(server, "GET", "/a", params={"p": '{"a": 1}'}).status_code == 400
    assert ask(server, "GET", "/a", params={"p": "{"}).status_code == 400


FORM = properties(
    id=ref("Id"),
    ids=ref("Ids"),
    is_new={"anyOf": [{"type": "boolean"}, {"type": "null"}]},
    point=ref("Point"),
    some={"anyOf": [INTEGERS, {"type": "string", "enum": [""]}]},
    text=STRING,
)


@pytest.mark.parametrize("is_multipart", [False, True])
def test_form_fields_have_their_types(is_multipart: bool) -> None:
    media_type = "multipart/form-data" if is_multipart else "application/x-www-form-urlencoded"
    source = operation("Post")
    source["requestBody"] = {"required": True, "content": {media_type: {"schema": {"allOf": [ref("Form")]}}}}
    server = mock_of(document({"/a": {"post": source}}, {**SCHEMAS, "Form": FORM}))

    def post_status(*fields: tuple[str, str]) -> int:
        if is_multipart:
            return ask(server, "POST", "/a", files=[(name, (None, text)) for name, text in fields]).status_code
        data: dict[str, list[str]] = {}
        for name, text in fields:
            data.setdefault(name, []).append(text)
        return ask(server, "POST", "/a", data=data).status_code

    good = [("id", "5"), ("ids", "6"), ("ids", "7"), ("is_new", "true"), ("point", '{"a": 1}'), ("text", "5")]
    assert post_status(*good) == 200
    assert post_status(("ids", "6")) == 200
    assert post_status(("some", "6"), ("some", "7")) == 200
    assert post_status(("some", "")) == 200
    for name, text in (
        ("id", "x"),
        ("ids", "x"),
        ("is_new", "x"),
        ("point", "x"),
        ("point", '{"a": "x"}'),
        ("some", "x"),
    ):
        assert post_status((name, text)) == 400, name


def test_alternatives_that_contain_themselves_come_to_an_end() -> None:
    schema: Json = {"anyOf": [INTEGER, *[ref(name) for name in "ABCDEFGH"]]}
    source = operation("Get", answer=properties(a=ref("A")), parameters=[parameter("p", "query", ref("A"))])
    hidden = properties(a={**STRING, "writeOnly": True})
    server = mock_of(document({"/a": {"get": source}}, {**dict.fromkeys("ABCDEFGH", schema), "Hidden": hidden}))
    assert ask(server, "GET", "/a?p=5").status_code == 200

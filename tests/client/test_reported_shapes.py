"""Shapes that other generators reportedly get wrong: responses are parsed, and requests sent, as documented."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from tests.client.echo import Response, Server, document, operation, serving
from tests.client.schemas import NUMBER, TEXT, object_schema, ref
from tests.client.wire import imported

TIME = {"type": "string", "format": "date-time"}
DATE = {"type": "string", "format": "date"}
FORM = "application/x-www-form-urlencoded"

SCHEMAS: dict[str, Any] = {
    "Grade": {"type": "string", "enum": ["first", "second"]},
    "Blank": {"enum": [""]},
    "Null": {"enum": [None]},
    "Label": object_schema("text", text=TEXT, note=TEXT),
    "Kite": object_schema(
        when={"anyOf": [TIME, DATE]},
        count={"anyOf": [TIME, NUMBER]},
        grade={"oneOf": [ref("Grade"), ref("Blank"), ref("Null")]},
        notes={"type": "object", "additionalProperties": {"anyOf": [{**TEXT, "type": ["string", "null"]}, NUMBER]}},
    ),
    "Moment": {"anyOf": [TIME, DATE]},
    "Form": object_schema("id", id=TEXT, labels={"type": ["array", "null"], "items": ref("Label")}),
    "Fault": object_schema(text=TEXT),
}


def content(schema: Any, *kinds: str) -> dict[str, Any]:
    return {"description": "It.", "content": {kind: {"schema": schema} for kind in kinds or ("application/json",)}}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    ids = {"anyOf": [{"type": "array", "items": {"anyOf": [NUMBER, TEXT]}}, {"type": "null"}]}
    listed = operation("find", parameters=[{"name": "ids", "in": "query", "schema": ids}])
    faults = {
        "403": {"description": "No.", "content": {"text/plain": {"schema": TEXT}, **content(ref("Fault"))["content"]}}
    }
    paths = {
        "/kite": {
            "get": operation("get_kite", ref("Kite")),
            "put": operation("put_kite", requestBody=content(ref("Kite"))),
        },
        "/moment": {"get": operation("get_moment", ref("Moment"))},
        "/kites": {"get": listed},
        "/kites/": {"get": {**operation("get_fault"), "responses": {**operation("x")["responses"], **faults}}},
        "/form": {"post": operation("send", requestBody={"required": True, **content(ref("Form"), FORM)})},
    }
    whole = document(paths, schemas=SCHEMAS)
    with imported(whole, tmp_path_factory.mktemp("shapes"), "reported_kites") as (_, module):
        yield module


@pytest.mark.parametrize(
    ("given", "kind"), [("2026-01-31", datetime.date), ("2026-01-31T00:00:00Z", datetime.datetime)]
)
def test_a_date_and_a_date_time_are_told_apart(package: ModuleType, server: Server, given: str, kind: type) -> None:
    with package.Client(server.url) as client:
        server.respond_with({"when": given})
        kite = client.kites.get_kite()
        assert isinstance(kite.when, kind)
        assert isinstance(kite.when, datetime.datetime) == (kind is datetime.datetime)
        client.kites.put_kite(kite)
        assert json.loads(server.last.body) == {"when": given}
        server.respond_with(given)
        assert type(client.kites.get_moment()) is type(kite.when)


@pytest.mark.parametrize("given", ["20260131", "1700000000", "5"])
def test_a_string_of_digits_is_not_a_time(package: ModuleType, server: Server, given: str) -> None:
    with package.Client(server.url) as client:
        server.respond_with({"count": given, "when": "2026-01-31"})
        kite = client.kites.get_kite()
        assert kite.count == given
        assert [problem.path for problem in kite.problems] == [("count",)]
        server.respond_with({"count": int(given)})
        assert client.kites.get_kite().count == int(given)


@pytest.mark.parametrize("given", ["first", "", None, "third"])
def test_a_union_of_enumerations_accepts_a_value_of_each(
    package: ModuleType, server: Server, given: str | None
) -> None:
    with package.Client(server.url) as client:
        server.respond_with({"grade": given, "notes": {"a": None, "b": 1, "c": "d"}})
        kite = client.kites.get_kite()
        assert (kite.grade, kite.problems) == (given, ())
        client.kites.put_kite(kite)
        assert json.loads(server.last.body) == {"grade": given, "notes": {"a": None, "b": 1, "c": "d"}}


def test_a_nullable_list_is_sent_as_repeated_parameters(package: ModuleType, server: Server) -> None:
    with package.Client(server.url) as client:
        server.responses = [Response()]
        client.kites.find(ids=[1, "a"])
        assert server.last.target == "/kites?ids=1&ids=a"
        client.kites.find(ids=None)
        assert server.last.target == "/kites"


def test_objects_in_a_form_are_json_and_null_is_left_out(package: ModuleType, server: Server) -> None:
    with package.Client(server.url) as client:
        server.responses = [Response()]
        client.kites.send(id="1", labels=[{"text": "a"}, {"text": "b", "note": "c"}])
        assert server.last.body == (
            b"id=1&labels=%7B%22text%22%3A%22a%22%7D&labels=%7B%22text%22%3A%22b%22%2C%22note%22%3A%22c%22%7D"
        )
        client.kites.send(id="1", labels=None)
        assert server.last.body == b"id=1"


def test_an_error_is_parsed_by_its_media_type(package: ModuleType, server: Server) -> None:
    for media_type, body, expected in (
        ("text/plain", b"Not from there.", b"Not from there."),
        ("application/json; charset=utf-8", b'{"text": "Not now."}', package.models.Fault(text="Not now.")),
    ):
        server.responses = [Response(403, body, media_type)]
        with package.Client(server.url) as client, pytest.raises(package.ForbiddenError) as raised:
            client.kites.get_fault()
        assert raised.value.body == expected
        assert server.last.path == "/kites/"

"""Media types and statuses that stand for others."""

from __future__ import annotations

import pytest

from tests.diff.small import Json, changes

STRING: Json = {"type": "string"}
JSON, UTF_8 = "application/json", "application/json; charset=utf-8"


def answering(*kinds: str, status: str = "200", schema: Json = STRING) -> Json:
    answer = {"description": "", "content": {kind: {"schema": schema} for kind in kinds}}
    return _document({"responses": {status: answer}})


def taking(*kinds: str, schema: Json = STRING) -> Json:
    body = {"content": {kind: {"schema": schema} for kind in kinds}}
    return _document({"requestBody": body, "responses": {"200": {"description": ""}}})


def _document(operation: Json) -> Json:
    return {"openapi": "3.1.1", "info": {"title": "", "version": ""}, "paths": {"/": {"post": operation}}}


def said(old: Json, new: Json) -> set[str]:
    return {change.code for change in changes(old, new)}


@pytest.mark.parametrize("make", [answering, taking])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (JSON, UTF_8),
        ("a/b;v=1", "A/b ; V=1"),
        ('a/b; v="1"; w=2', "a/b; w=2; v=1"),
        ("text/plain; charset=UTF-8", "text/plain"),
    ],
)
def test_one_media_type_in_two_spellings_is_no_change(make: object, old: str, new: str) -> None:
    assert callable(make)
    assert said(make(old), make(new)) == set()
    assert said(make(new), make(old)) == set()
    assert {code.partition("-")[2] for code in said(make(old), make(new, schema={"type": "boolean"}))} == {
        "type-changed"
    }


@pytest.mark.parametrize("wide", ["*/*", "application/*"])
def test_a_range_stands_for_what_it_covers(wide: str) -> None:
    assert said(taking(JSON), taking(wide)) == {"request-media-type-added"}
    assert said(taking(wide), taking(JSON)) == {"request-media-type-removed"}
    assert said(answering(JSON), answering(wide)) == {"response-media-type-added"}
    assert said(taking(JSON), taking(wide, schema={"type": "integer"})) == {
        "request-media-type-added",
        "request-type-changed",
    }


def test_parameters_that_tell_versions_apart_count() -> None:
    for make, direction in ((taking, "request"), (answering, "response")):
        expected = {f"{direction}-media-type-{what}" for what in ("added", "removed")}
        assert said(make("a/b; v=1"), make("a/b; v=2")) == expected
    assert said(taking("a/b"), taking("a/b; v=2")) == {"request-media-type-removed"}
    assert said(answering("a/b"), answering("a/b; v=2")) == set()


def test_a_range_of_statuses_stands_for_each() -> None:
    assert said(answering(JSON), answering(JSON, status="2XX")) == {"response-success-status-added"}
    assert said(answering(JSON, status="2XX"), answering(JSON)) == set()
    assert said(answering(JSON, status="404"), answering(JSON, status="4XX")) == {"response-status-added"}
    wider = answering(JSON, status="2XX", schema={"type": "integer"})
    assert said(answering(JSON), wider) == {"response-success-status-added", "response-type-changed"}
    assert said(answering(JSON), answering(JSON, status="default")) == {
        "response-success-status-removed",
        "response-status-added",
    }

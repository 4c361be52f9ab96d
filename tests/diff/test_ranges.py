"""Media types and statuses that include others."""

from __future__ import annotations

import pytest

from tests.diff.small import Json, changes

STRING: Json = {"type": "string"}
JSON, UTF_8 = "application/json", "application/json; charset=utf-8"


def responding(*kinds: str, status: str = "200", schema: Json = STRING) -> Json:
    response = {"description": "", "content": {kind: {"schema": schema} for kind in kinds}}
    return _document({"responses": {status: response}})


def requesting(*kinds: str, schema: Json = STRING) -> Json:
    body = {"content": {kind: {"schema": schema} for kind in kinds}}
    return _document({"requestBody": body, "responses": {"200": {"description": ""}}})


def _document(operation: Json) -> Json:
    return {"openapi": "3.1.1", "info": {"title": "", "version": ""}, "paths": {"/": {"post": operation}}}


def reported(old: Json, new: Json) -> set[str]:
    return {change.code for change in changes(old, new)}


@pytest.mark.parametrize("make", [responding, requesting])
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
    assert reported(make(old), make(new)) == set()
    assert reported(make(new), make(old)) == set()
    assert {code.partition("-")[2] for code in reported(make(old), make(new, schema={"type": "boolean"}))} == {
        "type-changed"
    }


@pytest.mark.parametrize("wide", ["*/*", "application/*"])
def test_a_media_range_includes_its_media_types(wide: str) -> None:
    assert reported(requesting(JSON), requesting(wide)) == {"request-media-type-added"}
    assert reported(requesting(wide), requesting(JSON)) == {"request-media-type-removed"}
    assert reported(responding(JSON), responding(wide)) == {"response-media-type-added"}
    assert reported(requesting(JSON), requesting(wide, schema={"type": "integer"})) == {
        "request-media-type-added",
        "request-type-changed",
    }


def test_parameters_of_a_media_type_distinguish_versions() -> None:
    for make, direction in ((requesting, "request"), (responding, "response")):
        expected = {f"{direction}-media-type-{what}" for what in ("added", "removed")}
        assert reported(make("a/b; v=1"), make("a/b; v=2")) == expected
    assert reported(requesting("a/b"), requesting("a/b; v=2")) == {"request-media-type-removed"}
    assert reported(responding("a/b"), responding("a/b; v=2")) == set()


def test_a_range_of_statuses_includes_each_of_them() -> None:
    assert reported(responding(JSON), responding(JSON, status="2XX")) == {"response-success-status-added"}
    assert reported(responding(JSON, status="2XX"), responding(JSON)) == set()
    assert reported(responding(JSON, status="404"), responding(JSON, status="4XX")) == {"response-status-added"}
    wider = responding(JSON, status="2XX", schema={"type": "integer"})
    assert reported(responding(JSON), wider) == {"response-success-status-added", "response-type-changed"}
    assert reported(responding(JSON), responding(JSON, status="default")) == {
        "response-success-status-removed",
        "response-status-added",
    }

"""What is said where clients must show otherwise who they are."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from speclift.diff.rules.catalogue import RULES_BY_CODE
from tests.diff.small import Json, changes, document

SCHEMES: Json = {
    "key": {"type": "apiKey", "in": "query", "name": "key"},
    "basic": {"type": "http", "scheme": "basic"},
    "oauth": {"type": "oauth2", "flows": {}},
    "again": {"type": "http", "scheme": "bearer"},
}


def secured(security: Any) -> Json:
    found = copy.deepcopy(document({"type": "string"}))
    found["components"]["securitySchemes"] = SCHEMES
    return {**found, "security": security}


def said(old: Any, new: Any) -> list[tuple[str, str, str]]:
    return [(change.code, change.old, change.new) for change in changes(secured(old), secured(new))]


KEY: Json = {"key": []}
BASIC: Json = {"basic": []}
BOTH: Json = {**KEY, **BASIC}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([{"oauth": []}], [{"oauth": ["x"]}], [("security-scope-added", "", "oauth x")]),
        ([{"oauth": []}], [{"again": ["x"]}], [("security-scope-added", "", "again x")]),
        ([{"oauth": ["x"]}], [{"oauth": ["y"]}], [("added", "", "oauth y"), ("removed", "oauth x", "")]),
        ([{"oauth": ["x"]}, {"oauth": ["y"]}], [{"oauth": ["y"]}], [("security-scope-added", "", "oauth y")]),
        ([KEY], [BASIC], [("security-alternative-removed", "query key", ""), ("added", "", "Authorization: Basic")]),
        ([KEY, BASIC], [KEY], [("security-alternative-removed", "Authorization: Basic", "")]),
        ([KEY], [BOTH], [("security-alternative-removed", "query key", "")]),
        ([BOTH], [KEY], [("security-alternative-added", "", "query key")]),
        ([], [KEY], [("security-required", "none", "query key")]),
    ],
)
def test_who_is_shut_out_and_who_is_let_in(old: Any, new: Any, expected: list[tuple[str, str, str]]) -> None:
    found = said(old, new)
    assert len(found) == len(expected)
    for (code, was, now), (name, *texts) in zip(found, expected, strict=True):
        assert code.endswith(name)
        assert [was, now] == texts
    back = {(code, now, was) for code, was, now in said(new, old)}
    assert back == {(RULES_BY_CODE[code].opposite, was, now) for code, was, now in found}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([{}], []),
        ([{}, KEY], []),
        ([{}, KEY], [{}, BASIC]),
        ([{"oauth": ["x"]}], [{"again": ["x"]}]),
        ([KEY, BOTH], [KEY]),
        ([{"oauth": ["x"]}, {"oauth": ["x", "y"]}], [{"oauth": ["x"]}]),
        ([{"oauth": [], "again": ["x"]}], [{"oauth": ["x"]}]),
    ],
)
def test_what_asks_for_the_same_is_no_change(old: Any, new: Any) -> None:
    assert said(old, new) == []
    assert said(new, old) == []

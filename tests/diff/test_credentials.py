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


TOKEN = "https://x.example/token"


def granting(*, security: Any = None, scheme: Json | None = None, **urls: str) -> Json:
    """Tokens come from the `tokenUrl` of each flow, for those that are asked for."""
    flows = {flow: {"tokenUrl": url, "scopes": {"x": "X"}} for flow, url in urls.items()}
    schemes = {"oauth": scheme or {"type": "oauth2", "flows": flows}, "basic": SCHEMES["basic"]}
    found = copy.deepcopy(document({"type": "string"}))
    found["components"]["securitySchemes"] = schemes
    return {**found, "security": [{"oauth": []}] if security is None else security}


OPEN_ID: Json = {"type": "openIdConnect", "openIdConnectUrl": "https://x.example/known"}


@pytest.mark.parametrize(
    ("old", "new", "gone", "come"),
    [
        (
            granting(password=TOKEN),
            granting(password="https://y.example/token"),
            f"password tokenUrl {TOKEN}",
            "password tokenUrl https://y.example/token",
        ),
        (
            granting(password=TOKEN),
            granting(clientCredentials=TOKEN),
            f"password tokenUrl {TOKEN}",
            f"clientCredentials tokenUrl {TOKEN}",
        ),
        (
            granting(scheme=OPEN_ID),
            granting(scheme={**OPEN_ID, "openIdConnectUrl": "https://x.example/other"}),
            "openIdConnectUrl https://x.example/known",
            "openIdConnectUrl https://x.example/other",
        ),
    ],
)
def test_tokens_that_come_from_another_address_are_told(old: Json, new: Json, gone: str, come: str) -> None:
    found = [(change.code, change.old, change.new) for change in changes(old, new)]
    assert found == [("security-address-removed", gone, ""), ("security-address-added", "", come)]


def test_one_more_flow_takes_nothing_away() -> None:
    found = changes(granting(password=TOKEN), granting(password=TOKEN, clientCredentials=TOKEN))
    assert [change.code for change in found] == ["security-address-added"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # The same address, written otherwise.
        (granting(password=TOKEN), granting(password="https://X.Example:443/token")),
        # Nobody asks for these.
        (granting(password=TOKEN, security=[]), granting(password="https://y.example/token", security=[])),
        # Pages do not say where tokens come from.
        (granting(), granting(password=TOKEN)),
    ],
)
def test_the_same_addresses_or_none_are_no_change(old: Json, new: Json) -> None:
    assert changes(old, new) == ()
    assert changes(new, old) == ()

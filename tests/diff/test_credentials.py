"""What a comparison reports when clients must authenticate in another way."""

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


def reported(old: Any, new: Any) -> list[tuple[str, str, str]]:
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
def test_a_change_of_the_accepted_credentials_is_reported(
    old: Any, new: Any, expected: list[tuple[str, str, str]]
) -> None:
    found = reported(old, new)
    assert len(found) == len(expected)
    for (code, was, now), (name, *texts) in zip(found, expected, strict=True):
        assert code.endswith(name)
        assert [was, now] == texts
    reverse = {(code, now, was) for code, was, now in reported(new, old)}
    assert reverse == {(RULES_BY_CODE[code].opposite, was, now) for code, was, now in found}


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
def test_equal_requirements_are_no_change(old: Any, new: Any) -> None:
    assert reported(old, new) == []
    assert reported(new, old) == []


TOKEN = "https://x.example/token"


def with_token_urls(*, security: Any = None, scheme: Json | None = None, **urls: str) -> Json:
    """A document with OAuth flows, by name, and the `tokenUrl` of each."""
    flows = {flow: {"tokenUrl": url, "scopes": {"x": "X"}} for flow, url in urls.items()}
    schemes = {"oauth": scheme or {"type": "oauth2", "flows": flows}, "basic": SCHEMES["basic"]}
    found = copy.deepcopy(document({"type": "string"}))
    found["components"]["securitySchemes"] = schemes
    return {**found, "security": [{"oauth": []}] if security is None else security}


OPEN_ID: Json = {"type": "openIdConnect", "openIdConnectUrl": "https://x.example/known"}


@pytest.mark.parametrize(
    ("old", "new", "removed", "added"),
    [
        (
            with_token_urls(password=TOKEN),
            with_token_urls(password="https://y.example/token"),
            f"password tokenUrl {TOKEN}",
            "password tokenUrl https://y.example/token",
        ),
        (
            with_token_urls(password=TOKEN),
            with_token_urls(clientCredentials=TOKEN),
            f"password tokenUrl {TOKEN}",
            f"clientCredentials tokenUrl {TOKEN}",
        ),
        (
            with_token_urls(scheme=OPEN_ID),
            with_token_urls(scheme={**OPEN_ID, "openIdConnectUrl": "https://x.example/other"}),
            "openIdConnectUrl https://x.example/known",
            "openIdConnectUrl https://x.example/other",
        ),
    ],
)
def test_another_address_of_tokens_is_reported(old: Json, new: Json, removed: str, added: str) -> None:
    found = [(change.code, change.old, change.new) for change in changes(old, new)]
    assert found == [("security-address-removed", removed, ""), ("security-address-added", "", added)]


def test_one_more_flow_removes_nothing() -> None:
    found = changes(with_token_urls(password=TOKEN), with_token_urls(password=TOKEN, clientCredentials=TOKEN))
    assert [change.code for change in found] == ["security-address-added"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # The same address in another spelling.
        (with_token_urls(password=TOKEN), with_token_urls(password="https://X.Example:443/token")),
        # No operation requires these.
        (
            with_token_urls(password=TOKEN, security=[]),
            with_token_urls(password="https://y.example/token", security=[]),
        ),
        # Pages do not say where tokens come from.
        (with_token_urls(), with_token_urls(password=TOKEN)),
    ],
)
def test_equal_unused_or_unstated_addresses_are_no_change(old: Json, new: Json) -> None:
    assert changes(old, new) == ()
    assert changes(new, old) == ()

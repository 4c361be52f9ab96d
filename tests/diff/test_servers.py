"""What is said where operations are called elsewhere than before."""

from __future__ import annotations

from typing import Any

import pytest

from speclift.openapi.swagger.document import openapi_of
from tests.diff.small import Json, changes


def served(*urls: Any, path: str = "/a", at: str = "document") -> Json:
    """An operation, and the servers of the document, the path or the operation; as objects or as addresses."""
    servers = [url if isinstance(url, dict) else {"url": url} for url in urls]
    operation: Json = {"responses": {"200": {"description": ""}}}
    found: Json = {"openapi": "3.1.1", "info": {"title": "", "version": ""}, "paths": {path: {"get": operation}}}
    {"document": found, "path": found["paths"][path], "operation": operation}[at].update(
        {"servers": servers} if urls else {}
    )
    return found


def templated(**defaults: str) -> Json:
    return {
        "url": "https://{host}.example/{base}",
        "variables": {name: {"default": default} for name, default in {"host": "x", "base": "v1", **defaults}.items()},
    }


def said(old: Json, new: Json) -> list[tuple[str, str, str]]:
    return [(change.code, change.old, change.new) for change in changes(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "was", "now"),
    [
        ([], ["/v2"], "/", "/v2"),
        (["/"], ["https://x.example/v2/"], "/", "/v2"),
        (["/v2"], [], "/v2", "/"),
        (["https://x.example/v1"], ["https://x.example/v2"], "/v1", "/v2"),
        ([templated()], [templated(base="v2")], "/v1", "/v2"),
    ],
)
def test_another_path_before_all_paths_breaks_every_call(old: list[Any], new: list[Any], was: str, now: str) -> None:
    for at in ("document", "path", "operation"):
        (change,) = changes(served(*old, at=at), served(*new, at=at))
        assert (change.code, change.level, change.old, change.new) == ("base-path-changed", "breaking", was, now)
        assert change.operations == ("GET /a",)


def test_a_base_path_that_swagger_gets_breaks_every_call() -> None:
    old: Json = {"swagger": "2.0", "info": {}, "paths": {"/a": {"get": {"responses": {"200": {"description": ""}}}}}}
    new = {**old, "basePath": "/v2"}
    assert said(openapi_of(old), openapi_of(new)) == [("base-path-changed", "/", "/v2")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (served("https://x.example/"), served("https://x.example")),
        (served("/v1"), served(path="/v1/a")),
        (served("/v1"), served(path="/v1/a", at="operation")),
        (served("/v1", "/v2"), served("/v2", "/v1")),
        (served("/v1"), served("/v1", at="operation")),
        (served(), served("/")),
        (served("/v1"), served("https://x.example/v1")),
        (served(templated()), served("https://x.example/v1")),
    ],
)
def test_the_same_place_in_other_words_is_no_change(old: Json, new: Json) -> None:
    assert changes(old, new) == ()
    assert changes(new, old) == ()


def test_another_host_is_a_warning() -> None:
    expected = [("server-removed", "https://x.example/v1", ""), ("server-added", "", "https://y.example/v1")]
    for new in (served("https://y.example/v1"), served(templated(host="y")), served(templated(host="y"), at="path")):
        found = said(served(templated(), at="path" if "servers" not in new else "document"), new)
        assert found == expected


def test_one_path_of_two_that_goes_is_one_server_less() -> None:
    found = said(served("https://x.example/v1", "https://x.example/v2"), served("https://x.example/v2"))
    assert found == [("server-removed", "https://x.example/v1", "")]


@pytest.mark.parametrize("broken", ["http://[", "//[", "http://[::1", "http://x.example:99999999999/"])
def test_an_address_that_is_none_is_no_end(broken: str) -> None:
    assert changes(served(broken), served(broken)) == ()
    assert {change.code for change in changes(served(broken), served("https://x.example/v1"))} <= {
        "base-path-changed",
        "server-added",
        "server-removed",
    }

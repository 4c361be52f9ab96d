"""What a comparison reports when operations have another address than before."""

from __future__ import annotations

from typing import Any

import pytest

from speclift.openapi.swagger.document import openapi_of
from tests.diff.small import Json, changes


def with_servers(*urls: Any, path: str = "/a", at: str = "document") -> Json:
    """An operation with servers, given as objects or as addresses, of the document, the path or the operation."""
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


def reported(old: Json, new: Json) -> list[tuple[str, str, str]]:
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
def test_another_base_path_breaks_every_call(old: list[Any], new: list[Any], was: str, now: str) -> None:
    for at in ("document", "path", "operation"):
        (change,) = changes(with_servers(*old, at=at), with_servers(*new, at=at))
        assert (change.code, change.level, change.old, change.new) == ("base-path-changed", "breaking", was, now)
        assert change.operations == ("GET /a",)


def test_a_base_path_added_to_swagger_breaks_every_call() -> None:
    old: Json = {"swagger": "2.0", "info": {}, "paths": {"/a": {"get": {"responses": {"200": {"description": ""}}}}}}
    new = {**old, "basePath": "/v2"}
    assert reported(openapi_of(old), openapi_of(new)) == [("base-path-changed", "/", "/v2")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (with_servers("https://x.example/"), with_servers("https://x.example")),
        (with_servers("/v1"), with_servers(path="/v1/a")),
        (with_servers("/v1"), with_servers(path="/v1/a", at="operation")),
        (with_servers("/v1", "/v2"), with_servers("/v2", "/v1")),
        (with_servers("/v1"), with_servers("/v1", at="operation")),
        (with_servers(), with_servers("/")),
        (with_servers("/v1"), with_servers("https://x.example/v1")),
        (with_servers(templated()), with_servers("https://x.example/v1")),
    ],
)
def test_the_same_address_in_another_form_is_no_change(old: Json, new: Json) -> None:
    assert changes(old, new) == ()
    assert changes(new, old) == ()


def test_another_host_is_a_warning() -> None:
    expected = [("server-removed", "https://x.example/v1", ""), ("server-added", "", "https://y.example/v1")]
    for new in (
        with_servers("https://y.example/v1"),
        with_servers(templated(host="y")),
        with_servers(templated(host="y"), at="path"),
    ):
        found = reported(with_servers(templated(), at="path" if "servers" not in new else "document"), new)
        assert found == expected


def test_removing_one_of_two_base_paths_removes_one_server() -> None:
    found = reported(with_servers("https://x.example/v1", "https://x.example/v2"), with_servers("https://x.example/v2"))
    assert found == [("server-removed", "https://x.example/v1", "")]


@pytest.mark.parametrize("broken", ["http://[", "//[", "http://[::1", "http://x.example:99999999999/"])
def test_an_invalid_address_does_not_stop_a_comparison(broken: str) -> None:
    assert changes(with_servers(broken), with_servers(broken)) == ()
    assert {change.code for change in changes(with_servers(broken), with_servers("https://x.example/v1"))} <= {
        "base-path-changed",
        "server-added",
        "server-removed",
    }

"""Calls each operation that only reads, and checks that the response is as the reference says.

The server is at SUPEROFFICE_BASE_URL; a mock of the document is enough: speclift mock openapi.yaml --port 8080
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from typing import Any, cast

import pytest

package: Any = pytest.importorskip("superoffice")

#: The variable of the environment that says where the server is.
BASE_URL = "SUPEROFFICE_BASE_URL"

#: The value for arguments of each type.
VALUES: dict[str, Any] = {"int": 1, "float": 1.5, "bool": True, "str": "text", "list[int]": [1], "list[str]": ["text"]}

#: The resources of the client. The test calls their methods that only read and need no more than VALUES.
RESOURCES = [
    "archive",
    "associate",
    "attachment",
    "batch_entity",
    "batch",
    "blob",
    "chat_presence",
    "contact_entity",
    "contact",
    "database_table",
    "document",
    "free_text",
    "list_ticket_status",
    "list_web_panel",
    "number_allocation",
    "person",
    "preference",
    "preference_description",
    "project_member",
    "role",
    "saint",
    "sentry",
    "string",
    "user",
]


def arguments_of(method: Callable[..., Any]) -> dict[str, Any] | None:
    """A value for each argument that a method needs; None where one has another type, or the method writes."""
    signature = inspect.signature(method)
    needed = [p for p in signature.parameters.values() if p.default is inspect.Parameter.empty]
    if "body" in signature.parameters or any(p.annotation not in VALUES for p in needed):
        return None
    return {p.name: VALUES[p.annotation] for p in needed} if method.__name__.startswith(("get", "list")) else None


def calls() -> list[tuple[str, str, dict[str, Any]]]:
    """The resource, the method and the arguments of each call."""
    client = package.Client("http://unused.example")
    found: list[tuple[str, str, dict[str, Any]]] = []
    for name in RESOURCES:
        for method, function in inspect.getmembers(getattr(client, name), inspect.ismethod):
            arguments = None if method.startswith("_") or method == "with_options" else arguments_of(function)
            if arguments is not None:
                found.append((name, method, arguments))
    return found


@pytest.fixture
def client() -> Any:
    if not os.environ.get(BASE_URL):
        pytest.skip(f"start a server, such as a mock of the document, and set {BASE_URL}")
    with package.Client.from_env() as client:
        yield client


@pytest.mark.parametrize(("resource", "method", "arguments"), calls())
def test_a_response_is_as_the_reference_says(
    resource: str, method: str, arguments: dict[str, Any], client: Any
) -> None:
    try:
        found = getattr(getattr(client, resource), method)(**arguments)
    except package.NotFoundError:
        if not arguments:
            raise
        pytest.skip("the server has no such resource")
    found = found.page if isinstance(found, package.Pages) else found
    items: list[Any] = cast("list[Any]", found) if isinstance(found, list) else [found]
    for item in items:
        if isinstance(item, package.Model):
            assert not item.problems


def test_both_clients_have_the_same_resources() -> None:
    assert all(hasattr(package.AsyncClient, name) for name in RESOURCES)

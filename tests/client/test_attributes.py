"""Each attribute of a client leads to one resource and hides nothing of the client; documentation names no other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from speclift.client.operations.attributes import CLIENT_RESERVED
from tests.client.echo import document, operation
from tests.client.type_faults import type_faults
from tests.client.wire import imported

KITE = {"type": "object", "properties": {"id": {"type": "integer"}}}
#: Operations of each tag: one that services and entities have in common, and one of its own.
SHARED = "get_shared"
TAGS = [
    ("Close", "CloseAgent"),
    ("CloseAgent",),
    ("close", "Close", "CLOSE", "close_agent"),
    ("Raw", "RawAgent", "RequestAgent", "WithOptionsAgent"),
    ("CachedProperty", "Zebra"),
    ("Con", "ConAgent"),
    ("Class", "class", "class_", "ClassAgent"),
    ("Class", "class", "ClassAgent", "Class Agent"),
    # What is beside a service has the name of another tag.
    ("Contact", "ContactAgent", "ContactEntity"),
    ("Contact", "ContactAgent", "ContactEntityAgent"),
    ("Contact", "ContactAgent", "ContactEntity", "ContactEntityAgent"),
    # A service about a service.
    ("SalesAgent", "SalesAgentAgent"),
    ("Sales", "SalesAgent", "SalesAgentAgent"),
]


def paths_of(tags: Sequence[str]) -> dict[str, Any]:
    found = {}
    for (number, tag), name in product(enumerate(tags), (SHARED, "own")):
        path = f"/{number}/{name}"
        operation_id = f"{tag}_{name}" if name == SHARED else f"find_{number}"
        found[path] = {"get": operation(operation_id, KITE, tags=[tag], summary=f"Calls {path} only")}
    return found


def listed(readme: str) -> Iterator[tuple[str, str, str]]:
    """The attribute, the method and the path of each operation that a README lists."""
    attribute = ""
    for line in readme.partition("## Operations\n")[2].splitlines():
        if found := re.fullmatch(r"`client\.(\w+)`", line):
            attribute = found[1]
        elif found := re.fullmatch(r"- `(\w+)`: `GET (.*)`", line):
            yield attribute, found[1], found[2]


@pytest.mark.parametrize("tags", TAGS, ids=" ".join)
def test_documentation_names_attributes_that_lead_to_the_operation(tags: Sequence[str], tmp_path: Path) -> None:
    paths = paths_of(tags)
    with imported(document(paths), tmp_path, "named_kites") as (package, module):
        readme = (tmp_path / "README.md").read_text(encoding="utf-8")
        clients = [module.Client("http://a.test"), module.AsyncClient("http://a.test")]
        for client in clients:
            found = [
                (attribute, name, re.findall(r"Calls (\S+) only", method.docstring)[0])
                for resource in package.resources
                for method in resource.methods
                for attribute, name in re.findall(r"client\.(\w+)\.(\w+)\(", method.docstring)
            ]
            assert (
                sorted(path for _, _, path in found) == sorted(path for _, _, path in listed(readme)) == sorted(paths)
            )
            for attribute, name, path in [*found, *listed(readme)]:
                assert f"Calls {path} only" in getattr(getattr(client, attribute), name).__doc__
            for attribute, name in re.findall(r"client\.(\w+)\.(\w+)\(", readme):
                assert getattr(getattr(client, attribute), name)


@pytest.mark.parametrize("tags", TAGS, ids=" ".join)
def test_no_attribute_hides_a_member_of_the_client(tags: Sequence[str], tmp_path: Path) -> None:
    with imported(document(paths_of(tags)), tmp_path, "hidden_kites") as (package, module):
        assert not CLIENT_RESERVED & {attribute.name for attribute in package.attributes}
        with module.Client("http://a.test") as client:
            assert not client.is_closed
        assert client.is_closed


def test_every_member_of_the_client_is_reserved(tmp_path: Path) -> None:
    with imported(document({}), tmp_path, "bare_kites") as (_, module):
        members = {*dir(module.Client), *dir(module.AsyncClient)}
    assert {name for name in members if not name.startswith("_")} <= CLIENT_RESERVED


def test_classes_of_resources_are_told_apart(tmp_path: Path) -> None:
    tags = ("Kite", "AsyncKite", "KiteAgent", "KiteAgentAndEntity", "AsyncKiteAgentAndEntity")
    with imported(document(paths_of(tags)), tmp_path, "classed_kites") as (_, module):
        assert module.Client("http://a.test").kite
        assert type_faults(tmp_path, "classed_kites") == []

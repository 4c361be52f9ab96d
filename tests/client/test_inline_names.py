"""Inline classes are called after their place, and whatever else the document has changes as few names as possible."""

from __future__ import annotations

from typing import Any

import pytest

from speclift.client.datamodel_code_generator import models_of
from speclift.client.package import build_package
from tests.client.echo import document, operation

TEXT = {"type": "string"}


def of(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def of_values(*values: str) -> dict[str, Any]:
    return {"type": "string", "enum": [*values]}


def classes(schemas: dict[str, Any], paths: dict[str, Any] | None = None) -> dict[str, set[str]]:
    """The properties or members of each class of a client."""
    modules = build_package(document(paths or {}, schemas=schemas), "kites").modules
    models = {model.name: {field.name for field in model.fields} for module in modules for model in module.models}
    values = {
        found.name: {member.name for member in found.members} for module in modules for found in module.enumerations
    }
    return models | values


TAIL = of(state=of(length=TEXT))

#: Schemas, and a property that makes a class of a name that another place reads too.
ADDED = {
    "before what lies deeper": ({"Kite": of(tail=TAIL)}, "Kite", "tail_state"),
    "beside a type with a longer name": (
        {"Kite": of(colour=TEXT), "KiteTail": of(state=of(length=TEXT))},
        "Kite",
        "tail_state",
    ),
    "beside the items of a list": (
        {"Kite": of(tails={"type": "array", "items": of(length=TEXT)})},
        "Kite",
        "tails_item",
    ),
    "in other letters": ({"Kite": of(tail=of(state=of(length=TEXT)))}, "Kite", "tailstate"),
    "like a component": ({"Kite": of(colour=TEXT), "KiteTailState": of(length=TEXT)}, "Kite", "tail_state"),
    "like a component in other words": (
        {"Kite": of(colour=TEXT), "kite_tail_state": of(length=TEXT)},
        "Kite",
        "tail_state",
    ),
    "like a component in other letters": (
        {"Kite": of(colour=TEXT), "KiteTAILState": of(length=TEXT)},
        "Kite",
        "tail_state",
    ),
    "like a component of a package": (
        {"Kite": of(colour=TEXT), "shop.KiteTailState": of(length=TEXT)},
        "Kite",
        "tail_state",
    ),
}


@pytest.mark.parametrize("kind", [of(colour=TEXT), of_values("up", "down")], ids=["object", "enumeration"])
@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize(("schemas", "owner", "name"), ADDED.values(), ids=ADDED)
def test_a_new_property_takes_no_name_of_another_class(
    schemas: dict[str, Any], owner: str, name: str, is_first: bool, kind: dict[str, Any]
) -> None:
    before = classes(schemas)
    own = schemas[owner]["properties"]
    changed = {name: kind, **own} if is_first else {**own, name: kind}
    after = classes({**schemas, owner: of(**changed)})
    assert {found: after.get(found, set()) - {name} for found in before} == before
    assert len(after) == len(before) + 1


def test_the_order_of_a_document_changes_no_name() -> None:
    places = {
        "tail_state": of(colour=TEXT),
        "tail-state": of(weight=TEXT),
        "tail": of(state=of(length=TEXT)),
        "tailstate": of_values("up", "down"),
    }
    found = [
        classes({"Kite": of(**{name: places[name] for name in order})})
        for order in (list(places), list(reversed(places)), sorted(places))
    ]
    assert found[0] == found[1] == found[2]
    assert found[0]["KiteTailState"] == {"length"}
    assert len(found[0]) == 6


def test_places_that_read_alike_and_have_the_same_schema_have_one_class() -> None:
    state = of(length=of_values("long", "short"))
    alike = {"Kite": of(tail_state=state, tail=of(state=state))}
    assert set(classes(alike)) == {"Kite", "KiteTail", "KiteTailState", "KiteTailStateLength"}


def test_bodies_of_operations_of_the_same_name_have_names_of_their_own() -> None:
    paths = {path: {"get": operation("find", of(**{path[1:]: TEXT}))} for path in ("/b", "/a")}
    found = classes({}, paths)
    assert found["FindResponse"] == {"a"}
    assert found == classes({}, dict(reversed(paths.items())))
    assert len(found) == 2


def test_models_have_the_names_of_the_client_where_places_read_alike() -> None:
    pytest.importorskip("datamodel_code_generator")
    schemas = {"Kite": of(tail_state=of(colour=TEXT), tail=of(state=of(length=TEXT)), tailstate=of_values("up"))}
    made = models_of(document({}, schemas=schemas), "dataclass").decode()
    names = {line.split()[1].split("(")[0].rstrip(":") for line in made.splitlines() if line.startswith("class ")}
    assert names == set(classes(schemas))

"""A mapping of a discriminator, and its default, are followed and checked as references are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from speclift.openapi.load import Loaded, Loading, load

KITE: dict[str, Any] = {"type": "object", "properties": {"kind": {"type": "string"}}}
DISCRIMINATORS = [lambda target: {"mapping": {"a": target}}, lambda target: {"defaultMapping": target}]
either = pytest.mark.parametrize("discriminator", DISCRIMINATORS, ids=["mapping", "default"])


def loaded(folder: Path, discriminator: dict[str, Any], allowed: Any = (), **schemas: Any) -> Loaded:
    (folder / "api").mkdir()
    for place in ("api/parts.json", "other.json"):
        (folder / place).write_text(json.dumps({"Tail": KITE}))
    toy = {"oneOf": [{"$ref": "#/components/schemas/Kite"}], "discriminator": {"propertyName": "kind", **discriminator}}
    document = {
        "openapi": "3.2.0",
        "info": {"title": "Toys", "version": "1"},
        "paths": {},
        "components": {"schemas": {"Toy": toy, "Kite": KITE, **schemas}},
    }
    path = folder / "api" / "openapi.json"
    path.write_text(json.dumps(document))
    return load(str(path), loading=Loading(allowed=allowed))


def discriminator_of(found: Loaded) -> dict[str, Any]:
    given: dict[str, Any] = found.document["components"]["schemas"]["Toy"]["discriminator"]
    return {key: value for key, value in given.items() if key != "propertyName"}


@either
def test_what_only_a_discriminator_leads_to_in_another_file_becomes_a_component(
    discriminator: Any, tmp_path: Path
) -> None:
    found = loaded(tmp_path, discriminator("parts.json#/Tail"))
    assert found.faults == ()
    assert found.document["components"]["schemas"]["Tail"] == KITE
    assert discriminator_of(found) == discriminator("#/components/schemas/Tail")


@either
@pytest.mark.parametrize(
    "target", ["../other.json#/Tail", "/other.json", "https://kites.invalid/schemas/tail.json", "//kites.invalid/x"]
)
def test_a_target_that_leads_out_is_left_out(target: str, discriminator: Any, tmp_path: Path) -> None:
    found = loaded(tmp_path, discriminator(target))
    assert [fault.kind for fault in found.faults] == ["dangling-reference"]
    assert target not in str(discriminator_of(found))


@either
def test_a_target_that_leads_out_is_followed_where_the_user_names_the_folder(
    discriminator: Any, tmp_path: Path
) -> None:
    found = loaded(tmp_path, discriminator("../other.json#/Tail"), allowed=(str(tmp_path),))
    assert found.faults == ()
    assert discriminator_of(found) == discriminator("#/components/schemas/Tail")


@either
@pytest.mark.parametrize("target", ["../other.json#/Tail", "https://kites.invalid/schemas/tail.json"])
def test_a_target_that_leads_out_is_left_out_beside_references_to_files(
    target: str, discriminator: Any, tmp_path: Path
) -> None:
    found = loaded(tmp_path, discriminator(target), More={"$ref": "parts.json#/Tail"})
    assert [fault.kind for fault in found.faults] == ["dangling-reference"]
    assert target not in str(discriminator_of(found))


@either
@pytest.mark.parametrize("target", ["#/components/schemas/No", "gone.json", "parts.json#/No", "#/info", "Nobody"])
def test_a_target_that_is_not_there_is_reported_and_left_out(target: str, discriminator: Any, tmp_path: Path) -> None:
    found = loaded(tmp_path, discriminator(target))
    assert [fault.kind for fault in found.faults] == ["dangling-reference"]
    assert target not in str(discriminator_of(found))


@either
@pytest.mark.parametrize("target", ["Kite", "Kite.v2", "Kite.json", "#/components/schemas/Kite"])
def test_a_component_may_have_its_name_or_a_reference(target: str, discriminator: Any, tmp_path: Path) -> None:
    found = loaded(tmp_path, discriminator(target), **{"Kite.v2": KITE, "Kite.json": KITE})
    assert found.faults == ()
    assert discriminator_of(found) == discriminator(target)


@either
def test_a_reference_into_the_middle_of_an_object_becomes_one_to_a_component(
    discriminator: Any, tmp_path: Path
) -> None:
    target = "#/components/schemas/Box/properties/toy"
    found = loaded(tmp_path, discriminator(target), Box={"properties": {"toy": KITE}}, Other={"$ref": target})
    assert found.faults == ()
    assert discriminator_of(found) == discriminator("#/components/schemas/Box_toy")


def test_several_targets_are_found_wherever_they_stand(tmp_path: Path) -> None:
    targets = {"a": "Kite", 'b"': "#/components/schemas/Kite", "c": "parts.json#/Tail"}
    found = discriminator_of(loaded(tmp_path, {"mapping": targets}))
    assert found["mapping"]["c"] == "#/components/schemas/Tail"

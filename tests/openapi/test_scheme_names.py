"""Security requirements of OpenAPI 3.2 may name schemes by references; every tool then finds these schemes by name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from speclift.errors import SourceError
from speclift.openapi.load import Loaded, load

KEY = {"type": "apiKey", "in": "header", "name": "Key"}
REFERENCE = "#/components/securitySchemes/key"
OK = {"responses": {"200": {"description": "It."}}}


def loaded(folder: Path, requirement: dict[str, Any], version: str = "3.2.0", **more: Any) -> Loaded:
    security = [requirement]
    document = {
        "openapi": version,
        "info": {"title": "Kites", "version": "1"},
        "paths": {"/kites": {"get": {**OK, "security": security}}},
        "components": {"securitySchemes": {"key": KEY}},
        "security": security,
        **more,
    }
    path = folder / "openapi.json"
    path.write_text(json.dumps(document))
    return load(str(path))


def securities(found: Loaded) -> list[Any]:
    return [found.document["security"], found.document["paths"]["/kites"]["get"]["security"]]


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        ({"key": []}, {"key": []}),
        ({REFERENCE: []}, {"key": []}),
        ({f"https://kites.example/api{REFERENCE}": ["a"]}, {"key": ["a"]}),
        ({REFERENCE: ["a", "b"], "key": ["b", "c"]}, {"key": ["a", "b", "c"]}),
    ],
)
def test_a_reference_to_a_scheme_becomes_its_name(
    requirement: dict[str, Any], expected: dict[str, Any], tmp_path: Path
) -> None:
    found = loaded(tmp_path, requirement, **{"$self": "https://kites.example/api"})
    assert found.faults == ()
    assert securities(found) == [[expected]] * 2


def test_references_in_webhooks_become_names_too(tmp_path: Path) -> None:
    webhook = {"post": {**OK, "security": [{REFERENCE: []}]}}
    found = loaded(tmp_path, {}, webhooks={"new": webhook})
    assert found.document["webhooks"]["new"]["post"]["security"] == [{"key": []}]


@pytest.mark.parametrize(
    ("version", "key"),
    [
        ("3.2.0", "#/components/securitySchemes/no"),
        ("3.2.0", "other.json#/components/securitySchemes/key"),
        ("3.2.0", "https://kites.example/key"),
        ("3.1.1", REFERENCE),
        ("3.0.4", "a/b"),
    ],
)
def test_a_key_that_means_no_scheme_of_the_document_is_reported(version: str, key: str, tmp_path: Path) -> None:
    found = loaded(tmp_path, {key: []}, version)
    assert {fault.kind for fault in found.faults} == {"unknown-scheme"}
    assert len(found.faults) == 2
    assert securities(found) == [[{}]] * 2


@pytest.mark.parametrize("version", ["3.1.0", "3.2.0"])
def test_a_component_may_be_a_scheme_of_another_file(version: str, tmp_path: Path) -> None:
    (tmp_path / "shared.json").write_text(json.dumps({"keys": {"key": KEY}}))
    components = {"securitySchemes": {"key": {"$ref": "shared.json#/keys/key"}}}
    found = loaded(tmp_path, {"key": []}, version, components=components)
    assert (found.faults, securities(found)) == ((), [[{"key": []}]] * 2)
    assert found.document["components"]["securitySchemes"] == {"key": KEY}


def test_a_requirement_may_refer_to_a_scheme_of_another_file(tmp_path: Path) -> None:
    """References are relative to the file of the operation; two that mean the same scheme are one requirement."""
    folder = tmp_path / "parts"
    folder.mkdir()
    (folder / "keys.json").write_text(json.dumps({"components": {"securitySchemes": {"other": KEY}}}))
    item = {"get": {**OK, "security": [{"keys.json#/components/securitySchemes/other": ["a"]}]}}
    (folder / "more.json").write_text(json.dumps({"item": item}))
    found = loaded(
        tmp_path,
        {
            "parts/keys.json#/components/securitySchemes/other": [],
            "./parts/keys.json#/components/securitySchemes/other": ["b"],
        },
        paths={"/kites": {"get": OK}, "/more": {"$ref": "parts/more.json#/item"}},
    )
    (scheme,) = found.document["components"]["securitySchemes"].keys() - {"key"}
    assert found.faults == ()
    assert found.document["components"]["securitySchemes"][scheme] == KEY
    assert found.document["security"] == [{scheme: ["b"]}]
    assert found.document["paths"]["/more"]["get"]["security"] == [{scheme: ["a"]}]


@pytest.mark.parametrize("key", ["none.json#/key", "openapi.json#/none", "https://kites.example/api#/key"])
def test_a_requirement_that_refers_to_no_scheme_is_named(key: str, tmp_path: Path) -> None:
    found = loaded(tmp_path, {key: []})
    assert [fault.kind for fault in found.faults] == ["unknown-scheme"] * 2


def test_a_requirement_may_not_refer_to_a_place_outside(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="outside of the folder"):
        loaded(tmp_path, {"../keys.json#/key": []})

"""References may lead to any place of a document, and those that lead out of it or nowhere are refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from speclift.contract.view import read_contract
from speclift.errors import SourceError
from speclift.openapi.load import load
from speclift.openapi.structure.pointers import resolved
from speclift.openapi.structure.references import targets_in
from tests.contract.small import INTEGER, STRING, Json, content, document, operation, parameter, properties

RESPONSE: Json = {"description": "As it is", "content": content(properties(a=STRING, b=INTEGER))}
FIRST: Json = {
    "operationId": "First",
    "parameters": [parameter("id")],
    "requestBody": {"content": content(STRING)},
    "responses": {"200": RESPONSE},
}
FIRST_POINTER = "#/paths/~1a~1{id}/get"


def second(**more: Any) -> Any:
    """The second operation of a document whose first has everything in place."""
    paths = {"/a/{id}": {"get": FIRST}, "/b/{id}": {"get": {"responses": {"default": {"description": ""}}, **more}}}
    return read_contract(document(paths, {"A": properties(b=STRING), "b": INTEGER})).operations[1]


def test_any_object_may_be_referred_to_by_its_place() -> None:
    found = second(
        parameters=[{"$ref": f"{FIRST_POINTER}/parameters/0"}],
        requestBody={"$ref": f"{FIRST_POINTER}/requestBody"},
        responses={"200": {"$ref": "#/paths/~1a~1%7Bid%7D/get/responses/200"}},
    )
    assert [p.name for p in found.parameters] == ["id"]
    assert found.body.media_types[0].schema == STRING
    assert found.responses[0].description == "As it is"
    assert found.responses[0].media_types[0].schema == properties(a=STRING, b=INTEGER)


@pytest.mark.parametrize("key", ["mapping", "defaultMapping"])
def test_a_discriminator_that_leads_into_an_object_leads_to_a_component(key: str, tmp_path: Path) -> None:
    """It does so where no reference leads to such a place."""
    target = "#/components/schemas/A/properties/b"
    union = {"discriminator": {"propertyName": "a", key: {"x": target} if key == "mapping" else target}}
    text = json.dumps({**document({}, {"A": properties(b=properties(a=STRING)), "U": union}), "openapi": "3.2.0"})
    file = tmp_path / "api.json"
    file.write_text(text)
    loaded = load(str(file))
    schemas = loaded.document["components"]["schemas"]
    found = schemas["U"]["discriminator"][key]
    found = found["x"] if key == "mapping" else found
    assert schemas[found.removeprefix("#/components/schemas/")] == properties(a=STRING)
    assert not loaded.faults


def test_a_loaded_document_refers_to_components_alone(tmp_path: Path) -> None:
    """So every tool finds what a reference means by the name of a component."""
    answer = {"$ref": f"{FIRST_POINTER}/responses/200"}
    part = {"$ref": f"{FIRST_POINTER}/responses/200/content/application~1json/schema/properties/a"}
    paths = {"/a/{id}": {"get": FIRST}, "/b": {"get": {"responses": {"200": answer}}}, "/c": {"$ref": "#/paths/~1b"}}
    file = tmp_path / "api.json"
    file.write_text(json.dumps(document(paths, {"Part": properties(a=part)})))
    found = load(str(file)).document
    targets = set(targets_in(found))
    assert targets
    for target in targets:
        _, components, kind, name = target.split("/")
        assert components == "components"
        assert name in found["components"][kind]


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [
        ("#/components/schemas/A/properties/b", STRING),
        (f"{FIRST_POINTER}/responses/200/content/application~1json/schema/properties/b", INTEGER),
        ("#/components/schemas/b", INTEGER),
    ],
)
def test_a_part_of_a_schema_is_not_mistaken_for_a_component_with_its_name(pointer: str, expected: Json) -> None:
    paths = {"/a/{id}": {"get": FIRST}, "/b": {"get": operation("B", answer={"$ref": pointer})}}
    contract = read_contract(document(paths, {"A": properties(b=STRING), "b": INTEGER}))
    success = contract.operations[1].success
    assert success
    assert contract.schema_of(success.media_types[0].schema) == expected


def test_a_part_that_contains_itself_becomes_a_component() -> None:
    children = {"type": "array", "items": {"$ref": "#/components/schemas/Tree/properties/children"}}
    contract = read_contract(document({}, {"Tree": properties(children=children)}))
    assert contract.schemas["Tree_children"]["items"] == {"$ref": "#/components/schemas/Tree_children"}


def test_a_path_item_is_found_by_its_place_and_siblings_of_the_reference_count() -> None:
    paths = {"/a": {"get": operation("A"), "put": operation("B")}, "/b": {"$ref": "#/paths/~1a", "put": operation("C")}}
    found = read_contract(document(paths)).operations
    assert [op.operation_id for op in found] == ["A", "B", "A", "C"]


def test_a_callback_that_contains_itself_becomes_a_component() -> None:
    operation = {"responses": {}, "callbacks": {"done": {"{$url}": {"$ref": "#/paths/~1a", "summary": "Again"}}}}
    found = resolved({"openapi": "3.1.0", "paths": {"/a": {"post": operation}, "/b": {"$ref": "#/paths/~1a"}}})
    ((name, component),) = found["components"]["pathItems"].items()
    inner = component["post"]["callbacks"]["done"]["{$url}"]
    assert inner == {"$ref": f"#/components/pathItems/{name}", "summary": "Again"}
    assert found["paths"]["/b"]["post"].keys() == operation.keys()


def test_a_reference_in_an_example_is_data() -> None:
    response = {"description": "", "content": content(STRING, one={"$ref": "other.yaml"})}
    given = document({"/a": {"get": {"responses": {"200": response}}}})
    assert resolved(given) == given


@pytest.mark.parametrize(
    ("part", "reference", "message"),
    [
        ("responses", "other.yaml#/a", "leads out of the document: other.yaml#/a"),
        ("responses", "#/paths/~1b", "leads nowhere: #/paths/~1b"),
        ("schema", "schemas/a.json", "leads out of the document: schemas/a.json"),
        ("schema", "#/components/schemas/A/properties/c", "leads nowhere"),
        ("schema", "#anchor", "leads nowhere"),
        ("schema", "#", "leads nowhere"),
        ("callbacks", "https://x.example/a.yaml", "leads out of the document"),
        ("item", "paths/a.yaml", "leads out of the document: paths/a.yaml"),
        ("item", "#/paths/~1a", "leads to itself: #/paths/~1a"),
    ],
)
def test_a_reference_out_of_the_document_or_to_nothing_is_refused(part: str, reference: str, message: str) -> None:
    node = {"$ref": reference}
    item: Json = node if part == "item" else {"get": operation("A", answer=node if part == "schema" else None)}
    if part in ("responses", "callbacks"):
        item["get"][part] = {"200": node}
    with pytest.raises(SourceError) as raised:
        resolved(document({"/a": item}, {"A": properties(b=STRING)}), "spec.yaml")
    assert message in raised.value.message
    assert raised.value.file == "spec.yaml"


def test_a_chain_of_too_many_references_is_refused() -> None:
    paths = {f"/{number}": {"$ref": f"#/paths/~1{number + 1}"} for number in range(5000)}
    with pytest.raises(SourceError, match="lead to each other"):
        resolved(document(paths), "chain.yaml")


KEYS = st.sampled_from(
    ("$ref", "paths", "components", "schemas", "/a", "get", "responses", "parameters", "discriminator", "items")
)
ANY = st.recursive(
    st.none() | st.integers() | st.sampled_from(["#/paths/~1a", "#/components/schemas/a/items", "#/x/0", "x", "#"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=30,
)


@given(st.dictionaries(KEYS, ANY))
@example({"$ref": None, "paths": 1})
def test_any_document_is_resolved_or_refused(hostile: Json) -> None:
    try:
        found = resolved(hostile, "hostile.json")
    except SourceError as error:
        found = {"refused": error.file}
    assert found.get("refused", "hostile.json") == "hostile.json"
    assert resolved(found) == found

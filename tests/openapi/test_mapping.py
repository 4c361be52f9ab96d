"""What all versions of OpenAPI express alike, and what each expresses in its own way."""

from __future__ import annotations

from typing import Any

import msgspec
import openapi_spec_validator
import orjson
import pytest

from speclift.client.package import build_package
from speclift.contract.view import contract_of
from speclift.diff.compare import compare
from speclift.diff.description import describe
from speclift.errors import InvalidDocumentError
from speclift.model.operation import Content, Example, Response
from speclift.model.schema import Place, Scalar
from speclift.openapi.building.document import build_document
from speclift.openapi.building.schemas import Version
from speclift.openapi.building.validate import validate
from speclift.openapi.writing.split import names_of_tags, split_by_tag
from speclift.settings import Settings
from tests.inference.pages import enumeration, operation, recovered

TABLE = [
    ("CrateId", "int32", "Number of the crate."),
    ("Boss", "Keeper", "Who looks after it."),
    ("State", "string", "Deprecated: how it stands."),
    ("Sizes", "array", ""),
]
SAMPLE = {"CrateId": 1, "Boss": None, "State": "Empty", "Sizes": [1, 2]}
KEEPER = operation("GetKeeper", response=[("KeeperId", "int32", ""), ("Nick", "string", "")], body="Keeper")
CRATE = operation("GetCrate", response=TABLE, body="Crate", answered=SAMPLE)


def document(version: Version) -> dict[str, Any]:
    api = recovered(CRATE, KEEPER, enums=[enumeration("CrateState", ["Empty", "Full"])])
    return build_document(api, Settings(), version)


@pytest.mark.parametrize("version", ["3.2", "3.1", "3.0"])
def test_the_document_is_valid_in_all_versions(version: Version) -> None:
    found = document(version)
    validate(found)
    openapi_spec_validator.validate(found)


def test_null_and_siblings_of_a_reference_have_a_form_in_each_version() -> None:
    keeper = {"$ref": "#/components/schemas/Keeper"}
    new, old = (document(version)["components"]["schemas"]["Crate"]["properties"] for version in ("3.1", "3.0"))
    assert new["Boss"] == {"description": "Who looks after it.", "anyOf": [keeper, {"type": "null"}]}
    assert old["Boss"] == {"description": "Who looks after it.", "nullable": True, "allOf": [keeper]}
    state = {"description": "Deprecated: how it stands.", "deprecated": True}
    reference = {"$ref": "#/components/schemas/CrateState"}
    assert new["State"] == {**state, **reference}
    assert old["State"] == {**state, "allOf": [reference]}


def test_enumerations_carry_numbers_and_descriptions() -> None:
    found = document("3.1")["components"]["schemas"]["CrateState"]
    assert found["enum"] == ["Empty", "Full"]
    assert found["x-enum-values"] == [0, 1]
    assert found["x-enum-descriptions"] == ["Member 0", "Member 1"]


def test_operations_name_their_source_and_show_their_sample() -> None:
    found = document("3.1")["paths"]["/api/v1/Agents/GetCrate"]["post"]
    assert found["operationId"] == "v1Test_GetCrate"
    assert found["x-source"].startswith("agent/Test_Agent/GetCrate.md:")
    content = found["responses"]["200"]["content"]["application/json"]
    assert content == {"schema": {"$ref": "#/components/schemas/Crate"}, "examples": {"sample": {"value": SAMPLE}}}


def test_3_2_differs_from_3_1_only_in_marking_samples_as_data() -> None:
    older, newer = document("3.1"), document("3.2")
    content = newer["paths"]["/api/v1/Agents/GetCrate"]["post"]["responses"]["200"]["content"]["application/json"]
    assert content["examples"] == {"sample": {"dataValue": SAMPLE}}
    written = orjson.dumps(newer).replace(b'"dataValue":', b'"value":')
    assert orjson.loads(written) == {**older, "openapi": "3.2.0"}
    assert not compare(describe(older, "3.1"), describe(newer, "3.2")).changes
    assert build_package(newer, "crates") == build_package(older, "crates")
    assert contract_of(newer) == contract_of(older)


def test_3_2_omits_empty_descriptions_and_shows_text_samples_as_they_are_sent() -> None:
    example = Example("plain", is_json=False, place=Place("page.md", 1))
    content = Content(("text/plain",), Scalar("string"), "", example)
    silent = Response("200", "", content)
    api = recovered(CRATE)
    (one,) = api.operations
    api = msgspec.structs.replace(api, operations=(msgspec.structs.replace(one, responses=(silent,)),))
    responses = [
        build_document(api, Settings(), version)["paths"][one.path]["post"]["responses"]["200"]
        for version in ("3.1", "3.2")
    ]
    schema = {"type": "string"}
    assert responses[0] == {
        "description": "",
        "content": {"text/plain": {"schema": schema, "examples": {"sample": {"value": "plain"}}}},
    }
    assert responses[1] == {
        "content": {"text/plain": {"schema": schema, "examples": {"sample": {"serializedValue": "plain"}}}}
    }
    validate(build_document(api, Settings(), "3.2"))


def test_the_document_of_a_tag_has_only_what_it_refers_to() -> None:
    parts = split_by_tag(document("3.1"))
    assert list(parts) == ["Test_Agent"]
    assert parts["Test_Agent"]["components"]["schemas"].keys() == {"Crate", "CrateState", "Keeper"}
    validate(parts["Test_Agent"])


def _dangling(found: dict[str, Any]) -> None:
    del found["components"]["schemas"]["Keeper"]


def _duplicate(found: dict[str, Any]) -> None:
    found["paths"]["/api/v1/Agents/GetKeeper"]["post"]["operationId"] = "v1Test_GetCrate"


def _undeclared(found: dict[str, Any]) -> None:
    found["paths"]["/api/v1/Agents/{id}"] = found["paths"].pop("/api/v1/Agents/GetCrate")


def _wrong_type(found: dict[str, Any]) -> None:
    found["info"]["title"] = 5


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_dangling, "Keeper leads nowhere"),
        (_duplicate, "is used here too"),
        (_undeclared, "path parameters differ: id"),
        (_wrong_type, "not valid OpenAPI"),
    ],
)
def test_an_invalid_document_is_refused_with_the_reason(change: Any, message: str) -> None:
    found = document("3.1")
    change(found)
    with pytest.raises(InvalidDocumentError, match=message):
        validate(found)


def test_siblings_of_a_reference_are_refused_in_3_0() -> None:
    found = document("3.0")
    found["components"]["schemas"]["Crate"]["properties"]["Boss"] = {"$ref": "#/components/schemas/Keeper", "x": 1}
    with pytest.raises(InvalidDocumentError, match="siblings"):
        validate(found)


@pytest.mark.parametrize("name", ["example", "examples", "properties", "$ref"])
def test_the_document_of_a_tag_has_the_schema_of_a_property_with_the_name_of_a_keyword(name: str) -> None:
    rows = [("CrateId", "int32", ""), (name, "Keeper", "")]
    api = recovered(operation("GetCrate", response=rows, body="Crate", answered={"CrateId": 1, name: None}), KEEPER)
    for part in split_by_tag(build_document(api, Settings())).values():
        validate(part)
        assert "Keeper" in part["components"]["schemas"]


def test_a_tag_of_any_length_becomes_a_short_file_name() -> None:
    long = "about kites " * 100
    names = names_of_tags([long, f"{long} and winds"])
    assert list(names.values()) == [long, f"{long} and winds"]
    assert all(len(name) < 120 for name in names)

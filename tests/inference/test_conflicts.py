"""Where the docs contradict themselves: one test per code of a finding."""

from __future__ import annotations

import re

import pytest

from speclift.model.schema import Scalar
from speclift.openapi.building.samples import contradicting_samples, json_schemas
from speclift.settings import Override, Settings
from tests.inference.pages import codes, enumeration, operation, prop, recovered, rows

CRATE = rows(CrateId="int32", Label="string")
SHOWN = {"CrateId": 1, "Label": "figs"}


def test_a_sound_page_has_no_findings() -> None:
    api = recovered(operation("GetCrate", response=CRATE, body="Crate", answered=SHOWN))
    assert codes(api) == []
    assert contradicting_samples(api.operations, json_schemas(api.components)) == ()


@pytest.mark.parametrize(
    ("title", "is_found"),
    [("POST Agents/GetCrate", False), ("POST /api/v1/Agents/GetCrate", False), ("POST Agents/GetBox", True)],
)
def test_a_title_that_contradicts_the_http_block_is_a_finding(title: str, is_found: bool) -> None:
    api = recovered(operation("GetCrate", title=title, response=CRATE, body="Crate", answered=SHOWN))
    assert ("SL201" in codes(api)) is is_found


def test_a_second_page_with_the_same_operation_or_id_is_a_finding() -> None:
    first = operation("GetCrate", response=CRATE, body="Crate", answered=SHOWN)
    api = recovered(first, operation("GetCrate", response=CRATE, body="Crate", answered=SHOWN))
    assert (codes(api), len(api.operations)) == (["SL202"], 1)
    api = recovered(first, operation("GetCrate", path="/api/v1/Other", response=CRATE, body="Crate", answered=SHOWN))
    assert codes(api) == ["SL203"]
    assert [item.operation_id for item in api.operations] == ["v1Test_GetCrate", "v1Test_GetCrate_2"]


def test_path_parts_that_the_table_or_the_path_lacks_are_findings() -> None:
    page = operation(
        "GetCrate",
        path="/api/v1/Crate/{id}",
        parts=[("key", "int32", "")],
        response=CRATE,
        body="Crate",
        answered=SHOWN,
    )
    api = recovered(page)
    assert codes(api) == ["SL204", "SL204"]
    assert [(p.name, p.location, p.is_required) for p in api.operations[0].parameters] == [("id", "path", True)]


def test_a_body_of_a_204_response_is_a_finding() -> None:
    api = recovered(operation("DropCrate", status="204", body="Crate"))
    assert codes(api) == ["SL205"]
    assert api.operations[0].responses[0].content is None


def test_a_sample_that_contradicts_the_table_is_a_finding() -> None:
    api = recovered(operation("GetCrate", response=CRATE, body="Crate", answered={**SHOWN, "Weight": 2}))
    assert codes(api) == ["SL209"]
    page = operation("GetCrate", response=CRATE, body="Crate", answered={"CrateId": "one", "Label": "figs"})
    api = recovered(page)
    assert codes(api) == ["SL207"]
    assert [finding.code for _, finding in contradicting_samples(api.operations, json_schemas(api.components))] == [
        "SL208"
    ]


def test_a_status_that_only_the_sample_has_is_a_finding() -> None:
    page = operation("GetCrate", response=CRATE, body="Crate", answered=SHOWN, shown_status="201")
    assert codes(recovered(page)) == ["SL210"]


def test_a_type_that_no_page_shows_is_a_finding() -> None:
    page = operation(
        "GetCrate", response=rows(CrateId="int32", Seal="SealInfo"), body="Crate", answered={"CrateId": 1, "Seal": None}
    )
    assert sorted(codes(recovered(page))) == ["SL106", "SL301"]


def test_a_value_that_the_enumeration_lacks_is_a_finding() -> None:
    page = operation(
        "GetCrate", response=rows(CrateId="int32", Size="string"), body="Crate", answered={"CrateId": 1, "Size": "Vast"}
    )
    assert codes(recovered(page, enums=[enumeration("Size", ["Large", "Small"])])) == ["SL302"]


def test_overrides_replace_single_facts() -> None:
    settings = Settings(
        overrides=(
            Override("Crate.Label", enum=("A", "B"), nullable=True),
            Override("v1Test_GetCrate", deprecated=True),
            Override("Crate.Nothing", type="string"),
        )
    )
    api = recovered(operation("GetCrate", response=CRATE, body="Crate", answered=SHOWN), settings=settings)
    label = prop(api, "Crate.Label")
    assert (label.schema, label.is_nullable) == (Scalar("string", values=("A", "B")), True)
    assert label.facts[-1].rule == "override"
    assert api.operations[0].is_deprecated
    assert codes(api) == ["SL401"]


@pytest.mark.parametrize("printed", ["<script>hit=1</script>", "${7*7}", "]]>", "a/b#c"])
def test_a_type_whose_name_is_no_component_name_gets_a_valid_one(printed: str) -> None:
    """A page prints a text that is no valid name of a component. The document has a valid one, and its samples fit."""
    page = operation(
        "GetCrate", response=[*CRATE, ("Seal", printed, "")], body=printed, answered={**SHOWN, "Seal": {"a": 1}}
    )
    api = recovered(page)
    assert api.components
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", item.name) for item in api.components)
    assert contradicting_samples(api.operations, json_schemas(api.components)) == ()

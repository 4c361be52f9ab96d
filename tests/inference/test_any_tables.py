"""Inference accepts any table and sample: duplicate rows, several spellings of a name, odd types, thousands of rows."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclift.inference.known_forms.objects import SeenObject, Side
from speclift.inference.known_forms.shapes import shape_objects
from speclift.model.operation import Api
from speclift.model.schema import Scalar
from speclift.openapi.building.document import build_document
from speclift.openapi.building.validate import validate
from speclift.reading.page import read_page
from speclift.settings import Settings
from tests.inference.pages import component, enumeration, operation, recovered

NAMES = st.sampled_from(["Id", "Name", "Mask", "Rights", "Links", "id"])
VALUES = st.sampled_from(["Delete", "Insert", "a", None])


@st.composite
def seen(draw: st.DrawFn) -> list[SeenObject]:
    """Objects from few keys, so that many have the same shape but lack different keys; a key may occur twice."""
    found = []
    for index in range(draw(st.integers(1, 14))):
        keys = tuple(draw(st.lists(NAMES, max_size=7)))
        side: Side = draw(st.sampled_from(["request", "response"]))
        value = {key: draw(VALUES) for key in keys}
        place = draw(st.sampled_from([-1, 0])) if index else -1
        found.append(SeenObject(index, index, side, place, "" if place < 0 else draw(NAMES), "", keys, value, {}))
    return found


@given(seen(), st.sets(st.integers(0, 3)))
def test_a_shape_has_every_key_of_its_objects_once(objects: list[SeenObject], wrappers: set[int]) -> None:
    # Each object occurs four times, because some rules need repetition.
    objects = [
        SeenObject(index, index, item.side, item.parent, item.property, "", item.keys, item.value, {})
        for index, item in enumerate([*objects] * 4)
    ]
    shapes = shape_objects(objects, frozenset(wrappers & {item.index for item in objects if item.side == "request"}))
    for item, shape in zip(objects, shapes.of_object, strict=True):
        assert set(item.keys) <= set(shapes.keys[shape])
    assert all(len(set(keys)) == len(keys) for keys in shapes.keys)


def assert_valid(api: Api) -> None:
    for version in ("3.1", "3.0"):
        validate(build_document(api, Settings(), "3.0" if version == "3.0" else "3.1"))


RIGHT = {"Mask": "Delete", "Reason": ""}
KITE = [("Id", "int32", "The id."), ("TableRight", "TableRight", ""), ("Name", "string", "")]
TABLES = {
    "duplicate row": [*KITE, KITE[1]],
    "two types": [*KITE, ("Name", "int32", "")],
    "two spellings": [*KITE, ("NAME", "string", ""), ("name", "string", ""), ("tableright", "TableRight", "")],
    "unusual names": [
        *KITE,
        ("$ref", "string", ""),
        ("a/b", "", ""),
        ("__proto__", "object", ""),
        ("\u00e4", "", ""),
    ],
    "names of OpenAPI": [*KITE, ("example", "TableRight", ""), ("examples", "array", ""), ("properties", "object", "")],
    "unusual types": [
        ("Id", "int32[]", ""),
        ("Name", "<b>", ""),
        ("TableRight", "../a", ""),
        ("a", "Kite", ""),
    ],
    "thousands of rows": [(f"P{number}", "string", "") for number in range(3000)],
}


@pytest.mark.parametrize("name", TABLES)
def test_any_table_with_a_sample_gives_a_valid_document(name: str) -> None:
    answered: list[Any] = [{"Id": 1, "TableRight": RIGHT, "Name": "a"}, {"Id": 1, "TableRight": None}, {}]
    pages = [
        operation(f"Get{number}", response=rows, body="Kite", answered=value, request=rows, asked=value)
        for number, rows in enumerate((TABLES[name], KITE, TABLES[name][::-1]))
        for value in (answered[number], answered)
    ]
    by_file = {page.file: page for page in pages}
    assert_valid(recovered(*by_file.values()))


def test_two_rows_with_the_same_name_are_one_property_and_a_finding() -> None:
    rows = [("Id", "int32", ""), ("Name", "string", "Long name of it."), ("Name", "int32", "")]
    api = recovered(operation("GetKite", response=rows, body="Kite", answered={"Id": 1, "Name": "a"}))
    assert [part.name for part in component(api, "Kite").properties] == ["Id", "Name"]
    assert [(finding.code, finding.subject) for finding in api.findings] == [("SL207", "Kite.Name")]


def test_a_member_that_is_listed_twice_is_one_member_in_both_versions() -> None:
    table = [("Id", "int32", ""), ("Kind", "string", "")]
    query = [("kind", "Enum: Box, Delta, Box, ", "")]
    api = recovered(
        operation("GetKite", response=table, body="Kite", answered={"Id": 1, "Kind": "BoxKite"}, query=query),
        enums=[enumeration("Kind", ["BoxKite", "Delta", "BoxKite"])],
    )
    assert_valid(api)
    assert [name for name, _, _ in component(api, "Kind").members] == ["BoxKite", "Delta"]
    ((parameter,),) = [item.parameters for item in api.operations]
    assert isinstance(parameter.schema, Scalar)
    assert parameter.schema.values == ("Box", "Delta")


def test_headers_that_differ_only_in_case_are_one_parameter() -> None:
    text = (
        "---\nuid: v1Kite_Get\n---\n\n```http\nGET /kites\n```\n\n## Request Headers\n\n"
        "| Parameter Name | Description |\n|---|---|\n| X-Kite | One. |\n| x-kite | Two. |\n| X-KITE | Three. |\n"
    )
    page = read_page("rest/Kite/a.md", text.encode(), lambda _: None)
    ((parameter,),) = [item.parameters for item in recovered(page).operations]
    assert (parameter.name, parameter.description) == ("X-Kite", "One.")


@pytest.mark.parametrize("content_type", ["", "text", "text html", "a/b/c", "/", "{id}", "application/json"])
def test_an_invalid_content_type_is_taken_for_json(content_type: str) -> None:
    page = operation("Get", answered={"Id": 1}, asked={"Id": 1})
    assert page.printed is not None
    assert page.printed.response_sample is not None
    sample = msgspec.structs.replace(page.printed.response_sample, headers=(("Content-Type", content_type),))
    printed = msgspec.structs.replace(page.printed, response_sample=sample, request_sample=sample)
    api = recovered(msgspec.structs.replace(page, printed=printed))
    (found,) = api.operations
    assert found.request is not None
    assert found.request.media_types == ("application/json",)

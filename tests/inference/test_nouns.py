"""Types that sentences name, and lists that are named like a type or like a resource."""

from __future__ import annotations

from typing import Any

import pytest

from speclift.model.facts import ListOf, Unknown
from speclift.model.operation import Content
from speclift.model.schema import Anything, ArrayOf, ObjectOf, Ref, Schema
from tests.inference.facts import (
    ARRAY,
    STRING,
    body,
    by_name,
    described,
    field,
    inferred,
    only_operation,
    operation,
    request_schema,
    response,
    response_schema,
)

CRATE = described("Packing crate", field("id", STRING), field("weight", STRING), field("color", STRING))


@pytest.mark.parametrize(
    "text", ["packing crate", "packing crates", "Packing crate resource objects", "new packing crates"]
)
def test_a_sentence_names_a_type(text: str) -> None:
    api = inferred(operation("GET /crates", responses=(response("200", body(kind=ListOf(Unknown(text)))),)), CRATE)
    assert response_schema(api) == ArrayOf(Ref("PackingCrate"))
    assert not [finding for finding in api.findings if finding.code == "SL106"]


def test_words_that_name_no_type_are_no_finding() -> None:
    api = inferred(operation("GET /crates", responses=(response("200", body(kind=Unknown("shipping label"))),)), CRATE)
    assert response_schema(api) == Anything()
    assert not [finding for finding in api.findings if finding.code == "SL106"]


def test_a_type_that_a_sentence_names_describes_a_request_whose_sample_shows_less() -> None:
    request = body(kind=Unknown("packing crate"), sample_values=({"color": "red"},))
    assert request_schema(inferred(operation("POST /crates", request=request), CRATE)) == Ref("PackingCrate")


def property_schema(name: str, content: Content | None) -> Schema:
    """The schema of a property of a body."""
    assert content
    assert isinstance(content.schema, ObjectOf)
    schema: Schema = by_name(content.schema)[name].schema
    return schema


def list_schema(name: str, **more: Any) -> Schema:
    """The schema of a list whose items no sample shows; `GET /packingCrates` returns a list of objects."""
    shown = response("200", body(sample_values=([{"id": "a", "weight": 2, "color": "red"}],)))
    without_items = response("200", body(field("owner", STRING), field(name, ARRAY, **more)))
    api = inferred(
        operation("GET /people", responses=(without_items,)),
        operation("GET /packingCrates", at_line=4, responses=(shown,)),
    )
    (content,) = (found.content for item in api.operations if item.path == "/people" for found in item.responses)
    return property_schema(name, content)


def test_a_list_named_like_a_resource_has_the_items_of_its_response() -> None:
    assert list_schema("packing_crates") == ArrayOf(Ref("PackingCrate"))
    assert list_schema("boxes") == ArrayOf(Anything())


def test_the_description_of_a_list_may_say_otherwise() -> None:
    assert list_schema("packing_crates", description="The ids of the crates.") == ArrayOf(Anything())


def test_a_list_in_a_request_may_hold_ids() -> None:
    shown = response("200", body(sample_values=([{"id": "a", "weight": 2, "color": "red"}],)))
    api = inferred(
        operation("POST /people", request=body(field("crates", ARRAY))),
        operation("GET /crates", at_line=4, responses=(shown,)),
    )
    (content,) = (item.request for item in api.operations if item.method == "post")
    assert property_schema("crates", content) == ArrayOf(Anything())


def test_a_list_named_like_a_type_of_its_page_has_items_of_that_type() -> None:
    request = body(field("packingCrates", ARRAY))
    api = inferred(operation("POST /people", request=request), CRATE)
    assert property_schema("packingCrates", only_operation(api).request) == ArrayOf(Ref("PackingCrate"))

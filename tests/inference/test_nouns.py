"""Types that are named by sentences, and lists that are called like a type or an answer."""

from __future__ import annotations

from typing import Any

import pytest

from speclift.model.facts import ListOf, Unknown
from speclift.model.operation import Content
from speclift.model.schema import Anything, ArrayOf, ObjectOf, Ref, Schema
from tests.inference.facts import (
    ARRAY,
    STRING,
    answer,
    answered,
    asked,
    body,
    by_name,
    described,
    field,
    inferred,
    only,
    operation,
)

CRATE = described("Packing crate", field("id", STRING), field("weight", STRING), field("color", STRING))


@pytest.mark.parametrize(
    "text", ["packing crate", "packing crates", "Packing crate resource objects", "new packing crates"]
)
def test_a_sentence_names_a_type(text: str) -> None:
    api = inferred(operation("GET /crates", responses=(answer("200", body(kind=ListOf(Unknown(text)))),)), CRATE)
    assert answered(api) == ArrayOf(Ref("PackingCrate"))
    assert not [finding for finding in api.findings if finding.code == "SL106"]


def test_words_that_name_no_type_are_no_finding() -> None:
    api = inferred(operation("GET /crates", responses=(answer("200", body(kind=Unknown("shipping label"))),)), CRATE)
    assert answered(api) == Anything()
    assert not [finding for finding in api.findings if finding.code == "SL106"]


def test_the_type_that_a_sentence_names_describes_a_request_that_shows_less() -> None:
    request = body(kind=Unknown("packing crate"), shows=({"color": "red"},))
    assert asked(inferred(operation("POST /crates", request=request), CRATE)) == Ref("PackingCrate")


def of(name: str, content: Content | None) -> Schema:
    """The schema of a property of a body."""
    assert content
    assert isinstance(content.schema, ObjectOf)
    schema: Schema = by_name(content.schema)[name].schema
    return schema


def listed(name: str, **more: Any) -> Schema:
    """The type of a list in an answer, of which nothing is shown, beside what `GET /packingCrates` answers."""
    shown = answer("200", body(shows=([{"id": "a", "weight": 2, "color": "red"}],)))
    opened = answer("200", body(field("owner", STRING), field(name, ARRAY, **more)))
    api = inferred(
        operation("GET /people", responses=(opened,)), operation("GET /packingCrates", at_line=4, responses=(shown,))
    )
    (content,) = (response.content for item in api.operations if item.path == "/people" for response in item.responses)
    return of(name, content)


def test_a_list_called_like_an_answer_holds_what_that_holds() -> None:
    assert listed("packing_crates") == ArrayOf(Ref("PackingCrate"))
    assert listed("boxes") == ArrayOf(Anything())


def test_its_description_may_say_otherwise() -> None:
    assert listed("packing_crates", description="The ids of the crates.") == ArrayOf(Anything())


def test_a_list_that_is_sent_may_hold_ids() -> None:
    shown = answer("200", body(shows=([{"id": "a", "weight": 2, "color": "red"}],)))
    api = inferred(
        operation("POST /people", request=body(field("crates", ARRAY))),
        operation("GET /crates", at_line=4, responses=(shown,)),
    )
    (content,) = (item.request for item in api.operations if item.method == "post")
    assert of("crates", content) == ArrayOf(Anything())


def test_a_list_called_like_a_type_of_its_page_holds_that() -> None:
    request = body(field("packingCrates", ARRAY))
    api = inferred(operation("POST /people", request=request), CRATE)
    assert of("packingCrates", only(api).request) == ArrayOf(Ref("PackingCrate"))

"""What counts at once in a schema, beside alternatives, references and in `allOf`, and what is said when it changes."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.diff.small import Json, changes, codes, document

STRING: Json = {"type": "string"}
INTEGER: Json = {"type": "integer"}
B: Json = {"$ref": "#/components/schemas/B"}
BASE: Json = {"type": "object", "properties": {"a": STRING, "b": STRING}}


def closed(*required: str, **properties: Any) -> Json:
    """An object with these properties."""
    return {"type": "object", "properties": properties, **({"required": [*required]} if required else {})}


def said(old: Any, new: Any, direction: str = "request", **components: Any) -> set[tuple[str, str]]:
    """Rule and place of all that is said of one direction; the components are the same in both."""
    found = changes(document(old, **components), document(new, **components))
    return {(c.code.removeprefix(f"{direction}-"), c.place) for c in found if c.code.startswith(f"{direction}-")}


IT = "request body.it"

PAIRS: dict[str, tuple[Any, Any, set[tuple[str, str]]]] = {
    "a property beside alternatives": (
        {**closed(a=STRING, b=STRING), "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
        {**closed(b=STRING), "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
        {("property-removed", f"{IT}.a")},
    ),
    "a property beside one alternative": (
        {"properties": {"t": STRING, "u": STRING}, "oneOf": [B]},
        {"properties": {"t": STRING}, "oneOf": [B]},
        {("property-removed", f"{IT}.u")},
    ),
    "an alternative that needs more": (
        {"anyOf": [{"required": ["a"]}, {"required": ["c"]}]},
        {"anyOf": [{"required": ["a", "b"]}, {"required": ["c"]}]},
        {("property-became-required", f"{IT}.b")},
    ),
    "alternatives come where all was said": (
        closed(a=STRING, b=STRING),
        {**closed(a=STRING, b=STRING), "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
        {("condition-tightened", IT)},
    ),
    "required beside one part": (
        {"allOf": [B]},
        {"allOf": [B], "required": ["a"]},
        {("property-became-required", f"{IT}.a")},
    ),
    "required beside a reference": (B, {**B, "required": ["a"]}, {("property-became-required", f"{IT}.a")}),
    "required in a part and beside it": (
        {"allOf": [{"required": ["a"]}], "required": ["b"]},
        {"required": ["b"]},
        {("property-became-optional", f"{IT}.a")},
    ),
    "a property that two parts limit": (
        {"allOf": [closed(x=STRING), closed(x={"maxLength": 9})]},
        {"allOf": [closed(x=STRING), closed(x={"maxLength": 5})]},
        {("bound-tightened", f"{IT}.x")},
    ),
    "the tighter limit counts": (
        {"allOf": [{"type": "string", "maxLength": 9}, {"maxLength": 5}]},
        {"type": "string", "maxLength": 5},
        set(),
    ),
    "members of both enumerations count": (
        {"allOf": [{"enum": ["a", "b"]}, {"enum": ["b", "c"]}]},
        {"enum": ["b"]},
        set(),
    ),
    "null must be allowed by all parts": (
        {"allOf": [{"type": ["object", "null"]}, BASE]},
        {"allOf": [{"type": ["object", "null"]}, {**BASE, "type": ["object", "null"]}]},
        {("became-nullable", IT)},
    ),
    "what is merged in what was merged": (
        {"allOf": [B, closed(child={"allOf": [B, closed(x=STRING)]})]},
        {"allOf": [B, closed(child={"allOf": [B, closed(x=INTEGER)]})]},
        {("type-changed", f"{IT}.child.x")},
    ),
    "two references in what was merged": (
        {"allOf": [B, closed(child={"allOf": [{"$ref": "#/components/schemas/C"}, B]})]},
        {"allOf": [B, closed(child={"allOf": [{"$ref": "#/components/schemas/C"}]})]},
        {("condition-loosened", f"{IT}.child")},
    ),
    "a wider type with a limit": (
        INTEGER,
        {"type": "number", "maximum": 10},
        {("type-widened", IT), ("bound-tightened", IT)},
    ),
    "an object that is closed and needs something": (
        {"type": "object"},
        {**closed("a", a=STRING), "additionalProperties": False},
        {("type-stated", IT), ("property-became-required", f"{IT}.a"), ("unknown-properties-forbidden", IT)},
    ),
    "a required name that is no property": (
        {"additionalProperties": STRING},
        {"additionalProperties": STRING, "required": ["x"]},
        {("property-became-required", f"{IT}.x")},
    ),
    "only read and required, now written": (
        closed("x", x={**STRING, "readOnly": True}),
        closed("x", x=STRING),
        {("property-no-longer-read-only", f"{IT}.x"), ("property-became-required", f"{IT}.x")},
    ),
    "a limit of values of any type": ({"minLength": 3}, {"minLength": 5}, {("bound-tightened", IT)}),
    "a limit where nothing was said": ({}, {"minLength": 5}, {("bound-tightened", IT)}),
    "values of a map without a type": (
        {"additionalProperties": STRING},
        {"additionalProperties": INTEGER},
        {("type-changed", f"{IT}{{}}")},
    ),
    "properties by a pattern": (
        {"patternProperties": {"^x-": STRING}},
        {"patternProperties": {"^x-": INTEGER}},
        {("type-changed", f"{IT}{{^x-}}")},
    ),
    "a schema that allows nothing": (
        closed(x=STRING),
        closed(x=False),
        {("type-narrowed", f"{IT}.x")},
    ),
    "an encoding": (
        STRING,
        {**STRING, "contentEncoding": "base64"},
        {("format-narrowed", IT)},
    ),
    "limits with and without the value": (
        {"type": "number", "minimum": 0},
        {"type": "number", "exclusiveMinimum": 0},
        {("bound-tightened", IT)},
    ),
    "objects as alternatives are told apart by what they hold": (
        {"oneOf": [closed(a=STRING, b=STRING), closed(x=STRING, y=STRING)]},
        {"oneOf": [closed(x=STRING, y=INTEGER), closed(a=STRING, b=STRING)]},
        {("type-changed", f"{IT}.y")},
    ),
    "alternatives that a value tells apart": (
        {"oneOf": [closed(kind={"const": "a"}, v=STRING), closed(kind={"const": "b"}, v=INTEGER)]},
        {"oneOf": [closed(kind={"const": "b"}, v=STRING), closed(kind={"const": "a"}, v=STRING)]},
        {("type-changed", f"{IT}.v")},
    ),
    "one of several alternatives is all that is left of a type": (
        {"type": ["string", "integer"], "maxLength": 5},
        {"anyOf": [{**STRING, "maxLength": 3}, INTEGER]},
        {("bound-tightened", IT)},
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), PAIRS.values(), ids=PAIRS)
def test_a_change_is_said_once_where_it_is(old: Any, new: Any, expected: set[tuple[str, str]]) -> None:
    assert said(old, new, B=BASE, C=closed(c=STRING)) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"type": "array", "uniqueItems": False}, {"type": "array"}),
        ({"type": ["string", "integer"]}, {"anyOf": [STRING, INTEGER]}),
        ({"enum": ["a", "b"]}, {"oneOf": [{"const": "a"}, {"const": "b", "description": "The other"}]}),
        ({"type": "number", "enum": [1, 2]}, {"enum": [1, 2]}),
        ({"enum": [1, 2]}, {"enum": [1.0, 2.0]}),
        ({"type": "integer", "minimum": 1}, {"type": "integer", "exclusiveMinimum": 0}),
        ({"type": "object", "oneOf": [B, STRING]}, {"oneOf": [B, STRING]}),
        ({"type": "object", "allOf": [B]}, B),
        ({"allOf": [B, {"description": "The base"}]}, B),
        ({"allOf": [B, B]}, B),
        ({"allOf": [{"type": "number"}, INTEGER]}, INTEGER),
        ({"properties": {"t": STRING}, "oneOf": [B]}, {"allOf": [B, {"properties": {"t": STRING}}]}),
        (closed(x=True), closed(x={})),
    ],
)
def test_equal_meanings_are_no_change(one: Any, other: Any) -> None:
    assert codes(document(one, B=BASE), document(other, B=BASE)) == set()
    assert codes(document(other, B=BASE), document(one, B=BASE)) == set()


def test_in_openapi_3_0_nothing_counts_beside_a_reference() -> None:
    old, new = document(B, B=BASE), document({**B, "required": ["a"]}, B=BASE)
    assert "request-property-became-required" in codes(old, new)
    assert codes(*({**given, "openapi": "3.0.4"} for given in (old, new))) == set()


def test_an_answer_that_loses_all_properties_says_which() -> None:
    assert said(BASE, {"type": "object"}, "response") == {
        ("property-removed", "response 200.it.a"),
        ("property-removed", "response 200.it.b"),
    }
    assert said({"type": "object"}, BASE, "response") == {
        ("property-added", "response 200.it.a"),
        ("property-added", "response 200.it.b"),
    }


def test_a_property_is_only_read_where_its_component_says_so() -> None:
    old = document(closed("x", x=B), B=STRING)
    new = document(closed("x", x=B), B={**STRING, "readOnly": True})
    assert codes(old, new) == {"request-property-became-read-only", "request-property-became-optional"}


@pytest.mark.parametrize(
    "holder", [{"patternProperties": {"^x-": B}}, {"type": "array", "prefixItems": [B]}, {"oneOf": [B, STRING]}]
)
def test_components_are_met_wherever_a_schema_leads_to_them(holder: Any) -> None:
    changed = closed(a=STRING, b=INTEGER)
    assert {"request-type-changed", "response-type-changed"} == codes(
        document(holder, B=BASE), document(holder, B=changed)
    )


@pytest.mark.parametrize("mapping", [{}, {"dog": "#/components/schemas/Dog"}])
def test_kinds_that_only_a_discriminator_leads_to_are_compared(mapping: Any) -> None:
    pet = {**closed("kind", kind=STRING), "discriminator": {"propertyName": "kind", "mapping": mapping}}
    dog = {"allOf": [{"$ref": "#/components/schemas/Pet"}, closed(bark=STRING)]}
    old = document({"$ref": "#/components/schemas/Pet"}, Pet=pet, Dog=dog)
    new = copy.deepcopy(old)
    new["components"]["schemas"]["Dog"]["allOf"][1] = closed(bark=INTEGER)
    found = {(c.code, c.components, c.place, c.operations) for c in changes(old, new)}
    assert found == {
        (f"{direction}-type-changed", ("Dog",), ".bark", ("POST /swap",)) for direction in ("request", "response")
    }


def renamed(old: Any, new: Any, **others: Any) -> set[str]:
    """What is said where a component of another name stands in place of one."""
    return codes(
        document({"$ref": "#/components/schemas/Old"}, Old=old, **others),
        document({"$ref": "#/components/schemas/New"}, New=new, **others),
    )


def test_components_of_another_name_are_compared_by_what_they_hold() -> None:
    assert renamed({**STRING, "description": "One"}, {**STRING, "description": "Two"}) == {"component-renamed"}
    assert renamed({**STRING, "maxLength": 5}, {**STRING, "maxLength": 50}) == {
        "component-renamed",
        "request-bound-loosened",
        "response-bound-loosened",
    }
    assert renamed({"type": "array", "items": B}, {"type": "array", "items": B}, B=BASE) == {"component-renamed"}
    assert renamed(closed(a=STRING), closed(a=STRING, b=STRING, c=STRING)) == {
        "component-renamed",
        "request-property-added",
        "response-property-added",
    }
    assert {"request-type-changed", "response-type-changed"} < renamed(STRING, INTEGER)


def test_numbers_are_written_with_all_their_digits() -> None:
    old, new = ({"type": "number", "maximum": value} for value in (1234567, 1234568.5))
    assert {(c.old, c.new) for c in changes(document(old), document(new))} == {("maximum 1234567", "maximum 1234568.5")}


def test_components_that_are_all_made_of_each_other_are_read_in_moderate_time() -> None:
    """Merged as deep as they lead, these would take longer than any test waits."""
    parts = {f"p{i}": {"allOf": [{"$ref": f"#/components/schemas/C{i}"}, {"required": ["x"]}]} for i in range(16)}
    components: dict[str, Any] = {f"C{i}": closed(**parts) for i in range(16)}
    found = document({"$ref": "#/components/schemas/C0"}, **components)
    assert changes(found, found) == ()

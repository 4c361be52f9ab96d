"""Keywords that apply together (in `allOf`, next to alternatives or references), and the reports of their changes."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest

from speclift.errors import SourceError
from tests.diff.small import Json, changes, codes, document

STRING: Json = {"type": "string"}
INTEGER: Json = {"type": "integer"}
B: Json = {"$ref": "#/components/schemas/B"}
BASE: Json = {"type": "object", "properties": {"a": STRING, "b": STRING}}


def with_properties(*required: str, **properties: Any) -> Json:
    """An object with these properties, some of which are required."""
    return {"type": "object", "properties": properties, **({"required": [*required]} if required else {})}


def reported(old: Any, new: Any, direction: str = "request", **components: Any) -> set[tuple[str, str]]:
    """Rule and place of each change in one direction; both documents have the same components."""
    found = changes(document(old, **components), document(new, **components))
    return {(c.code.removeprefix(f"{direction}-"), c.place) for c in found if c.code.startswith(f"{direction}-")}


IT = "request body.it"

PAIRS: dict[str, tuple[Any, Any, set[tuple[str, str]]]] = {
    "a property next to alternatives": (
        {**with_properties(a=STRING, b=STRING), "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
        {**with_properties(b=STRING), "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
        {("property-removed", f"{IT}.a")},
    ),
    "a property next to one alternative": (
        {"properties": {"t": STRING, "u": STRING}, "oneOf": [B]},
        {"properties": {"t": STRING}, "oneOf": [B]},
        {("property-removed", f"{IT}.u")},
    ),
    "an alternative that requires more": (
        {"anyOf": [{"required": ["a"]}, {"required": ["c"]}]},
        {"anyOf": [{"required": ["a", "b"]}, {"required": ["c"]}]},
        {("property-became-required", f"{IT}.b")},
    ),
    "new alternatives that each require a listed property": (
        with_properties(a=STRING, b=STRING),
        {**with_properties(a=STRING, b=STRING), "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
        {("condition-tightened", IT)},
    ),
    "required next to allOf with one schema": (
        {"allOf": [B]},
        {"allOf": [B], "required": ["a"]},
        {("property-became-required", f"{IT}.a")},
    ),
    "required next to a reference": (B, {**B, "required": ["a"]}, {("property-became-required", f"{IT}.a")}),
    "required in allOf and next to it": (
        {"allOf": [{"required": ["a"]}], "required": ["b"]},
        {"required": ["b"]},
        {("property-became-optional", f"{IT}.a")},
    ),
    "a property that two schemas limit": (
        {"allOf": [with_properties(x=STRING), with_properties(x={"maxLength": 9})]},
        {"allOf": [with_properties(x=STRING), with_properties(x={"maxLength": 5})]},
        {("bound-tightened", f"{IT}.x")},
    ),
    "the tighter limit counts": (
        {"allOf": [{"type": "string", "maxLength": 9}, {"maxLength": 5}]},
        {"type": "string", "maxLength": 5},
        set(),
    ),
    "only members of both enumerations count": (
        {"allOf": [{"enum": ["a", "b"]}, {"enum": ["b", "c"]}]},
        {"enum": ["b"]},
        set(),
    ),
    "null must be allowed by all schemas of allOf": (
        {"allOf": [{"type": ["object", "null"]}, BASE]},
        {"allOf": [{"type": ["object", "null"]}, {**BASE, "type": ["object", "null"]}]},
        {("became-nullable", IT)},
    ),
    "allOf in a merged schema": (
        {"allOf": [B, with_properties(child={"allOf": [B, with_properties(x=STRING)]})]},
        {"allOf": [B, with_properties(child={"allOf": [B, with_properties(x=INTEGER)]})]},
        {("type-changed", f"{IT}.child.x")},
    ),
    "two references in a merged schema": (
        {"allOf": [B, with_properties(child={"allOf": [{"$ref": "#/components/schemas/C"}, B]})]},
        {"allOf": [B, with_properties(child={"allOf": [{"$ref": "#/components/schemas/C"}]})]},
        {("condition-loosened", f"{IT}.child")},
    ),
    "a wider type with a limit": (
        INTEGER,
        {"type": "number", "maximum": 10},
        {("type-widened", IT), ("bound-tightened", IT)},
    ),
    "an object that becomes closed and requires a property": (
        {"type": "object"},
        {**with_properties("a", a=STRING), "additionalProperties": False},
        {("type-stated", IT), ("property-became-required", f"{IT}.a"), ("unknown-properties-forbidden", IT)},
    ),
    "a required name that is no property": (
        {"additionalProperties": STRING},
        {"additionalProperties": STRING, "required": ["x"]},
        {("property-became-required", f"{IT}.x")},
    ),
    "a required read-only property that becomes writable": (
        with_properties("x", x={**STRING, "readOnly": True}),
        with_properties("x", x=STRING),
        {("property-no-longer-read-only", f"{IT}.x"), ("property-became-required", f"{IT}.x")},
    ),
    "a limit without a type": ({"minLength": 3}, {"minLength": 5}, {("bound-tightened", IT)}),
    "a limit in an empty schema": ({}, {"minLength": 5}, {("bound-tightened", IT)}),
    "values of a map without a type": (
        {"additionalProperties": STRING},
        {"additionalProperties": INTEGER},
        {("type-changed", f"{IT}{{}}")},
    ),
    "patternProperties": (
        {"patternProperties": {"^x-": STRING}},
        {"patternProperties": {"^x-": INTEGER}},
        {("type-changed", f"{IT}{{^x-}}")},
    ),
    "a schema that allows nothing": (
        with_properties(x=STRING),
        with_properties(x=False),
        {("type-narrowed", f"{IT}.x")},
    ),
    "an encoding": (
        STRING,
        {**STRING, "contentEncoding": "base64"},
        {("format-narrowed", IT)},
    ),
    "an inclusive limit that becomes exclusive": (
        {"type": "number", "minimum": 0},
        {"type": "number", "exclusiveMinimum": 0},
        {("bound-tightened", IT)},
    ),
    "alternatives that are paired by their properties": (
        {"oneOf": [with_properties(a=STRING, b=STRING), with_properties(x=STRING, y=STRING)]},
        {"oneOf": [with_properties(x=STRING, y=INTEGER), with_properties(a=STRING, b=STRING)]},
        {("type-changed", f"{IT}.y")},
    ),
    "alternatives that are paired by a constant": (
        {"oneOf": [with_properties(kind={"const": "a"}, v=STRING), with_properties(kind={"const": "b"}, v=INTEGER)]},
        {"oneOf": [with_properties(kind={"const": "b"}, v=STRING), with_properties(kind={"const": "a"}, v=STRING)]},
        {("type-changed", f"{IT}.v")},
    ),
    "only one alternative has the type": (
        {"type": ["string", "integer"], "maxLength": 5},
        {"anyOf": [{**STRING, "maxLength": 3}, INTEGER]},
        {("bound-tightened", IT)},
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), PAIRS.values(), ids=PAIRS)
def test_a_change_is_reported_once_at_its_place(old: Any, new: Any, expected: set[tuple[str, str]]) -> None:
    assert reported(old, new, B=BASE, C=with_properties(c=STRING)) == expected


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
        (with_properties(x=True), with_properties(x={})),
    ],
)
def test_equivalent_schemas_are_no_change(one: Any, other: Any) -> None:
    assert codes(document(one, B=BASE), document(other, B=BASE)) == set()
    assert codes(document(other, B=BASE), document(one, B=BASE)) == set()


def test_in_openapi_3_0_keywords_next_to_a_reference_are_ignored() -> None:
    old, new = document(B, B=BASE), document({**B, "required": ["a"]}, B=BASE)
    assert "request-property-became-required" in codes(old, new)
    assert codes(*({**given, "openapi": "3.0.4"} for given in (old, new))) == set()


def test_a_response_that_loses_all_properties_lists_them() -> None:
    assert reported(BASE, {"type": "object"}, "response") == {
        ("property-removed", "response 200.it.a"),
        ("property-removed", "response 200.it.b"),
    }
    assert reported({"type": "object"}, BASE, "response") == {
        ("property-added", "response 200.it.a"),
        ("property-added", "response 200.it.b"),
    }


def test_a_property_is_read_only_if_its_component_is() -> None:
    old = document(with_properties("x", x=B), B=STRING)
    new = document(with_properties("x", x=B), B={**STRING, "readOnly": True})
    assert codes(old, new) == {"request-property-became-read-only", "request-property-became-optional"}


@pytest.mark.parametrize(
    "holder", [{"patternProperties": {"^x-": B}}, {"type": "array", "prefixItems": [B]}, {"oneOf": [B, STRING]}]
)
def test_components_are_compared_wherever_a_schema_refers_to_them(holder: Any) -> None:
    changed = with_properties(a=STRING, b=INTEGER)
    assert {"request-type-changed", "response-type-changed"} == codes(
        document(holder, B=BASE), document(holder, B=changed)
    )


@pytest.mark.parametrize("mapping", [{}, {"dog": "#/components/schemas/Dog"}])
def test_components_that_only_a_discriminator_leads_to_are_compared(mapping: Any) -> None:
    pet = {**with_properties("kind", kind=STRING), "discriminator": {"propertyName": "kind", "mapping": mapping}}
    dog = {"allOf": [{"$ref": "#/components/schemas/Pet"}, with_properties(bark=STRING)]}
    old = document({"$ref": "#/components/schemas/Pet"}, Pet=pet, Dog=dog)
    new = copy.deepcopy(old)
    new["components"]["schemas"]["Dog"]["allOf"][1] = with_properties(bark=INTEGER)
    found = {(c.code, c.components, c.place, c.operations) for c in changes(old, new)}
    assert found == {
        (f"{direction}-type-changed", ("Dog",), ".bark", ("POST /swap",)) for direction in ("request", "response")
    }


def codes_of_renaming(old: Any, new: Any, **others: Any) -> set[str]:
    """The changes that are reported when a component with another name replaces one."""
    return codes(
        document({"$ref": "#/components/schemas/Old"}, Old=old, **others),
        document({"$ref": "#/components/schemas/New"}, New=new, **others),
    )


def test_components_with_other_names_are_compared_by_content() -> None:
    assert codes_of_renaming({**STRING, "description": "One"}, {**STRING, "description": "Two"}) == {
        "component-renamed"
    }
    assert codes_of_renaming({**STRING, "maxLength": 5}, {**STRING, "maxLength": 50}) == {
        "component-renamed",
        "request-bound-loosened",
        "response-bound-loosened",
    }
    assert codes_of_renaming({"type": "array", "items": B}, {"type": "array", "items": B}, B=BASE) == {
        "component-renamed"
    }
    assert codes_of_renaming(with_properties(a=STRING), with_properties(a=STRING, b=STRING, c=STRING)) == {
        "component-renamed",
        "request-property-added",
        "response-property-added",
    }
    assert {"request-type-changed", "response-type-changed"} < codes_of_renaming(STRING, INTEGER)


def test_numbers_are_written_with_all_their_digits() -> None:
    old, new = ({"type": "number", "maximum": value} for value in (1234567, 1234568.5))
    assert {(c.old, c.new) for c in changes(document(old), document(new))} == {("maximum 1234567", "maximum 1234568.5")}


def test_components_that_all_extend_each_other_are_read_in_moderate_time() -> None:
    """If every `allOf` were merged in full, these would take longer than any test waits."""
    parts = {f"p{i}": {"allOf": [{"$ref": f"#/components/schemas/C{i}"}, {"required": ["x"]}]} for i in range(16)}
    components: dict[str, Any] = {f"C{i}": with_properties(**parts) for i in range(16)}
    found = document({"$ref": "#/components/schemas/C0"}, **components)
    assert changes(found, found) == ()


def test_circles_whose_references_never_meet_are_compared_once_around() -> None:
    def nested(levels: int, **others: Any) -> dict[str, Any]:
        found: dict[str, Any] = {"$ref": "#/components/schemas/A"}
        for _ in range(levels):
            found = with_properties(next=found, **others)
        return found

    found = changes(document(nested(0), A=nested(2)), document(nested(1), A=nested(2, size=STRING)))
    assert {change.code for change in found} == {"request-property-added", "response-property-added"}
    assert {change.place for change in found} >= {f"response 200.it{'.next' * depth}.size" for depth in (1, 2)}


def test_circles_that_branch_are_refused_by_name() -> None:
    """Without a limit, these would take longer than any test waits."""

    def components(seed: int) -> dict[str, Any]:
        chosen = random.Random(seed)
        found = {}
        for index in range(20):
            properties = {}
            for step, name in enumerate("abcd"):
                schema: dict[str, Any] = {"$ref": f"#/components/schemas/C{(7 * index + 3 * step + 1) % 20}"}
                for _ in range(chosen.randrange(3)):
                    schema = with_properties(**dict.fromkeys("abcd", schema))
                properties[name] = schema
            found[f"C{index}"] = with_properties(**properties)
        return found

    start = {"$ref": "#/components/schemas/C0"}
    with pytest.raises(SourceError, match="references would have to be followed that only one description has"):
        changes(document(start, **components(1)), document(start, **components(2)))

"""A schema that becomes one of several, and the other way round."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.diff.small import Json, changes, document
from tests.diff.test_conditions import levels

STRING: Json = {"type": "string"}
INTEGER: Json = {"type": "integer"}
A: Json = {"$ref": "#/components/schemas/A"}


def holding(*required: str, of: str = "ab") -> Json:
    return {"type": "object", "properties": dict.fromkeys(of, STRING), "required": [*required]}


#: Values of the first fit several of the alternatives.
OVERLAPPING: dict[str, tuple[Any, list[Any]]] = {
    "both are required": (holding("a", "b"), [holding("a"), holding("b")]),
    "alternatives that list one each": (holding("a", "b"), [holding("a", of="a"), holding("b", of="b")]),
    "none is required": (holding(), [holding("a"), holding("b")]),
    "numbers": (INTEGER, [INTEGER, {"type": "number"}]),
    "texts and a list of some": (STRING, [STRING, {"enum": ["a"]}]),
    "ranges": (INTEGER, [{**INTEGER, "minimum": 0}, {**INTEGER, "maximum": 5}]),
    "arrays": (
        {"type": "array", "items": STRING},
        [{"type": "array", "items": STRING}, {"type": "array", "maxItems": 3}],
    ),
    "alternatives that were not exclusive": ({"anyOf": [holding("a"), holding("b")]}, [holding("a"), holding("b")]),
}


@pytest.mark.parametrize(("old", "options"), OVERLAPPING.values(), ids=OVERLAPPING)
def test_exclusive_alternatives_that_overlap_refuse_what_fits_several(old: Any, options: list[Any]) -> None:
    found = {change.code: change.level for change in changes(document(old), document({"oneOf": options}))}
    assert found["request-alternatives-became-exclusive"] == "breaking"
    assert found["response-alternatives-became-exclusive"] == "compatible"
    inclusive = changes(document(old), document({"anyOf": options}))
    assert not any("exclusive" in change.code for change in inclusive)


@pytest.mark.parametrize(
    ("old", "other"),
    [
        (STRING, INTEGER),
        ({**STRING, "maxLength": 5}, INTEGER),
        ({"type": ["string", "null"]}, INTEGER),
        (holding("a"), STRING),
        (holding("a", of="a"), holding("b", of="b")),
        (A, STRING),
        ({"type": "array", "items": STRING}, STRING),
        ({"enum": ["a", "b"]}, INTEGER),
        ({**STRING, "default": "a"}, INTEGER),
    ],
)
@pytest.mark.parametrize("key", ["anyOf", "oneOf"])
@pytest.mark.parametrize("place", [lambda schema: schema, lambda schema: {"type": "array", "items": schema}])
def test_itself_and_more_only_allows_more(old: Any, other: Any, key: str, place: Any) -> None:
    more = {key: [{k: v for k, v in old.items() if k != "default"}, other]}
    new = {**more, "default": old["default"]} if "default" in old else more
    component = holding("a")
    before, after = document(place(old), A=component), document(place(new), A=component)
    found = [(change.code, change.level) for change in changes(before, after)]
    assert found == [("response-alternative-added", "breaking"), ("request-alternative-added", "compatible")]


def test_where_a_property_tells_alternatives_apart_they_do_not_overlap() -> None:
    kinds = {"oneOf": [holding("a"), holding("b")]}
    tagged = {**kinds, "discriminator": {"propertyName": "a"}}
    found = {change.code for change in changes(document({"anyOf": kinds["oneOf"]}), document(tagged))}
    assert not any("exclusive" in code for code in found)


def test_a_limit_says_nothing_of_values_of_another_type() -> None:
    request, _ = levels(STRING, {"type": ["string", "integer"], "minimum": 5})
    assert request == {"compatible"}
    request, _ = levels({"type": ["string", "integer"], "minimum": 5}, {"type": ["string", "integer"], "minimum": 6})
    assert request == {"breaking"}


def test_alternatives_beside_what_stays_are_judged_by_what_they_leave() -> None:
    listed = holding()
    assert levels(listed, {**listed, "anyOf": [holding("a"), holding("b")]})[0] == {"breaking"}
    assert levels({**listed, "anyOf": [holding("a"), holding("b")]}, listed)[0] == {"compatible"}
    assert levels(holding("a"), {**holding("a"), "anyOf": [holding("a"), holding("b")]})[0] == set()


def test_components_that_lead_to_each_other_are_judged_in_moderate_time() -> None:
    """Looked into as deep as they lead, these would take longer than any test waits."""
    options = [{"$ref": f"#/components/schemas/C{i}"} for i in range(8)]
    components: dict[str, Any] = {
        f"C{i}": {
            "type": "object",
            "required": [f"k{i}"],
            "properties": {f"k{i}": {"oneOf": options}, "n": {"anyOf": options}},
        }
        for i in range(8)
    }
    old = document({"oneOf": options}, **components)
    new = copy.deepcopy(old)
    new["components"]["schemas"]["C3"]["properties"]["n"] = STRING
    assert {change.components for change in changes(old, new) if change.level == "breaking"} == {("C3",)}


def test_numbers_beyond_all_bounds_are_compared() -> None:
    old = {"oneOf": [{"type": "array", "minItems": 10**9}, {"type": "number", "minimum": 1e308, "multipleOf": 1e-300}]}
    new = {"oneOf": [{"type": "array", "minItems": 10**9}, {"type": "number", "minimum": 1e307, "multipleOf": 1e-300}]}
    assert levels(old, new) == ({"compatible"}, {"warning"})


def test_what_cannot_be_looked_for_any_more_is_a_warning() -> None:
    """Many alternatives that may overlap take more steps than are taken; then nothing is said to be compatible."""
    kinds = [{"type": "object", "properties": {f"k{i}": {"maxLength": i + 1, **STRING}}} for i in range(12)]
    many = {f"p{i}": {"anyOf": kinds} for i in range(120)}
    exclusive = {name: {"oneOf": kinds} for name in many}
    found = changes(*(document({"type": "object", "properties": given}) for given in (many, exclusive)))
    told = {change.place for change in found if change.level in ("breaking", "warning") and "request" in change.code}
    assert told == {f"request body.it.{name}" for name in many}

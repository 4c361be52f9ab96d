"""A schema becomes one of several alternatives, or the other way round."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.diff.small import Json, changes, document
from tests.diff.test_conditions import levels

STRING: Json = {"type": "string"}
INTEGER: Json = {"type": "integer"}
A: Json = {"$ref": "#/components/schemas/A"}


def requiring(*required: str, of: str = "ab") -> Json:
    """An object with string properties, some of which are required."""
    return {"type": "object", "properties": dict.fromkeys(of, STRING), "required": [*required]}


#: An old schema, and the alternatives that replace it. Some of its values match several alternatives.
OVERLAPPING: dict[str, tuple[Any, list[Any]]] = {
    "both are required": (requiring("a", "b"), [requiring("a"), requiring("b")]),
    "alternatives that list one property each": (requiring("a", "b"), [requiring("a", of="a"), requiring("b", of="b")]),
    "none is required": (requiring(), [requiring("a"), requiring("b")]),
    "numbers": (INTEGER, [INTEGER, {"type": "number"}]),
    "strings and an enum of some": (STRING, [STRING, {"enum": ["a"]}]),
    "ranges": (INTEGER, [{**INTEGER, "minimum": 0}, {**INTEGER, "maximum": 5}]),
    "arrays": (
        {"type": "array", "items": STRING},
        [{"type": "array", "items": STRING}, {"type": "array", "maxItems": 3}],
    ),
    "alternatives that were not exclusive": (
        {"anyOf": [requiring("a"), requiring("b")]},
        [requiring("a"), requiring("b")],
    ),
}


@pytest.mark.parametrize(("old", "options"), OVERLAPPING.values(), ids=OVERLAPPING)
def test_exclusive_alternatives_that_overlap_refuse_values_that_match_several(old: Any, options: list[Any]) -> None:
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
        (requiring("a"), STRING),
        (requiring("a", of="a"), requiring("b", of="b")),
        (A, STRING),
        ({"type": "array", "items": STRING}, STRING),
        ({"enum": ["a", "b"]}, INTEGER),
        ({**STRING, "default": "a"}, INTEGER),
    ],
)
@pytest.mark.parametrize("key", ["anyOf", "oneOf"])
@pytest.mark.parametrize("place", [lambda schema: schema, lambda schema: {"type": "array", "items": schema}])
def test_the_same_schema_and_another_as_alternatives_only_allow_more(
    old: Any, other: Any, key: str, place: Any
) -> None:
    more = {key: [{k: v for k, v in old.items() if k != "default"}, other]}
    new = {**more, "default": old["default"]} if "default" in old else more
    component = requiring("a")
    before, after = document(place(old), A=component), document(place(new), A=component)
    found = [(change.code, change.level) for change in changes(before, after)]
    assert found == [("response-alternative-added", "breaking"), ("request-alternative-added", "compatible")]


def test_alternatives_with_a_discriminator_do_not_overlap() -> None:
    kinds = {"oneOf": [requiring("a"), requiring("b")]}
    tagged = {**kinds, "discriminator": {"propertyName": "a"}}
    found = {change.code for change in changes(document({"anyOf": kinds["oneOf"]}), document(tagged))}
    assert not any("exclusive" in code for code in found)


def test_a_limit_does_not_apply_to_values_of_another_type() -> None:
    request, _ = levels(STRING, {"type": ["string", "integer"], "minimum": 5})
    assert request == {"compatible"}
    request, _ = levels({"type": ["string", "integer"], "minimum": 5}, {"type": ["string", "integer"], "minimum": 6})
    assert request == {"breaking"}


def test_alternatives_next_to_unchanged_keywords_are_judged_by_what_both_allow() -> None:
    listed = requiring()
    assert levels(listed, {**listed, "anyOf": [requiring("a"), requiring("b")]})[0] == {"breaking"}
    assert levels({**listed, "anyOf": [requiring("a"), requiring("b")]}, listed)[0] == {"compatible"}
    assert levels(requiring("a"), {**requiring("a"), "anyOf": [requiring("a"), requiring("b")]})[0] == set()


def test_components_that_refer_to_each_other_are_compared_in_moderate_time() -> None:
    """If every reference were followed, these would take longer than any test waits."""
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


def test_extreme_numbers_are_compared() -> None:
    old = {"oneOf": [{"type": "array", "minItems": 10**9}, {"type": "number", "minimum": 1e308, "multipleOf": 1e-300}]}
    new = {"oneOf": [{"type": "array", "minItems": 10**9}, {"type": "number", "minimum": 1e307, "multipleOf": 1e-300}]}
    assert levels(old, new) == ({"compatible"}, {"warning"})


def test_what_exceeds_the_budget_is_a_warning() -> None:
    """Many alternatives that may overlap take more steps than the limit; then none is reported as compatible."""
    kinds = [{"type": "object", "properties": {f"k{i}": {"maxLength": i + 1, **STRING}}} for i in range(12)]
    many = {f"p{i}": {"anyOf": kinds} for i in range(120)}
    exclusive = {name: {"oneOf": kinds} for name in many}
    found = changes(*(document({"type": "object", "properties": given}) for given in (many, exclusive)))
    places = {change.place for change in found if change.level in ("breaking", "warning") and "request" in change.code}
    assert places == {f"request body.it.{name}" for name in many}

"""Keywords that few schemas have: each is judged by direction."""

from __future__ import annotations

from typing import Any

import pytest

from tests.diff.small import Json, changes, document

STRING: Json = {"type": "string"}
INTEGER: Json = {"type": "integer"}
NUMBER: Json = {"type": "number"}
OBJECT: Json = {"type": "object", "properties": {"a": STRING, "b": STRING}}
ARRAY: Json = {"type": "array", "items": NUMBER}
NEEDS_B: Json = {"type": "object", "required": ["b"]}
NEEDS_A: Json = {"type": "object", "required": ["a"]}


def levels(old: Any, new: Any) -> tuple[set[str], set[str]]:
    """The levels of all that is said of the request, and of the answer."""
    found = changes(document(old), document(new))
    request = {str(change.level) for change in found if change.code.startswith("request")}
    return request, {str(change.level) for change in found if change.code.startswith("response")}


#: A schema, and one that allows less of the same.
NARROWER: dict[str, tuple[Any, Any]] = {
    "unevaluatedProperties": (OBJECT, {**OBJECT, "unevaluatedProperties": False}),
    "unevaluatedProperties of parts": (
        {"allOf": [OBJECT, {"properties": {"c": STRING}}]},
        {"allOf": [OBJECT, {"properties": {"c": STRING}}], "unevaluatedProperties": False},
    ),
    "dependentRequired": (OBJECT, {**OBJECT, "dependentRequired": {"a": ["b"]}}),
    "dependentRequired of more": (
        {**OBJECT, "dependentRequired": {"a": ["b"]}},
        {**OBJECT, "dependentRequired": {"a": ["b", "c"]}},
    ),
    "dependentSchemas": (OBJECT, {**OBJECT, "dependentSchemas": {"a": NEEDS_B}}),
    "dependentSchemas that ask for more": (
        {**OBJECT, "dependentSchemas": {"a": NEEDS_B}},
        {**OBJECT, "dependentSchemas": {"a": {**NEEDS_B, "minProperties": 2}}},
    ),
    "if and then": (OBJECT, {**OBJECT, "if": NEEDS_A, "then": NEEDS_B}),
    "then asks for more": (
        {**OBJECT, "if": NEEDS_A, "then": {"type": "object", "minProperties": 1}},
        {**OBJECT, "if": NEEDS_A, "then": {"type": "object", "minProperties": 2}},
    ),
    "another if, that a value shows": (
        {**OBJECT, "if": NEEDS_A, "then": NEEDS_B},
        {**OBJECT, "if": {"type": "object"}, "then": NEEDS_B},
    ),
    "not": (STRING, {**STRING, "not": {"const": "a"}}),
    "not of more": ({**STRING, "not": {"const": "a"}}, {**STRING, "not": {"enum": ["a", "b"]}}),
    "contains": (ARRAY, {**ARRAY, "contains": INTEGER}),
    "contains what is rarer": ({**ARRAY, "contains": NUMBER}, {**ARRAY, "contains": INTEGER}),
    "maxContains": ({**ARRAY, "contains": INTEGER}, {**ARRAY, "contains": INTEGER, "maxContains": 2}),
    "prefixItems": ({**ARRAY, "prefixItems": [NUMBER]}, {**ARRAY, "prefixItems": [INTEGER]}),
    "one more of prefixItems": ({**ARRAY, "prefixItems": [NUMBER]}, {**ARRAY, "prefixItems": [NUMBER, INTEGER]}),
    "no items after the first": ({"type": "array", "prefixItems": [STRING]}, {"prefixItems": [STRING], "items": False}),
    "propertyNames": (OBJECT, {**OBJECT, "propertyNames": {"maxLength": 3}}),
    "propertyNames that are shorter": (
        {**OBJECT, "propertyNames": {"maxLength": 3}},
        {**OBJECT, "propertyNames": {"maxLength": 2}},
    ),
    "patternProperties": ({"patternProperties": {"^x": NUMBER}}, {"patternProperties": {"^x": INTEGER}}),
    "const": (STRING, {"const": "a"}),
    "multipleOf": ({**INTEGER, "multipleOf": 2}, {**INTEGER, "multipleOf": 4}),
    "uniqueItems": (ARRAY, {**ARRAY, "uniqueItems": True}),
}


@pytest.mark.parametrize(("wide", "narrow"), NARROWER.values(), ids=NARROWER)
def test_less_breaks_requests_and_more_changes_answers(wide: Any, narrow: Any) -> None:
    request, response = levels(wide, narrow)
    assert "breaking" in request
    request, response = levels(narrow, wide)
    assert request == {"compatible"}
    assert response & {"breaking", "warning"}


#: Two ways to say the same, as far as values go.
SAME: dict[str, tuple[Any, Any]] = {
    "an if without then": (OBJECT, {**OBJECT, "if": NEEDS_A}),
    "what is required is needed by none": (
        {**OBJECT, "required": ["b"]},
        {**OBJECT, "required": ["b"], "dependentRequired": {"a": ["b"]}},
    ),
    "contains at least nothing": (ARRAY, {**ARRAY, "contains": INTEGER, "minContains": 0}),
    "contains that allows the same": ({**ARRAY, "contains": {"const": 1}}, {**ARRAY, "contains": {"enum": [1]}}),
    "no unknown properties, in two words": (
        {**OBJECT, "additionalProperties": False},
        {**OBJECT, "unevaluatedProperties": False},
    ),
    "a not that excludes nothing of it": (STRING, {**STRING, "not": False}),
    "patterns that everything matches": ({**STRING, "pattern": ""}, {**STRING, "pattern": ".*"}),
    "a pattern for every character": (STRING, {**STRING, "pattern": r"^[\s\S]*$"}),
    "limits of other types": (STRING, {**STRING, "minimum": 3, "maxItems": 1, "required": ["a"]}),
    "limits that all members keep": ({"enum": ["a", "b"]}, {"enum": ["a", "b"], "maxLength": 3}),
    "anything among alternatives": ({}, {"anyOf": [{}, STRING]}),
    "an alternative that another one allows": (STRING, {"anyOf": [STRING, {"enum": ["a"]}]}),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_what_allows_the_same_is_no_change(one: Any, other: Any) -> None:
    assert changes(document(one), document(other)) == ()
    assert changes(document(other), document(one)) == ()


def test_a_property_that_no_other_may_stand_in_for_is_refused() -> None:
    closed = {**OBJECT, "additionalProperties": False}
    less = {**closed, "properties": {"a": STRING}}
    codes = {change.code for change in changes(document(closed), document(less)) if change.level == "breaking"}
    assert codes == {"request-property-no-longer-allowed", "response-property-removed"}
    assert levels(less, closed) == ({"compatible"}, {"compatible"})


def test_a_property_that_was_one_of_a_map_is_held_against_it() -> None:
    every = {"type": "object", "additionalProperties": NUMBER}
    named = {**every, "properties": {"a": INTEGER}}
    assert "breaking" in levels(every, named)[0]
    assert levels(named, every)[0] == {"compatible"}


def test_what_cannot_be_told_is_a_warning() -> None:
    old, new = ({**STRING, "not": {"pattern": pattern}} for pattern in ("^(a|b)+c", "^[ab]+c"))
    assert levels(old, new) == ({"warning"}, {"warning"})


@pytest.mark.parametrize(
    "pattern", ["", ".*", "^.*", ".*$", "(.*)", r"[\s\S]*", "^", "^.*$", r"(.|\n)*", "[a-z]*", "^x?", "a|b*"]
)
def test_a_pattern_that_every_line_matches_is_no_restriction(pattern: str) -> None:
    request, _ = levels({**STRING, "pattern": "^[a-z]+$"}, {**STRING, "pattern": pattern})
    assert request == {"compatible"}
    request, _ = levels({**STRING, "pattern": pattern}, {**STRING, "pattern": "^[a-z]+$"})
    assert request == {"breaking"}


@pytest.mark.parametrize("pattern", [".+", "^.+$", "^$", "a*b", r"^\w*$", r"\b", "(?=a)", r"\$"])
def test_a_pattern_that_leaves_something_out_is_one(pattern: str) -> None:
    assert levels(STRING, {**STRING, "pattern": pattern})[0] == {"breaking"}


@pytest.mark.parametrize("encoding", [{}, {"contentEncoding": "base64"}])
def test_a_text_that_holds_another_media_type_is_a_warning(encoding: Json) -> None:
    old, new = ({**STRING, **encoding, "contentMediaType": name} for name in ("application/json", "text/csv"))
    assert levels(old, new) == ({"warning"}, {"warning"})
    # A page that learns what a text holds changes nothing.
    assert levels({**STRING, **encoding}, new) == (set(), set())

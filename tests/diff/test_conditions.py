"""Rare keywords of schemas: a change of each is judged by direction."""

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
    """The levels of all changes of the request, and of the response."""
    found = changes(document(old), document(new))
    request = {str(change.level) for change in found if change.code.startswith("request")}
    return request, {str(change.level) for change in found if change.code.startswith("response")}


#: A schema, and a narrower one that allows only some of its values.
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
    "dependentSchemas that require more": (
        {**OBJECT, "dependentSchemas": {"a": NEEDS_B}},
        {**OBJECT, "dependentSchemas": {"a": {**NEEDS_B, "minProperties": 2}}},
    ),
    "if and then": (OBJECT, {**OBJECT, "if": NEEDS_A, "then": NEEDS_B}),
    "then that requires more": (
        {**OBJECT, "if": NEEDS_A, "then": {"type": "object", "minProperties": 1}},
        {**OBJECT, "if": NEEDS_A, "then": {"type": "object", "minProperties": 2}},
    ),
    "an if that matches more values": (
        {**OBJECT, "if": NEEDS_A, "then": NEEDS_B},
        {**OBJECT, "if": {"type": "object"}, "then": NEEDS_B},
    ),
    "not": (STRING, {**STRING, "not": {"const": "a"}}),
    "not of more": ({**STRING, "not": {"const": "a"}}, {**STRING, "not": {"enum": ["a", "b"]}}),
    "contains": (ARRAY, {**ARRAY, "contains": INTEGER}),
    "contains what is rarer": ({**ARRAY, "contains": NUMBER}, {**ARRAY, "contains": INTEGER}),
    "maxContains": ({**ARRAY, "contains": INTEGER}, {**ARRAY, "contains": INTEGER, "maxContains": 2}),
    "prefixItems": ({**ARRAY, "prefixItems": [NUMBER]}, {**ARRAY, "prefixItems": [INTEGER]}),
    "one more schema in prefixItems": ({**ARRAY, "prefixItems": [NUMBER]}, {**ARRAY, "prefixItems": [NUMBER, INTEGER]}),
    "no items after the first": ({"type": "array", "prefixItems": [STRING]}, {"prefixItems": [STRING], "items": False}),
    "if with another limit of a required property": (
        {**OBJECT, "if": NEEDS_A, "then": {"required": ["b"]}},
        {**OBJECT, "if": NEEDS_A, "then": {"required": ["b"], "properties": {"b": {"maxLength": 3}}}},
    ),
    "dependentSchemas with another limit of a required property": (
        {**OBJECT, "dependentSchemas": {"a": {"required": ["b"]}}},
        {**OBJECT, "dependentSchemas": {"a": {"required": ["b"], "properties": {"b": {"maxLength": 3}}}}},
    ),
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
def test_a_narrower_schema_breaks_requests_and_a_wider_one_changes_responses(wide: Any, narrow: Any) -> None:
    request, response = levels(wide, narrow)
    assert "breaking" in request
    request, response = levels(narrow, wide)
    assert request == {"compatible"}
    assert response & {"breaking", "warning"}


#: Two schemas that allow the same values.
SAME: dict[str, tuple[Any, Any]] = {
    "numbers and integers": (NUMBER, {"type": ["integer", "number"]}),
    "an if without then": (OBJECT, {**OBJECT, "if": NEEDS_A}),
    "dependentRequired of a required property": (
        {**OBJECT, "required": ["b"]},
        {**OBJECT, "required": ["b"], "dependentRequired": {"a": ["b"]}},
    ),
    "contains at least nothing": (ARRAY, {**ARRAY, "contains": INTEGER, "minContains": 0}),
    "contains that allows the same": ({**ARRAY, "contains": {"const": 1}}, {**ARRAY, "contains": {"enum": [1]}}),
    "two keywords that forbid unknown properties": (
        {**OBJECT, "additionalProperties": False},
        {**OBJECT, "unevaluatedProperties": False},
    ),
    "a not that excludes nothing": (STRING, {**STRING, "not": False}),
    "a not that excludes another type": (STRING, {**STRING, "not": INTEGER}),
    "a not that excludes what the limits exclude": (
        {**INTEGER, "minimum": 5},
        {**INTEGER, "minimum": 5, "not": {**INTEGER, "maximum": 4}},
    ),
    "null among the types of an enumeration without it": (
        {"type": ["string", "null"], "enum": ["a"]},
        {**STRING, "enum": ["a"]},
    ),
    "null among the types of a constant": ({"type": ["string", "null"], "const": "a"}, {"const": "a"}),
    "patterns that everything matches": ({**STRING, "pattern": ""}, {**STRING, "pattern": ".*"}),
    "a pattern for every character": (STRING, {**STRING, "pattern": r"^[\s\S]*$"}),
    "limits of other types": (STRING, {**STRING, "minimum": 3, "maxItems": 1, "required": ["a"]}),
    "a limit that all enum values satisfy": ({"enum": ["a", "b"]}, {"enum": ["a", "b"], "maxLength": 3}),
    "anything among alternatives": ({}, {"anyOf": [{}, STRING]}),
    "an alternative that another one allows": (STRING, {"anyOf": [STRING, {"enum": ["a"]}]}),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_schemas_that_allow_the_same_values_are_no_change(one: Any, other: Any) -> None:
    assert changes(document(one), document(other)) == ()
    assert changes(document(other), document(one)) == ()


def test_removing_a_property_of_a_closed_object_breaks_requests() -> None:
    closed = {**OBJECT, "additionalProperties": False}
    less = {**closed, "properties": {"a": STRING}}
    codes = {change.code for change in changes(document(closed), document(less)) if change.level == "breaking"}
    assert codes == {"request-property-no-longer-allowed", "response-property-removed"}
    assert levels(less, closed) == ({"compatible"}, {"compatible"})


def test_a_new_property_is_compared_with_the_map_that_allowed_it() -> None:
    every = {"type": "object", "additionalProperties": NUMBER}
    named = {**every, "properties": {"a": INTEGER}}
    assert "breaking" in levels(every, named)[0]
    assert levels(named, every)[0] == {"compatible"}


def test_patterns_that_cannot_be_compared_are_a_warning() -> None:
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
def test_a_pattern_that_excludes_something_is_a_restriction(pattern: str) -> None:
    assert levels(STRING, {**STRING, "pattern": pattern})[0] == {"breaking"}


@pytest.mark.parametrize("encoding", [{}, {"contentEncoding": "base64"}])
def test_a_string_of_another_media_type_is_a_warning(encoding: Json) -> None:
    old, new = ({**STRING, **encoding, "contentMediaType": name} for name in ("application/json", "text/csv"))
    assert levels(old, new) == ({"warning"}, {"warning"})
    # A media type that was not stated before restricts nothing.
    assert levels({**STRING, **encoding}, new) == (set(), set())

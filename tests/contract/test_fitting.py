"""Generated values fit schemas in which several keywords apply together."""

from __future__ import annotations

from typing import Any

import pytest

from speclift.contract.generation.generator import Generator
from speclift.contract.generation.valid_values import _MOST_TRIES, fitting
from speclift.contract.validators import Validators
from tests.conftest import ROOT
from tests.contract.small import INTEGER, STRING, Json, properties, ref

TEXTS: Json = {"type": "array", "items": STRING}
SCHEMAS: Json = {
    "A": properties(a=STRING),
    "B": {**properties(a=STRING, b=STRING), "required": ["b"]},
    "Base": {**properties(total={"type": "integer", "minimum": 1}, content=TEXTS), "required": ["total", "content"]},
    "Node": {**properties(name=STRING, next=ref("Node")), "required": ["name"]},
    "Cat": {**properties(kind={"const": "cat"}, lives=INTEGER), "required": ["kind", "lives"]},
    "Dog": {**properties(kind={"const": "dog"}, name=STRING), "required": ["kind", "name"]},
    "Tree": {
        "$dynamicAnchor": "node",
        **properties(children={"type": "array", "items": {"$dynamicRef": "#node"}}),
    },
}
CHOICE: Json = {**properties(card=STRING, iban=STRING), "oneOf": [{"required": ["card"]}, {"required": ["iban"]}]}
LETTERS: Json = properties(a=STRING, b=STRING, c=STRING, d=STRING)
NAMED: Json = {"type": "object", "propertyNames": {"pattern": "^[a-z]{3}$"}, "additionalProperties": INTEGER}


@pytest.mark.parametrize(
    "schema",
    [
        pytest.param(
            {"allOf": [ref("Base"), properties(total={"maximum": 5}, content={"description": "x"})]},
            id="a base with tighter bounds",
        ),
        pytest.param({"allOf": [{"minimum": 5}, {"type": "integer", "minimum": 3}]}, id="the weaker bound last"),
        pytest.param({"allOf": [{"oneOf": [STRING, INTEGER]}, {"oneOf": [INTEGER, {"type": "null"}]}]}, id="two oneOf"),
        pytest.param({"allOf": [{"enum": ["a", "b"]}, {"enum": ["b", "c"]}]}, id="two enumerations"),
        pytest.param(
            {"allOf": [{"multipleOf": 4}, {"multipleOf": 6, "type": "integer", "minimum": 1}]}, id="two multiples"
        ),
        pytest.param({"allOf": [{"type": ["string", "null"]}, {"type": ["null", "integer"]}]}, id="two lists of types"),
        pytest.param({"allOf": [{"pattern": "^a"}, {"type": "string", "pattern": "^ab?$"}]}, id="two patterns"),
        pytest.param(
            {"allOf": [{**properties(a=STRING), "additionalProperties": False}, properties(b=STRING)]},
            id="a closed object",
        ),
        pytest.param({"allOf": [{"items": {"minimum": 3}}, {"type": "array", "items": INTEGER}]}, id="items"),
        pytest.param({**ref("Base"), **properties(total={"maximum": 1})}, id="next to a reference"),
        pytest.param(CHOICE, id="exactly one is required"),
        pytest.param(properties(deep=properties(er={"type": "array", "items": CHOICE})), id="exactly one in an array"),
        pytest.param({"oneOf": [ref("A"), ref("B")]}, id="one fits within the other"),
        pytest.param({"oneOf": [ref("B"), ref("A")]}, id="the narrow one first"),
        pytest.param({"oneOf": [{"type": "number"}, INTEGER]}, id="a number that is not an integer"),
        pytest.param({"oneOf": [ref("Cat"), ref("Dog")]}, id="two kinds"),
        pytest.param({"oneOf": [ref("A"), properties(b=INTEGER)]}, id="alternatives that require nothing"),
        pytest.param(
            {
                "oneOf": [
                    properties(a=STRING),
                    properties(a=STRING, b={"type": ["null", "string"]}),
                    properties(c=STRING),
                ]
            },
            id="three alternatives that require nothing",
        ),
        pytest.param(
            {
                "oneOf": [
                    {**properties(a=STRING), "additionalProperties": STRING},
                    {**properties(b={"type": ["null", "integer"]}), "additionalProperties": False},
                ]
            },
            id="alternatives that say something of other properties",
        ),
        pytest.param(
            properties(deep={"type": "array", "items": {"oneOf": [properties(a=STRING), properties(b=TEXTS)]}}),
            id="alternatives that require nothing in an array",
        ),
        pytest.param({"anyOf": [{"enum": []}, INTEGER]}, id="an alternative that nothing fits"),
        pytest.param({"type": "array", "items": {"enum": [1, 2, 3]}, "minItems": 3, "uniqueItems": True}, id="unique"),
        pytest.param(
            {"type": "array", "items": {"type": "boolean"}, "minItems": 2, "uniqueItems": True}, id="both booleans"
        ),
        pytest.param({"type": "array", "prefixItems": [STRING, INTEGER], "items": False, "minItems": 2}, id="tuple"),
        pytest.param({"type": "array", "prefixItems": [STRING], "items": INTEGER, "minItems": 3}, id="tuple and more"),
        pytest.param({"type": "array", "contains": {"const": 5}, "minContains": 2}, id="contains"),
        pytest.param({"type": "array", "items": STRING, "minItems": 2, "maxItems": 2}, id="two items"),
        pytest.param({"type": "object", "minProperties": 3, "additionalProperties": INTEGER}, id="minProperties"),
        pytest.param({**properties(a=STRING, b=STRING, c=STRING), "maxProperties": 1}, id="maxProperties"),
        pytest.param({**NAMED, "minProperties": 2}, id="propertyNames"),
        pytest.param({"type": "object", "propertyNames": {"enum": ["x", "y"]}, "minProperties": 2}, id="two names"),
        pytest.param(
            {
                "patternProperties": {"^x-": INTEGER},
                "additionalProperties": False,
                "type": "object",
                "minProperties": 1,
            },
            id="patternProperties",
        ),
        pytest.param({**properties(a=STRING, b=STRING), "not": {"required": ["a"]}}, id="not required"),
        pytest.param({**properties(a=STRING, b=STRING), "not": {"required": ["a", "b"]}}, id="not both"),
        pytest.param({"type": "integer", "minimum": 1, "maximum": 2, "not": {"const": 1}}, id="not a constant"),
        pytest.param({"type": "string", "enum": ["a", "b", "c"], "not": {"enum": ["a", "b"]}}, id="not some constants"),
        pytest.param({"not": {"type": "object"}, "anyOf": [ref("A"), STRING]}, id="not a type"),
        pytest.param({**properties(a=STRING), "dependentRequired": {"a": ["z"]}}, id="dependentRequired"),
        pytest.param(
            {**properties(a=STRING), "dependentSchemas": {"a": {**properties(b=INTEGER), "required": ["b"]}}},
            id="dependentSchemas",
        ),
        pytest.param(
            {
                **properties(country={"enum": ["de", "us"]}, code=STRING),
                "required": ["country", "code"],
                "if": properties(country={"const": "us"}),
                "then": properties(code={"pattern": "^[0-9]{5}$"}),
                "else": properties(code={"pattern": "^[A-Z]{2}$"}),
            },
            id="if, then and else",
        ),
        pytest.param({**ref("Base"), "unevaluatedProperties": False}, id="unevaluatedProperties"),
        pytest.param(ref("Node"), id="contains itself"),
        pytest.param(ref("Tree"), id="dynamic reference"),
        pytest.param({"type": "object", "examples": [{"a": 5}], **properties(a=STRING)}, id="a wrong example"),
        pytest.param(properties(a={**INTEGER, "default": "x"}, b={**STRING, "examples": [7]}), id="a wrong default"),
        pytest.param(
            {**LETTERS, "minProperties": 2, "maxProperties": 2, "dependentRequired": {"a": ["b", "c"]}},
            id="dependentRequired beyond maxProperties",
        ),
        pytest.param(
            {
                **LETTERS,
                "required": ["d"],
                "minProperties": 3,
                "maxProperties": 3,
                "dependentRequired": {"a": ["b", "d"], "b": ["c"], "c": ["a"]},
                "additionalProperties": STRING,
            },
            id="dependentRequired in a circle",
        ),
        pytest.param(
            {
                **LETTERS,
                "minProperties": 3,
                "maxProperties": 3,
                "dependentRequired": {"a": ["b"], "b": ["a"], "c": ["d", "e"]},
                "additionalProperties": False,
            },
            id="dependentRequired of pairs",
        ),
        pytest.param(
            {**LETTERS, "maxProperties": 1, "dependentSchemas": {"a": {"required": ["b"]}, "b": {"required": ["c"]}}},
            id="dependentSchemas beyond maxProperties",
        ),
        pytest.param({"type": "string", "not": {"pattern": "^[a-zA-Z]"}, "minLength": 3}, id="not a pattern"),
        pytest.param(
            {"type": "string", "allOf": [{"not": {"pattern": "[a-z]"}}, {"not": {"pattern": "^[A-Z0-9]"}}]},
            id="not two patterns",
        ),
        pytest.param({"type": "string", "not": {"minLength": 3}}, id="not a count"),
        pytest.param({"not": {"maxItems": 2}}, id="not a greatest count"),
        pytest.param({"not": {"not": {**properties(q=INTEGER), "required": ["q"]}}}, id="not a not"),
        pytest.param({"oneOf": [INTEGER, {"type": "number", "minimum": 5}]}, id="one of two that overlap"),
        pytest.param(
            {"type": "integer", "allOf": [{"not": {"maximum": 40}}, {"not": {"minimum": 42}}]}, id="not two bounds"
        ),
        pytest.param({"minimum": 3, "maximum": 3}, id="no type"),
        pytest.param({"type": ["string", "integer"], "maximum": 3, "not": {"type": "string"}}, id="the second type"),
        pytest.param({"type": "string", "pattern": "^a", "minLength": 5}, id="more than the pattern says"),
        pytest.param({"type": "string", "pattern": "z$", "minLength": 5, "maxLength": 6}, id="less before the pattern"),
        pytest.param({"allOf": [{"type": "string", "pattern": "^a"}, {"pattern": "z$"}]}, id="a start and an end"),
        pytest.param(
            {
                "type": "string",
                "allOf": [{"pattern": "[A-Z]"}, {"pattern": "[0-9]"}, {"pattern": "[a-z]"}],
                "minLength": 8,
            },
            id="a password",
        ),
        pytest.param({"not": {"type": ["string", "object", "array", "null"]}}, id="no type but those that are left"),
        pytest.param({"not": {"enum": [None]}}, id="anything but null"),
        pytest.param({"type": "integer", "not": {"minimum": 5}}, id="not a bound"),
        pytest.param({**properties(a=INTEGER), "not": properties(a={"minimum": 10})}, id="not a value of a property"),
        pytest.param(
            {"type": "array", "items": INTEGER, "contains": {"minimum": 100}, "maxContains": 2, "minItems": 4},
            id="maxContains",
        ),
        pytest.param({"type": "array", "unevaluatedItems": INTEGER, "minItems": 2}, id="unevaluatedItems"),
        pytest.param(
            {"allOf": [properties(a=STRING)], "unevaluatedProperties": INTEGER, "minProperties": 3},
            id="unevaluatedProperties that are integers",
        ),
        pytest.param(
            {"type": "object", "patternProperties": {"^x_": STRING}, "additionalProperties": False, "minProperties": 3},
            id="several names for one pattern",
        ),
        pytest.param(
            {
                **properties(kind=STRING),
                "dependentSchemas": {
                    "kind": {
                        "oneOf": [
                            {**properties(kind={"const": "a"}, size=INTEGER), "required": ["size"]},
                            properties(kind={"const": "b"}),
                        ]
                    }
                },
            },
            id="dependentSchemas with alternatives",
        ),
    ],
)
def test_a_generated_value_fits_its_schema(schema: Json) -> None:
    validator = Validators(SCHEMAS).of(schema)
    for seed in range(10):
        value = fitting(SCHEMAS, schema, validator, seed)
        assert validator.accepts(value), value


def test_a_choice_keeps_optional_properties() -> None:
    schema = {**CHOICE, "properties": {**CHOICE["properties"], "note": STRING}}
    assert fitting({}, schema, Validators({}).of(schema), 1).keys() == {"card", "note"}


def test_a_schema_that_nothing_fits_gets_a_value_all_the_same() -> None:
    schema: Json = {**properties(a={"allOf": [STRING, INTEGER]}, b=STRING), "required": ["a", "b"]}
    value: Any = fitting({}, schema, Validators({}).of(schema), 1)
    assert isinstance(value["b"], str)


def test_the_decision_record_states_the_number_of_tries() -> None:
    decision = " ".join((ROOT / "docs" / "decisions" / "values.md").read_text(encoding="utf-8").split())
    assert f"place by place, at most {_MOST_TRIES} times" in decision


def test_a_map_has_an_entry() -> None:
    value = Generator({}, 1).value({"type": "object", "additionalProperties": properties(size=INTEGER)})
    assert [[*entry] for entry in value.values()] == [["size"]]
    assert Generator({}, 1).value({"type": "object", "additionalProperties": INTEGER, "maxProperties": 0}) == {}

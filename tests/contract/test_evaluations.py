"""Values that would take too many steps to check are not accepted; values as people send them are."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclift.contract.evaluation_cost import MOST_EVALUATIONS, Evaluations
from speclift.contract.validators import Validators
from speclift.errors import SourceError

Json = dict[str, Any]
EXPRESSION = {"$ref": "#/components/schemas/Expression"}
#: Sums and products without a discriminator: a validator tries both at each level.
SCHEMAS: Json = {
    "Expression": {"oneOf": [{"$ref": "#/components/schemas/Sum"}, {"$ref": "#/components/schemas/Product"}]},
    "Sum": {"type": "object", "properties": {"left": EXPRESSION, "sum": {"type": "integer"}}, "required": ["sum"]},
    "Product": {"type": "object", "properties": {"left": EXPRESSION, "by": {"type": "integer"}}, "required": ["by"]},
}


def nested(depth: int) -> Json:
    value: Json = {"sum": 1}
    for number in range(depth):
        value = {("sum", "by")[number % 2]: number, "left": value}
    return value


def chain(keyword: str) -> Json:
    """Schemas that each refer to the next one twice."""
    links = {f"A{n}": {keyword: [{"$ref": f"#/components/schemas/A{n + 1}"}] * 2} for n in range(60)}
    return {**links, "A60": {"type": "object"}}


def test_values_as_deep_as_people_write_them_are_checked() -> None:
    validator = Validators(SCHEMAS).of(EXPRESSION)
    assert validator.accepts(nested(8))
    assert not validator.accepts({"left": nested(8)})
    assert list(validator.faults({"left": nested(8)}))


def test_a_value_that_doubles_the_work_at_each_level_is_refused() -> None:
    """Checking it step by step would take millions of years."""
    validator = Validators(SCHEMAS).of(EXPRESSION)
    assert not validator.accepts(nested(80))
    (fault,) = validator.faults(nested(80))
    assert "too many steps" in fault.message


def test_the_count_is_that_of_a_validator_that_tries_everything() -> None:
    evaluations = Evaluations(SCHEMAS)
    depth = next(depth for depth in range(1, 80) if not evaluations.are_few(EXPRESSION, nested(depth)))
    assert 2**depth > MOST_EVALUATIONS / 100
    assert 2 ** (depth - 6) < MOST_EVALUATIONS


@pytest.mark.parametrize("keyword", ["allOf", "anyOf", "oneOf"])
def test_schemas_that_double_the_work_at_each_level_are_refused_before_anything_is_sent(keyword: str) -> None:
    validators = Validators(chain(keyword))
    with pytest.raises(SourceError, match=r"The schema of the body cannot be checked against: .* too many steps"):
        validators.check({"the body": {"$ref": "#/components/schemas/A0"}})


def cycle(size: int) -> Json:
    """Schemas that refer to each other in a cycle and also skip some, so that there are many ways through it."""
    return {
        f"A{n}": {"anyOf": [{"$ref": f"#/components/schemas/A{(n + step) % size}"} for step in (1, 7, 11)]}
        for n in range(size)
    }


def test_each_way_through_a_cycle_counts() -> None:
    first = {"$ref": "#/components/schemas/A0"}
    assert not Evaluations(cycle(40)).are_few(first)
    assert Evaluations(cycle(9)).are_few(first)
    # A schema that refers only to itself is followed just once.
    assert Evaluations({"A0": {"anyOf": [first, first, {"type": "string"}]}}).are_few(first)


def test_schemas_that_are_never_combined_are_not_counted() -> None:
    plain = {"A": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/A", "description": "More."}}}}
    assert Evaluations(plain).bound({"$ref": "#/components/schemas/A"}) is None
    reference = {"$ref": "#/components/schemas/A"}
    with_sibling = {"A": {"properties": {"a": {**reference, "properties": {"a": reference}}}}}
    assert Evaluations(with_sibling).bound({"$ref": "#/components/schemas/A"}) is not None


THINGS: Json = {"$ref": "#/components/schemas/Things"}


@pytest.mark.parametrize(
    ("derived", "is_counted"),
    [
        ({"properties": {"b": THINGS}}, False),
        ({"properties": {"a": {"type": "string"}}}, False),
        ({"properties": {"b": {}}, "additionalProperties": False}, False),
        ({"items": THINGS}, False),
        ({"properties": {"a": THINGS}}, True),
        ({"additionalProperties": THINGS}, True),
        ({"patternProperties": {"^b": THINGS}}, True),
        ({"$ref": "#/components/schemas/Base"}, True),
        ({"allOf": [{"properties": {"b": THINGS}}, {"properties": {"b": THINGS}}]}, True),
        ({"allOf": [{"$ref": "#/components/schemas/Heir"}], "properties": {"b": THINGS}}, True),
    ],
)
def test_an_object_and_its_base_are_counted_only_if_both_describe_the_same_property(
    derived: Json, is_counted: bool
) -> None:
    base = {"type": "object", "properties": {"a": THINGS}}
    schemas = {
        "Base": base,
        "Heir": {"allOf": [{"$ref": "#/components/schemas/Base"}, derived]},
        "Things": {"type": "array", "items": {"$ref": "#/components/schemas/Heir"}},
    }
    assert (Evaluations(schemas).bound(THINGS) is not None) is is_counted


_SIZE = 4
_NAMES = st.sampled_from("ab")
_TARGET = st.integers(0, _SIZE - 1).map(lambda n: {"$ref": f"#/components/schemas/A{n}"})


def _larger(part: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    groups = st.sampled_from(["allOf", "anyOf", "oneOf"])
    return st.one_of(
        st.dictionaries(groups, st.lists(part, min_size=1, max_size=2), min_size=1, max_size=2),
        st.fixed_dictionaries({"properties": st.dictionaries(_NAMES, part, max_size=2)}),
        st.fixed_dictionaries({"additionalProperties": part}),
        st.tuples(_TARGET, part).map(lambda both: {**both[1], **both[0]}),
    )


_SCHEMA = st.recursive(st.one_of(_TARGET, st.just({"type": "object"})), _larger, max_leaves=5)


@given(st.lists(_SCHEMA, min_size=_SIZE, max_size=_SIZE))
def test_work_that_is_not_counted_grows_only_with_the_value(schemas: list[Json]) -> None:
    """Each of the 8,191 objects in the value is evaluated against no more schemas than the document has; if the work
    doubled at each level, there would be 4 to the power of 12 evaluations.
    """
    value: Json = {}
    for _ in range(12):
        value = {"a": value, "b": value}
    components = {f"A{number}": schema for number, schema in enumerate(schemas)}
    evaluations = Evaluations(components)
    for schema in schemas:
        assert evaluations.bound(schema) is not None or evaluations.are_few(schema, value)


class _CountingDict(dict[str, Any]):
    """A dict that counts how often its values are iterated."""

    times = 0

    def values(self) -> Any:
        self.times += 1
        return super().values()


def test_many_patterns_and_many_properties_are_refused_without_trying_each_pair() -> None:
    schema: Json = {"patternProperties": {f"^a{number}": {"allOf": [{}]} for number in range(3000)}}
    few, many = (
        _CountingDict(dict.fromkeys("abcdefgh", "x")),
        _CountingDict({f"a{number}": "x" for number in range(3000)}),
    )
    assert Evaluations({}).are_few(schema, few)
    assert few.times > 0
    assert not Evaluations({}).are_few(schema, many)
    assert many.times == 0

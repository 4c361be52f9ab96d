"""Generated values fit their schema, repeat for the same seed, and are finite."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclift.contract.generation.generator import Generator
from speclift.contract.validators import Validators
from speclift.contract.view import read_contract
from tests.conftest import ROOT
from tests.contract.small import INTEGER, STRING, Json, document, properties, ref

SMALL = st.integers(-50, 50)
FORMATS = ["date-time", "date", "time", "duration", "uuid", "email", "uri", "hostname", "ipv4", "ipv6"]
NAMES = st.text("abcdefgh", min_size=1, max_size=3)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-(2**40), 2**40), st.text(max_size=5))


@st.composite
def numbers(draw: st.DrawFn) -> Json:
    """Schemas of numbers whose bounds leave room for a multiple of the step."""
    type_name = draw(st.sampled_from(["integer", "number"]))
    step = draw(st.sampled_from([1, 2, 7, 10] if type_name == "integer" else [0.25, 0.1, 1, 5]))
    low, room = draw(SMALL), draw(st.integers(2, 50))
    schema: Json = {"type": type_name}
    if draw(st.booleans()):
        schema["multipleOf"] = step
    if draw(st.booleans()):
        schema[draw(st.sampled_from(["minimum", "exclusiveMinimum"]))] = low
    if draw(st.booleans()):
        schema[draw(st.sampled_from(["maximum", "exclusiveMaximum"]))] = low + room * step
    return schema


@st.composite
def strings(draw: st.DrawFn) -> Json:
    kind = draw(st.sampled_from(["plain", "length", "format", "pattern"]))
    if kind == "format":
        return {"type": "string", "format": draw(st.sampled_from(FORMATS))}
    if kind == "pattern":
        return {"type": "string", "pattern": draw(st.sampled_from([r"^[A-Z]{2}\d{4}$", "^(a|b)+$", r"^\w+@\w+$"]))}
    least = draw(st.integers(0, 20))
    most = {"maxLength": least + draw(st.integers(0, 9))} if draw(st.booleans()) else {}
    return {"type": "string", "minLength": least, **most} if kind == "length" else {"type": "string"}


LEAVES = st.one_of(
    numbers(),
    strings(),
    st.just({"type": "boolean"}),
    st.just({"type": "null"}),
    st.builds(lambda values: {"enum": values}, st.lists(SCALARS, min_size=1, max_size=3)),
    st.builds(lambda value: {"const": value}, SCALARS),
    st.sampled_from([{}, {"type": ["string", "null"]}, {"type": ["null", "integer"], "minimum": 3}]),
)


def _array(items: Json, least: int, room: int | None) -> Json:
    most = {} if room is None else {"maxItems": least + room}
    return {"type": "array", "items": items, "minItems": least, **most}


def _object(named: dict[str, Json], required: bool, is_closed: bool) -> Json:
    closed = {"additionalProperties": False} if is_closed else {}
    return {"type": "object", "properties": named, "required": sorted(named) if required else [], **closed}


def _composed(part: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    return st.one_of(
        st.builds(_array, part, st.integers(0, 3), st.none() | st.integers(0, 3)),
        st.builds(_object, st.dictionaries(NAMES, part, max_size=4), st.booleans(), st.booleans()),
        st.builds(lambda schema: {"type": "object", "additionalProperties": schema}, part),
        st.builds(lambda schema: {"anyOf": [schema, {"type": "null"}]}, part),
        st.builds(
            lambda one, two: {"allOf": [_object({"x": one}, True, False), _object({"y": two}, True, False)]},
            part,
            part,
        ),
    )


SCHEMAS = st.recursive(LEAVES, _composed, max_leaves=12)


@given(SCHEMAS, st.integers(0, 3))
def test_a_generated_value_fits_its_schema(schema: Json, seed: int) -> None:
    value = Generator({}, seed).value(schema)
    jsonschema_rs.Draft202012Validator(schema, validate_formats=True).validate(value)


@given(SCHEMAS)
def test_the_same_seed_gives_the_same_value(schema: Json) -> None:
    first, second = (Generator({"A": schema}, "seed").value(properties(a=ref("A"), b=STRING)) for _ in range(2))
    assert json.dumps(first) == json.dumps(second)


def test_another_seed_gives_another_value() -> None:
    schema = properties(a=INTEGER, b=STRING, c={"type": "string", "format": "uuid"})
    assert len({json.dumps(Generator({}, seed).value(schema)) for seed in range(20)}) == 20


@pytest.mark.parametrize(
    "schema",
    [
        properties(next=ref("A")),
        properties(all={"type": "array", "items": ref("A")}),
        properties(next={"anyOf": [ref("A"), {"type": "null"}]}),
        {"type": "object", "required": ["all"], "properties": {"all": {"type": "array", "items": ref("A")}}},
        {"type": "object", "required": ["a"], "properties": {"a": {"anyOf": [ref("A"), {"type": "null"}]}}},
        {"type": "object", "additionalProperties": ref("A")},
    ],
)
def test_a_schema_that_contains_itself_gets_a_finite_value_that_fits(schema: Json) -> None:
    value = Generator({"A": schema}).value(ref("A"))
    whole = {"$ref": "#/components/schemas/A", "components": {"schemas": {"A": schema}}}
    jsonschema_rs.Draft202012Validator(whole).validate(value)
    assert len(json.dumps(value)) < 10_000


@pytest.mark.parametrize(
    "schema",
    [
        ref("A"),
        {"allOf": [ref("A")]},
        {"anyOf": [ref("A"), {"type": "string"}]},
        {"type": "array", "items": ref("A"), "minItems": 3},
        {"type": "object", "required": list("abcdefgh"), "properties": {name: ref("A") for name in "abcdefgh"}},
    ],
)
def test_a_schema_that_no_finite_value_fits_ends_all_the_same(schema: Json) -> None:
    assert len(json.dumps(Generator({"A": schema}).value(ref("A")))) < 1_000_000


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "required": ["a"], "additionalProperties": True},
        {"type": "object", "required": ["a"], "properties": {"a": True}},
        {"type": "array", "items": True, "minItems": 1},
        {"type": "object", "required": ["a"]},
    ],
)
def test_parts_that_may_be_anything_get_values(schema: Json) -> None:
    jsonschema_rs.Draft202012Validator(schema).validate(Generator({}).value(schema))


def test_alternatives_keep_the_properties_next_to_them() -> None:
    schema = {**properties(a=STRING, b=INTEGER), "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}
    value = Generator({}).value(schema)
    assert isinstance(value["a"], str)
    assert isinstance(value["b"], int)


@pytest.mark.parametrize("pattern", [r"^\p{Lu}+$", "["])
def test_a_pattern_that_python_does_not_know_gives_some_string(pattern: str) -> None:
    assert isinstance(Generator({}).value({"type": "string", "pattern": pattern}), str)


@pytest.mark.parametrize(
    ("schema", "values"),
    [
        ({"type": "integer", "maximum": -8, "exclusiveMinimum": -10}, {-9, -8}),
        ({"type": "integer", "minimum": 10, "maximum": 20, "multipleOf": 7}, {14}),
        ({"type": "integer", "minimum": 0, "maximum": 0}, {0}),
        ({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}, {0.5}),
        ({"type": "number", "minimum": 0.25, "maximum": 0.75}, {0.5}),
        ({"type": "number", "minimum": 0.65, "maximum": 0.75, "multipleOf": 0.1}, {0.7}),
        ({"type": "number", "minimum": 1e300, "maximum": 1e300, "multipleOf": 1e-300}, {10**300}),
    ],
)
def test_narrow_bounds_are_kept(schema: Json, values: set[Any]) -> None:
    assert {Generator({}, seed).value(schema) for seed in range(20)} == values


@pytest.mark.parametrize("schema", [{"pattern": "^[a-z-]*$", "maxLength": 10}, {"pattern": "^.+$", "minLength": 20}])
def test_a_pattern_and_a_length_are_both_kept(schema: Json) -> None:
    schema = {"type": "string", **schema}
    assert all(jsonschema_rs.is_valid(schema, Generator({}, seed).value(schema)) for seed in range(50))


@pytest.mark.parametrize(
    "schema",
    [
        {"format": "uuid", "pattern": r"\w+-\w+-\w+-\w+-\w+"},
        {"format": "uuid", "pattern": "^[0-9A-F-]{36}$"},
        {"format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"},
        {"format": "date-time", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"},
        {"format": "date-time", "pattern": r"\.\d{3}Z$"},
        {"format": "email", "pattern": "^.+@.+$", "minLength": 6},
        {"format": "uri", "pattern": "^https://", "maxLength": 40},
        {"format": "account-number", "pattern": "^[A-Z]{3}[0-9]{5}$"},
    ],
)
def test_a_pattern_and_a_format_are_both_kept(schema: Json) -> None:
    schema = {"type": "string", **schema}
    validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    assert all(validator.is_valid(Generator({}, seed).value(schema)) for seed in range(50))


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "string", "default": None}, str),
        ({"type": "integer", "default": "10"}, int),
        ({"type": "array", "items": STRING, "default": "a,b"}, list),
        ({"type": ["string", "null"], "default": None}, type(None)),
    ],
)
def test_a_default_is_used_only_if_it_has_the_right_type(schema: Json, kind: type) -> None:
    assert isinstance(Generator({}).value(schema), kind)


def test_what_a_pattern_leaves_open_is_short_and_readable() -> None:
    texts = [Generator({}, seed).value({"type": "string", "pattern": r"^[^/]+/.*x\W?$"}) for seed in range(50)]
    assert all(re.fullmatch(r"[a-zA-Z0-9]{1,9}/[a-zA-Z0-9]{0,8}x\W?", text) for text in texts)


def test_every_process_generates_the_same_string_for_a_pattern() -> None:
    schema = {"pattern": "[^a]{9}[^0-9a-z]+"}
    code = (
        "import json; from speclift.contract.generation.generator import Generator; "
        f"print(json.dumps(Generator({{}}, 1).value({schema})))"
    )
    for seed in "123":
        environment = {"PYTHONPATH": str(ROOT / "generator"), "PYTHONHASHSEED": seed}
        run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
        assert json.loads(run.stdout) == Generator({}, 1).value(schema)


@pytest.mark.parametrize(
    ("mapping", "tag"), [({}, "Cat"), ({"cat": "#/components/schemas/Cat"}, "cat"), ({"c": "Cat"}, "c")]
)
def test_an_alternative_has_the_value_of_its_discriminator(mapping: Json, tag: str) -> None:
    schemas: dict[str, Json] = {"Cat": properties(kind=STRING, lives=INTEGER), "Dog": properties(kind=STRING)}
    schema = {"oneOf": [ref("Cat"), ref("Dog")], "discriminator": {"propertyName": "kind", "mapping": mapping}}
    assert Generator(schemas).value(schema)["kind"] == tag
    schemas["Cat"] = properties(kind={"type": "string", "enum": ["meow"]})
    assert Generator(schemas).value(schema)["kind"] == "meow"


@pytest.mark.parametrize("nothing", [{"not": {}}, ref("No")], ids=["inline", "component"])
def test_a_property_that_nothing_fits_is_left_out(nothing: Json) -> None:
    schema = properties(a=STRING, b=nothing)
    value = Generator({"No": {"not": {}}}).value(schema)
    assert value.keys() == {"a"}


CIRCLES: Json = {
    "A": {"oneOf": [ref("B"), {**properties(x=INTEGER), "required": ["x"]}]},
    "B": {"oneOf": [ref("C"), {**properties(y=INTEGER), "required": ["y"]}]},
    "C": {"oneOf": [ref("A"), {"type": "null"}]},
    "Self": {"anyOf": [ref("Self"), STRING]},
}


@pytest.mark.parametrize("name", CIRCLES)
def test_a_union_that_leads_back_to_itself_has_the_values_of_all_its_alternatives(name: str) -> None:
    contract = read_contract(document({}, CIRCLES))
    accepts = Validators(contract.schemas).of(ref(name)).accepts
    fitting: list[Any] = ["text"] if name == "Self" else [{"x": 1}, {"y": 1}, None]
    assert all(accepts(value) for value in fitting)
    assert not any(accepts(value) for value in ({"z": 1}, {"x": "text"}, 5))
    assert all(accepts(Generator(contract.schemas, seed).value(ref(name))) for seed in range(20))

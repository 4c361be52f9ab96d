"""Generating a value ends soon, whatever the schema asks for; unbounded, each of these takes hours or all memory."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from speclift.contract.generation.generator import Generator
from speclift.contract.generation.patterns import matching
from speclift.contract.generation.work import MOST, Work
from tests.bounded import bounded
from tests.contract.small import Json, ref


@pytest.fixture(autouse=True)
def _in_bounds() -> Iterator[None]:
    with bounded():
        yield


ENDLESS = [
    "((((b{90}){90}){90}){90}){90}",
    "(?:(?:(?:x{200}){200}){200}y){200}",
    "(((((((z+)+)+)+)+)+)+){3,}",
    "(?=(?:(?:k{300}){300}){300})k",
    "(?<=(?:(?:k{300}){300}){300})k",
    "(?P<a>u{50})" + "".join(f"(?P<{new}>(?P={old}){{50}})" for old, new in zip("abcd", "bcde", strict=True)),
    "(q{30})" + "".join(rf"(\{number}{{30}})" for number in range(1, 9)),
    "(?:one|two|(?:(?:t{999}){999}){999})",
    ".{1000000}",
    ".{50000}",
    "(?:" + "|".join(["long"] * 9000) + "){4}",
    "(" * 5000 + "a" + ")" * 5000,
    r"[^\w\W]{1000000}",
]


@pytest.mark.parametrize("pattern", ENDLESS, ids=lambda pattern: pattern[:20])
@pytest.mark.parametrize(("least", "most"), [(0, None), (5, 10), (10**9, None)])
def test_a_pattern_that_asks_for_too_much_is_given_up(pattern: str, least: int, most: int | None) -> None:
    text = matching(pattern, Random(1), least, most, Work())
    assert text is None or len(text) <= 10_000


@pytest.mark.parametrize(
    ("pattern", "least", "most"),
    [
        ("((((a+)+)+)+)+", 5, 10),
        ("[A-Z]{3}-[0-9]{250}", 0, None),
        ("[\u4e00-\u9fff]{4}", 0, None),
        ("(ab|cd){2,}", 20, 40),
        (r"(\w{3})-\1-\1", 0, None),
    ],
)
def test_a_pattern_that_only_looks_like_too_much_gets_a_string(pattern: str, least: int, most: int | None) -> None:
    text = matching(pattern, Random(1), least, most, Work())
    assert text
    assert least <= len(text) <= (most or 10_000)
    assert re.fullmatch(pattern, text)


@pytest.mark.parametrize("pattern", ["[\ud800-\udbff]", "a\udfff"])
def test_half_of_a_surrogate_pair_is_not_generated(pattern: str) -> None:
    assert matching(pattern, Random(1), 0, None, Work()) is None


WIDE = {f"p{number}": ref("Loop") for number in range(400)}
COMPONENTS: dict[str, Json] = {
    "Loop": {"type": "object", "properties": WIDE, "required": [*WIDE]},
    "Rows": {"type": "array", "minItems": 900, "items": ref("Rows")},
    "Texts": {"type": "array", "minItems": 900, "items": {"type": "string", "minLength": 90_000}},
    "Codes": {"type": "array", "minItems": 900, "items": {"type": "string", "pattern": "(?:c{80}){80}"}},
    "Words": {"type": "array", "minItems": 900, "items": {"type": "string", "pattern": "(?:on|off)" * 800}},
    "Parts0": {"type": "object", "properties": WIDE},
    **{f"Parts{number}": {"allOf": [ref(f"Parts{number - 1}")] * 3} for number in range(1, 12)},
    "Either": {"anyOf": [{"allOf": [ref("Either"), ref("Parts11")]}, {"type": "null"}]},
}


@pytest.mark.parametrize("name", ["Loop", "Rows", "Texts", "Codes", "Words", "Parts11", "Either"])
def test_a_schema_that_multiplies_comes_to_an_end(name: str) -> None:
    value = Generator(COMPONENTS, 7).value(ref(name))
    assert len(json.dumps(value)) <= 20 * MOST


@pytest.mark.parametrize(
    ("schema", "expected_type"),
    [
        ({"type": "string", "minLength": 10**9}, str),
        ({"type": "string", "minLength": 10**9, "pattern": "^a*$"}, str),
        ({"type": "array", "minItems": 10**9, "items": {"type": "boolean"}}, list),
        ({"type": "object", "minProperties": 10**9, "additionalProperties": {"type": "integer"}}, dict),
    ],
)
def test_sizes_that_cannot_be_met_are_not_tried(schema: Json, expected_type: type) -> None:
    value: Any = Generator({}).value(schema)
    assert type(value) is expected_type
    assert len(json.dumps(value)) < 1000


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "number", "minimum": "low"},
        {"type": "integer", "multipleOf": [2]},
        {"type": "object", "properties": ["a"]},
        {"type": "object", "properties": {"a": {"type": "string"}}, "required": [{"a": 1}]},
        {"anyOf": 3},
        {"allOf": [3]},
    ],
)
def test_an_invalid_schema_does_not_stop_the_generator(schema: Json) -> None:
    value: Any = Generator({"Broken": schema}).value({"type": "array", "minItems": 2, "items": ref("Broken")})
    assert isinstance(value, list)
    assert len(value) == 2


def test_generators_can_share_a_limit_of_work() -> None:
    work = Work()
    names = {f"n{number}": {"type": "string", "pattern": "[a-z]{50}"} for number in range(100)}
    schema = {"type": "object", "properties": names}
    complete = [name for name, item in Generator({}, 1, work=work).value(schema).items() if len(item) == 50]
    assert complete == [*names]
    values = [Generator({}, seed, work=work).value(schema) for seed in range(200)]
    assert values[-1] is None


def test_members_of_an_enumeration_are_tried_as_long_as_there_is_work_left() -> None:
    """Without a limit, each of thousands of properties could try each of thousands of members."""
    members = [f"m{number}" for number in range(4000)]
    work = Work(2500)
    values = [Generator({}, seed, work=work).value({"enum": members}) for seed in range(5)]
    assert set(values) < set(members)
    assert values[2:] == ["m0", "m0", "m0"]
    assert values[:2] != ["m0", "m0"]

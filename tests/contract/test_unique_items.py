"""Whether items are unique is decided soon; without a bound, each of the long lists here takes a minute or more."""

from __future__ import annotations

from typing import Any

import pytest

from speclift.contract.validators import Validators
from tests.contract.bounded import bounded
from tests.contract.small import ref

LARGE = range(2**63, 2**63 + 40_000)
UNIQUE: dict[str, Any] = {"type": "array", "uniqueItems": True}
SCHEMAS: dict[str, dict[str, Any]] = {"Set": UNIQUE, "Holder": {"type": "object", "properties": {"set": ref("Set")}}}


@pytest.mark.parametrize(
    "value",
    [
        [*LARGE],
        [[number] for number in LARGE],
        [{"a": {"b": [number]}} for number in LARGE],
        [str(number) if number % 2 else number for number in range(2**63, 2**63 + 80_000)],
        [*range(-(2**63), -(2**63) + 40_000)],
        [10**25 + number for number in range(40_000)],
    ],
    ids=["integers", "lists", "objects", "with strings", "negative", "huge"],
)
@pytest.mark.parametrize("schema", [UNIQUE, ref("Set"), ref("Holder")], ids=["own", "component", "inner"])
def test_integers_that_share_a_hash_are_refused_soon(schema: dict[str, Any], value: list[Any]) -> None:
    whole = {"set": value} if schema == ref("Holder") else value
    with bounded():
        validator = Validators(SCHEMAS).of(schema)
        assert not validator.accepts(whole)
        (fault,) = validator.faults(whole)
    assert "too many steps" in fault.message


@pytest.mark.parametrize(
    "items",
    [
        [*range(40_000)],
        [*range(2**63, 2**63 + 600)],
        [2**60 + 2**20 * number for number in range(40_000)],
        [{"id": 2**63 + number, "name": str(number)} for number in range(20_000)],
        [number / 7 for number in range(40_000)],
        [],
    ],
    ids=["small", "few", "far apart", "told apart by a name", "floats", "none"],
)
def test_items_that_are_unique_are_accepted(items: list[Any]) -> None:
    with bounded():
        validator = Validators(SCHEMAS).of(UNIQUE)
        assert validator.accepts(items)
        assert not items or not validator.accepts([*items, items[0]])


def test_large_integers_are_accepted_where_they_need_not_be_unique() -> None:
    assert Validators({}).of({"type": "array"}).accepts([*LARGE])

"""Whether items are unique is decided soon; without a bound, each of the long lists here takes a minute or more.

A validator cannot be interrupted, so those that validators get are short: without a bound they take a second, and
are accepted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from speclift.contract.unique_items import are_soon_unique
from speclift.contract.validators import Validators
from tests.bounded import bounded
from tests.contract.small import ref

UNIQUE: dict[str, Any] = {"type": "array", "uniqueItems": True}
SCHEMAS: dict[str, dict[str, Any]] = {"Set": UNIQUE, "Holder": {"type": "object", "properties": {"set": ref("Set")}}}


LISTS: dict[str, Callable[[int], list[Any]]] = {
    "integers": lambda length: [*range(2**63, 2**63 + length)],
    "lists": lambda length: [[number] for number in range(2**63, 2**63 + length)],
    "objects": lambda length: [{"a": {"b": [number]}} for number in range(2**63, 2**63 + length)],
    "with strings": lambda length: [
        str(number) if number % 2 else number for number in range(2**63, 2**63 + 2 * length)
    ],
    "negative": lambda length: [*range(-(2**63), -(2**63) + length)],
    "huge": lambda length: [10**25 + number for number in range(length)],
}


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("schema", [UNIQUE, ref("Set"), ref("Holder")], ids=["own", "component", "inner"])
def test_integers_that_share_a_hash_are_refused(schema: dict[str, Any], kind: str) -> None:
    value = LISTS[kind](1_200)
    whole = {"set": value} if schema == ref("Holder") else value
    with bounded():
        validator = Validators(SCHEMAS).of(schema)
        assert not validator.accepts(whole)
        (fault,) = validator.faults(whole)
    assert "too many steps" in fault.message


@pytest.mark.parametrize("kind", LISTS)
def test_long_lists_are_refused_soon(kind: str) -> None:
    with bounded():
        assert not are_soon_unique(LISTS[kind](40_000))


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
    assert Validators({}).of({"type": "array"}).accepts(LISTS["integers"](40_000))

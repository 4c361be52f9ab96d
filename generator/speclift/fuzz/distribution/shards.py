"""Shards: the parts of a run that different machines take."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from speclift.contract.records import Operation
from speclift.errors import UsageError
from speclift.fuzz.groups import Group

_SHARD = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})")


class Shard(msgspec.Struct, frozen=True):
    """The part `index` of `count` parts; the first one has the index 1."""

    index: int
    count: int

    def __str__(self) -> str:
        return f"{self.index}/{self.count}"


def read_shard(text: str) -> Shard:
    """The shard that a text such as `2/4` names.  Raises UsageError."""
    found = _SHARD.fullmatch(text)
    shard = Shard(int(found[1]), int(found[2])) if found else None
    if shard is None or shard.index > shard.count:
        raise UsageError(
            f"{text!r} is not a shard.",
            expected="a number and how many there are: 1/4, 2/4, 3/4, 4/4",
            advice="see --shard",
        )
    return shard


def shards_of(groups: Sequence[Group], count: int, seconds: Mapping[str, float]) -> tuple[tuple[Operation, ...], ...]:
    """The operations of each of `count` shards, which take about the same time; each group is in one shard.

    `seconds` is what each operation took in earlier runs, by its id; an operation without an entry counts with the
    average.  The same groups and seconds give the same shards on every machine.
    """
    known = [seconds[op.operation_id] for group in groups for op in group if op.operation_id in seconds]
    usual = sum(known) / len(known) if known else 1.0
    weights = [sum(seconds.get(op.operation_id, usual) for op in group) for group in groups]
    loads = [0.0] * count
    taken: list[list[int]] = [[] for _ in range(count)]
    # The heaviest groups come first, and each goes to the shard with the least work.
    for number in sorted(range(len(groups)), key=lambda number: (-weights[number], number)):
        least = min(range(count), key=lambda index: (loads[index], len(taken[index]), index))
        loads[least] += weights[number]
        taken[least].append(number)
    return tuple(tuple(op for number in sorted(numbers) for op in groups[number]) for numbers in taken)

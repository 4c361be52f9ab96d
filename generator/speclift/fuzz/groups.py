"""Operations that belong together: those of one path, and those of one life cycle.

One process has to call all operations that create, read and remove a resource, and a process that tries undocumented
methods at a path must know the documented ones.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from speclift.contract.lifecycle import Resource
from speclift.contract.records import Operation

Group: TypeAlias = tuple[Operation, ...]

_PARAMETER = re.compile(r"\{[^/{}]*\}")


def groups_of(operations: Sequence[Operation], resources: Iterable[Resource]) -> tuple[Group, ...]:
    """The operations in groups, which are in the order of their first operations."""
    heads = list(range(len(operations)))

    def head(number: int) -> int:
        while heads[number] != number:
            heads[number] = number = heads[heads[number]]
        return number

    by_place: dict[str, int] = {}
    by_id = {operation.operation_id: number for number, operation in enumerate(operations)}
    for number, operation in enumerate(operations):
        heads[head(number)] = head(by_place.setdefault(place_of(operation.path), number))
    for resource in resources:
        steps = [by_id[s.operation.operation_id] for s in resource.steps if s.operation.operation_id in by_id]
        for number in steps[1:]:
            heads[head(number)] = head(steps[0])
    found: dict[int, list[Operation]] = defaultdict(list)
    for number, operation in enumerate(operations):
        found[head(number)].append(operation)
    return tuple(map(tuple, found.values()))


def place_of(path: str) -> str:
    """A path without the names of its parameters, without a query and without a slash at its end."""
    return _PARAMETER.sub("{}", path.partition("?")[0]).rstrip("/")

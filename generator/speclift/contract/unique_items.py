"""Whether the items of a list are unique takes long to check where they are large integers close to each other.

The validator hashes numbers as floats of 64 bits, and compares every two items of the same hash. Integers above 2**53
share a hash with their neighbours: without a bound, 20,000 of them take half a minute.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from typing import Any

#: The most comparisons of two items of a list. A validator does nearly a million in a second.
MOST_COMPARISONS = 200_000

#: Shorter lists stay below that whatever their items are.
_SHORT = 600
#: From here on, several integers are the same float.
_EXACT = 2**53
#: From here on, all integers share one hash.
_HUGE = 2**64


def are_soon_unique(value: Any) -> bool:
    """Whether a validator sees in acceptable time which items of the lists in a value are equal."""
    try:
        return all(_comparisons(items) <= MOST_COMPARISONS for items in _long_lists(value))
    except RecursionError:
        return False


def _long_lists(value: Any) -> Iterator[list[Any]]:
    todo = [value]
    while todo:
        node = todo.pop()
        if isinstance(node, list):
            if len(node) > _SHORT:
                yield node
            todo += [inner for inner in node if isinstance(inner, list | dict)]
        elif isinstance(node, dict):
            todo += [inner for inner in node.values() if isinstance(inner, list | dict)]


def _comparisons(items: list[Any]) -> int:
    """How many pairs of different items have the same hash."""
    different = set(map(_hashable, items))
    return sum(count * (count - 1) // 2 for count in Counter(map(_as_hashed, different)).values())


def _hashable(value: Any) -> Hashable:
    if isinstance(value, list):
        return tuple(map(_hashable, value))
    if isinstance(value, dict):
        return frozenset((name, _hashable(inner)) for name, inner in value.items())
    found: Hashable = value
    return found


def _as_hashed(value: Any) -> Hashable:
    """A hashable value with its integers as the validator hashes them."""
    if isinstance(value, tuple):
        return tuple(map(_as_hashed, value))
    if isinstance(value, frozenset):
        return frozenset(map(_as_hashed, value))
    if isinstance(value, int) and abs(value) > _EXACT:
        return float(value) if abs(value) < _HUGE else "huge"
    found: Hashable = value
    return found

"""Which operations a change of a component affects."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from speclift.diff.reach import Reach
from speclift.diff.schemas.compare import Owner, Pair

NAMES = st.sampled_from("abcdef")
PAIRS: st.SearchStrategy[Pair] = NAMES.map(lambda name: (name, name, "request"))
HOLDERS = st.dictionaries(PAIRS, st.sets(st.one_of(st.integers(0, 3), PAIRS), max_size=4), max_size=6)


def searched(holders: dict[Pair, set[Owner]], pair: Pair) -> set[int]:
    """The same result, found by following every holder."""
    found: set[int] = set()
    seen, todo = {pair}, [pair]
    while todo:
        for holder in holders.get(todo.pop(), ()):
            if isinstance(holder, int):
                found.add(holder)
            elif holder not in seen:
                seen.add(holder)
                todo.append(holder)
    return found


@given(HOLDERS, st.lists(st.lists(PAIRS, max_size=2), min_size=1))
def test_all_operations_that_reach_a_pair_are_found(
    holders: dict[Pair, set[Owner]], questions: list[list[Pair]]
) -> None:
    reach = Reach(holders)
    for pairs in questions:
        expected = set[int]().union(*(searched(holders, pair) for pair in pairs))
        assert reach.operations(pairs) == sorted(expected)

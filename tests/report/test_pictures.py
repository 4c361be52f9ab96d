"""Any graph of components is drawn from left to right, and stays small enough to read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from speclift.report.page.graph import BLOCK_FROM, DRAWN, blocks_of, draw


def test_a_chain_is_drawn_in_one_row() -> None:
    picture = draw(-1, range(4), [(1,), (2,), (), ()], frozenset())
    assert [(node.component, node.column) for node in picture.nodes] == [(0, 0), (1, 1), (2, 2)]
    assert picture.left_out == 1


def test_a_component_that_everything_refers_to_is_not_drawn() -> None:
    uses = [(20,)] * 20 + [()]
    used_by = [()] * 20 + [tuple(range(20))]
    assert blocks_of(used_by) == {20}
    picture = draw(-1, range(21), uses, blocks_of(used_by))
    assert (picture.nodes, picture.blocks) == ((), (20,))
    assert blocks_of([tuple(range(BLOCK_FROM - 1))]) == frozenset()


@given(st.lists(st.sets(st.integers(0, 59), max_size=5), min_size=60, max_size=60))
def test_any_graph_is_drawn_without_overlaps(targets: list[set[int]]) -> None:
    uses = [tuple(sorted(found)) for found in targets]
    picture = draw(-1, range(60), uses, frozenset())
    assert len(picture.nodes) <= DRAWN
    places = [(node.column, node.row) for node in picture.nodes]
    assert len(set(places)) == len(places)
    drawn = {node.component for node in picture.nodes}
    assert drawn == {end for edge in picture.edges for end in edge}
    assert len(drawn) + picture.left_out == 60
    assert {node.column for node in picture.nodes} == set(range(len({node.column for node in picture.nodes})))
    assert picture == draw(-1, range(60), uses, frozenset())

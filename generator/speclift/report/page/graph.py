"""A picture of which components refer to which: few enough to be read, in columns, with few crossings.

Sugiyama, Tagawa and Toda (1981) describe the layout in layers: references that close a cycle are set aside, a component
is to the right of all that refer to it, and each column is ordered by the middle of its neighbours.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from speclift.report.page.records import Node, Picture

#: How many components a picture has at most.
DRAWN = 36

#: A component that at least this share of all components and this number of them refer to is a building block and is
#: not drawn.
BLOCK_SHARE, BLOCK_FROM = 0.1, 8

_SWEEPS = 4


def draw_all(
    uses: Sequence[tuple[int, ...]], used_by: Sequence[tuple[int, ...]], by_group: Mapping[int, Collection[int]]
) -> tuple[Picture, ...]:
    """The picture of the whole API, whose group is -1, and one for each group that has references to show."""
    everything = range(len(uses))
    blocks = blocks_of(used_by)
    pictures = [draw(-1, everything, uses, blocks)]
    for group, members in sorted(by_group.items()):
        picture = draw(group, members, uses, blocks)
        if picture.nodes:
            pictures.append(picture)
    return tuple(pictures)


def blocks_of(used_by: Sequence[tuple[int, ...]]) -> frozenset[int]:
    """The components that are referred to nearly everywhere."""
    least = max(BLOCK_FROM, BLOCK_SHARE * len(used_by))
    return frozenset(index for index, users in enumerate(used_by) if len(users) >= least)


def draw(group: int, members: Collection[int], uses: Sequence[tuple[int, ...]], blocks: frozenset[int]) -> Picture:
    """The picture of these components: those with most references among them."""
    inside = frozenset(members) - blocks
    degree = dict.fromkeys(sorted(inside), 0)
    for index in sorted(inside):
        for target in uses[index]:
            if target in inside and target != index:
                degree[index] += 1
                degree[target] += 1
    ranked = sorted((index for index in degree if degree[index]), key=lambda index: (-degree[index], index))
    chosen = frozenset(ranked[:DRAWN])
    edges = [
        (index, target) for index in sorted(chosen) for target in uses[index] if target in chosen and target != index
    ]
    drawn = sorted({end for edge in edges for end in edge})
    columns = _ordered(_columns(drawn, edges), edges)
    nodes = tuple(
        Node(index, column, row) for column, members in enumerate(columns) for row, index in enumerate(members)
    )
    used = {target for index in members for target in uses[index]} & blocks
    return Picture(group, nodes, tuple(edges), tuple(sorted(used)), len(inside) - len(drawn))


def _columns(drawn: Sequence[int], edges: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The components by the longest path that leads to each; edges that close a cycle do not count."""
    targets: dict[int, list[int]] = {index: [] for index in drawn}
    for start, end in edges:
        targets[start].append(end)
    order: list[int] = []
    open_, done = set[int](), set[int]()
    forward: list[tuple[int, int]] = []

    def visit(index: int) -> None:
        open_.add(index)
        for end in targets[index]:
            if end not in open_:
                forward.append((index, end))
                if end not in done:
                    visit(end)
        open_.remove(index)
        done.add(index)
        order.append(index)

    for root in drawn:
        if root not in done:
            visit(root)
    depth = dict.fromkeys(drawn, 0)
    following: dict[int, list[int]] = {index: [] for index in drawn}
    for start, end in forward:
        following[start].append(end)
    for index in reversed(order):
        for end in following[index]:
            depth[end] = max(depth[end], depth[index] + 1)
    # A component that nothing refers to is placed beside the first that it refers to, not at the far left.
    entered = {end for _, end in forward}
    for index in drawn:
        if index not in entered and following[index]:
            depth[index] = min(depth[end] for end in following[index]) - 1
    columns: list[list[int]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for index in drawn:
        columns[depth[index]].append(index)
    return columns


def _ordered(columns: list[list[int]], edges: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Each column ordered by the middle of its neighbours, from left to right and back."""
    neighbours: dict[int, list[int]] = {index: [] for column in columns for index in column}
    for start, end in edges:
        neighbours[start].append(end)
        neighbours[end].append(start)
    position = {index: _relative(row, column) for column in columns for row, index in enumerate(column)}
    for sweep in range(_SWEEPS):
        for number in range(len(columns)) if sweep % 2 == 0 else reversed(range(len(columns))):
            column = columns[number]
            middle = {
                index: sum(position[other] for other in neighbours[index]) / len(neighbours[index]) for index in column
            }
            columns[number] = [index for _, index in sorted((middle[index], index) for index in column)]
            for row, index in enumerate(columns[number]):
                position[index] = _relative(row, column)
    return columns


def _relative(row: int, column: Sequence[int]) -> float:
    return row - (len(column) - 1) / 2

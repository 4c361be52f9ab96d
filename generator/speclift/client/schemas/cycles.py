"""Components that refer to each other: pydantic would build all of them again for each one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from speclift.client.annotations import Json
from speclift.openapi.structure.references import components_in

#: Up to this number, components that refer to each other are built as one: reading them is faster then.
MOST_TOGETHER = 40


def large_cycles(schemas: Json, names: Iterable[str]) -> frozenset[str]:
    """The components that are in a cycle of more than MOST_TOGETHER components."""
    links = {
        name: [target for target in components_in(schema) if target in schemas] for name, schema in schemas.items()
    }
    return frozenset(names) & {name for group in circles(links) if len(group) > MOST_TOGETHER for name in group}


def circles(links: Mapping[str, list[str]]) -> list[list[str]]:
    """The strongly connected components of a graph (Tarjan), without recursion; those that one leads to come first."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    open_: list[str] = []
    is_open: set[str] = set()
    found: list[list[str]] = []
    for root in links:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        open_.append(root)
        is_open.add(root)
        todo = [(root, iter(links[root]))]
        while todo:
            name, targets = todo[-1]
            target = next(targets, None)
            if target is None:
                todo.pop()
                if todo:
                    low[todo[-1][0]] = min(low[todo[-1][0]], low[name])
                if low[name] == index[name]:
                    group: list[str] = []
                    while not group or group[-1] != name:
                        group.append(open_.pop())
                    is_open.difference_update(group)
                    found.append(group)
            elif target not in index:
                index[target] = low[target] = len(index)
                open_.append(target)
                is_open.add(target)
                todo.append((target, iter(links[target])))
            elif target in is_open:
                low[name] = min(low[name], index[target])
    return found

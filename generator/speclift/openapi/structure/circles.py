"""Circles of links: of components that are references (OpenAPI 3.2.0, section 4.23), and in any graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from speclift.openapi.structure.nodes import mapping
from speclift.openapi.structure.objects import OBJECTS
from speclift.openapi.structure.references import component_name, target_of


def next_component(name: str, kind: str, components: Mapping[str, Any]) -> str | None:
    """The component of the same kind that a component refers to; None where it is not such a reference."""
    target = target_of(components.get(name))
    return component_name(target) if target and target.startswith(f"#/components/{kind}/") else None


def circles_in(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The kind and name of one component in each circle of references."""
    for kind, components in mapping(document.get("components")).items():
        if kind not in OBJECTS or not isinstance(components, Mapping):
            continue
        ended: set[str] = set()
        for first in components:
            chain: dict[str, None] = {}
            name: str | None = first
            while name is not None and name not in chain and name not in ended:
                chain[name] = None
                name = next_component(name, kind, components)
            if name in chain:
                yield kind, str(name)
            ended.update(chain)


def circles(links: Mapping[str, list[str]]) -> list[list[str]]:
    """The strongly connected components of a graph (Tarjan), without recursion, each after those that it leads to."""
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

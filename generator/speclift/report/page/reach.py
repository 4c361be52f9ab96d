"""Which components refer to which, and which operations reach them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from speclift.model.describe import references
from speclift.model.operation import Api
from speclift.model.schema import Schema
from speclift.report.page.sources import contents


class Reach(msgspec.Struct, frozen=True):
    """By the number of a component: those that it refers to, those that refer to it, the operations whose bodies are
    made of it and those that reach it in any way; by the number of an operation: the components that it reaches.
    """

    uses: tuple[tuple[int, ...], ...]
    used_by: tuple[tuple[int, ...], ...]
    direct: tuple[tuple[int, ...], ...]
    reached_by: tuple[tuple[int, ...], ...]
    reaches: tuple[frozenset[int], ...]


def reach_of(api: Api) -> Reach:
    """The references of an API. An override can refer to a name that no component has; this is left out."""
    number = {component.name: index for index, component in enumerate(api.components)}

    def numbers(schemas: Iterable[Schema]) -> set[int]:
        return {number[name] for schema in schemas for name in references(schema) if name in number}

    uses = [tuple(sorted(numbers(item.schema for item in component.properties))) for component in api.components]
    used_by: list[list[int]] = [[] for _ in uses]
    for index, targets in enumerate(uses):
        for target in targets:
            used_by[target].append(index)
    direct: list[list[int]] = [[] for _ in uses]
    reached_by: list[list[int]] = [[] for _ in uses]
    reaches = []
    for index, operation in enumerate(api.operations):
        roots = numbers(content.schema for _, content in contents(operation))
        for root in sorted(roots):
            direct[root].append(index)
        found = closure(roots, uses)
        for component in sorted(found):
            reached_by[component].append(index)
        reaches.append(found)
    return Reach(tuple(uses), _frozen(used_by), _frozen(direct), _frozen(reached_by), tuple(reaches))


def closure(roots: set[int], uses: Sequence[tuple[int, ...]]) -> frozenset[int]:
    """The roots and all components that they lead to."""
    found = set(roots)
    todo = list(roots)
    while todo:
        new = [target for target in uses[todo.pop()] if target not in found]
        found.update(new)
        todo += new
    return frozenset(found)


def by_group(reach: Reach, group_of_operation: Sequence[int]) -> Mapping[int, frozenset[int]]:
    """The components that the operations of each group reach."""
    found: dict[int, set[int]] = defaultdict(set)
    for group, components in zip(group_of_operation, reach.reaches, strict=True):
        found[group] |= components
    return {group: frozenset(components) for group, components in found.items()}


def _frozen(lists: Sequence[list[int]]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(item) for item in lists)

"""Circles of links: of components that are references (OpenAPI 3.2.0, section 4.23), and in any graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from speclift.openapi.structure.nodes import Json, mapping
from speclift.openapi.structure.objects import OBJECTS, walk
from speclift.openapi.structure.pointers import entry_at, pointer_parts
from speclift.openapi.structure.references import component_name, target_of
from speclift.openapi.structure.steps import Steps, steps_of

#: Objects that can be empty; all others are left out with their reference.
OPEN = frozenset({"schemas", "pathItems"})


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


def circles_by_pointer(document: Json) -> Iterator[tuple[Steps, str]]:
    """The place and kind of the references to break so that no reference leads in a circle. `circles_in` finds the
    circles of components alone.

    Without one of its references, a circle of objects that can be empty leads to such an object. All other references
    into a circle are lost.
    """
    known: dict[Steps, tuple[Steps, ...]] = {}
    #: The references into each circle, by its first place: a hash of the whole circle takes long.
    found: dict[Steps, tuple[tuple[Steps, ...], dict[Steps, str]]] = {}
    for node, kind, place in walk(document):
        target = target_of(node)
        circle = _circle_from(target, document, known) if target else ()
        if circle:
            found.setdefault(circle[0], (circle, {}))[1][steps_of(place)] = kind
    for circle, kinds in found.values():
        if all(steps[0] == "components" and len(steps) == 3 for steps in circle):
            continue
        members = [place for place in circle if kinds.get(place) in OPEN]
        yield from ((place, kinds[place]) for place in (members[:1] or sorted(kinds)))


def _circle_from(target: str, document: Json, known: dict[Steps, tuple[Steps, ...]]) -> tuple[Steps, ...]:
    """The places in the circle that a reference leads into; empty where it ends. `known` has the circles by places."""
    chain: dict[Steps, None] = {}
    circle: tuple[Steps, ...] = ()
    while target.startswith("#/"):
        steps = tuple(pointer_parts(target))
        if steps in known:
            circle = known[steps]
            break
        if steps in chain:
            places = list(chain)
            circle = tuple(places[places.index(steps) :])
            break
        chain[steps] = None
        target = target_of(entry_at(document, target)) or ""
    known.update(dict.fromkeys(chain, circle))
    return circle


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

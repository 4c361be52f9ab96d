"""The module of each class of a component, and the order in it. A module holds the models that only one tag needs (a
service and its entity count as one). Models that several tags need are with the other shared models of the first of
these tags, so a user of one resource loads few models of others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set

from speclift.client.schemas.families import BASE
from speclift.client.schemas.hoist import ALIAS
from speclift.openapi.structure.circles import circles
from speclift.openapi.structure.nodes import Node
from speclift.openapi.structure.references import components_in, refers_to

SHARED = "shared"
#: A module with more classes takes type checkers too long: pyright gives up at some 2,500.
_MOST_UNUSED = 500


def module_of_components(schemas: Node, needed: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The module of each class. `needed` are the components that the operations of each module name."""
    links = {name: frozenset(components_in(schema)) for name, schema in schemas.items()}
    users: dict[str, set[str]] = defaultdict(set)
    for module, roots in needed.items():
        todo = list(roots)
        seen: set[str] = set()
        while todo:
            name = todo.pop()
            if name not in seen and name in links:
                seen.add(name)
                users[name].add(module)
                todo += links[name]
    for name, schema in schemas.items():
        if isinstance(schema, Mapping) and ALIAS in schema:
            # It is beside the class that it is another name of, whichever module needs that.
            users[name] = users[refers_to(schema)]
    return {name: _module_of(users[name]) for name in schemas} | _unused([n for n in schemas if not users[n]], links)


def _unused(names: Sequence[str], links: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The modules of the classes that no operation uses, such as those of webhooks. Classes that refer to each other
    stay together, and the modules refer to each other in one direction.
    """
    known = frozenset(names)
    found: dict[str, str] = {}
    taken, number = 0, 1
    for circle in circles({name: sorted(known.intersection(links[name])) for name in names}):
        if taken and taken + len(circle) > _MOST_UNUSED:
            taken, number = 0, number + 1
        taken += len(circle)
        found |= dict.fromkeys(circle, SHARED if number == 1 else f"{SHARED}_{number}")
    return found


def _module_of(users: Set[str]) -> str:
    """The module for a class that these modules use: its only user, else the module of shared classes of the first
    user. The target of a reference has all users of the model and perhaps more, so its first user is the same or an
    earlier one: the modules refer to each other in one direction.
    """
    if not users:
        return SHARED
    first = min(users)
    return first if len(users) == 1 else f"{SHARED}_{first}"


def families_first(names: Sequence[str], schemas: Node) -> list[str]:
    """Names in their order, except that base classes come before the classes derived from them."""
    found: dict[str, None] = {}

    def add(name: str) -> None:
        parent = schemas[name].get(BASE)
        if parent and (target := refers_to(parent)) in names and target not in found:
            add(target)
        found[name] = None

    for name in names:
        if name not in found:
            add(name)
    return list(found)

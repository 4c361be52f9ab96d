"""Where the classes of components stand: which module, and in which order there.

A module holds the models that one tag alone needs (a service and its entity count as one).  Those that several need
stand with the others that the first of these shares, so whoever uses one resource loads few models of others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set

from speclift.client.annotations import Json
from speclift.client.schemas.families import BASE
from speclift.client.schemas.hoist import ALIAS
from speclift.openapi.structure.references import components_in, refers_to

SHARED = "shared"


def module_of_components(schemas: Json, needed: Mapping[str, Iterable[str]]) -> dict[str, str]:
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
            # It stands beside what it is another name of, whoever needs that.
            users[name] = users[refers_to(schema)]
    return {name: _module_of(users[name]) for name in schemas}


def _module_of(users: Set[str]) -> str:
    """Where what these modules use stands: with its one user, else with all else that the first of them shares.

    What a model refers to has all users of the model and perhaps more, so the first of them is the same or an earlier
    one: the modules refer to each other in one direction.
    """
    if not users:
        return SHARED
    first = min(users)
    return first if len(users) == 1 else f"{SHARED}_{first}"


def families_first(names: Sequence[str], schemas: Json) -> list[str]:
    """Names in their order, but for those that others are derived from, which come before these."""
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

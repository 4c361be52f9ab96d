"""Dynamic references (JSON Schema 2020-12, Core, section 8.2.3.2) as plain ones; recursive ones (2019-09, section
8.2.4.2) work the same, with one name for all.

Which schema a `$dynamicRef` means depends on how its own schema was reached: the outermost schema on the way that has
the anchor counts.  So a schema that is reached in several ways becomes several components, one for each meaning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from speclift.openapi.bundling.identifiers import RECURSIVE
from speclift.openapi.bundling.places import Places, Spot
from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.steps import pointer_of

#: The dynamic anchors that count, each with the schema that it stands for, sorted.
Scope: TypeAlias = tuple[tuple[str, Spot], ...]


class Scopes:
    """Which dynamic anchors the schemas of a document need; complete once it has all references."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._uses: dict[Spot, set[str]] = defaultdict(set)
        self._users: dict[Spot, set[Spot]] = defaultdict(set)
        self.names: set[str] = set()

    def use(self, owner: Spot, name: str) -> None:
        """Record that a schema has a dynamic reference to an anchor of this name."""
        self.names.add(name)
        self._uses[owner].add(name)

    def lead(self, owner: Spot, target: Spot) -> None:
        """Record that a schema has a reference to another."""
        self._users[target].add(owner)

    def close(self) -> None:
        """Let every schema also need what the schemas that it refers to need."""
        for owner in list(self._uses):
            for name in self._uses[owner]:
                for spot in self._places.anchored(name):
                    self.lead(owner, spot)
        todo = list(self._uses)
        while todo:
            spot = todo.pop()
            for user in self._users[spot]:
                missing = self._uses[spot] - self._uses[user]
                if missing:
                    self._uses[user] |= missing
                    todo.append(user)

    def entered(self, scope: Scope, spot: Spot) -> Scope:
        """The scope within the schema resource at a place that was reached in a scope: the outermost anchor counts."""
        if not self.names:
            return ()
        return _as_scope({**self._own(spot), **dict(scope)})

    def needed(self, scope: Scope, spot: Spot) -> Scope:
        """The part of a scope that changes the meaning of the schema at a place."""
        if not scope:
            return ()
        own, uses = self._own(spot), self._uses.get(spot, ())
        return tuple((name, meant) for name, meant in scope if name in uses and own.get(name) != meant)

    def meant(self, name: str, lexical: Spot | None, scope: Scope) -> Spot | None:
        """The schema that a dynamic reference means; `lexical` is where a plain reference of that text would lead."""
        if lexical is not None and not self.is_dynamic(lexical, name):
            return lexical
        return dict(scope).get(name) or lexical or next(iter(self._places.anchored(name)), None)

    def _own(self, spot: Spot) -> Mapping[str, Spot]:
        found = self._places.dynamic_anchors(spot)
        return {name: found[name] for name in found.keys() & self.names}

    def is_dynamic(self, spot: Spot, name: str) -> bool:
        """Whether the schema at a place has the dynamic anchor of a name."""
        node: Any = self._places.at(spot)
        if not isinstance(node, Mapping):
            return False
        return node.get(RECURSIVE) is True if name == RECURSIVE else node.get("$dynamicAnchor") == name


def recursion_fault(root: Any, document: Mapping[str, Any], spot: Spot, file: str) -> Iterator[Fault]:
    """The fault of `$recursiveRef` in the schema at a place of a file: JSON Schema 2020-12 has no such keyword.

    There is none where the schema that the keyword refers to, or the document, says that it is of 2019-09.
    """
    dialects = (root.get("$schema") if isinstance(root, Mapping) else None, document.get("jsonSchemaDialect"))
    if any(isinstance(dialect, str) and "/2019-09/" in dialect for dialect in dialects):
        return
    how = "it is read as a reference to the schema that it means"
    message = f"$recursiveRef is a keyword of JSON Schema 2019-09; {how}"
    yield Fault(pointer_of((*spot.steps, "$recursiveRef")), message, "older-keyword", file=file)


def _as_scope(anchors: Mapping[str, Spot]) -> Scope:
    return tuple(sorted(anchors.items(), key=lambda entry: entry[0]))


def schemas_of(scope: Scope) -> Iterable[Spot]:
    """The schemas that a scope leads to."""
    return (spot for _, spot in scope)

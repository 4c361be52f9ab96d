"""Where each value of a document comes from after an overlay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from speclift.openapi.structure.steps import Steps


class Written(msgspec.Struct, frozen=True):
    """Where a value was written: the file, empty for that of the document itself, and its place there."""

    file: str
    place: Steps

    def at(self, *steps: str | int) -> Written:
        return Written(self.file, (*self.place, *map(str, steps)))


class Trace:
    """The changes of one overlay. Objects and lists are told apart by identity, so each has to be in only one place."""

    def __init__(self, document: Any) -> None:
        self._document = document
        #: The written values of objects, and the items of changed lists: each an old index, or where it was written.
        #: Each stands beside its object or list, which keeps the identity from being used again.
        self._objects: dict[int, tuple[dict[str, Any], dict[str, Written]]] = {}
        self._lists: dict[int, tuple[list[Any], list[int | Written]]] = {}

    def replaced(self, owner: Any, key: str | int, written: Written) -> None:
        """Record that a value of an object or list was replaced."""
        if isinstance(owner, list):
            self._items(owner)[int(key)] = written
        else:
            self._objects.setdefault(id(owner), (owner, {}))[1][str(key)] = written

    def removed(self, owner: Any, key: str | int) -> None:
        """Record that a value is about to be removed."""
        if isinstance(owner, list):
            del self._items(owner)[int(key)]

    def extended(self, owner: list[Any], written: Sequence[Written]) -> None:
        """Record that items are about to be added to a list."""
        self._items(owner).extend(written)

    def original(self, steps: Sequence[str | int]) -> Written:
        """The place that the value at a place had before the overlay, or has in the overlay."""
        node, found = self._document, Written("", ())
        for step in map(str, steps):
            if isinstance(node, list) and step.isdecimal() and int(step) < len(node):
                items = self._lists.get(id(node), (node, ()))[1]
                item = items[int(step)] if items else int(step)
                found = item if isinstance(item, Written) else found.at(item)
                node = node[int(step)]
            else:
                known = self._objects.get(id(node), (node, {}))[1]
                found = known.get(step) or found.at(step)
                node = node.get(step) if isinstance(node, dict) else None
        return found

    def _items(self, owner: list[Any]) -> list[int | Written]:
        return self._lists.setdefault(id(owner), (owner, list(range(len(owner)))))[1]

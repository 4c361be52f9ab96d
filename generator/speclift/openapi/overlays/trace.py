"""Where the values of a document come from that an overlay changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from speclift.openapi.structure.steps import Steps


class Written(msgspec.Struct, frozen=True):
    """A value that an action wrote: the file that it stands in, empty for the document's own, and its place there."""

    file: str
    place: Steps

    def at(self, *steps: str | int) -> Written:
        return Written(self.file, (*self.place, *map(str, steps)))


class Trace:
    """The changes of one overlay. Objects and lists are known by their identity, so each has to be in one place."""

    def __init__(self, document: Any) -> None:
        self._document = document
        #: The values of objects that were written, and the items of lists that were changed: an old index, or what was
        #: written. The objects and lists are kept with them: another one could get the identity of one that is gone.
        self._objects: dict[int, tuple[dict[str, Any], dict[str, Written]]] = {}
        self._lists: dict[int, tuple[list[Any], list[int | Written]]] = {}

    def replaced(self, owner: Any, key: str | int, written: Written) -> None:
        """Record that a value of an object or list is another now."""
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
        """The place that what is now at a place had before, or has in the overlay."""
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

"""Names of properties in the examples within schemas, such as `{"owner": {"email": "a@b.example"}}`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from speclift.openapi.structure.nodes import sequence
from speclift.openapi.structure.references import DATA, refers_to


class _Part(msgspec.Struct, frozen=True):
    """What a schema itself shows: the names in its examples, each after the name above it, and the components that it
    refers to.
    """

    shown: frozenset[tuple[str, str]]
    targets: frozenset[str]


class ShownNames:
    """The names of properties in examples within schemas, each with the name of the property above it."""

    def __init__(self, schemas: Mapping[str, Any]) -> None:
        self._schemas = schemas
        self._parts: dict[str, _Part] = {}

    def are_in(self, pointer: str, schema: Any) -> bool:
        """Whether an example shows the property at a pointer below a property of the same name as there.

        Only the examples in `schema`, and in the schemas that it leads to, count: elsewhere, a name such as `data` may
        be above anything.  Row numbers are ignored.
        """
        above, name = ["", *(part for part in pointer.split("/") if part and part != "*")][-2:]
        return any((above, name) in part.shown for part in self._reached(schema))

    def _reached(self, schema: Any) -> Iterator[_Part]:
        left, seen = [_part_of(schema)], set[str]()
        while left:
            part = left.pop()
            yield part
            left += map(self._component, part.targets - seen)
            seen |= part.targets

    def _component(self, name: str) -> _Part:
        if name not in self._parts:
            self._parts[name] = _part_of(self._schemas.get(name))
        return self._parts[name]


def _part_of(schema: Any) -> _Part:
    left: list[tuple[Any, str]] = [(schema, "")]
    shown: set[tuple[str, str]] = set()
    targets: set[str] = set()
    while left:
        node, name = left.pop()
        if isinstance(node, list):
            left += ((part, name) for part in node)
        elif isinstance(node, dict):
            if target := refers_to(node):
                targets.add(target)
            for value in sequence(node.get("examples")):
                shown.update(_pairs(value, name))
            for key, below in node.items():
                if key == "properties" and isinstance(below, dict):
                    left += ((inner, known) for known, inner in below.items())
                elif key not in DATA:
                    left.append((below, name))
    return _Part(frozenset(shown), frozenset(targets))


def _pairs(value: Any, name: str) -> Iterator[tuple[str, str]]:
    """Each name in an example, after the name above it; names with nothing above them are left out, since they could
    belong to anything.
    """
    if isinstance(value, dict):
        for key, below in value.items():
            if name:
                yield name, str(key)
            yield from _pairs(below, str(key))
    elif isinstance(value, list):
        for item in value:
            yield from _pairs(item, name)

"""Properties that examples within schemas show, such as `{"owner": {"email": "a@b.example"}}` at a property."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from speclift.contract.records import Contract

#: Keywords whose values are data.
_DATA = frozenset({"const", "default", "enum", "example", "examples"})


class ShownNames:
    """The names of properties in examples within the schemas of a contract, each below the name of another one."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract

    def are_in(self, pointer: str) -> bool:
        """Whether a property at a pointer is shown below one that is called as there; rows do not count."""
        above, name = ["", *(part for part in pointer.split("/") if part and part != "*")][-2:]
        return (above, name) in self._shown

    @functools.cached_property
    def _shown(self) -> frozenset[tuple[str, str]]:
        left: list[tuple[Any, str]] = [(schema, "") for schema in self._contract.schemas.values()]
        for operation in self._contract.operations:
            left += ((media.schema, "") for response in operation.responses for media in response.media_types)
        found: set[tuple[str, str]] = set()
        while left:
            node, name = left.pop()
            if isinstance(node, list):
                left += ((part, name) for part in node)
            elif isinstance(node, dict):
                examples = node.get("examples")
                found.update(
                    pair for value in (examples if isinstance(examples, list) else ()) for pair in _pairs(value, name)
                )
                for key, below in node.items():
                    if key == "properties" and isinstance(below, dict):
                        left += ((schema, inner) for inner, schema in below.items())
                    elif key not in _DATA:
                        left.append((below, name))
        return frozenset(found)


def _pairs(value: Any, name: str) -> Iterator[tuple[str, str]]:
    """Each name in an example with the one above it; where there is none, it could be shown of anything."""
    if isinstance(value, dict):
        for key, below in value.items():
            if name:
                yield name, str(key)
            yield from _pairs(below, str(key))
    elif isinstance(value, list):
        for item in value:
            yield from _pairs(item, name)

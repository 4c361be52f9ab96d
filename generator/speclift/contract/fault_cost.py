"""The memory for a list of all faults: a validator copies a part of the value, and the list of a keyword, into each.

It makes the whole list before it returns the first fault, so a small value may take all the memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: The most values that are copied: some 280 MB.
_MOST_COPIED = 4_000_000
#: The characters of a string that take as much memory as another value.
_CHARACTERS = 16
#: Keywords whose entries may each be a fault, or are copied into one.
_LISTS = ("required", "enum", "anyOf", "oneOf", "allOf", "dependentRequired", "dependentSchemas", "patternProperties")


def width_of(schema: Mapping[str, Any]) -> int:
    """The length of the longest list of a keyword in a schema; schemas in it do not count."""
    return max((len(schema[key]) for key in _LISTS if isinstance(schema.get(key), list | dict)), default=0)


def are_listable(value: Any, width: int) -> bool:
    """Whether all faults of a value can be listed, where `width` is the length of the longest list in its schemas."""
    left = _MOST_COPIED // max(width, 1)
    todo: list[tuple[Any, int]] = [(value, 1)]
    while todo and left >= 0:
        node, depth = todo.pop()
        # Each value is copied with all those that it is in.
        left -= depth * (1 + len(node) // _CHARACTERS if isinstance(node, str) else 1)
        if isinstance(node, dict | list):
            todo += [(inner, depth + 1) for inner in (node.values() if isinstance(node, dict) else node)]
    return left >= 0

"""Places as the steps of a JSON Pointer (RFC 6901) from the top of a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias
from urllib.parse import quote

from speclift.openapi.structure.objects import Place, escaped, unescaped

#: The steps of a JSON Pointer, without its escapes.
Steps: TypeAlias = tuple[str, ...]


def pointer_of(steps: Steps) -> str:
    """The steps as a JSON Pointer."""
    return "".join(f"/{escaped(step)}" for step in steps)


def steps_to(pointer: str) -> Steps:
    """The steps of a JSON Pointer; `pointer_of` returns the pointer again."""
    return tuple(unescaped(step) for step in pointer.split("/")[1:])


def fragment_of(steps: Steps) -> str:
    """The steps as the fragment of a reference (RFC 6901, section 6)."""
    return quote(pointer_of(steps), safe="/~!$&'()*+,;=:@?")


def steps_of(place: Place) -> Steps:
    """The steps that lead from the root to a place."""
    found: list[str] = []
    while place:
        place, key = place
        found.append(str(key))
    return tuple(reversed(found))


def node_count(node: Any, most: int) -> int:
    """How many objects and lists a value has, itself included; one in two places counts twice. Stops at `most` + 1."""
    count, todo = 0, [node] if isinstance(node, dict | list) else []
    while todo and count <= most:
        node = todo.pop()
        count += 1
        todo += [
            inner for inner in (node.values() if isinstance(node, dict) else node) if isinstance(inner, dict | list)
        ]
    return count


def entry_of(node: Any, steps: Steps) -> Any:
    """The value below a node at the steps of a pointer, None where there is nothing."""
    for step in steps:
        if isinstance(node, Mapping):
            node = node.get(step)
        elif isinstance(node, list) and step.isdecimal() and len(step) < 8 and int(step) < len(node):
            node = node[int(step)]
        else:
            return None
    return node


def has_entry(node: Any, steps: Steps) -> bool:
    """Whether there is a value below a node at the steps of a pointer; null is one."""
    if not steps:
        return True
    around, last = entry_of(node, steps[:-1]), steps[-1]
    if isinstance(around, Mapping):
        return last in around
    return isinstance(around, list) and last.isdecimal() and len(last) < 8 and int(last) < len(around)

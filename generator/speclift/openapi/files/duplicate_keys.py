"""Duplicate keys of an object: JSON parsers keep the last one without a warning (RFC 8259, section 4)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.steps import Steps, pointer_of

#: The kind of the fault of a duplicate key.
DUPLICATE = "duplicate-key"


def duplicate_keys(data: bytes) -> Iterator[Fault]:
    """The duplicate keys in the objects of a JSON text."""
    found: list[tuple[Any, dict[str, None]]] = []

    def made(pairs: list[tuple[str, Any]]) -> Any:
        node = dict(pairs)
        if len(node) < len(pairs):
            counts = Counter(key for key, _ in pairs)
            found.append((node, dict.fromkeys(key for key, count in counts.items() if count > 1)))
        return node

    whole = json.loads(data, object_pairs_hook=made)
    keys = {id(node): names for node, names in found}
    todo: list[tuple[Any, Steps]] = [(whole, ())] if keys else []
    while todo:
        node, steps = todo.pop()
        for key in keys.get(id(node), ()):
            yield duplicate_key((*steps, key))
        entries = node.items() if isinstance(node, dict) else enumerate(node)
        todo += [(inner, (*steps, str(key))) for key, inner in entries if isinstance(inner, dict | list)]


def duplicate_key(steps: Steps, line: int = 0) -> Fault:
    """The fault of a duplicate key at these steps. Of merge keys of YAML, all count."""
    message = f"the key is here twice; {'both count' if steps[-1] == '<<' else 'the last one counts'}"
    return Fault(pointer_of(steps), message, DUPLICATE, line)

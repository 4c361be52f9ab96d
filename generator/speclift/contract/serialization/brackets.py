"""Names with brackets, such as `address[city]`, `items[0][price]` and `ids[]`: how forms and queries nest values.

OpenAPI has one level of this, the style `deepObject` (3.1.1, section 4.8.12.3); deeper levels follow common usage.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from speclift.contract.shapes import items_of, others_of, properties_of, types_of
from speclift.openapi.structure.nodes import Json

#: A function that reads the value that texts have by a schema.
Reader: TypeAlias = Callable[[Any, Sequence[str]], Any]
#: What a name has: texts, or the tree of each key in brackets.
Tree: TypeAlias = "dict[str, Tree] | list[str]"

_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])+)")
_DEEPEST = 16
_MOST_ITEMS = 1000


def split_name(name: str) -> tuple[str, list[str]]:
    """A name and the keys in brackets after it; no keys where it does not have that form."""
    match = _NAME.fullmatch(name)
    keys = match[2][1:-1].split("][") if match else []
    return (match[1], keys) if match and len(keys) <= _DEEPEST else (name, [])


def put(tree: dict[str, Tree], keys: Sequence[str], texts: Sequence[str]) -> None:
    """Add texts below some keys; other content there is lost."""
    node = tree
    for key in keys[:-1]:
        below = node.get(key)
        if not isinstance(below, dict):
            below = node[key] = {}
        node = below
    found = node.get(keys[-1])
    node[keys[-1]] = [*(found if isinstance(found, list) else ()), *texts]


def value_of(tree: Tree, schema: Any, schemas: Mapping[str, Json], read: Reader) -> Any:
    """The value that a schema means by the tree of a name."""
    if isinstance(tree, list):
        return read(schema, tree)
    types = types_of(schema, schemas)
    if "array" in types and all(not key or key.isdecimal() for key in tree):
        return _items(tree, items_of(schema, schemas), schemas, read)
    known, others = properties_of(schema, schemas), others_of(schema, schemas) or {}
    if list(tree) == [""]:
        # Brackets without a key say that it is a list, whatever the schema says.
        return _items(tree, {}, schemas, read)
    return {key: value_of(below, known.get(key, others), schemas, read) for key, below in tree.items()}


def _items(tree: Mapping[str, Tree], schema: Json, schemas: Mapping[str, Json], read: Reader) -> list[Any]:
    found: list[Any] = []
    for key in sorted(tree, key=lambda key: int(key[:9] or 0)):
        below = tree[key]
        # Without a number, each text is an item.
        texts = below if isinstance(below, list) and not key else None
        found += [read(schema, (text,)) for text in texts] if texts else [value_of(below, schema, schemas, read)]
    return found[:_MOST_ITEMS]

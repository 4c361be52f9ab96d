"""Puts components that a generator made of inline schemas back in their place, from which they then get their names.

`inline_response_200_3` and `body_2` (swagger-codegen) have the number of the next free name, so every new operation
renames them; `Body_create_flow_flows_post` (FastAPI) has the path in its name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from typing import Any, TypeAlias

from speclift.openapi.structure.nodes import Node
from speclift.openapi.structure.references import TO_SCHEMAS, refers_to, target_of, without_reference

_MADE = re.compile(
    r"inline_(?:response|object|request|item|param)\w*|Inline(?:Response|Object|Request)\w*|body(?:_\d+)?"
    r"|Body_\w+_(?:get|put|post|patch|delete)"
)

#: The holder of a reference: an operation, or a component by its kind and name.
Holder: TypeAlias = tuple[str, ...]


def inlined(document: Node) -> Node:
    """The document with each of these components in place of the reference to it, if there is only one."""
    components: Node = document.get("components") or {}
    schemas: Node = components.get("schemas") or {}
    made = {name for name, schema in schemas.items() if _MADE.fullmatch(name) and isinstance(schema, Mapping)}
    back = _with_one_home(document, made) if made else set()
    if not back:
        return document
    kept = {name: _put_back(schema, schemas, back) for name, schema in schemas.items() if name not in back}
    others = {key: _put_back(value, schemas, back) for key, value in components.items() if key != "schemas"}
    rest = {key: _put_back(value, schemas, back) for key, value in document.items() if key != "components"}
    return {**rest, "components": {**others, "schemas": kept}}


def _with_one_home(document: Node, made: Set[str]) -> set[str]:
    homes: dict[str, list[Holder]] = {name: [] for name in made}
    for holder, node in _holders(document):
        for name, count in Counter(_targets(node)).items():
            if name in homes:
                homes[name] += [holder] * count
    found = {name: holders[0] for name, holders in homes.items() if len(holders) == 1}
    return {name for name in found if _is_held(name, found)}


def _is_held(name: str, homes: Mapping[str, Holder]) -> bool:
    """Whether something that stays refers to a component, perhaps through others that are put back."""
    seen = {name}
    while homes[name][0] == "schemas" and homes[name][1] in homes:
        name = homes[name][1]
        if name in seen:
            return False
        seen.add(name)
    return True


def _holders(document: Node) -> Iterator[tuple[Holder, Any]]:
    for path, item in (document.get("paths") or {}).items():
        for key, value in item.items() if isinstance(item, Mapping) else ():
            yield ("paths", str(path), str(key)), value
    for kind, entries in (document.get("components") or {}).items():
        for name, value in entries.items() if isinstance(entries, Mapping) else ():
            yield (str(kind), str(name)), value


def _targets(node: Any) -> Iterator[str]:
    """The components that a node refers to; those of a discriminator count twice, since they need their names."""
    todo = [node]
    while todo:
        node = todo.pop()
        if isinstance(node, Mapping):
            if name := _schema_of(node):
                yield name
            if isinstance(node.get("discriminator"), Mapping):
                todo += [part for key in ("oneOf", "anyOf") for part in node.get(key) or ()]
            todo += node.values()
        elif isinstance(node, list):
            todo += node


def _schema_of(node: Node) -> str:
    """The component schema that an object refers to; empty where it refers to none."""
    return refers_to(node) if (target_of(node) or "").startswith(TO_SCHEMAS) else ""


def _put_back(node: Any, schemas: Node, back: Set[str]) -> Any:
    if isinstance(node, list):
        return [_put_back(item, schemas, back) for item in node]
    if not isinstance(node, Mapping):
        return node
    if (name := _schema_of(node)) in back:
        return {**_put_back(schemas[name], schemas, back), **without_reference(node)}
    return {key: _put_back(value, schemas, back) for key, value in node.items()}

"""One self-contained document for each tag."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from speclift.model.unique_names import NumberedNames
from speclift.openapi.structure.nodes import Json

#: File systems allow 255 bytes, and a number and a suffix follow.
_LONGEST = 100


def split_by_tag(document: Json) -> dict[str, Json]:
    """The documents by file name without suffix: each has the operations of a tag and the components they reach."""
    names = names_of_tags(tag["name"] for tag in document.get("tags", ()))
    return {name: _part(document, tag) for name, tag in names.items()}


def names_of_tags(tags: Iterable[str]) -> dict[str, str]:
    """The tags by names that are safe as file names; any two names differ in more than letter case."""
    names: dict[str, str] = {}
    given = NumberedNames("-", fold_case=True)
    for tag in tags:
        slug = re.sub(r"[^A-Za-z0-9._-]+", "-", tag)[:_LONGEST].strip("-.") or "tag"
        names[given.give(slug)] = tag
    return names


def _part(document: Json, tag: str) -> Json:
    paths: dict[str, Json] = {}
    for path, item in document["paths"].items():
        kept = {method: operation for method, operation in item.items() if tag in operation["tags"]}
        if kept:
            paths[path] = kept
    part = {**document, "tags": [entry for entry in document["tags"] if entry["name"] == tag], "paths": paths}
    part["components"] = _reached(paths, document["components"])
    return part


def _reached(paths: Json, components: Json) -> Json:
    """The components that the paths need, in their own order; security schemes are needed by the whole document."""
    todo = list(_targets(paths))
    needed: set[tuple[str, str]] = set()
    while todo:
        kind, name = todo.pop()
        if (kind, name) not in needed:
            needed.add((kind, name))
            todo += _targets(components[kind][name])
    kept: Json = {}
    for kind, entries in components.items():
        chosen = {name: entry for name, entry in entries.items() if kind == "securitySchemes" or (kind, name) in needed}
        if chosen or kind == "schemas":
            kept[kind] = chosen
    return kept


def _targets(node: Any, *, are_names: bool = False) -> Iterator[tuple[str, str]]:
    """The components that a node refers to, by kind and name; samples are data.

    `are_names` says that its keys are names from the docs, which may be those of fields of OpenAPI.
    """
    if isinstance(node, dict):
        target = node.get("$ref")
        if isinstance(target, str):
            _, _, kind, name = target.split("/")
            yield kind, name
        for key, value in node.items():
            if are_names or key not in ("examples", "example"):
                yield from _targets(value, are_names=key == "properties" and not are_names)
    elif isinstance(node, list):
        for value in node:
            yield from _targets(value)

"""The components that something refers to, and those that they refer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from speclift.openapi.records import Json, component_name


def reached(node: Any, schemas: Mapping[str, Json]) -> dict[str, Json]:
    """The schemas that a node leads to, in the order that they have."""
    found: set[str] = set()
    ahead = [node]
    while ahead:
        for name in _named(ahead.pop()):
            if name in schemas and name not in found:
                found.add(name)
                ahead.append(schemas[name])
    return {name: schema for name, schema in schemas.items() if name in found}


def _named(node: Any) -> Iterator[str]:
    ahead = [node]
    while ahead:
        inner = ahead.pop()
        if isinstance(inner, dict):
            # Also in a sample, where it means nothing and does no harm.
            target = inner.get("$ref")
            if isinstance(target, str):
                yield component_name(target)
            ahead.extend(inner.values())
        elif isinstance(inner, list):
            ahead.extend(inner)

"""The schemas that a part of a document refers to, directly or through other schemas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.references import component_name, targets_in


def reached(node: Any, schemas: Mapping[str, Json]) -> dict[str, Json]:
    """Those of `schemas` that a node leads to, in the order of `schemas`.

    Data in a sample that looks like a reference counts as one, which does no harm.
    """
    found: set[str] = set()
    ahead = [node]
    while ahead:
        for name in map(component_name, targets_in(ahead.pop())):
            if name in schemas and name not in found:
                found.add(name)
                ahead.append(schemas[name])
    return {name: schema for name, schema in schemas.items() if name in found}

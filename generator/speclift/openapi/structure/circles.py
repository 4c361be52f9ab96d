"""Components that are references to other components (OpenAPI 3.2.0, section 4.23), and where those go in a circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from speclift.openapi.structure.nodes import mapping
from speclift.openapi.structure.objects import OBJECTS
from speclift.openapi.structure.references import component_name, target_of


def next_component(name: str, kind: str, components: Mapping[str, Any]) -> str | None:
    """The component of the same kind that another is nothing but a reference to."""
    target = target_of(components.get(name))
    return component_name(target) if target and target.startswith(f"#/components/{kind}/") else None


def circles_in(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The kind and name of one component in each circle of references."""
    for kind, components in mapping(document.get("components")).items():
        if kind not in OBJECTS or not isinstance(components, Mapping):
            continue
        ended: set[str] = set()
        for first in components:
            chain: dict[str, None] = {}
            name: str | None = first
            while name is not None and name not in chain and name not in ended:
                chain[name] = None
                name = next_component(name, kind, components)
            if name in chain:
                yield kind, str(name)
            ended.update(chain)

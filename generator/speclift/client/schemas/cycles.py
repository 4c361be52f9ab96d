"""Components that refer to each other: pydantic would build all of them again for each one."""

from __future__ import annotations

from collections.abc import Iterable

from speclift.openapi.structure.circles import circles
from speclift.openapi.structure.nodes import Node
from speclift.openapi.structure.references import components_in

#: Up to this number, components that refer to each other are built as one: reading them is faster then.
MOST_TOGETHER = 40


def large_cycles(schemas: Node, names: Iterable[str]) -> frozenset[str]:
    """The components that are in a cycle of more than MOST_TOGETHER components."""
    links = {
        name: [target for target in components_in(schema) if target in schemas] for name, schema in schemas.items()
    }
    return frozenset(names) & {name for group in circles(links) if len(group) > MOST_TOGETHER for name in group}

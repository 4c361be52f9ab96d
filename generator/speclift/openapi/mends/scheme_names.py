"""References to security schemes made names of components, so that tools find the schemes by name."""

from __future__ import annotations

from typing import Any

from speclift.openapi.mends.edits import with_values
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.objects import walk
from speclift.openapi.structure.scheme_names import renamed, scheme_named, takes_references
from speclift.openapi.structure.steps import Steps, steps_of


def with_scheme_names(document: Json) -> Json:
    """A document whose requirements have names of components alone; the same object where they had.

    The references are no faults. A key that means no component stays as it is.
    """
    values: dict[Steps, Any] = {}
    for node, kind, place in walk(document) if takes_references(document) else ():
        given = node.get("security") if kind in ("document", "operations") else None
        named = renamed(given, lambda key: scheme_named(document, key) or key)
        if named != given:
            values[*steps_of(place), "security"] = named
    return with_values(document, values) if values else document

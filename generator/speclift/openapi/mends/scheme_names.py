"""References to security schemes made names of components, so that tools find the schemes by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from speclift.openapi.mends.edits import with_values
from speclift.openapi.structure.nodes import Json, mapping
from speclift.openapi.structure.objects import walk
from speclift.openapi.structure.scheme_names import scheme_named, takes_references
from speclift.openapi.structure.steps import Steps, steps_of


def with_scheme_names(document: Json) -> Json:
    """A document whose requirements have names of components alone; the same object where they had.

    The references are no faults. A key that means no component stays as it is.
    """
    values: dict[Steps, Any] = {}
    for node, kind, place in walk(document) if takes_references(document) else ():
        given = node.get("security") if kind in ("document", "operations") else None
        named = [_named(document, alternative) for alternative in given] if isinstance(given, list) else given
        if named != given:
            values[*steps_of(place), "security"] = named
    return with_values(document, values) if values else document


def _named(document: Json, alternative: Any) -> Any:
    found: dict[str, Any] = {}
    for key, scopes in mapping(alternative).items():
        name = scheme_named(document, key) or key
        found[name] = _both(found[name], scopes) if name in found else scopes
    return found if isinstance(alternative, Mapping) else alternative


def _both(first: Any, second: Any) -> Any:
    """The scopes of two keys that mean the same scheme."""
    are_lists = isinstance(first, list) and isinstance(second, list)
    return [*first, *(scope for scope in second if scope not in first)] if are_lists else first

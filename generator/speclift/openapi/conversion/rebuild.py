"""Rebuilds a document, object by object."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from speclift.openapi.bundling.links import inside
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.objects import OBJECTS, Place

#: Returns what an object of a kind at a place becomes.
Change: TypeAlias = Callable[[Json, str, Place], Json]


def rebuilt(document: Json, change: Change, change_schema: Callable[[Any, Place], Any]) -> Json:
    """The document with each object changed: before the objects in it, but schemas after those in them.

    A boolean is changed where it is a whole schema, not where it is a part of one.
    """
    found: Json = _object(document, "document", None, change, change_schema)
    return found


def _object(node: Any, kind: str, place: Place, change: Change, change_schema: Callable[[Any, Place], Any]) -> Any:
    if not isinstance(node, Mapping):
        return node
    is_schema = kind == "schemas"
    found = dict(node) if is_schema else change(dict(node), kind, place)

    def changed(inner: Any, inner_kind: str, inner_place: Place) -> Any:
        if isinstance(inner, bool) and inner_kind == "schemas" and not is_schema:
            return change_schema(inner, inner_place)
        return _object(inner, inner_kind, inner_place, change, change_schema)

    for inner_kind, steps, inner in inside(dict(found), kind, OBJECTS):
        if isinstance(steps, str):
            found[steps] = changed(inner, inner_kind, (place, steps))
            continue
        key, step = steps
        # The given document is not changed.
        if found[key] is node.get(key):
            found[key] = list(found[key]) if isinstance(found[key], list) else dict(found[key])
        found[key][step] = changed(inner, inner_kind, ((place, key), step))
    return change_schema(found, place) if is_schema else found

"""References where OpenAPI allows none: in place of `paths`, of `components`, of a map of them, of `info` and the like.

Many authors split a document like this, and nothing else can be meant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.objects import Place, is_extension
from speclift.openapi.structure.steps import fragment_of

#: Fields of a document whose target is taken as it is.
_WHOLE = ("info", "tags", "security", "externalDocs")
_OF_OPENAPI, _OF_SWAGGER = ("servers",), ("securityDefinitions",)
#: Fields whose entries may hold references of their own.
_MAPS, _MAPS_OF_SWAGGER = ("paths", "webhooks"), ("paths", "definitions", "parameters", "responses")

#: What a reference at a place of the document leads to: a value, and the URI of it; None where that is nothing.
Follow = Callable[[str, Place], "tuple[Any, str] | None"]


def spliced(document: Json, follow: Follow) -> Json:
    """The document with the targets in place of such references. The entries of a map become references to their own
    places, so that each is read in its own file.
    """
    found = dict(document)
    is_swagger = "swagger" in document
    for key in (*_WHOLE, *(_OF_SWAGGER if is_swagger else _OF_OPENAPI)):
        if key in found:
            found[key] = _followed(found[key], (None, key), follow)[0]
    for key in _MAPS_OF_SWAGGER if is_swagger else _MAPS:
        if key in found:
            found[key] = _map(found[key], (None, key), follow)
    if isinstance(found.get("components"), Mapping):
        components = _map(found["components"], (None, "components"), follow)
        found["components"] = {
            kind: entries if is_extension(kind) else _map(entries, ((None, "components"), kind), follow)
            for kind, entries in components.items()
        }
    return found


def _map(node: Any, place: Place, follow: Follow) -> Any:
    entries, uri = _followed(node, place, follow)
    if not uri or not isinstance(entries, Mapping):
        return node
    beside = {key: value for key, value in node.items() if key != "$ref"}
    return {**{str(key): {"$ref": uri + fragment_of((str(key),))} for key in entries}, **beside}


def _followed(node: Any, place: Place, follow: Follow) -> tuple[Any, str]:
    """The value at a place after all references, and its URI where a reference led there."""
    target = node.get("$ref") if isinstance(node, Mapping) else None
    reached = follow(target, place) if isinstance(target, str) else None
    return reached or (node, "")

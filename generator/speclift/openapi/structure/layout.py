"""Where the objects of a document are, and which of them can be components, in each version of OpenAPI."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from speclift.openapi.structure.objects import OBJECTS, Fields
from speclift.openapi.structure.paths import METHODS
from speclift.openapi.structure.versions import version_of

#: The objects of Swagger 2.0, by the names that OpenAPI 3 has for them.
_SWAGGER: Mapping[str, Fields] = {
    "document": {
        "paths": ("open map", "pathItems"),
        "definitions": ("map", "schemas"),
        "parameters": ("map", "parameters"),
        "responses": ("map", "responses"),
    },
    "pathItems": {
        "parameters": ("list", "parameters"),
        **dict.fromkeys(METHODS, ("one", "operations")),
    },
    "operations": {"parameters": ("list", "parameters"), "responses": ("open map", "responses")},
    "parameters": {"schema": ("one", "schemas")},
    "responses": {"schema": ("one", "schemas")},
    "schemas": OBJECTS["schemas"],
}


class Layout(msgspec.Struct, frozen=True, eq=False):
    """The fields of each kind of object, and where the components of each kind are: the keys that lead to them."""

    objects: Mapping[str, Fields]
    sections: Mapping[str, tuple[str, ...]]


def layout_of(document: Mapping[str, Any]) -> Layout:
    """The layout that documents of this version have."""
    if "swagger" in document:
        sections = {"schemas": "definitions", "parameters": "parameters", "responses": "responses"}
        return Layout(_SWAGGER, {kind: (section,) for kind, section in sections.items()})
    # A path item belongs to one path: it becomes a component only where it contains itself.
    is_32 = version_of(document.get("openapi")).startswith("3.2")
    kinds = OBJECTS["components"].keys() - {"pathItems"} - (set() if is_32 else {"mediaTypes"})
    return Layout(OBJECTS, {kind: ("components", kind) for kind in kinds})

"""All path items of a document and their operations (OpenAPI 3.2.0, sections 4.9 and 4.18): those of `paths`, of
webhooks, of components and of callbacks. References are not followed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from speclift.openapi.structure.nodes import mapping
from speclift.openapi.structure.objects import Place, is_extension
from speclift.openapi.structure.paths import METHODS, OTHER_METHODS, operations_in

#: The place of `paths`, whose keys are paths: those of all other path items are names or expressions.
PATHS: Place = (None, "paths")


def path_items(document: Mapping[str, Any]) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """The path items and their places: those of `paths` first, those of callbacks last."""
    components = mapping(document.get("components"))
    place: Place = (None, "components")
    todo = [entry for entry in _entries(document.get("paths"), PATHS) if not is_extension(entry[0][1])]
    todo += _entries(document.get("webhooks"), (None, "webhooks"))
    todo += _entries(components.get("pathItems"), (place, "pathItems"))
    todo += _of_callbacks(components, place)
    # The list grows by the callbacks of its operations.
    for here, item in todo:
        yield here, item
        for method, operation in operations_in(item):
            if "callbacks" in operation:
                todo += _of_callbacks(operation, place_of(here, method))


def operations_of(document: Mapping[str, Any]) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """The operations and their places, in the order of their path items."""
    for here, item in path_items(document):
        for method, operation in operations_in(item):
            yield place_of(here, method), operation


def place_of(item: Place, method: str) -> Place:
    """The place of an operation in the path item at a place."""
    return (item if method in METHODS else (item, OTHER_METHODS)), method


def _of_callbacks(owner: Mapping[str, Any], place: Place) -> Iterator[tuple[tuple[Place, str], Mapping[str, Any]]]:
    for here, callback in _entries(owner.get("callbacks"), (place, "callbacks")):
        yield from (entry for entry in _entries(callback, here) if not is_extension(entry[0][1]))


def _entries(items: Any, place: Place) -> Iterator[tuple[tuple[Place, str], Mapping[str, Any]]]:
    """The objects of a map, with their places."""
    for key, item in mapping(items).items():
        if isinstance(item, Mapping):
            yield (place, key), item

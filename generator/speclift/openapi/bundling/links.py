"""The references in an object: which objects they stand for, and which URI they are relative to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from speclift.openapi.bundling.entries import with_entries
from speclift.openapi.bundling.identifiers import RECURSIVE
from speclift.openapi.bundling.places import Places, Spot
from speclift.openapi.structure.mappings import is_reference, mapped
from speclift.openapi.structure.objects import Fields, Place, is_extension
from speclift.openapi.structure.scheme_names import scheme_references
from speclift.openapi.structure.steps import Steps, steps_of


class Link(msgspec.Struct, frozen=True):
    """A reference to an object of a kind.

    `base` is the URI that it is relative to, `spot` its place, `owner` the schema that contains it, which is the place
    itself outside of schemas.  A dynamic one leads where the dynamic scope says; a recursive one has the text
    `RECURSIVE`.  One that `is_mapped` is an entry of the mapping of a discriminator.
    """

    text: str
    kind: str
    base: str
    spot: Spot
    owner: Spot
    is_dynamic: bool = False
    is_mapped: bool = False


def links_in(
    node: Any, kind: str, spot: Spot, base: str, objects: Mapping[str, Fields], places: Places
) -> Iterator[Link]:
    """The references in an object and below it; only those in place of maps and lists are followed.  This is a loop, as
    `walk` is.  Raises SourceError where one of those leads to a place that may not be read.
    """
    todo: list[tuple[Any, str, Place, str, Place]] = [(node, kind, None, base, None)]
    while todo:
        node, kind, place, base, owner = todo.pop()
        if not isinstance(node, dict):
            continue
        here = Spot(spot.uri, spot.steps + steps_of(place))
        top = Spot(spot.uri, spot.steps + steps_of(owner))
        if kind == "schemas":
            base = places.base_within(node, here, base)
            for target in filter(is_reference, mapped(node).values()):
                yield Link(target, kind, base, here, top, is_mapped=True)
            if isinstance(node.get("$dynamicRef"), str):
                yield Link(node["$dynamicRef"], kind, base, here, top, is_dynamic=True)
            if isinstance(node.get("$recursiveRef"), str):
                yield Link(RECURSIVE, kind, base, here, top, is_dynamic=True)
        if kind in ("document", "operations"):
            for target in scheme_references(node, places.document):
                yield Link(target, "securitySchemes", base, here, top)
        if isinstance(node.get("$ref"), str) and kind not in ("document", "components"):
            yield Link(node["$ref"], kind, base, here, top)
        node = with_entries(node, kind, objects, places, base, here)
        for inner_kind, key, inner in inside(node, kind, objects):
            inner_place = (place, key) if isinstance(key, str) else ((place, key[0]), key[1])
            is_inner = kind == "schemas" == inner_kind
            todo.append((inner, inner_kind, inner_place, base, owner if is_inner else inner_place))


def inside(
    node: Mapping[str, Any], kind: str, objects: Mapping[str, Fields]
) -> Iterator[tuple[str, str | tuple[str, str | int], Any]]:
    """The objects directly inside another: the kind of each, the one or two steps to it, and the object itself."""
    fields = objects.get(kind, {})
    if "*" in fields:
        fields = dict.fromkeys((key for key in node if not is_extension(key)), fields["*"])
    for key in [key for key in node if key in fields]:
        (shape, inner), value = fields[key], node[key]
        if shape == "one":
            yield inner, key, value
        elif shape == "list" and isinstance(value, list):
            for index, part in enumerate(value):
                yield inner, (key, index), part
        elif shape.endswith("map") and isinstance(value, Mapping):
            for name, part in value.items():
                if shape == "map" or not is_extension(name):
                    yield inner, (key, name), part


def is_inside(steps: Steps, objects: Mapping[str, Fields]) -> bool:
    """Whether steps from the top of a document lead to one of its objects, not into data or an extension."""
    shape, kind = "one", "document"
    for step in steps:
        if shape == "one":
            fields = objects.get(kind, {})
            field = fields.get(step) or (None if is_extension(step) else fields.get("*"))
            if field is None:
                return False
            shape, kind = field
        elif shape == "open map" and is_extension(step):
            return False
        else:
            shape = "one"
    return shape == "one"

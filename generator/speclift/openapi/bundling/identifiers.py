"""The names by which schemas are found other than by their place: `$id`, `$anchor` and `$dynamicAnchor` (JSON Schema
2020-12, Core, section 8.2), and `$recursiveAnchor` (2019-09, section 8.2.4.2)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec

from speclift.openapi.files.addresses import joined
from speclift.openapi.structure.references import DATA
from speclift.openapi.structure.steps import Steps

#: The anchor name that a schema with `$recursiveAnchor` gets; no real anchor has this name.
RECURSIVE = "$recursiveAnchor"
#: Fields whose keys are names, so that a schema called `default` or `x-a` is no data.
_SCHEMAS = ("$defs", "definitions", "dependentSchemas", "patternProperties", "properties", "schemas")
_OPERATIONS = ("additionalOperations", "callbacks", "parameters", "pathItems", "requestBodies", "responses", "webhooks")
_MAPS = {*_SCHEMAS, *_OPERATIONS, "content", "encoding", "headers", "mediaTypes"}


class Identifiers(msgspec.Struct, frozen=True, eq=False):
    """What a file calls the schemas in it.

    `resources` are places by URI, and `bases` URIs by place; `anchors` are places by a URI and a name, and `dynamic`
    the dynamic ones of each URI, sorted by place. `repeated` are the places of each `$id` and anchor that an earlier
    schema has; the earlier one counts, and the schema with the later `$id` gets a URI that nothing else has.
    """

    resources: dict[str, Steps]
    bases: dict[Steps, str]
    anchors: dict[tuple[str, str], Steps]
    dynamic: dict[str, tuple[tuple[Steps, str], ...]]
    repeated: tuple[Steps, ...] = ()


def identifiers_of(data: Any, base: str, known: Collection[str] = ()) -> Identifiers:
    """The identifiers in a file whose URI is `base`; `known` are the URIs of schemas in other files.  This is a loop in
    the order of the file, since that may have very many nodes.
    """
    resources: dict[str, Steps] = {}
    bases: dict[Steps, str] = {}
    anchors: dict[tuple[str, str], Steps] = {}
    dynamic: dict[str, list[tuple[Steps, str]]] = {}
    taken: set[tuple[str, str, str]] = set()
    repeated: list[Steps] = []
    # A whole file may be a single value.
    todo: list[tuple[Any, Steps, str, bool]] = [(data, (), base, False)] if _is_collection(data) else []
    while todo:
        node, steps, uri, is_map = todo.pop()
        if isinstance(node, list):
            todo += [
                (node[index], (*steps, str(index)), uri, False)
                for index in reversed(range(len(node)))
                if _is_collection(node[index])
            ]
            continue
        own = node.get("$id")
        if isinstance(own, str) and not own.startswith("#"):
            uri = joined(uri, own)[0]
            if uri in resources or uri in known:
                repeated.append((*steps, "$id"))
                # Relative references mean the same as with the URI itself, and pointers stay within the schema.
                uri = f"{uri}~{len(known) + len(resources)}"
            resources.setdefault(uri, steps)
            bases[steps] = uri
        for key in ("$anchor", "$dynamicAnchor"):
            if not isinstance(node.get(key), str):
                continue
            anchors.setdefault((uri, node[key]), steps)
            # Schemas of a document without `$id` often share a dynamic anchor: each means that within itself.
            if (key, uri, node[key]) in taken and (key == "$anchor" or uri != base):
                repeated.append((*steps, key))
            taken.add((key, uri, node[key]))
        if isinstance(node.get("$dynamicAnchor"), str):
            dynamic.setdefault(uri, []).append((steps, node["$dynamicAnchor"]))
        if node.get(RECURSIVE) is True:
            dynamic.setdefault(uri, []).append((steps, RECURSIVE))
        todo += [
            (inner, (*steps, key), uri, not is_map and key in _MAPS)
            for key, inner in reversed(node.items())
            if _is_collection(inner) and (is_map or (key not in DATA and not key.startswith("x-")))
        ]
    in_order = {uri: tuple(sorted(places)) for uri, places in dynamic.items()}
    return Identifiers(resources, bases, anchors, in_order, tuple(repeated))


def _is_collection(node: Any) -> bool:
    return isinstance(node, dict | list)

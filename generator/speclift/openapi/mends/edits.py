"""Edits of a document: what they change is copied, and the rest is shared with the old document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import msgspec

from speclift.openapi.mends.change import GONE
from speclift.openapi.mends.origins import Origins
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.steps import Steps


class Edit(msgspec.Struct, frozen=True):
    """A fault at a place, and its mend: the value that `target` gets, GONE where it is left out.

    An empty `target` means the place itself.  `also` gives more places their values.  `is_kept` changes nothing;
    the published schema then sees `stand_in` at the place.
    """

    kind: str
    message: str
    place: Steps
    target: Steps = ()
    value: Any = GONE
    also: Mapping[Steps, Any] = {}
    is_kept: bool = False
    stand_in: Any = GONE


#: New values by the steps of their places: each step leads to another tree or to a leaf.
_Tree: TypeAlias = "dict[str, Any]"


class _Leaf(msgspec.Struct, frozen=True):
    value: Any


def edited(document: Json, edits: Iterable[Edit], origins: Origins) -> Json:
    """The document after these edits, all of whose places are those before them; `origins` records the kept items."""
    values = {}
    for edit in edits:
        if not edit.is_kept:
            values.update({edit.target or edit.place: edit.value, **edit.also})
    return with_values(document, values, origins)


def with_values(document: Json, values: Mapping[Steps, Any], origins: Origins | None = None) -> Json:
    """The document with these values at these places; a place inside another that gets a value is ignored."""
    tree: _Tree = {}
    for place in sorted(values, key=len):
        node = tree
        for step in place[:-1]:
            inner = node.setdefault(step, {})
            if isinstance(inner, _Leaf):
                break
            node = inner
        else:
            node[place[-1]] = _Leaf(values[place])
    found: Json = _edited(document, tree, (), origins)
    return found


def _edited(node: Any, tree: _Tree, place: Steps, origins: Origins | None) -> Any:
    if isinstance(node, dict):
        found = dict(node)
        for key, part in tree.items():
            value = part.value if isinstance(part, _Leaf) else None
            if value is GONE:
                found.pop(key, None)
            elif isinstance(part, _Leaf):
                found[key] = value
            elif key in node:
                found[key] = _edited(node[key], part, (*place, key), origins)
        return found
    if isinstance(node, list):
        kept: list[tuple[int, Any]] = []
        for index, item in enumerate(node):
            part = tree.get(str(index))
            if part is None:
                kept.append((index, item))
            elif not isinstance(part, _Leaf):
                kept.append((index, _edited(item, part, (*place, str(index)), origins)))
            elif part.value is not GONE:
                kept.append((index, part.value))
        if origins and len(kept) < len(node):
            origins.keep(origins.original(place), [index for index, _ in kept])
        return [item for _, item in kept]
    return node

"""References in place of a map or a list, such as `responses: {$ref: responses.yaml}`: OpenAPI allows none there, and
nothing else can be meant than the entries that they lead to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from speclift.errors import SourceError
from speclift.openapi.bundling.places import Places, Spot
from speclift.openapi.structure.fields import MORE_OBJECTS, SCALARS
from speclift.openapi.structure.objects import OBJECTS, Fields
from speclift.openapi.structure.steps import fragment_of, pointer_of

#: Values that `fields.py` does not know.
_VALUES: Mapping[str, tuple[str, ...]] = {
    "document": ("security", "securityDefinitions"),
    "operations": ("security",),
    "schemas": ("type",),
}
#: Values that are no maps or lists, and examples: what looks like a reference there is data.
_NO_WHOLES = ("text", "flag", "number", "count", "examples")
#: The most entries that are written in place of references; each counts when it is searched and when it is written.
_MOST_COPIED = 200_000
#: The most references that lead to each other in place of a map or list.
_LONGEST_CHAIN = 10

#: Called with the field that had such a reference, and with the reference.
Report: TypeAlias = Callable[[str, str], None]


def with_entries(
    node: Mapping[str, Any],
    kind: str,
    objects: Mapping[str, Fields],
    places: Places,
    base: str,
    spot: Spot,
    report: Report | None = None,
) -> Mapping[str, Any]:
    """An object of a kind in which references to the entries of other maps and lists are in place of references to the
    whole; the same object where it had none.

    `base` is the URI that its references are relative to, `spot` its own place. Raises SourceError where one leads to a
    place that may not be read.
    """
    found: dict[str, Any] = {}
    for key, value in node.items():
        target = value.get("$ref") if isinstance(value, Mapping) else None
        if not isinstance(target, str):
            continue
        shape = _shape(kind, key, objects)
        if shape == "one":
            continue
        entries = entries_of(value, shape, places, base, Spot(spot.uri, (*spot.steps, key)))
        if entries is not None:
            found[key] = entries
            if report:
                report(key, target)
    return {**node, **found} if found else node


def _shape(kind: str, key: str, objects: Mapping[str, Fields]) -> str:
    """What a field holds: `one` object that may be a reference, a `list` or a `map` of them, or a `value` that holds no
    references.
    """
    known = objects.get(kind, {}).get(key)
    if known:
        return known[0]
    of_values = SCALARS.get(kind, {}).get(key, "text") not in _NO_WHOLES or key in _VALUES.get(kind, ())
    inner = MORE_OBJECTS.get(kind, {}).get(key)
    # The references in the mapping of a discriminator are relative to its own file.
    return "value" if of_values or (inner and inner[1] != "discriminators") else "one"


#: The fields that hold maps, lists or values, of any kind.
_WHOLES = frozenset(
    key.encode()
    for kind, fields in OBJECTS.items()
    for key in {*fields, *SCALARS.get(kind, ()), *MORE_OBJECTS.get(kind, ()), *_VALUES.get(kind, ())}
    if _shape(kind, key, OBJECTS) != "one"
) | {b"components", b"definitions"}
#: References that are the first field of an object, but those to a whole schema: lists of schemas are never components.
_FIRST = re.compile(rb'":\{"\$ref":"(?!#/(?:components/schemas|definitions)/[^/"]+")')
#: References after other fields, but those to a whole component.
_LATER = re.compile(rb',"\$ref":"(?!#/(?:components/[^/"]+|definitions|parameters|responses)/[^/"]+")')


def may_have_wholes(text: bytes) -> bool:
    """Whether a document, as compact JSON, may have references in place of maps, lists or values."""
    if _LATER.search(text):
        return True
    ends = (found.start() for found in _FIRST.finditer(text))
    return any(text[text.rfind(b'"', 0, end) + 1 : end] in _WHOLES for end in ends)


def entries_of(value: Mapping[str, Any], shape: str, places: Places, base: str, place: Spot) -> Any:
    """What a reference in place of a map, a list or a value stands for; None where it leads to no such thing."""
    target, where = value["$ref"], f"{places.source(place).shown}#{pointer_of(place.steps)}"
    beside = {key: entry for key, entry in value.items() if key != "$ref"}
    spot: Spot | None = None
    whole: Any = value
    for _ in range(_LONGEST_CHAIN):
        spot = places.find(target, base, where)
        whole = places.at(spot) if spot else None
        further = whole.get("$ref") if isinstance(whole, Mapping) else None
        if spot is None or not isinstance(further, str):
            break
        beside = {**{key: _reference(spot, key) for key in whole if key != "$ref"}, **beside}
        target, base = further, places.base_of(spot)
    if spot is None or (isinstance(whole, Mapping) and isinstance(whole.get("$ref"), str)):
        return None
    places.copied += len(whole) if isinstance(whole, Mapping | list) else 0
    if places.copied > _MOST_COPIED:
        raise SourceError(
            f"References copy too much: {where}.",
            file=places.source(spot).shown,
            expected=f"at most {_MOST_COPIED // 2:,} entries of maps and lists that are referred to as wholes",
            advice="refer to the entries, or write what is shared as components",
        )
    if shape == "value":
        return whole
    if shape == "list" and isinstance(whole, list):
        return [_reference(spot, str(index)) for index in range(len(whole))]
    if shape.endswith("map") and isinstance(whole, Mapping):
        return {**{key: _reference(spot, key) for key in map(str, whole)}, **beside}
    return None


def _reference(spot: Spot, key: str) -> dict[str, str]:
    return {"$ref": f"{spot.uri}#{fragment_of((*spot.steps, key))}"}

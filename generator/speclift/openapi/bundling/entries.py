"""References in place of a map or a list, such as `responses: {$ref: responses.yaml}`: OpenAPI allows none there, and
nothing else can be meant than the entries that they lead to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from speclift.errors import SourceError
from speclift.openapi.bundling.places import Places, Spot
from speclift.openapi.structure.objects import Fields
from speclift.openapi.structure.steps import fragment_of, pointer_of

#: Lists whose entries are values, or objects that hold no references.
_VALUES: Mapping[str, tuple[str, ...]] = {
    "pathItems": ("servers",),
    "operations": ("security", "servers", "tags"),
    "links": ("server",),
    "schemas": ("enum", "required", "type"),
}
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
        shape = "value" if key in _VALUES.get(kind, ()) else objects.get(kind, {}).get(key, ("one", ""))[0]
        if shape == "one":
            continue
        where = f"{places.source(spot).shown}#{pointer_of((*spot.steps, key))}"
        entries = _entries(value, target, shape, places, base, where)
        if entries is not None:
            found[key] = entries
            if report:
                report(key, target)
    return {**node, **found} if found else node


def _entries(value: Mapping[str, Any], target: str, shape: str, places: Places, base: str, where: str) -> Any:
    """What a reference in place of a map, a list or a value stands for; None where it leads to no such thing."""
    spot: Spot | None = None
    whole: Any = value
    for _ in range(_LONGEST_CHAIN):
        spot = places.find(target, base, where)
        whole = places.at(spot) if spot else None
        further = whole.get("$ref") if isinstance(whole, Mapping) else None
        if spot is None or not isinstance(further, str):
            break
        target, base = further, places.base_of(spot)
    if spot is None or (isinstance(whole, Mapping) and isinstance(whole.get("$ref"), str)):
        return None
    if shape == "value":
        return whole
    places.copied += len(whole) if isinstance(whole, Mapping | list) else 0
    if places.copied > _MOST_COPIED:
        raise SourceError(
            f"References copy too much: {where}.",
            file=places.source(spot).shown,
            expected=f"at most {_MOST_COPIED // 2:,} entries of maps and lists that are referred to as wholes",
            advice="refer to the entries, or write what is shared as components",
        )
    if shape == "list" and isinstance(whole, list):
        return [_reference(spot, str(index)) for index in range(len(whole))]
    if shape.endswith("map") and isinstance(whole, Mapping):
        beside = {key: entry for key, entry in value.items() if key != "$ref"}
        return {**{key: _reference(spot, key) for key in map(str, whole)}, **beside}
    return None


def _reference(spot: Spot, key: str) -> dict[str, str]:
    return {"$ref": f"{spot.uri}#{fragment_of((*spot.steps, key))}"}

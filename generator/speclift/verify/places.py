"""The places in a response that a document describes, each with the place of its description."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import msgspec

from speclift.contract.places import meant
from speclift.contract.records import Contract
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.objects import escaped
from speclift.openapi.structure.references import refers_to

#: The most items of a list that are examined, levels of a response, and references in a chain.
_MOST_ITEMS = 200
_DEEPEST = 40
_LONGEST_CHAIN = 10
_NULL = {"type": "null"}


class Site(msgspec.Struct, frozen=True):
    """The place of a schema: its component, the place in that as `speclift diff` writes it, and its JSON Pointer in the
    document. Outside of components, the place starts at the operation.
    """

    schema: Json
    component: str
    inside: str
    pointer: str

    def below(self, schema: Json, inside: str, pointer: str) -> Site:
        """The place of a part of it."""
        return Site(schema, self.component, f"{self.inside}{inside}", f"{self.pointer}{pointer}")


class Spot(msgspec.Struct, frozen=True):
    """A place in a response: the schema with everything that applies, its place, and all values there."""

    site: Site
    schema: Json
    values: tuple[Any, ...]


def spots(contract: Contract, site: Site, value: Any) -> dict[str, Spot]:
    """Every place that the document describes, by its JSON Pointer with `*` for the index of each item."""
    found: dict[str, tuple[Site, list[Any]]] = {}
    for pointer, place, item in _walk(contract, site, value, "", 0):
        found.setdefault(pointer, (place, []))[1].append(item)
    return {
        pointer: Spot(place, meant(contract, place.schema), tuple(values)) for pointer, (place, values) in found.items()
    }


def property_site(contract: Contract, site: Site, name: str) -> Site | None:
    """The place where a document describes a property of a schema; None where it does not list it."""
    for part in _parts(contract, site, 0):
        given = part.schema.get("properties", {})
        if isinstance(given, dict) and isinstance(given.get(name), dict):
            return part.below(given[name], f".{name}", f"/properties/{escaped(name)}")
    return None


def unlisted_site(contract: Contract, site: Site, name: str) -> Site:
    """The place for a property that a document does not list: that of the object."""
    return _followed(contract, site).below(site.schema, f".{name}", "")


def has_alternatives(schema: Json) -> bool:
    """Whether a schema lets a value have one of several shapes, not counting null."""
    return any(sum(option != _NULL for option in schema.get(key, ())) > 1 for key in ("anyOf", "oneOf"))


def _walk(contract: Contract, site: Site, value: Any, pointer: str, depth: int) -> Iterator[tuple[str, Site, Any]]:
    found = meant(contract, site.schema)
    if not found or depth > _DEEPEST:
        return
    yield pointer, site, value
    if isinstance(value, dict):
        others = found.get("additionalProperties")
        for name, item in value.items():
            below = property_site(contract, site, name)
            if below is None and isinstance(others, dict) and others:
                below = _followed(contract, site).below(others, "{}", "/additionalProperties")
            if below is not None:
                yield from _walk(contract, below, item, f"{pointer}/{escaped(name)}", depth + 1)
    elif isinstance(value, list):
        for part in _parts(contract, site, 0):
            if isinstance(part.schema.get("items"), dict):
                below = part.below(part.schema["items"], "[]", "/items")
                for item in islice(value, _MOST_ITEMS):
                    yield from _walk(contract, below, item, f"{pointer}/*", depth + 1)
                return


def _parts(contract: Contract, site: Site, depth: int) -> Iterator[Site]:
    """The target of a schema's references, and all that applies with it: `allOf`, and the one alternative to null."""
    site = _followed(contract, site)
    yield site
    if depth > _LONGEST_CHAIN:
        return
    for index, part in enumerate(site.schema.get("allOf", ())):
        yield from _parts(contract, site.below(part, "", f"/allOf/{index}"), depth + 1)
    options = [
        (key, index, option)
        for key in ("anyOf", "oneOf")
        for index, option in enumerate(site.schema.get(key, ()))
        if option != _NULL
    ]
    if len(options) == 1:
        key, index, option = options[0]
        yield from _parts(contract, site.below(option, "", f"/{key}/{index}"), depth + 1)


def _followed(contract: Contract, site: Site) -> Site:
    for _ in range(_LONGEST_CHAIN):
        name = refers_to(site.schema)
        if not name:
            return site
        site = Site(contract.schemas.get(name, {}), name, "", f"#/components/schemas/{escaped(name)}")
    return site

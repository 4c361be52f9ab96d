"""Mends of references (OpenAPI 3.1.1, section 4.8.23): those that lead nowhere, to the wrong place or in a cycle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from speclift.openapi.checking.destinations import misled
from speclift.openapi.checking.schema_rules import lost_dynamic_reference
from speclift.openapi.checking.semantics import own_components
from speclift.openapi.mends.change import GONE, Change, Site
from speclift.openapi.mends.edits import Edit
from speclift.openapi.structure.circles import OPEN, circles_by_pointer, circles_in, next_component
from speclift.openapi.structure.nodes import Json, mapping
from speclift.openapi.structure.objects import OBJECTS, are_references_among
from speclift.openapi.structure.pointers import entry_at
from speclift.openapi.structure.steps import Steps

#: Where Swagger 2.0 has components.
_IN_SWAGGER = {"schemas": "#/definitions", "parameters": "#/parameters", "responses": "#/responses"}


def circular_references(document: Json) -> Iterator[Edit]:
    """A reference ends at an object."""
    for kind, name in circles_in(document):
        place: Steps = ("components", kind, name)
        target = (*place, "$ref") if kind in OPEN else place
        yield Edit("circular-reference", f"the reference leads back to itself; {left_of(kind)}", place, target)
    if are_references_among(document, own_components(document)):
        return
    for place, kind in circles_by_pointer(document):
        target = (*place, "$ref") if kind in OPEN else place
        yield Edit("circular-reference", f"the references from here lead in a circle; {left_of(kind)}", place, target)


def references(node: Json, site: Site) -> Iterator[Change]:
    """A reference within the document leads to an object of the kind that belongs there."""
    target = node.get("$ref")
    if "$ref" not in node or site.kind in ("document", "components") or site.kind not in OBJECTS:
        return
    if not isinstance(target, str):
        yield Change("dangling-reference", "$ref is not a string; it is left out", "$ref", fields={"$ref": GONE})
        return
    what = "leads nowhere" if target in site.dead else misled(site.document, target, site.kind)
    if not what:
        return
    meant = _meant(target, site)
    if meant:
        message = f"the reference {target} {what}; it is read as {meant}"
        yield Change("dangling-reference", message, fields={"$ref": meant})
        return
    message = f"the reference {target} {what}; {left_of(site.kind)}"
    is_gone = site.kind not in OPEN
    yield Change("dangling-reference", message, fields={} if is_gone else {"$ref": GONE}, is_gone=is_gone)


def dynamic_references(node: Json, site: Site) -> Iterator[Change]:
    """A dynamic reference leads to an anchor. Good ones become plain references when a document is bundled."""
    what = lost_dynamic_reference(node, site.document, site.anchors)
    if what:
        message = f"the dynamic reference {node['$dynamicRef']} {what}; any value is allowed"
        yield Change("dangling-reference", message, "$dynamicRef", fields={"$dynamicRef": GONE})


def _meant(target: str, site: Site) -> str:
    """The reference that is meant by one that leads nowhere; empty where no component fits. Many authors write only a
    name, as in Swagger 1.2, or the place that Swagger 2.0 has for components of a kind, or leave out `#` or `/`.
    """
    name = target.rpartition("/")[2].removeprefix("#")
    found = f"#/components/{site.kind}/{name}"
    own, of_swagger = found.removeprefix("#/"), f"{_IN_SWAGGER.get(site.kind)}/{name}"
    if target not in (name, f"#{name}", f"#/{name}", own, f"/{own}", f"#{own}", of_swagger):
        return ""
    return found if isinstance(entry_at(site.document, found), dict | bool) else ""


def left_of(kind: str) -> str:
    """What is left of an object whose reference leads nowhere, in words."""
    if kind == "schemas":
        return "any value is allowed"
    return "the path is empty" if kind == "pathItems" else "it is left out"


def dead_references(document: Mapping[str, Any]) -> Iterator[str]:
    """The references to components that are references themselves, and lead nowhere in the end.

    Schemas are not among them: such a schema allows any value, so references to it lead somewhere.
    """
    for kind, components in mapping(document.get("components")).items():
        if kind not in OBJECTS or kind in OPEN or not isinstance(components, Mapping):
            continue
        dead: dict[str, bool] = {}
        for first in components:
            chain: list[str] = []
            name: str | None = first
            while name is not None and name in components and name not in dead:
                chain.append(name)
                dead[name] = False
                name = next_component(name, kind, components)
            is_dead = name is not None and (name not in components or dead[name])
            dead.update(dict.fromkeys(chain, is_dead))
        yield from (f"#/components/{kind}/{name}" for name, is_dead in dead.items() if is_dead)

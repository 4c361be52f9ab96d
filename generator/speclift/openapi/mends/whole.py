"""Mends that look at a document as a whole: its head, its tags, names of components, security and references."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from speclift.openapi.mends.change import GONE, Change, Site
from speclift.openapi.mends.edits import Edit
from speclift.openapi.mends.origins import Steps
from speclift.openapi.objects import OBJECTS, walk
from speclift.openapi.pointers import entry_at
from speclift.openapi.records import METHODS, Json, component_name
from speclift.openapi.versions import version_of

_COMPONENT = re.compile(r"#/components/([A-Za-z]+)/[^/]+")
#: What is left of an object whose reference leads nowhere.
_OPEN: Mapping[str, Json] = {"schemas": {}, "pathItems": {}}


def versions(document: Json) -> Iterator[Edit]:
    """The version is a text of three numbers, of a version that is known."""
    given = document.get("openapi")
    meant = version_of(given)
    if given != meant:
        message = f"openapi is {str(given)[:40]}; the document is read as one of {meant}"
        yield Edit("openapi-version", message, ("openapi",), ("openapi",), meant)


def heads(document: Json) -> Iterator[Edit]:
    """A document says what it is called."""
    if "info" not in document:
        message = "info is missing; title and version are taken as empty"
        yield Edit("missing-field", message, (), ("info",), {"title": "", "version": ""})


def tags(document: Json) -> Iterator[Edit]:
    """No tag is described twice."""
    seen: set[str] = set()
    given = document.get("tags")
    for index, tag in enumerate(given if isinstance(given, list) else ()):
        name = tag.get("name") if isinstance(tag, Mapping) else None
        if isinstance(name, str) and name in seen:
            message = f"the tag {name} stands here again; the first counts"
            yield Edit("duplicate-tag", message, ("tags", str(index)))
        seen.add(str(name))


def requirements(document: Json) -> Iterator[Edit]:
    """Security names schemes that the document has, with lists of scopes."""
    schemes = _mapping(_mapping(document.get("components")).get("securitySchemes"))
    owners: list[tuple[Steps, Mapping[str, Any]]] = [((), document)]
    for path, item in _mapping(document.get("paths")).items():
        owners += [
            (("paths", path, method), item[method])
            for method in METHODS
            if isinstance(item, Mapping) and isinstance(item.get(method), Mapping)
        ]
    for place, owner in owners:
        if "security" in owner:
            yield from _security(owner["security"], (*place, "security"), schemes)


def _security(given: Any, place: Steps, schemes: Mapping[str, Any]) -> Iterator[Edit]:
    if not isinstance(given, list):
        alternatives = [given] if isinstance(given, Mapping) and given else None
        message = f"security is no list; it is {'read as one' if alternatives else 'left out'}"
        yield Edit("wrong-value", message, place, place, alternatives or GONE)
        return
    for index, alternative in enumerate(given):
        here = (*place, str(index))
        if not isinstance(alternative, Mapping):
            if isinstance(alternative, str) and alternative in schemes:
                message = f"security lists the name {alternative}; it is read as that scheme"
                yield Edit("wrong-value", message, here, here, {alternative: []})
            else:
                yield Edit("wrong-value", "what stands here names no scheme; it is left out", here)
            continue
        for name, scopes in alternative.items():
            if name not in schemes and not _is_address(name):
                message = f"no security scheme is called {name}; it is not asked for"
                yield Edit("unknown-scheme", message, (*here, name))
            elif not isinstance(scopes, list) or not all(isinstance(scope, str) for scope in scopes):
                kept = [str(scope) for scope in scopes if isinstance(scope, str)] if isinstance(scopes, list) else []
                message = f"the scopes of {name} are no list of texts; those that are count"
                yield Edit("wrong-value", message, (*here, name), (*here, name), kept)


def _is_address(name: str) -> bool:
    """Whether the name of a scheme is a URI, as OpenAPI 3.2 allows (4.30)."""
    return "/" in name or "#" in name


def circular_references(document: Json) -> Iterator[Edit]:
    """A component is not a reference that leads back to itself."""
    for kind, components in _mapping(document.get("components")).items():
        if kind not in OBJECTS or not isinstance(components, Mapping):
            continue
        ends: set[str] = set()
        for first in components:
            chain: dict[str, None] = {}
            name: str | None = first
            while name is not None and name not in chain and name not in ends:
                chain[name] = None
                name = _next(name, kind, components)
            if name in chain:
                place = ("components", kind, str(name))
                target = (*place, "$ref") if kind in _OPEN else place
                message = f"the reference leads back to itself; {left_of(kind)}"
                yield Edit("circular-reference", message, place, target)
            ends.update(chain)


def _next(name: str, kind: str, components: Mapping[str, Any]) -> str | None:
    """The component that one is nothing but a reference to."""
    target = _mapping(components.get(name)).get("$ref")
    return component_name(target) if isinstance(target, str) and target.startswith(f"#/components/{kind}/") else None


def references(node: Json, site: Site) -> Iterator[Change]:
    """A reference within the document leads to an object of the kind that belongs there."""
    target = node.get("$ref")
    if "$ref" not in node or site.kind in ("document", "components") or site.kind not in OBJECTS:
        return
    if not isinstance(target, str):
        yield Change("dangling-reference", "$ref is no text; it is left out", "$ref", fields={"$ref": GONE})
        return
    if not target.startswith("#"):
        return
    component = _COMPONENT.fullmatch(target)
    is_there = target.startswith("#/") and isinstance(entry_at(site.document, target), dict | bool)
    if is_there and not (component and component[1] in OBJECTS and component[1] != site.kind):
        return
    meant = f"#/components/{site.kind}/{target.rpartition('/')[2]}"
    if target.startswith("#/definitions/") and isinstance(entry_at(site.document, meant), dict | bool):
        message = f"the reference {target} leads nowhere; it is read as {meant}"
        yield Change("dangling-reference", message, fields={"$ref": meant})
        return
    what = f"leads to one of {component[1]}, not of {site.kind}" if is_there and component else "leads nowhere"
    message = f"the reference {target} {what}; {left_of(site.kind)}"
    is_gone = site.kind not in _OPEN
    yield Change("dangling-reference", message, fields={} if is_gone else {"$ref": GONE}, is_gone=is_gone)


def left_of(kind: str) -> str:
    """What is left of an object whose reference leads nowhere, in words."""
    if kind == "schemas":
        return "any value is allowed"
    return "the path is empty" if kind == "pathItems" else "it is left out"


def component_names(document: Json) -> Iterator[tuple[str, str, str]]:
    """The kinds and names of components whose names have other characters than they may have (4.8.7), and new ones."""
    for kind, components in _mapping(document.get("components")).items():
        if kind not in OBJECTS or not isinstance(components, Mapping):
            continue
        taken = set(components)
        for name in components:
            if re.fullmatch(r"[a-zA-Z0-9._-]+", name):
                continue
            wanted = re.sub(r"[^a-zA-Z0-9._-]+", "_", name).strip("_") or "unnamed"
            unique, number = wanted, 2
            while unique in taken:
                unique, number = f"{wanted}_{number}", number + 1
            taken.add(unique)
            yield kind, name, unique


def with_names(document: Json, names: Mapping[tuple[str, str], str]) -> Json:
    """The document with other names of components, and all references to them."""
    import copy

    found: Json = copy.deepcopy(document)
    for kind, components in found["components"].items():
        if isinstance(components, dict):
            found["components"][kind] = {names.get((kind, name), name): value for name, value in components.items()}

    def renamed(target: Any) -> Any:
        if not isinstance(target, str) or not target.startswith("#/components/"):
            return target
        head, kind, _ = (*target[2:].split("/", 2), "", "")[:3]
        name = component_name("/".join(target.split("/")[:4])) if head and kind else ""
        new = names.get((kind, name))
        return "/".join([*target.split("/")[:3], new, *target.split("/")[4:]]) if new else target

    for node, kind, _ in walk(found):
        if isinstance(node.get("$ref"), str):
            node["$ref"] = renamed(node["$ref"])
        mapping = _mapping(node.get("discriminator")).get("mapping") if kind == "schemas" else None
        if isinstance(mapping, dict):
            for value, target in mapping.items():
                plain = names.get(("schemas", target)) if isinstance(target, str) else None
                mapping[value] = plain or renamed(target)
    return found


def _mapping(node: Any) -> Mapping[str, Any]:
    return node if isinstance(node, Mapping) else {}

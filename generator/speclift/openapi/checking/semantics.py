"""What makes a document wrong although its JSON Schema accepts it: rules that OpenAPI states in prose.

Each rule is a function from a document, however wrong that is otherwise, to its faults.  Rules for schemas are in
`schema_rules`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import Any

from speclift.openapi.checking.mappings import dangling_mappings
from speclift.openapi.checking.schema_rules import (
    OLDER_KEYWORDS,
    dangling_dynamic_references,
    older_keywords,
    unfitting_defaults,
    unknown_dialects,
    unreadable_patterns,
)
from speclift.openapi.structure.circles import circles_by_pointer, circles_in
from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.media_types import read_key
from speclift.openapi.structure.nodes import Json, mapping, sequence
from speclift.openapi.structure.objects import Place, are_references_among, pointer, walk
from speclift.openapi.structure.path_items import PATHS, operations_of, path_items, place_of
from speclift.openapi.structure.paths import TEMPLATE_PART, operations_in
from speclift.openapi.structure.references import followed, target_of
from speclift.openapi.structure.scheme_names import scheme_named
from speclift.openapi.structure.steps import pointer_of
from speclift.openapi.text.json_text import as_json

#: Objects that have `content`.
_WITH_CONTENT = frozenset({"requestBodies", "responses", "parameters", "headers"})
#: The pattern, in JSON without blanks, of a key that looks like several media types.
_LISTED_TYPES = re.compile(rb'"[a-z]{1,40}/[^",]{0,200},[^"]{0,200}":', re.I)
#: A comma in a key: the search for it takes a fifth of the time.
_COMMA_IN_KEY = re.compile(rb',[^"]{0,200}":')


def semantic_faults(document: Json, text: bytes | None = None) -> Iterator[Fault]:
    """The faults that all rules find; `text` is the document as JSON, where that is known."""
    yield from dangling_references(document)
    yield from circular_references(document)
    yield from duplicate_operation_ids(document)
    yield from parameter_faults(document)
    yield from duplicate_tags(document)
    yield from unknown_schemes(document)
    yield from undescribed_variables(document)
    text = text or as_json(document)
    if _mentions(text, b'"$dynamicRef":'):
        yield from dangling_dynamic_references(document)
    if _mentions(text, b'"mapping":', b'"defaultMapping":'):
        yield from dangling_mappings(document)
    if _mentions(text, b'"links":'):
        yield from unknown_operations(document)
    if _mentions(text, b'"$schema":', b'"jsonSchemaDialect":'):
        yield from unknown_dialects(document)
    if _mentions(text, *(f'"{key}":'.encode() for key in OLDER_KEYWORDS)):
        yield from older_keywords(document)
    if _mentions(text, b'"pattern":', b'"patternProperties":'):
        yield from unreadable_patterns(document)
    if _mentions(text, b'"default":'):
        yield from unfitting_defaults(document)
    if text is None or (_COMMA_IN_KEY.search(text) and _LISTED_TYPES.search(text)):
        yield from listed_media_types(document)


def dangling_references(document: Json) -> Iterator[Fault]:
    """Each reference leads to an object of the document, and to one of the kind that belongs there (4.8.23)."""
    known = own_components(document)
    if are_references_among(document, known):
        return
    from speclift.openapi.checking.destinations import misled

    for node, kind, place in walk(document):
        target = node.get("$ref")
        if not isinstance(target, str) or target in known.get(kind, ()) or kind == "components":
            continue
        what = misled(document, target, kind)
        if what:
            yield Fault(pointer(place), f"the reference {target} {what}", "dangling-reference")
    for steps, _ in circles_by_pointer(document):
        yield Fault(pointer_of(steps), "the references from here lead in a circle", "circular-reference")


def own_components(document: Json) -> dict[str, set[str]]:
    """The references to the components of a document, by their kinds."""
    components = mapping(document.get("components"))
    return {kind: {f"#/components/{kind}/{name}" for name in mapping(components[kind])} for kind in components}


def unknown_schemes(document: Json) -> Iterator[Fault]:
    """Security requirements name schemes of the document (4.8.30)."""
    owners: list[tuple[Place, Mapping[str, Any]]] = [(None, document)]
    owners += [(place, operation) for place, operation in operations_of(document) if "security" in operation]
    for place, owner in owners:
        for index, alternative in enumerate(sequence(owner.get("security"))):
            for name in mapping(alternative):
                if not scheme_named(document, name):
                    here = (((place, "security"), index), name)
                    yield Fault(pointer(here), f"no security scheme is called {name}")


def circular_references(document: Json) -> Iterator[Fault]:
    """A component is not a reference that leads back to itself."""
    for kind, name in circles_in(document):
        yield Fault(pointer((((None, "components"), kind), name)), "the reference leads back to itself")


def duplicate_operation_ids(document: Json) -> Iterator[Fault]:
    """Operation ids are unique (4.8.10)."""
    seen: dict[str, str] = {}
    for place, operation in operations_of(document):
        name = operation.get("operationId")
        if isinstance(name, str):
            here = pointer(place)
            first = seen.setdefault(name, here)
            if first != here:
                yield Fault(here, f"the operationId of #{first} is used here too")


def unknown_operations(document: Json) -> Iterator[Fault]:
    """A link leads to an operation (4.8.20)."""
    links = [(node, place) for node, kind, place in walk(document) if kind == "links"]
    known = frozenset(operation_ids(document)) if links else frozenset()
    for link, place in links:
        missing = missing_operation(link, document, lambda: known)
        if missing:
            yield Fault(pointer(place), f"{missing}, which the link leads to", "unknown-operation")


def operation_ids(document: Json) -> Iterator[str]:
    """The ids of all operations, those of webhooks and callbacks among them."""
    for node, kind, _ in walk(document):
        if kind == "operations" and isinstance(node.get("operationId"), str):
            yield node["operationId"]


def missing_operation(link: Mapping[str, Any], document: Mapping[str, Any], known: Callable[[], Container[str]]) -> str:
    """The missing target of a link, as the start of a sentence; empty where it exists, or is elsewhere.

    `known` returns the ids of the operations of the document.
    """
    name, reference = link.get("operationId"), link.get("operationRef")
    if isinstance(name, str):
        return "" if name in known() else f"no operation has the id {name}"
    if not isinstance(reference, str) or not reference.startswith("#"):
        return ""
    from speclift.openapi.checking.destinations import misled

    return f"no operation is at {reference}" if misled(document, reference, "operations") else ""


def parameter_faults(document: Json) -> Iterator[Fault]:
    """The path parameters of an operation are exactly the parts of its path, and parameters are unique (4.8.10)."""
    components = mapping(document.get("components"))
    # Many operations refer to the same few parameters.
    known: dict[str, Mapping[str, Any]] = {}

    def meant(owner: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        return [_parameter(given, components, known) for given in sequence(owner.get("parameters"))]

    for here, item in path_items(document):
        shared = meant(item)
        yield from _duplicates(shared, (here, "parameters"))
        parts = set(TEMPLATE_PART.findall(str(here[1]))) if here and here[0] == PATHS else None
        for method, operation in operations_in(item):
            place = place_of(here, method)
            own = meant(operation)
            yield from _duplicates(own, (place, "parameters"))
            if parts is None:
                continue
            declared = {str(found.get("name")) for found in (*shared, *own) if found.get("in") == "path"}
            # A reference that leads nowhere may be meant for any parameter.
            if declared != parts and all(shared) and all(own):
                names = ", ".join(sorted(declared ^ parts))
                yield Fault(pointer(place), f"path parts and path parameters differ: {names}")


def duplicate_tags(document: Json) -> Iterator[Fault]:
    """No tag is described twice (4.8.1)."""
    seen: set[str] = set()
    for index, tag in enumerate(sequence(document.get("tags"))):
        name = mapping(tag).get("name")
        if isinstance(name, str):
            if name in seen:
                yield Fault(f"/tags/{index}", f"the tag {name} is here twice")
            seen.add(name)


def undescribed_variables(document: Json) -> Iterator[Fault]:
    """The variables in the address of a server are described beside it (4.8.5)."""
    owners: list[tuple[Place, Mapping[str, Any]]] = [(None, document)]
    owners += [(place, item) for place, item in path_items(document) if "servers" in item]
    owners += [(place, operation) for place, operation in operations_of(document) if "servers" in operation]
    for place, owner in owners:
        for index, server in enumerate(sequence(owner.get("servers"))):
            for name in variables_missing(mapping(server)):
                here = ((place, "servers"), index)
                yield Fault(pointer(here), f"the variable {name} is not described", "server-variable")


def variables_missing(server: Mapping[str, Any]) -> list[str]:
    """The variables in the address of a server that are not described, in their order."""
    names = dict.fromkeys(TEMPLATE_PART.findall(str(server.get("url"))))
    return [name for name in names if name not in mapping(server.get("variables"))]


def listed_media_types(document: Json) -> Iterator[Fault]:
    """A key of `content` is one media type or range (4.8.14), not a list, and has no parameter after a comma."""
    for node, kind, place in walk(document):
        for key in mapping(node.get("content")) if kind in _WITH_CONTENT else ():
            if read_key(key) != (key,):
                yield Fault(pointer(((place, "content"), key)), f"{key!r} is not a media type", "media-type")


def _parameter(given: Any, components: Mapping[str, Any], known: dict[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """A parameter after its reference was followed; `known` holds those that were looked up before."""
    target = target_of(given)
    if target is None:
        return mapping(given)
    if target not in known:
        known[target] = followed(given, "parameters", components)
    return known[target]


def _duplicates(parameters: Sequence[Mapping[str, Any]], place: Place) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for index, parameter in enumerate(parameters):
        key = str(parameter.get("name")), str(parameter.get("in"))
        if key in seen and parameter:
            yield Fault(pointer((place, index)), f"the {key[1]} parameter {key[0]} is here twice")
        seen.add(key)


def _mentions(text: bytes | None, *keys: bytes) -> bool:
    """Whether one of the keys may occur anywhere."""
    return text is None or any(key in text for key in keys)

"""Families of types: the components that build on others by `allOf`, and what distinguishes those of one base. A
component with a discriminator that others build on is a base: `$subtypes` says which tag means which of them, and each
of them has its `$base`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from speclift.errors import SourceError
from speclift.openapi.structure.nodes import Node
from speclift.openapi.structure.references import component_name, reference_to, refers_to

#: Internal keys of a component: its base, and the components that build on it.
BASE, SUBTYPES = "$base", "$subtypes"

#: Keywords whose value is a list of alternatives.
ALTERNATIVES = ("oneOf", "anyOf")

#: The most properties that all types of a document may inherit together: some APIs have tens of thousands.
MOST_INHERITED = 200_000


def too_many(what: str) -> SourceError:
    """The error for a document that is too large."""
    return SourceError(
        f"No client can be made of the document: {what}.",
        expected="types of a usual size",
        advice="write out what the types have in common, or make a property of it",
    )


def parents_of(schema: Any) -> Iterator[str]:
    """The components that the `allOf` of a schema refers to, its parts' own parts included."""
    for part in schema.get("allOf") or () if isinstance(schema, dict) else ():
        if isinstance(part, dict):
            if target := refers_to(part):
                yield target
            yield from parents_of(part)


def children_of(schemas: Node) -> dict[str, list[str]]:
    """The components that build on each component, by the name of that."""
    children: dict[str, list[str]] = {}
    for name, schema in schemas.items():
        for parent in dict.fromkeys(parents_of(schema)):
            if parent in schemas:
                children.setdefault(parent, []).append(name)
    return children


def is_sum(schema: Any, name: str, children: Mapping[str, list[str]]) -> bool:
    """Whether all alternatives of a component build on it: then it holds what they have in common."""
    options = [part for key in ALTERNATIVES for part in listed(schema, key)]
    below = _descendants(name, children) if options else []
    return bool(options) and all(refers_to(part) in below for part in options)


def listed(schema: Any, key: str) -> list[Any]:
    """The list under a key of a schema; empty where there is none."""
    found = schema.get(key) if isinstance(schema, dict) else None
    return found if isinstance(found, list) else []


def bases_of(schemas: Node, children: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The components with a discriminator that others build on, each with all that build on it, however indirectly.

    Raises SourceError where these are too many.
    """
    own = (name for name in schemas if name in children and isinstance(_discriminator_of(schemas[name]), dict))
    found: dict[str, list[str]] = {}
    todo, count = list(own), 0
    while todo:
        name = todo.pop()
        if name in found:
            continue
        found[name] = _descendants(name, children)
        count += len(found[name])
        if count > MOST_INHERITED:
            raise too_many("its families of types are too deep")
        # A component between a base and its far descendants is a base of those.
        todo += [child for child in found[name] if child in children and child not in found]
    return {name: found[name] for name in schemas if name in found}


def _discriminator_of(schema: Any) -> Any:
    return schema.get("discriminator") if isinstance(schema, dict) else None


def _descendants(name: str, children: Mapping[str, list[str]]) -> list[str]:
    found: dict[str, None] = {}
    todo = list(children.get(name, ()))
    while todo:
        child = todo.pop(0)
        if child not in found and child != name:
            found[child] = None
            todo += children.get(child, ())
    return list(found)


def tags_of_base(discriminator: Node, name: str, subtypes: Iterable[str], *, is_closed: bool) -> dict[str, Any]:
    """The reference that each tag of a base leads to: by its mapping, and by the component's name. Where the values of
    the tag are listed (`is_closed`), the mapping alone names the components that it has.
    """
    mapping = discriminator.get("mapping") or {}
    known = [name, *subtypes]
    targets = {tag: component_name(str(target)) for tag, target in mapping.items()}
    found = {tag: target for tag, target in targets.items() if target in known}
    mapped = frozenset(found.values()) if is_closed else frozenset()
    found |= {child: child for child in known if child not in mapped and child not in found}
    return {str(tag): reference_to(child) for tag, child in found.items()}

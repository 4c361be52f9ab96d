"""Unions that lead back to themselves through unions alone.

Such a circle adds no values: each union gets the alternatives of all unions that it leads to, and names none of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from speclift.openapi.structure.circles import circles
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.references import refers_to

_ALTERNATIVES = ("oneOf", "anyOf")
_NULL = {"type": "null"}
#: The most alternatives that all unions of a circle get together; circles with more stay.
_MOST_ALTERNATIVES = 2_000


def without_union_circles(schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    """The components with such unions as unions that end, up to a size. A union without any other alternative allows
    every value.
    """
    links = {name: targets for name, schema in schemas.items() if (targets := list(_links(schema)))}
    links = {name: [target for target in targets if target in links] for name, targets in links.items()}
    found = [group for group in circles(links) if len(group) > 1 or group[0] in links[group[0]]]
    groups = [
        group for group in found if len(group) * sum(_count(schemas[name]) for name in group) <= _MOST_ALTERNATIVES
    ]
    ended = {
        name: _ended(name, frozenset(group), schemas)
        for group in groups
        for name in group
        if not refers_to(schemas[name])
    }
    return {**schemas, **ended} if ended else schemas


def _count(schema: Any) -> int:
    """How many alternatives a schema has, with those of its inline unions."""
    options = _options(schema)
    return len(options) + sum(_count(part) for part in options if not refers_to(part))


def _options(schema: Any) -> list[Any]:
    """The schemas of which a value needs only one; none where the schema also has properties of its own."""
    if not isinstance(schema, Mapping) or schema.get("properties") or "allOf" in schema:
        return []
    if refers_to(schema):
        return [schema]
    return next((schema[key] for key in _ALTERNATIVES if isinstance(schema.get(key), list)), [])


def _links(schema: Any) -> Iterator[str]:
    """The components that a value of a schema may be."""
    for part in _options(schema):
        if name := refers_to(part):
            yield name
        else:
            yield from _links(part)


def _ended(name: str, group: Collection[str], schemas: Mapping[str, Any]) -> Json:
    found: list[Any] = []
    seen, todo = {name}, [schemas[name]]
    while todo:
        schema = todo.pop()
        target = refers_to(schema)
        if not any(link in group for link in _links(schema)):
            found.append(schema)
            continue
        if schema.get("nullable") is True:
            found.append(_NULL)
        if not target:
            todo += reversed(_options(schema))
        elif target not in seen:
            seen.add(target)
            todo.append(schemas[target])
    rest = {key: value for key, value in schemas[name].items() if key not in _ALTERNATIVES}
    each = [part for index, part in enumerate(found) if part not in found[:index]]
    # `oneOf` of a circle does not say which values of two alternatives are excluded.
    return {**rest, "anyOf": each} if each else rest

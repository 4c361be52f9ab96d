"""How often schemas are evaluated to check a value: parts that lead to the same schemas double the work at each step.

A validator does all of that work.  Counting it takes a step for each pair of a schema and a place in the value.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.objects import walk
from speclift.openapi.structure.references import REFERENCE, refers_to

#: A validator does some ten million of these in a second.
MOST_EVALUATIONS = 2_000_000

#: The most pairs of a schema and a place that are counted: more are as bad as too many evaluations.
_MOST_PAIRS = 200_000

#: A depth beyond any real one.
_NONE = 2**63

_LISTS = ("allOf", "anyOf", "oneOf")
_INNER = ("not", "if", "then", "else")
_OF_ITEMS = ("items", "contains", "unevaluatedItems")
_OF_PROPERTIES = ("additionalProperties", "unevaluatedProperties", "propertyNames")
#: Keywords that evaluate a part of a value a second time, besides other keywords.
_AGAIN = frozenset(
    {"dependentSchemas", "patternProperties", "$dynamicRef", "contains", "unevaluatedItems", "unevaluatedProperties"}
)
#: Keywords that lead to parts of the value or to other schemas for it.
_PARTS = frozenset({"properties", "items", "prefixItems", "additionalProperties"})
_LEADS_ON = frozenset({REFERENCE, *_PARTS, *_AGAIN, *_LISTS, *_INNER})


class Evaluations:
    """Counts the evaluations of values against schemas of a document with these components."""

    def __init__(self, components: Mapping[str, Any]) -> None:
        self._components = components
        self._doubling = _leading_to_doubling(components)

    def bound(self, schema: Json) -> Callable[[Any], bool] | None:
        """The function that says whether a value can be checked in acceptable time; None where every value can."""
        doubles, targets = _looked_at(schema)
        is_simple = not doubles and self._doubling.isdisjoint(targets)
        return None if is_simple else functools.partial(self.are_few, schema)

    def are_few(self, schema: Json, value: Any = None) -> bool:
        """Whether a value can be checked against a schema in acceptable time. Without a value, whether the simplest one
        can.
        """
        try:
            return _Count(self._components).of(schema, value) <= MOST_EVALUATIONS
        except (RecursionError, OverflowError):
            return False


def _leading_to_doubling(components: Mapping[str, Any]) -> frozenset[str]:
    """The components that lead to a schema at which the work may double."""
    found: set[str] = set()
    leading: dict[str, list[str]] = {}
    for name, schema in components.items():
        doubles, targets = _looked_at(schema)
        if doubles:
            found.add(name)
        for target in targets:
            leading.setdefault(target, []).append(name)
    todo = list(found)
    while todo:
        more = [name for name in leading.get(todo.pop(), ()) if name not in found]
        found.update(more)
        todo += more
    return frozenset(found)


def _looked_at(schema: Any) -> tuple[bool, set[str]]:
    """Whether the work may double somewhere in a schema, and the components that it refers to."""
    targets: set[str] = set()
    doubles = False
    for node, _, _ in walk(schema, "schemas"):
        target = refers_to(node)
        if target:
            targets.add(target)
        doubles = doubles or _doubles(node)
    return doubles, targets


def _doubles(node: Json) -> bool:
    """Whether more than one schema that leads on applies to the same value: in `anyOf: [A, null]` only one does."""
    if _LEADS_ON.isdisjoint(node):
        return False
    if not _AGAIN.isdisjoint(node):
        return True
    parts = [part for word in _LISTS for part in node.get(word) or ()] + [node[word] for word in _INNER if word in node]
    ways = sum(isinstance(part, Mapping) and not _LEADS_ON.isdisjoint(part) for part in parts)
    return ways + (REFERENCE in node) + (not _PARTS.isdisjoint(node)) > 1


class _Count:
    def __init__(self, components: Mapping[str, Any]) -> None:
        self._components = components
        # Keys are identities: schema and value outlive the count.
        self._known: dict[tuple[int, int], int] = {}
        #: The nesting depth of the schemas that are being counted, and the outermost of them that occurred again.
        self._open: dict[tuple[int, int], int] = {}
        self._outermost = _NONE
        self._steps = 0

    def of(self, schema: Any, value: Any) -> int:
        """The evaluations of a value against a schema, if nothing ends early."""
        if not isinstance(schema, Mapping):
            return 1
        key = id(schema), id(value)
        if key in self._known:
            return self._known[key]
        if key in self._open:
            # A schema that is a part of itself adds nothing to itself.
            self._outermost = min(self._outermost, self._open[key])
            return 1
        self._steps += 1
        if self._steps > _MOST_PAIRS:
            raise OverflowError
        around, self._outermost = self._outermost, _NONE
        depth = self._open[key] = len(self._open)
        found = 1 + sum(self.of(part, inner) for part, inner in self._parts(schema, value))
        del self._open[key]
        if self._outermost >= depth:
            self._known[key] = found
            self._outermost = _NONE
        # Otherwise it is a part of a schema around it, and differs where that is reached by another path: each path
        # counts.
        self._outermost = min(self._outermost, around)
        return found

    def _parts(self, schema: Mapping[str, Any], value: Any) -> Iterator[tuple[Any, Any]]:
        """The schemas that are evaluated next, each with its value."""
        target = refers_to(schema)
        if target:
            yield self._components.get(target), value
        for word in _LISTS:
            yield from ((part, value) for part in schema.get(word) or ())
        yield from ((schema[word], value) for word in _INNER if word in schema)
        if isinstance(value, dict):
            yield from ((part, value) for name, part in _map(schema, "dependentSchemas") if name in value)
            yield from ((part, value[name]) for name, part in _map(schema, "properties") if name in value)
            patterns = [part for _, part in _map(schema, "patternProperties")]
            patterns += [schema[word] for word in _OF_PROPERTIES if word in schema]
            if len(patterns) * len(value) > _MOST_PAIRS:
                raise OverflowError
            yield from ((part, inner) for part in patterns for inner in value.values())
        elif isinstance(value, list):
            yield from zip(schema.get("prefixItems") or (), value, strict=False)
            yield from ((schema[word], inner) for word in _OF_ITEMS if word in schema for inner in value)


def _map(schema: Mapping[str, Any], word: str) -> Iterator[tuple[str, Any]]:
    found = schema.get(word)
    yield from found.items() if isinstance(found, Mapping) else ()

"""How often schemas are evaluated to check a value: parts that lead to the same schemas double the work at each step.

A validator does all of that work.  Counting takes a step for each pair of a schema and a place in the value, so it is
done only where a document has schemas that evaluate a part of a value twice.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from speclift.contract.fault_cost import width_of
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.objects import walk
from speclift.openapi.structure.references import REFERENCE, refers_to

#: The most evaluations of one value. A validator does some ten million in a second.
MOST_EVALUATIONS = 2_000_000

#: The most pairs of a schema and a place that are counted; more count as too many evaluations.
_MOST_PAIRS = 200_000

#: A depth beyond any real one.
_NONE = 2**63

#: How deep references and parts are followed to see what a schema describes, and how many descriptions are kept.
_DEEPEST = 40
_MOST_DESCRIBED = 256
_EVERY_PROPERTY, _EVERY_ITEM = "*", "[]"

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
        self._described = _Described(components)
        self._steps: dict[int, _Steps] = {}
        #: The length of the longest list of a keyword in all schemas that were examined.
        self.width = 0
        self._doubling = self._leading_to_doubling()

    def bound(self, schema: Json) -> Callable[[Any], bool] | None:
        """A function that returns whether a value can be checked in acceptable time; None where every value can."""
        doubles, targets = self._examined(schema)
        is_simple = not doubles and self._doubling.isdisjoint(targets)
        return None if is_simple else functools.partial(self.are_few, schema)

    def are_few(self, schema: Json, value: Any = None) -> bool:
        """Whether a value can be checked against a schema in acceptable time. Without a value, whether the simplest
        one can.
        """
        try:
            return _Count(self._components, self._steps).of(schema, value) <= MOST_EVALUATIONS
        except (RecursionError, OverflowError):
            return False

    def _leading_to_doubling(self) -> frozenset[str]:
        """The components that lead to a schema at which the work may double."""
        found: set[str] = set()
        leading: dict[str, list[str]] = {}
        for name, schema in self._components.items():
            doubles, targets = self._examined(schema)
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

    def _examined(self, schema: Any) -> tuple[bool, set[str]]:
        """Whether the work may double somewhere in a schema, and the components that it refers to."""
        targets: set[str] = set()
        doubles = False
        for node, _, _ in walk(schema, "schemas"):
            target = refers_to(node)
            if target:
                targets.add(target)
            self.width = max(self.width, width_of(node))
            doubles = doubles or (_doubles(node) and self._described.by(node) is None)
        return doubles, targets


def _doubles(node: Json) -> bool:
    """Whether more than one schema that leads on applies to the same value: in `anyOf: [A, null]` only one does."""
    if _LEADS_ON.isdisjoint(node):
        return False
    if not _AGAIN.isdisjoint(node):
        return True
    return len(_parts_of(node)) + (REFERENCE in node) + (not _PARTS.isdisjoint(node)) > 1


def _leads_on(schema: Any) -> bool:
    return isinstance(schema, Mapping) and not _LEADS_ON.isdisjoint(schema)


def _parts_of(node: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The schemas in a schema that apply to the same value and lead on."""
    return [part for part in _of_same_value(node) if _leads_on(part)]


def _of_same_value(node: Mapping[str, Any]) -> Iterator[Any]:
    """The schemas in a schema that apply to the same value."""
    yield from (part for word in _LISTS for part in node.get(word) or ())
    yield from (node[word] for word in _INNER if word in node)


class _Described:
    """What schemas lead to, as long as each part of a value is evaluated only once: for example, an object and its
    bases, each with its own properties. The work then grows no faster than the value.
    """

    def __init__(self, components: Mapping[str, Any]) -> None:
        self._components = components
        #: None where the work may double, and for a component that is being examined: it may be part of itself.
        self._known: dict[str, frozenset[str] | None] = {}

    def by(self, node: Mapping[str, Any], depth: int = 0) -> frozenset[str] | None:
        """The properties whose schemas lead on, and the components that apply to the same value. None where one of them
        appears twice, where there are very many, or where it would take long to find them.
        """
        if depth > _DEEPEST or not _AGAIN.isdisjoint(node):
            return None
        found = _own(node)
        for described in self._of_parts(node, depth + 1):
            if described is None or _overlap(found, described) or len(found) + len(described) > _MOST_DESCRIBED:
                return None
            found |= described
        return found

    def _of_parts(self, node: Mapping[str, Any], depth: int) -> Iterator[frozenset[str] | None]:
        target = refers_to(node)
        if target:
            yield self._of_component(target, depth)
        yield from (self.by(part, depth) for part in _parts_of(node))

    def _of_component(self, name: str, depth: int) -> frozenset[str] | None:
        if name not in self._known:
            self._known[name] = None
            schema = self._components.get(name)
            found = self.by(schema, depth) if isinstance(schema, Mapping) else frozenset[str]()
            self._known[name] = None if found is None else found | {f"#{name}"}
        return self._known[name]


def _own(node: Mapping[str, Any]) -> frozenset[str]:
    """What the keywords of a schema itself lead on to: properties, all properties (`*`) and all items (`[]`)."""
    found = {f"/{name}" for name, schema in _map(node, "properties") if _leads_on(schema)}
    if any(_leads_on(node.get(word)) for word in _OF_PROPERTIES):
        found.add(_EVERY_PROPERTY)
    if node.get("prefixItems") or _leads_on(node.get("items")):
        found.add(_EVERY_ITEM)
    return frozenset(found)


def _overlap(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two schemas of one value lead on to the same part of it."""
    if not some.isdisjoint(others):
        return True
    have_properties = [any(name[0] in "/*" for name in names) for names in (some, others)]
    return _EVERY_PROPERTY in some | others and all(have_properties)


class _Steps(msgspec.Struct, frozen=True):
    """The schemas that are evaluated after a schema: `same` with the same value, and `ends` of them that lead nowhere;
    `dependent` and `properties` by property, None for those that lead nowhere; the others with every property, the
    first items or every item.  `schema` is kept so that no other schema gets its identity.
    """

    schema: Any
    ends: int
    same: tuple[Any, ...]
    dependent: Mapping[str, Any]
    properties: Mapping[str, Any]
    every_property: tuple[Any, ...]
    prefix: tuple[Any, ...]
    every_item: tuple[Any, ...]


def _steps_of(schema: Json, components: Mapping[str, Any]) -> _Steps:
    target = refers_to(schema)
    same = [*([components.get(target)] if target else ()), *_of_same_value(schema)]
    leading = tuple(part for part in same if _leads_on(part))
    patterns = [part for _, part in _map(schema, "patternProperties")]
    return _Steps(
        schema=schema,
        ends=1 + len(same) - len(leading),
        same=leading,
        dependent={name: part if _leads_on(part) else None for name, part in _map(schema, "dependentSchemas")},
        properties={name: part if _leads_on(part) else None for name, part in _map(schema, "properties")},
        every_property=(*patterns, *(schema[word] for word in _OF_PROPERTIES if word in schema)),
        prefix=tuple(schema.get("prefixItems") or ()),
        every_item=tuple(schema[word] for word in _OF_ITEMS if word in schema),
    )


class _Count:
    def __init__(self, components: Mapping[str, Any], steps: dict[int, _Steps]) -> None:
        self._components = components
        self._steps = steps
        # Keys are identities: schema and value outlive the count.
        self._known: dict[tuple[int, int], int] = {}
        #: The nesting depth of the schemas that are being counted, and the outermost of them that occurred again.
        self._open: dict[tuple[int, int], int] = {}
        self._outermost = _NONE
        self._pairs = 0

    def of(self, schema: Any, value: Any) -> int:
        """How many evaluations a value takes, if none ends early.  Raises OverflowError for too many to count."""
        if not _leads_on(schema):
            return 1
        key = id(schema), id(value)
        if key in self._known:
            return self._known[key]
        if key in self._open:
            # A schema that is part of itself adds nothing to itself.
            self._outermost = min(self._outermost, self._open[key])
            return 1
        self._pairs += 1
        if self._pairs > _MOST_PAIRS:
            raise OverflowError
        around, self._outermost = self._outermost, _NONE
        depth = self._open[key] = len(self._open)
        found = self._next(schema, value)
        del self._open[key]
        if self._outermost >= depth:
            self._known[key] = found
            self._outermost = _NONE
        # Otherwise the count depends on the path to this schema, and is not kept.
        self._outermost = min(self._outermost, around)
        return found

    def _next(self, schema: Json, value: Any) -> int:
        """One for the schema itself, plus the evaluations that follow."""
        steps = self._steps.get(id(schema))
        if steps is None:
            steps = self._steps[id(schema)] = _steps_of(schema, self._components)
        found = steps.ends
        for part in steps.same:
            found += self.of(part, value)
        if isinstance(value, dict):
            if len(steps.every_property) * len(value) > _MOST_PAIRS:
                raise OverflowError
            for name, inner in value.items():
                if name in steps.dependent:
                    found += self._one(steps.dependent[name], value)
                if name in steps.properties:
                    found += self._one(steps.properties[name], inner)
            for part in steps.every_property:
                found += sum(self.of(part, inner) for inner in value.values())
        elif isinstance(value, list):
            found += sum(map(self.of, steps.prefix, value))
            for part in steps.every_item:
                found += sum(self.of(part, inner) for inner in value)
        return found

    def _one(self, schema: Any, value: Any) -> int:
        return 1 if schema is None else self.of(schema, value)


def _map(schema: Mapping[str, Any], word: str) -> Iterator[tuple[str, Any]]:
    found = schema.get(word)
    yield from found.items() if isinstance(found, Mapping) else ()

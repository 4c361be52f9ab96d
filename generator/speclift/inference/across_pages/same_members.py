"""Strings of one name have the same members: a list on one page holds everywhere, unless something contradicts it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, TypeVar

import msgspec
import orjson

from speclift.inference.any_form.component_names import folded, words
from speclift.inference.properties import nested_properties
from speclift.inference.rewrite import rewritten_component, rewritten_operation
from speclift.model.describe import describe
from speclift.model.facts import BodyFacts, MessageSample, PageFacts
from speclift.model.operation import Operation, Parameter
from speclift.model.schema import Component, Fact, ObjectOf, Place, Property, Ref, Scalar, Schema

_Named = TypeVar("_Named", Parameter, Property)

_PLAIN = Scalar("string")
_PLACES_KEPT = 3
#: A name of one word (`type`, `status`) belongs to many lists, of which a reference may print only one: samples must
#: show members of the list this often, and nothing else.
_LEAST_SHOWN = 3
_LEAST_MEMBERS = 2
#: A string of JSON, without its quotes.
_STRING = re.compile(r'"((?:[^"\\]|\\.)*+)"', re.S)


class Listed(msgspec.Struct, frozen=True):
    """The members that all lists of a name have, as a schema, and some places of the lists.

    `is_named`: one of them is an enumeration that is spelled like the property.
    """

    schema: Scalar | Ref
    members: frozenset[str]
    places: tuple[Place, ...]
    is_named: bool = False


def share_members(
    operations: Sequence[Operation], components: Sequence[Component], pages: Iterable[PageFacts]
) -> tuple[tuple[Operation, ...], tuple[Component, ...]]:
    """The operations and components; a plain string gets the members that are listed for its name.

    Rule `same-property`: only where all lists of the name have the same members, and no sample of the reference shows
    another value of that name.  An enumeration with the name of the property counts as a list.
    """
    listed = _listed(operations, components)
    listed = dict(_uncontradicted(listed, pages))
    if not listed:
        return tuple(operations), tuple(components)

    def filled(properties: tuple[Property, ...]) -> tuple[Property, ...]:
        return tuple(_one(item, listed.get(item.name)) for item in properties)

    def change(schema: Schema) -> Schema:
        if not isinstance(schema, ObjectOf):
            return schema
        properties = filled(schema.properties)
        return schema if properties == schema.properties else ObjectOf(properties, schema.name)

    changed = (rewritten_component(component, change) for component in components)
    rewritten = (rewritten_operation(operation, change) for operation in operations)
    return (
        tuple(
            msgspec.structs.replace(
                operation, parameters=tuple(_one(item, listed.get(item.name)) for item in operation.parameters)
            )
            for operation in rewritten
        ),
        tuple(msgspec.structs.replace(item, properties=filled(item.properties)) for item in changed),
    )


def _listed(operations: Sequence[Operation], components: Sequence[Component]) -> dict[str, Listed]:
    """The lists by name, where another property of the name is a plain string."""
    enumerations = {item.name: frozenset(member[0] for member in item.members) for item in components if item.members}
    found: dict[str, dict[Scalar | Ref, list[Place]]] = defaultdict(dict)
    plain: set[str] = set()
    items: Iterable[Property | Parameter] = chain(
        (item for component in components for item in component.properties),
        (item for operation in operations for item in operation.parameters),
        nested_properties(operations, components),
    )
    for stated in items:
        name, schema = stated.name, stated.schema
        if schema == _PLAIN:
            plain.add(name)
            continue
        if isinstance(schema, Scalar) and schema.type == "string" and schema.values:
            places = found[name].setdefault(Scalar("string", values=schema.values, is_open=schema.is_open), [])
        elif isinstance(schema, Ref) and schema.name in enumerations:
            places = found[name].setdefault(schema, [])
        else:
            continue
        places += [place for fact in stated.facts[:1] for place in fact.places[:1]]
    called = {folded(item.name): item for item in components if item.members}
    for name in plain:
        item = called.get(folded(name))
        if item:
            found[name].setdefault(Ref(item.name), [place for fact in item.facts[:1] for place in fact.places[:1]])
    kept: dict[str, Listed] = {}
    for name, lists in found.items():
        members = {enumerations[one.name] if isinstance(one, Ref) else frozenset(one.values) for one in lists}
        if name in plain and len(members) == 1 and len(own := members.pop()) >= _LEAST_MEMBERS:
            shown = tuple(dict.fromkeys(place for places in lists.values() for place in places))
            is_named = Ref(name) in lists and name[0].islower()
            kept[name] = Listed(next(iter(lists)), own, shown[:_PLACES_KEPT], is_named)
    return kept


def _one(item: _Named, listed: Listed | None) -> _Named:
    if listed is None or item.schema != _PLAIN:
        return item
    fact = Fact(f"holds {describe(listed.schema)}, as others of its name do", "same-property", listed.places)
    return msgspec.structs.replace(item, schema=listed.schema, facts=(*item.facts, fact))


def _uncontradicted(listed: Mapping[str, Listed], pages: Iterable[PageFacts]) -> Iterator[tuple[str, Listed]]:
    """The lists that samples do not contradict; for names of one word, those that they show often enough."""
    shown: Counter[str] = Counter()
    others: set[str] = set()
    names = frozenset(listed)
    for sample in _samples(pages) if listed else ():
        left = (names - others).intersection(_STRING.findall(sample.json))
        for name, text in _strings(orjson.loads(sample.json), left) if left else ():
            shown[name] += 1
            if text not in listed[name].members:
                others.add(name)
    for name, found in listed.items():
        if name not in others and (found.is_named or len(words(name)) > 1 or shown[name] >= _LEAST_SHOWN):
            yield name, found


def _strings(value: Any, names: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The strings that a value has under these keys, at any depth, each with its key."""
    todo = [value]
    while todo:
        node = todo.pop()
        if isinstance(node, dict):
            yield from ((name, node[name]) for name in names if isinstance(node.get(name), str))
            todo += node.values()
        elif isinstance(node, list):
            todo += node


def _samples(pages: Iterable[PageFacts]) -> Iterator[MessageSample]:
    for page in pages:
        bodies: list[BodyFacts | None] = [page.error]
        for operation in page.operations:
            yield from operation.request_samples
            bodies += [operation.request, *(response.body for response in operation.responses)]
        for body in filter(None, bodies):
            yield from body.samples
        for kind in page.types:
            yield from kind.samples

"""A response has the values that may be sent: `grade` in a response has the members that requests list for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec

from speclift.inference.across_pages.own_properties import own_properties
from speclift.model.describe import describe
from speclift.model.operation import Content, Operation, Response
from speclift.model.schema import ArrayOf, Component, Fact, ObjectOf, Place, Property, Ref, Scalar, Schema

#: By the path of a collection and the name of a property: the members that are stated, and where.
_Stated: TypeAlias = Mapping[str, Mapping[str, dict[tuple[str, ...], Place]]]


class _Members(msgspec.Struct, frozen=True):
    values: tuple[str, ...]
    place: Place


def with_sent_values(
    operations: Sequence[Operation], components: Sequence[Component]
) -> tuple[tuple[Operation, ...], tuple[Component, ...]]:
    """The operations and components; a string in a response gets the members that requests to the same path list.

    Rule `sent-values`: the body of a request, or a filter of the list, lists the members of a property; a response from
    the same path, or from one item of it, has a string of that name, and samples show only members there.
    """
    by_name = {component.name: component for component in components}
    stated = _stated(operations, by_name)
    votes: dict[str, dict[str, dict[_Members, set[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    changed = []
    for operation in operations:
        known = {name: _Members(*next(iter(found.items()))) for name, found in stated[_base(operation)].items()}
        responses = []
        for response in operation.responses:
            content = response.content
            if content is None or not response.status.startswith("2") or not known:
                responses.append(response)
                continue
            for name, shown in _named(content, by_name):
                for item in by_name[name].properties:
                    if item.name in known:
                        votes[name][item.name][known[item.name]] |= _texts(shown, item.name)
            responses.append(_with_members(response, content, known))
        changed.append(msgspec.structs.replace(operation, responses=tuple(responses)))
    return tuple(changed), tuple(_voted(component, votes.get(component.name, {})) for component in components)


def _base(operation: Operation) -> str:
    """The path of the collection that an operation is about: `/trees` for `/trees/{id}`."""
    path = operation.path
    while path.endswith("}"):
        path = path.rpartition("/")[0]
    return path


def _stated(operations: Iterable[Operation], components: Mapping[str, Component]) -> _Stated:
    """The members by the path that they are sent to and by name, those of bodies before those of filters."""
    bodies: dict[str, dict[str, dict[tuple[str, ...], Place]]] = defaultdict(lambda: defaultdict(dict))
    filters: dict[str, dict[str, dict[tuple[str, ...], Place]]] = defaultdict(lambda: defaultdict(dict))
    for operation in operations:
        base = _base(operation)
        for item in own_properties(operation.request.schema, components) if operation.request else ():
            values = _members_of(item.schema)
            if values:
                place = next((place for fact in item.facts[-1:] for place in fact.places), operation.place)
                bodies[base][item.name].setdefault(values, place)
        for parameter in operation.parameters:
            values = _members_of(parameter.schema) if parameter.location == "query" else ()
            if values:
                filters[base][parameter.name].setdefault(values, parameter.place)
    found: dict[str, dict[str, dict[tuple[str, ...], Place]]] = defaultdict(dict)
    for table in (filters, bodies):
        for base, names in table.items():
            found[base].update({name: members for name, members in names.items() if len(members) == 1})
    return found


def _members_of(schema: Schema) -> tuple[str, ...]:
    """The members of a closed enumeration of strings, if there are several; empty for any other schema."""
    is_closed = isinstance(schema, Scalar) and schema.type == "string" and not schema.is_open
    return schema.values if isinstance(schema, Scalar) and is_closed and len(schema.values) > 1 else ()


def _named(content: Content, components: Mapping[str, Component]) -> Iterator[tuple[str, list[Any]]]:
    """The components that a response is, or lists, each with the values that its sample shows of it."""
    value = content.example.value if content.example and content.example.is_json else None
    for schema, shown in _placed(content.schema, value, components):
        if isinstance(schema, Ref) and schema.name in components:
            yield schema.name, shown


def _placed(schema: Schema, value: Any, components: Mapping[str, Component]) -> Iterator[tuple[Schema, list[Any]]]:
    """The schemas of a response and of the items of its lists, each with the values that samples show."""
    if isinstance(schema, ArrayOf):
        yield schema.items, value if isinstance(value, list) else []
        return
    yield schema, [value]
    for item in own_properties(schema, components):
        inner = value.get(item.name) if isinstance(value, dict) else None
        if isinstance(item.schema, ArrayOf):
            yield item.schema.items, inner if isinstance(inner, list) else []


def _texts(shown: Iterable[Any], name: str) -> set[str]:
    found = (value.get(name) for value in shown if isinstance(value, dict))
    return {str(value) for value in found if value is not None}


def _with_members(response: Response, content: Content, known: Mapping[str, _Members]) -> Response:
    """The response, with members for the strings of the anonymous objects in it."""
    value = content.example.value if content.example and content.example.is_json else None
    schema = content.schema
    if isinstance(schema, ArrayOf) and isinstance(schema.items, ObjectOf):
        shown = value if isinstance(value, list) else []
        schema = msgspec.structs.replace(schema, items=_object(schema.items, shown, known))
    elif isinstance(schema, ObjectOf):
        schema = _object(schema, [value], known)
        lists = []
        for item in schema.properties:
            inner = value.get(item.name) if isinstance(value, dict) else None
            if isinstance(item.schema, ArrayOf) and isinstance(item.schema.items, ObjectOf):
                found = _object(item.schema.items, inner if isinstance(inner, list) else [], known)
                item = msgspec.structs.replace(item, schema=msgspec.structs.replace(item.schema, items=found))
            lists.append(item)
        schema = msgspec.structs.replace(schema, properties=tuple(lists))
    if schema is content.schema:
        return response
    return msgspec.structs.replace(response, content=msgspec.structs.replace(content, schema=schema))


def _object(schema: ObjectOf, shown: Iterable[Any], known: Mapping[str, _Members]) -> ObjectOf:
    shown = list(shown)
    found = tuple(
        _one(item, known[item.name], _texts(shown, item.name)) if item.name in known else item
        for item in schema.properties
    )
    return msgspec.structs.replace(schema, properties=found)


def _voted(component: Component, votes: Mapping[str, Mapping[_Members, set[str]]]) -> Component:
    if not votes:
        return component
    found = []
    for item in component.properties:
        own = votes.get(item.name, {})
        values = {members.values for members in own}
        if len(values) == 1:
            members = next(iter(own))
            item = _one(item, members, {text for texts in own.values() for text in texts})
        found.append(item)
    return msgspec.structs.replace(component, properties=tuple(found))


def _one(item: Property, members: _Members, shown: set[str]) -> Property:
    """The property with the members, if it is a string without any and all shown values are among them."""
    if item.schema != Scalar("string") or not shown or not shown <= set(members.values):
        return item
    schema = Scalar("string", values=members.values)
    fact = Fact(f"holds {describe(schema)}, as what is sent for it does", "sent-values", (members.place,))
    return msgspec.structs.replace(item, schema=schema, facts=(*item.facts, fact))

"""Lists whose items no page shows get the items that the name of the property implies.

`auditLogs`, said to be an array, holds what its page describes as an audit log, or what `GET /users/{id}/auditLogs`
returns.  The response says nothing about a list that is sent, which may hold ids.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

import msgspec

from speclift.inference.any_form.component_names import component_name, digest, folded, pascal, singular
from speclift.inference.any_form.types import Types
from speclift.model.operation import Content, Operation
from speclift.model.schema import (
    Anything,
    ArrayOf,
    Component,
    Fact,
    MapOf,
    ObjectOf,
    OneOf,
    Place,
    Property,
    Ref,
    Schema,
)

_LEAST_PROPERTIES = 3
#: A word in a description that shows that the items are not objects.
_NO_OBJECTS = re.compile(
    r"\b(?:names?|ids?|identifiers?|strings?|keys?|uuids?|urls?|uris?|numbers?|integers?|codes?)\b", re.I
)


class Named(msgspec.Struct, frozen=True):
    """Operations and components whose lists have the items that their names imply."""

    operations: tuple[Operation, ...]
    components: dict[str, Component]


def name_items(operations: Sequence[Operation], components: Mapping[str, Component], types: Types) -> Named:
    """Rule `same-noun`: give lists without known items those that their names imply."""
    returned = _returned(operations)
    found = dict(components)
    made: dict[str, str] = {}

    def component_of(name: str, file: str, *, is_sent: bool) -> tuple[str, Place] | None:
        """The component for items of this name, and where it is shown."""
        stated = types.called(singular(name), file)
        if stated and stated.name in components:
            return stated.name, stated.sections[0].place
        noun = folded(name)
        if noun not in returned or is_sent:
            return None
        items, place = returned[noun]
        if isinstance(items, Ref):
            return items.name, place
        if noun not in made:
            own = component_name(pascal(singular(name)))
            made[noun] = f"{own}_{digest(noun)}" if own in found else own
            fact = Fact("the items of a response with this name", "same-noun", (place,))
            found[made[noun]] = Component(made[noun], properties=items.properties, facts=(fact,), is_partial=True)
        return made[noun], place

    def named(item: Property, *, is_sent: bool = False) -> Property:
        schema = mapped(item.schema, is_sent=is_sent)
        is_open = schema == ArrayOf(Anything()) or schema == ArrayOf(Anything(is_object=True))
        if is_open and not _NO_OBJECTS.search(item.description):
            place = next((place for fact in item.facts for place in fact.places), None)
            component = component_of(item.name, place.file if place else "", is_sent=is_sent)
            if component:
                fact = Fact(f"a list with the name of {component[0]}", "same-noun", (component[1],))
                return msgspec.structs.replace(item, schema=ArrayOf(Ref(component[0])), facts=(*item.facts, fact))
        return item if schema is item.schema else msgspec.structs.replace(item, schema=schema)

    def mapped(schema: Schema, *, is_sent: bool = False) -> Schema:
        return _mapped(schema, lambda item: named(item, is_sent=is_sent))

    renamed = tuple(
        msgspec.structs.replace(
            operation,
            request=_content(operation.request, lambda schema: mapped(schema, is_sent=True)),
            responses=tuple(
                msgspec.structs.replace(response, content=_content(response.content, mapped))
                for response in operation.responses
            ),
        )
        for operation in operations
    )
    for name, component in list(found.items()):
        found[name] = msgspec.structs.replace(
            component,
            properties=tuple(map(named, component.properties)),
            schema=component.schema and mapped(component.schema),
        )
    for name in made.values():
        found[name] = msgspec.structs.replace(found[name], properties=tuple(map(named, found[name].properties)))
    return Named(renamed, found)


def _returned(operations: Sequence[Operation]) -> dict[str, tuple[Ref | ObjectOf, Place]]:
    """The items of the lists that GET returns, by the noun that ends the path, where all such paths agree."""
    shown: dict[str, Counter[Ref | ObjectOf]] = defaultdict(Counter)
    places: dict[str, Place] = {}
    for operation in operations:
        noun = operation.path.rpartition("/")[2]
        if operation.method != "get" or not noun or "{" in noun:
            continue
        for response in operation.responses:
            schema = response.content.schema if response.content and response.status.startswith("2") else None
            items = schema.items if isinstance(schema, ArrayOf) else None
            if isinstance(items, Ref) or (isinstance(items, ObjectOf) and len(items.properties) >= _LEAST_PROPERTIES):
                shown[folded(noun)][items] += 1
                places.setdefault(folded(noun), operation.place)
    return {noun: (next(iter(items)), places[noun]) for noun, items in shown.items() if len(items) == 1}


def _mapped(schema: Schema, named: Callable[[Property], Property]) -> Schema:
    match schema:
        case ArrayOf(items=inner, limits=limits):
            found = _mapped(inner, named)
            return schema if found is inner else ArrayOf(found, limits)
        case MapOf(values=inner):
            found = _mapped(inner, named)
            return schema if found is inner else MapOf(found)
        case OneOf(options=options):
            return OneOf(tuple(_mapped(option, named) for option in options))
        case ObjectOf(properties=properties, name=name):
            own = tuple(map(named, properties))
            return schema if all(new is old for new, old in zip(own, properties, strict=True)) else ObjectOf(own, name)
        case _:
            return schema


def _content(content: Content | None, mapped: Callable[[Schema], Schema]) -> Content | None:
    return msgspec.structs.replace(content, schema=mapped(content.schema)) if content else None

"""Unions of a document: which of them get a name, and which property distinguishes their alternatives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from speclift.client.annotations import Annotation, SchemaReader, alternatives, reading_order
from speclift.client.literals import docstring, string
from speclift.client.records import Union
from speclift.client.schemas.families import BASE, SUBTYPES
from speclift.client.schemas.hoist import ALIAS, is_class, is_object, is_union
from speclift.openapi.structure.nodes import Node
from speclift.openapi.structure.references import component_name, components_in, dereferenced, refers_to

#: The most values by which one alternative may be distinguished from the others.
_MOST_VALUES = 20

#: The most unions within a union whose own tags count, and the most levels of them.
_MOST_UNIONS, _MOST_LEVELS = 20, 2


def named_unions(schemas: Node, classes: Mapping[str, Any]) -> frozenset[str]:
    """The components without a class that get a name: unions of classes, aliases, and types that lead to themselves."""
    plain = {name: schema for name, schema in schemas.items() if name not in classes}
    unions = {name for name, schema in plain.items() if is_union(schema, schemas) or _is_alias(schema)}
    return frozenset(unions) | recursive(schemas)


def _is_alias(schema: Any) -> bool:
    return isinstance(schema, Mapping) and ALIAS in schema


def recursive(schemas: Node) -> frozenset[str]:
    """The components that refer back to themselves without a class in between, and those between two of these."""
    plain = {name for name, schema in schemas.items() if not is_class(schema)}
    links = {name: {target for target in components_in(schemas[name]) if target in plain} for name in plain}
    backwards: dict[str, set[str]] = {name: set() for name in plain}
    for name, targets in links.items():
        for target in targets:
            backwards[target].add(name)
    # A component without references from it or to it is in no cycle.
    for forwards, reverse in ((links, backwards), (backwards, links)):
        todo = [name for name, targets in forwards.items() if not targets]
        while todo:
            name = todo.pop()
            for other in reverse.pop(name, ()):
                if other in forwards:
                    forwards[other].discard(name)
                    todo += [] if forwards[other] else [other]
            forwards.pop(name, None)
    return frozenset(links)


def tags_of(schema: Node, schemas: Node, levels: int = _MOST_LEVELS) -> tuple[str, dict[str, str]] | None:
    """The property that distinguishes the alternatives of a union, and the component that each of its values means.

    It is the discriminator's, else one that all alternatives have, and of which each has values of its own (`const`, or
    an enumeration). `levels` is how deep the tags of unions within the union count.
    """
    leaves = list(dict.fromkeys(_leaves(schema, schemas, set())))
    discriminator = schema.get("discriminator")
    if isinstance(discriminator, Mapping) and isinstance(discriminator.get("propertyName"), str) and leaves:
        inner = _tagged_unions(schema, schemas, levels - 1) if levels else {}
        return discriminator["propertyName"], _mapped(discriminator, leaves, inner, schemas)
    if len(leaves) < 2:
        return None
    family = _tags_of_family(leaves, schemas)
    if family is not None:
        return family
    first = schemas[leaves[0]].get("properties") or {}
    for name in first:
        found = _distinct_values(name, leaves, schemas)
        if found:
            return name, found
    return None


def _tags_of_family(leaves: Sequence[str], schemas: Node) -> tuple[str, dict[str, str]] | None:
    """What distinguishes alternatives that are all derived from one base, or are the base; None where they are not."""
    for name in _with_bases(leaves[0], schemas):
        family = schemas[name].get(SUBTYPES) or {}
        targets = {tag: refers_to(target) for tag, target in (family.get("of") or {}).items()}
        found = {tag: target for tag, target in targets.items() if set(leaves) & set(_with_bases(target, schemas))}
        if family.get("tag") and set(leaves) <= set(found.values()):
            return family["tag"], found
    return None


def _with_bases(name: str, schemas: Node) -> list[str]:
    """A class and its base classes, the nearest first."""
    found = [name]
    while BASE in schemas[found[-1]]:
        found.append(refers_to(schemas[found[-1]][BASE]))
    return found


def _tagged_unions(schema: Node, schemas: Node, levels: int) -> dict[str, tuple[str, dict[str, str]]]:
    """The unions that are alternatives of a union, each with its own tags; those without tags are left out."""
    names = [name for name in map(refers_to, alternatives(schema)) if is_union(schemas.get(name), schemas)]
    if len(names) > _MOST_UNIONS:
        return {}
    found = {name: tags_of(schemas[name], schemas, levels) for name in dict.fromkeys(names)}
    return {name: tags for name, tags in found.items() if tags}


def _mapped(
    discriminator: Node, leaves: Sequence[str], inner: Mapping[str, tuple[str, dict[str, str]]], schemas: Node
) -> dict[str, str]:
    """The component of each tag. `inner` are the unions among the alternatives: one with the same property hands its
    tags on, one with another property is itself what a tag means.
    """
    prop = discriminator["propertyName"]
    given = {str(tag): component_name(str(target)) for tag, target in (discriminator.get("mapping") or {}).items()}
    apart = {name: list(_leaves(schemas[name], schemas, set())) for name, tags in inner.items() if tags[0] != prop}
    found = {tag: target for tag, target in given.items() if target in leaves or target in apart}
    for name, tags in inner.items():
        for tag, target in tags[1].items() if name not in apart else ():
            found.setdefault(tag, target)
    for target, types in [*apart.items(), *((leaf, [leaf]) for leaf in leaves)]:
        values = [value for kind in types for value in _values(kind, prop, schemas)]
        if target not in found.values():
            found |= {value: target for value in [*values, target] if value not in found}
        elif not values:
            # A value that the mapping lacks is the name of a component (OpenAPI 3.1.1, section 4.8.25.2).
            found.setdefault(target, target)
    return found


def _distinct_values(name: str, leaves: Sequence[str], schemas: Node) -> dict[str, str]:
    """The alternative for each value of a property; empty where the property does not distinguish them all."""
    found: dict[str, str] = {}
    for leaf in leaves:
        values = _values(leaf, name, schemas)
        if not values or len(values) > _MOST_VALUES or any(value in found for value in values):
            return {}
        found |= dict.fromkeys(values, leaf)
    return found


def _values(leaf: str, name: str, schemas: Node) -> list[str]:
    """The strings and integers that a property may have, as strings; empty where it may have any."""
    schema = dereferenced((schemas[leaf].get("properties") or {}).get(name), schemas)
    values = [schema["const"]] if "const" in schema else schema.get("enum") or []
    return [str(value) for value in values if isinstance(value, str | int) and not isinstance(value, bool)]


def _leaves(schema: Any, schemas: Node, seen: set[str]) -> Iterator[str]:
    """The object types that are alternatives of a union or of unions in it, each once; `seen` collects all visited."""
    for part in alternatives(schema):
        name = refers_to(part)
        if name in schemas and name not in seen and isinstance(schemas[name], Mapping):
            seen.add(name)
            if is_object(schemas[name]) or BASE in schemas[name] or SUBTYPES in schemas[name]:
                yield name
            elif refers_to(schemas[name]):
                yield from _leaves({"oneOf": [schemas[name]]}, schemas, seen)
            else:
                yield from _leaves(schemas[name], schemas, seen)


def union_records(
    names: Sequence[str], circular: frozenset[str], reader: SchemaReader
) -> tuple[list[Union], list[Annotation]]:
    """The named unions of one module, each after those that it names, and all annotations that they use.

    `circular` are those of all modules that refer back to themselves.
    """
    schemas = reader.schemas
    found: list[Union] = []
    used: list[Annotation] = []
    for name in _in_order(names, schemas, circular):
        record, annotations = _record(name, schemas, reader, circular)
        found.append(record)
        used += annotations
    return found, used


def _record(name: str, schemas: Node, reader: SchemaReader, circular: frozenset[str]) -> tuple[Union, list[Annotation]]:
    schema: Node = schemas[name]
    parts = [reader.annotation(part) for part in alternatives(schema)] or [reader.annotation(schema)]
    tags = tags_of(schema, schemas) if is_union(schema, schemas) else None
    # A circular union may only be defined after this one.
    known = reader.class_names.keys() - circular
    targets = {tag: target for tag, target in tags[1].items() if target in known} if tags else {}
    sources = reading_order(source for part in parts for source in _alternatives_of(part.source))
    members = [source for source in sources if source != reader.class_names[name]] or ["Any"]
    runtime = {"TypeAliasType" if name in circular else "TypeAlias"}
    if "Any" in members:
        # A member that may be anything makes the whole union anything.
        members, targets, parts = ["Any"], {}, [part for part in parts if part.source == "Any"]
    elif len(members) > 1:
        runtime |= {"Annotated", "Tagged" if targets else "Fits"} | ({"UnknownVariant"} if targets else set())
        members += ["UnknownVariant"] if targets else []
    text = str(schema.get("description") or f"`{name}` of the API.")
    if _is_alias(schema):
        text = f"Another name of `{members[0]}`."
    record = Union(
        name=reader.class_names[name],
        docstring=docstring(text, 0),
        members=tuple(members),
        tag=string(tags[0]) if tags and targets and len(members) > 1 else "",
        tags=tuple((string(tag), reader.class_names[target]) for tag, target in targets.items()),
        default=_default(schema, reader) if targets and len(members) > 1 else "",
        is_recursive=name in circular,
    )
    own = Annotation("", frozenset(targets.values()), frozenset(runtime))
    return record, [*parts, own]


def _alternatives_of(source: str) -> list[str]:
    """The parts of a type that is a union of plain types; any other type is one part."""
    return source.split(" | ") if all(part.isidentifier() for part in source.split(" | ")) else [source]


def _default(schema: Node, reader: SchemaReader) -> str:
    """The class of values that no tag names (`defaultMapping`, OpenAPI 3.2.0, section 4.25); nothing without one."""
    given = schema.get("discriminator")
    target = given.get("defaultMapping") if isinstance(given, Mapping) else None
    return reader.class_names.get(component_name(target), "") if isinstance(target, str) else ""


def _in_order(names: Sequence[str], schemas: Node, circular: frozenset[str]) -> list[str]:
    found: dict[str, None] = {}

    def add(name: str) -> None:
        for target in _named_below(name, schemas, known):
            if target not in found and not {name, target} <= circular and target != name:
                add(target)
        found.setdefault(name)

    known = frozenset(names)
    for name in names:
        add(name)
    return list(found)


def _named_below(name: str, schemas: Node, known: frozenset[str]) -> list[str]:
    """The components that the annotation of one names; one without its own name, such as a list, is written out."""
    found: dict[str, None] = {}
    seen, todo = {name}, [name]
    while todo:
        for target in components_in(schemas.get(todo.pop())):
            if target in known:
                found[target] = None
            elif target not in seen and target in schemas and not is_class(schemas[target]):
                seen.add(target)
                todo.append(target)
    return list(found)

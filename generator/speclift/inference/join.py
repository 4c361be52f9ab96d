"""Two APIs as one: that of the pages of one form, and that of all others."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from speclift.inference.names import digest
from speclift.inference.paths import shape_of
from speclift.model.finding import Finding
from speclift.model.operation import Api, Content, Operation
from speclift.model.schema import ArrayOf, Component, MapOf, ObjectOf, OneOf, Property, Ref, Schema


def join_apis(first: Api, second: Api) -> Api:
    """Both APIs as one.

    Components of equal names stay apart: those of the second are called otherwise.  Of an operation that both
    describe, the first counts (SL202).  An override that either has a use for is no finding.
    """
    taken = {component.name for component in first.components}
    names = {
        component.name: f"{component.name}_{digest(component.name)}"
        for component in second.components
        if component.name in taken
    }
    renamed = _renamed(names)
    shapes = {(operation.method, shape_of(operation.path)): operation for operation in first.operations}
    ids = {operation.operation_id for operation in first.operations}
    operations = list(first.operations)
    findings: list[Finding] = []
    for operation in second.operations:
        other = shapes.get((operation.method, shape_of(operation.path)))
        if other:
            message = f"{operation.method.upper()} {operation.path} is already described by {other.place.file}."
            findings.append(Finding("SL202", operation.place.file, operation.place.line, message))
            continue
        name = operation.operation_id
        if name in ids:
            name = f"{name}_{digest(f'{operation.method} {operation.path}')}"
        operations.append(msgspec.structs.replace(_operation(operation, renamed), operation_id=name))
    tags = {tag.name: tag for tag in (*second.tags, *first.tags)}
    missed = {finding for finding in first.findings if finding.code == "SL401"} & set(second.findings)
    kept = (item for item in (*first.findings, *second.findings) if item.code != "SL401" or item in missed)
    components = (*first.components, *(_component(item, names, renamed) for item in second.components))
    return Api(
        operations=tuple(operations),
        components=tuple(sorted(components, key=lambda component: component.name)),
        tags=tuple(tags[name] for name in sorted(tags)),
        security=tuple(dict.fromkeys((*first.security, *second.security))),
        findings=(*kept, *findings),
        servers=tuple(dict.fromkeys((*first.servers, *second.servers))),
        title=first.title or second.title,
        description=first.description or second.description,
    )


def _renamed(names: dict[str, str]) -> Callable[[Schema], Schema]:
    def renamed(schema: Schema) -> Schema:
        match schema:
            case Ref(name=name):
                return Ref(names.get(name, name))
            case ArrayOf(items=inner, limits=limits):
                return ArrayOf(renamed(inner), limits)
            case MapOf(values=inner):
                return MapOf(renamed(inner))
            case OneOf(options=options):
                return OneOf(tuple(map(renamed, options)))
            case ObjectOf(properties=properties, name=name):
                return ObjectOf(_properties(properties, renamed), name)
            case _:
                return schema

    return renamed


def _properties(properties: tuple[Property, ...], renamed: Callable[[Schema], Schema]) -> tuple[Property, ...]:
    return tuple(msgspec.structs.replace(item, schema=renamed(item.schema)) for item in properties)


def _component(component: Component, names: dict[str, str], renamed: Callable[[Schema], Schema]) -> Component:
    return msgspec.structs.replace(
        component,
        name=names.get(component.name, component.name),
        properties=_properties(component.properties, renamed),
        schema=None if component.schema is None else renamed(component.schema),
    )


def _operation(operation: Operation, renamed: Callable[[Schema], Schema]) -> Operation:
    def content(found: Content | None) -> Content | None:
        return msgspec.structs.replace(found, schema=renamed(found.schema)) if found else None

    return msgspec.structs.replace(
        operation,
        parameters=tuple(
            msgspec.structs.replace(parameter, schema=renamed(parameter.schema)) for parameter in operation.parameters
        ),
        request=content(operation.request),
        responses=tuple(
            msgspec.structs.replace(response, content=content(response.content)) for response in operation.responses
        ),
    )

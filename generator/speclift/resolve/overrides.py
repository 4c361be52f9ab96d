"""Single facts of the settings in place of what the docs say."""

from __future__ import annotations

import msgspec

from speclift.model.finding import Finding
from speclift.model.operation import Api, Operation, Parameter
from speclift.model.schema import Anything, ArrayOf, Component, Fact, Property, Ref, Scalar, Schema
from speclift.settings import Override

_SCALARS = frozenset({"string", "integer", "number", "boolean"})


def apply_overrides(api: Api, overrides: tuple[Override, ...], settings_file: str) -> Api:
    """The API with the overridden facts; an override without a target becomes a finding (SL401)."""
    if not overrides:
        return api
    components = list(api.components)
    operations = list(api.operations)
    findings = list(api.findings)
    for override in overrides:
        if not (_in_components(components, override) or _in_operations(operations, override)):
            message = f"The override of {override.target!r} matches no property, parameter or operation."
            findings.append(Finding("SL401", settings_file, 1, message))
    return msgspec.structs.replace(
        api, components=tuple(components), operations=tuple(operations), findings=tuple(findings)
    )


def _in_components(components: list[Component], override: Override) -> bool:
    owner, _, key = override.target.rpartition(".")
    for index, component in enumerate(components):
        if component.name == override.target and override.description is not None:
            components[index] = msgspec.structs.replace(component, description=override.description)
            return True
        if component.name == owner and any(item.name == key for item in component.properties):
            changed = tuple(_property(item, override) if item.name == key else item for item in component.properties)
            components[index] = msgspec.structs.replace(component, properties=changed)
            return True
    return False


def _in_operations(operations: list[Operation], override: Override) -> bool:
    owner, _, key = override.target.rpartition(".")
    for index, operation in enumerate(operations):
        if operation.operation_id == override.target:
            operations[index] = msgspec.structs.replace(
                operation,
                description=operation.description if override.description is None else override.description,
                is_deprecated=operation.is_deprecated if override.deprecated is None else override.deprecated,
            )
            return True
        if operation.operation_id == owner and any(item.name == key for item in operation.parameters):
            changed = tuple(_parameter(item, override) if item.name == key else item for item in operation.parameters)
            operations[index] = msgspec.structs.replace(operation, parameters=changed)
            return True
    return False


def _property(item: Property, override: Override) -> Property:
    return msgspec.structs.replace(
        item,
        schema=_schema(item.schema, override),
        description=item.description if override.description is None else override.description,
        is_nullable=item.is_nullable if override.nullable is None else override.nullable,
        is_deprecated=item.is_deprecated if override.deprecated is None else override.deprecated,
        facts=(*item.facts, _fact(override)),
    )


def _parameter(item: Parameter, override: Override) -> Parameter:
    is_required = item.is_required if override.required is None else override.required
    return msgspec.structs.replace(
        item,
        schema=_schema(item.schema, override),
        description=item.description if override.description is None else override.description,
        is_required=is_required or item.location == "path",
        facts=(*item.facts, _fact(override)),
    )


def _schema(schema: Schema, override: Override) -> Schema:
    if override.type == "array":
        return ArrayOf(_named(override.items or "", override))
    if override.type is not None:
        return _named(override.type, override)
    if isinstance(schema, Scalar):
        values = schema.values if override.enum is None else override.enum
        changed = schema.format if override.format is None else override.format
        return Scalar(schema.type, changed, values, schema.is_open and override.enum is None)
    return schema


def _named(name: str, override: Override) -> Schema:
    if name in _SCALARS:
        return Scalar(name, override.format or "", override.enum or ())
    return Anything(is_object=name == "object") if name in ("", "object", "any") else Ref(name)


def _fact(override: Override) -> Fact:
    return Fact(f"{override.target} as the settings say", "override", ())

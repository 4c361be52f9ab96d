"""Single facts of the settings that replace what the docs say."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from speclift.model.finding import Finding
from speclift.model.operation import Operation, Parameter
from speclift.model.schema import Anything, ArrayOf, Component, Fact, Property, Ref, Scalar, Schema
from speclift.settings import Override

_SCALARS = frozenset({"string", "integer", "number", "boolean"})


def override_operations(operations: tuple[Operation, ...], overrides: Sequence[Override]) -> tuple[Operation, ...]:
    """The operations with the overridden facts of their own and of their parameters."""
    changed = {item.operation_id: item for item in operations} if overrides else {}
    for override in overrides:
        owner, _, key = override.target.rpartition(".")
        if override.target in changed:
            changed[override.target] = _operation(changed[override.target], override)
        elif owner in changed:
            parameters = [_parameter(p, override) if p.name == key else p for p in changed[owner].parameters]
            changed[owner] = msgspec.structs.replace(changed[owner], parameters=tuple(parameters))
    return tuple(changed.values()) if overrides else operations


def override_components(components: tuple[Component, ...], overrides: Sequence[Override]) -> tuple[Component, ...]:
    """The components with the overridden facts of their own and of their properties."""
    changed = {item.name: item for item in components} if overrides else {}
    for override in overrides:
        owner, _, key = override.target.rpartition(".")
        if override.target in changed:
            changed[override.target] = _component(changed[override.target], override)
        elif owner in changed:
            properties = [_property(p, override) if p.name == key else p for p in changed[owner].properties]
            changed[owner] = msgspec.structs.replace(changed[owner], properties=tuple(properties))
    return tuple(changed.values()) if overrides else components


def missed_overrides(
    operations: Sequence[Operation], components: Sequence[Component], overrides: Sequence[Override], file: str
) -> tuple[Finding, ...]:
    """A finding (SL401) for each override whose target does not exist."""
    if not overrides:
        return ()
    targets = {item.operation_id for item in operations} | {item.name for item in components}
    targets |= {f"{item.operation_id}.{parameter.name}" for item in operations for parameter in item.parameters}
    targets |= {f"{item.name}.{inner.name}" for item in components for inner in item.properties}
    return tuple(
        Finding(
            "SL401",
            file,
            override.line,
            f"The override of {override.target!r} matches no property, parameter or operation.",
        )
        for override in overrides
        if override.target not in targets
    )


def _operation(item: Operation, override: Override) -> Operation:
    return msgspec.structs.replace(
        item,
        description=item.description if override.description is None else override.description,
        is_deprecated=item.is_deprecated if override.deprecated is None else override.deprecated,
        is_read_only=item.is_read_only if override.read_only is None else override.read_only,
    )


def _component(item: Component, override: Override) -> Component:
    description = item.description if override.description is None else override.description
    return msgspec.structs.replace(item, description=description)


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
        values = schema.values if override.enum is None else tuple(dict.fromkeys(override.enum))
        changed = schema.format if override.format is None else override.format
        return Scalar(schema.type, changed, values, schema.is_open and override.enum is None)
    return schema


def _named(name: str, override: Override) -> Schema:
    if name in _SCALARS:
        return Scalar(name, override.format or "", tuple(dict.fromkeys(override.enum or ())))
    return Anything(is_object=name == "object") if name in ("", "object", "any") else Ref(name)


def _fact(override: Override) -> Fact:
    return Fact(f"{override.target} as the settings say", "override", ())

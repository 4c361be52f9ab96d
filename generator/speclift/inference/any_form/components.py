"""The described types as component schemas: what their sections state, then what samples show beyond that."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from speclift.inference.any_form.component_names import type_key
from speclift.inference.any_form.fields import merged, properties_of
from speclift.inference.any_form.printed import PrintedTypes
from speclift.inference.any_form.types import Definition, Types
from speclift.inference.any_form.values import Shown, by_key_of, enrich, enrich_properties, schema_of, shown_in
from speclift.model.facts import Named, Unknown
from speclift.model.finding import Finding
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
    Scalar,
    Schema,
)

_MOST_BASES = 16
_SCALARS = ("integer", "number", "boolean")


def stated_component(definition: Definition, printed: PrintedTypes) -> Component:
    """The component of a type as its sections state it: an enumeration, an object with fields, or another type."""
    places = tuple(dict.fromkeys(section.place for section in definition.sections))
    facts = (Fact(f"described as {definition.sections[0].name}", "type-section", places),)
    description = next((section.description for section in definition.sections if section.description), "")
    component = Component(definition.name, description, facts=facts, is_partial=not definition.fields)
    base = _base(definition, printed)
    itself = _itself(definition, printed)
    if itself is not None:
        return msgspec.structs.replace(component, schema=itself)
    properties = _with_bases(definition, printed)
    if properties:
        return msgspec.structs.replace(component, properties=properties)
    values = definition.values
    if values:
        if isinstance(base, Scalar) and base.type in _SCALARS:
            return msgspec.structs.replace(component, schema=Scalar(base.type, base.format, values))
        return msgspec.structs.replace(component, members=tuple((value, "", "") for value in values))
    if isinstance(base, ArrayOf | MapOf | Scalar | OneOf) or (isinstance(base, Ref) and base.name != definition.name):
        return msgspec.structs.replace(component, schema=base)
    return component


def own_samples(definition: Definition) -> list[Shown]:
    """The sample values of a type in its sections."""
    return shown_in(sample for section in definition.sections for sample in section.samples)


def with_samples(component: Component, shown: Sequence[Shown]) -> tuple[Component, tuple[Finding, ...]]:
    """A component with what sample values show beyond what is stated, and the findings.

    Each property that the list of its fields lacks is a finding (SL209).
    """
    if component.members:
        return component, ()
    if not shown:
        is_unknown = component.schema is None and not component.properties
        return (msgspec.structs.replace(component, schema=Anything()) if is_unknown else component), ()
    if component.schema is not None:
        return msgspec.structs.replace(component, schema=enrich(component.schema, shown)), ()
    if not component.properties:
        found = schema_of(shown)
        if isinstance(found, ObjectOf):
            return msgspec.structs.replace(component, properties=found.properties), ()
        return msgspec.structs.replace(component, schema=found), ()
    properties = enrich_properties(component.properties, shown)
    findings = tuple(_unlisted(component, item) for item in properties[len(component.properties) :])
    return msgspec.structs.replace(component, properties=properties), findings


def base_name(definition: Definition, types: Types) -> str:
    """The name of the component that a type extends; empty where it extends none that pages describe."""
    for section in definition.sections:
        if isinstance(section.base, Named):
            found = types.find(section.base.name, section.base.target, section.place.file)
            if found and found.name != definition.name:
                return found.name
    return ""


def _itself(definition: Definition, printed: PrintedTypes) -> Schema | None:
    """A type whose only field has its name: that field is the type itself, not a property."""
    names = {field.name for field in definition.fields}
    key = type_key(definition.sections[0].name)
    if len(names) != 1 or type_key(next(iter(names))) != key or any(field.fields for field in definition.fields):
        return None
    field = merged(definition.fields)
    schema = printed.of_field(msgspec.structs.replace(field, values=field.values or definition.values)).schema
    return None if isinstance(schema, Ref) or schema in (Anything(), Anything(is_object=True)) else schema


def _base(definition: Definition, printed: PrintedTypes) -> Schema:
    for section in definition.sections:
        if not isinstance(section.base, Unknown):
            return printed.of_type(section.base, section.place).schema
    return Anything()


def _with_bases(definition: Definition, printed: PrintedTypes) -> tuple[Property, ...]:
    """The properties of a type, after those of the types that it extends."""
    types = printed.types
    chain = [definition]
    while len(chain) <= _MOST_BASES:
        name = base_name(chain[-1], types)
        if not name or any(item.name == name for item in chain):
            break
        chain.append(types.definitions[name])
    if len(chain) > 1 and not definition.fields and definition.values:
        return ()
    found: dict[str, Property] = {}
    for item in reversed(chain):
        keys = by_key_of(own_samples(item))
        for own in properties_of(item.fields, printed, keys):
            found[own.name] = own
    return tuple(found.values())


def _unlisted(component: Component, item: Property) -> Finding:
    place: Place = item.facts[0].places[0]
    message = f"A sample of {component.name} has {item.name}, which the list of its fields lacks."
    return Finding("SL209", place.file, place.line, message, f"{component.name}.{item.name}")

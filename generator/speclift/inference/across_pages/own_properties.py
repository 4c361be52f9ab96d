"""The properties of an object that is a schema, or that the schema refers to."""

from __future__ import annotations

from collections.abc import Mapping

from speclift.model.schema import Component, ObjectOf, Property, Ref, Schema


def own_properties(schema: Schema, components: Mapping[str, Component]) -> tuple[Property, ...]:
    """The properties of an object or of the component that is referred to; none of any other schema."""
    match schema:
        case ObjectOf(properties=properties):
            return properties
        case Ref(name=name) if name in components:
            return components[name].properties
        case _:
            return ()

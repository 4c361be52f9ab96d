"""Recovered schemas as Schema Objects of an OpenAPI version.

3.1 is JSON Schema 2020-12: null is a type, and a reference may have siblings.  3.0 has `nullable` and ignores
everything beside `$ref`, so a described or nullable reference is there the only member of an `allOf`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

from speclift.model.describe import references
from speclift.model.schema import (
    Anything,
    ArrayOf,
    Component,
    MapOf,
    ObjectOf,
    OneOf,
    Property,
    Ref,
    Scalar,
    Schema,
)
from speclift.openapi.building.values import NOTHING, accepts, limits_of, members, value_of
from speclift.openapi.structure.nodes import Json

Version: TypeAlias = Literal["3.2", "3.1", "3.0"]

#: The number of a member of an enumeration, as pages print it; no API has one with more digits.
_NUMBER = re.compile(r"[-+]?[0-9]{1,18}")


class SchemaWriter:
    """Writes schemas for one OpenAPI version. Each call makes a new dictionary, also for equal schemas."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self.is_31 = version != "3.0"

    def schema(self, schema: Schema, *, is_nullable: bool = False) -> Json:
        """A Schema Object (OpenAPI 3.1.1, 4.8.24; 3.0.4, 4.7.24)."""
        match schema:
            case Ref(name=name):
                return self._reference(f"#/components/schemas/{name}", is_nullable)
            case Scalar():
                return self._scalar(schema, is_nullable)
            case ArrayOf(items=items, limits=limits):
                found = self._typed("array", is_nullable, items=self.schema(items))
                return {**found, **limits_of("array", limits, is_31=self.is_31)} if limits else found
            case MapOf(values=values):
                return self._typed("object", is_nullable, additionalProperties=self.schema(values))
            case Anything(is_object=is_object):
                return self._typed("object", is_nullable) if is_object else {}
            case OneOf(options=options):
                return self._alternatives(options, is_nullable)
            case ObjectOf(properties=properties):
                return self._typed("object", is_nullable, **self._members(properties))

    def property(self, item: Property) -> Json:
        """The schema of a property with its annotations."""
        found = self.schema(item.schema, is_nullable=item.is_nullable)
        annotations: Json = {}
        if item.description:
            annotations["description"] = item.description
        if item.is_read_only:
            annotations["readOnly"] = True
        elif item.is_write_only:
            annotations["writeOnly"] = True
        if item.is_deprecated:
            annotations["deprecated"] = True
        annotations |= self.printed_values(item.schema, item.default, item.example)
        if annotations and "$ref" in found and not self.is_31:
            found = {"allOf": [found]}
        return {**annotations, **found} if "description" in annotations else {**found, **annotations}

    def printed_values(self, schema: Schema, default: str | None, example: str) -> Json:
        """The default and the example of a property, where they are values of its schema."""
        found: Json = {}
        if default is not None and (value := self._value(schema, default)) is not NOTHING:
            found["default"] = value
        if example and (value := self._value(schema, example)) is not NOTHING:
            found |= {"examples": [value]} if self.is_31 else {"example": value}
        return found

    def _value(self, schema: Schema, text: str) -> Any:
        value = value_of(schema, text)
        if value is NOTHING or any(True for _ in references(schema)):
            return NOTHING
        return value if accepts(SchemaWriter("3.1").schema(schema), value) else NOTHING

    def component(self, item: Component) -> Json:
        """A component schema: an object type, an enumeration, or what the component's `schema` says."""
        found: Json = {}
        if item.description:
            found["description"] = item.description
        if item.schema is not None:
            inner = self.schema(item.schema)
            found |= {"allOf": [inner]} if "$ref" in inner and not self.is_31 else inner
        elif item.members:
            found["type"] = "string"
            found["enum"] = [name for name, _, _ in item.members]
            if any(text for _, _, text in item.members):
                found["x-enum-descriptions"] = [text for _, _, text in item.members]
            if all(_NUMBER.fullmatch(value) for _, value, _ in item.members):
                found["x-enum-values"] = [int(value) for _, value, _ in item.members]
        else:
            found["type"] = "object"
            found |= self._members(item.properties)
        sources = sorted({f"{place.file}:{place.line}" for fact in item.facts for place in fact.places})
        if sources:
            found["x-source"] = sources[0]
        return found

    def _members(self, properties: Sequence[Property]) -> Json:
        if not properties:
            return {}
        required = [item.name for item in properties if item.is_required]
        found: Json = {"required": required} if required else {}
        return {**found, "properties": {item.name: self.property(item) for item in properties}}

    def _alternatives(self, options: Sequence[Schema], is_nullable: bool) -> Json:
        """Alternatives as `anyOf` or a list of types: docs do not say that a value fits only one, as `oneOf` would."""
        found: list[Json] = [self.schema(option) for option in options]
        if self.is_31 and (plain := _plain_types(found)):
            kinds = [item["type"] for item in plain] + (["null"] if is_nullable else [])
            return {**{key: value for item in plain for key, value in item.items()}, "type": kinds}
        if is_nullable and self.is_31:
            found.append({"type": "null"})
        return {"anyOf": found, "nullable": True} if is_nullable and not self.is_31 else {"anyOf": found}

    def _reference(self, target: str, is_nullable: bool) -> Json:
        if not is_nullable:
            return {"$ref": target}
        if self.is_31:
            return {"anyOf": [{"$ref": target}, {"type": "null"}]}
        return {"nullable": True, "allOf": [{"$ref": target}]}

    def _scalar(self, scalar: Scalar, is_nullable: bool) -> Json:
        found = self._typed(scalar.type, is_nullable)
        if scalar.format:
            found["format"] = scalar.format
        if scalar.limits:
            found |= limits_of(scalar.type, scalar.limits, is_31=self.is_31)
        if values := members(scalar):
            if is_nullable and not scalar.is_open:
                values.append(None)
            found["x-extensible-enum" if scalar.is_open else "enum"] = values
        return found

    def _typed(self, kind: str, is_nullable: bool, **more: Any) -> Json:
        if not is_nullable:
            return {"type": kind, **more}
        if self.is_31:
            return {"type": [kind, "null"], **more}
        return {"type": kind, "nullable": True, **more}


#: The order in which plain types are listed: the more specific come first.
_TYPES = ("array", "object", "string", "number", "integer", "boolean")
#: Keywords that apply to values of one type only (JSON Schema 2020-12, Validation, 6).
_OF_ONE_TYPE = frozenset({"type", "items", "additionalProperties", "minItems", "maxItems", "minLength", "maxLength"})


def _plain_types(schemas: Sequence[Json]) -> list[Json]:
    """The schemas, in the order of their types, if one schema with a list of types can replace them; otherwise none."""
    kinds = [schema.get("type") for schema in schemas]
    is_plain = all(isinstance(kind, str) and kind in _TYPES for kind in kinds) and len(set(kinds)) == len(kinds)
    if not is_plain or any(schema.keys() - _OF_ONE_TYPE for schema in schemas):
        return []
    return sorted(schemas, key=lambda schema: _TYPES.index(schema["type"]))

"""Schemas of an OpenAPI document as Python annotations.

3.0 and 3.1 are read alike: `nullable: true` is null in the type.  Components that are no object and no enumeration are
written out where they are referred to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec

from speclift.client.literals import string
from speclift.client.properties import Properties
from speclift.contract.records import component_name

Json: TypeAlias = Mapping[str, Any]

#: How deep components are written out in each other; a recursive list or map is open from there on.
_DEEPEST = 8


class Annotation(msgspec.Struct, frozen=True):
    """A type: its source, the component classes that it names, what it takes from the runtime, and null apart."""

    source: str
    classes: frozenset[str] = frozenset()
    runtime: frozenset[str] = frozenset()
    is_nullable: bool = False

    @property
    def optional(self) -> str:
        """The type or None."""
        return f"{self.source} | None" if self.source not in ("Any", "None") else self.source

    @property
    def full(self) -> str:
        """The type, with None where null is allowed."""
        return self.optional if self.is_nullable else self.source


ANYTHING = Annotation("Any", runtime=frozenset({"Any"}))

_STRINGS = {"date-time": "DateTime", "date": "Date", "binary": "bytes"}


class SchemaReader:
    """Reads schemas of one document. `class_names` are the classes of the components that are one."""

    def __init__(self, schemas: Json, class_names: Mapping[str, str]) -> None:
        self.schemas = schemas
        self.class_names = class_names
        self.properties = Properties(schemas)

    def annotation(self, schema: Json | bool, depth: int = 0) -> Annotation:
        """The annotation of a schema."""
        if not isinstance(schema, Mapping) or depth > _DEEPEST:
            return ANYTHING
        target = schema.get("$ref")
        if isinstance(target, str):
            return self._reference(target, depth)
        for keyword in ("allOf", "anyOf", "oneOf"):
            if isinstance(schema.get(keyword), list):
                found = self._combined(keyword, schema[keyword], depth)
                return msgspec.structs.replace(found, is_nullable=found.is_nullable or schema.get("nullable") is True)
        kinds, is_nullable = kinds_of(schema)
        if not kinds and "properties" not in schema and "additionalProperties" not in schema and "items" not in schema:
            return ANYTHING
        parts = [self._plain(kind, schema, depth) for kind in kinds or _implied(schema)]
        return _union(parts, is_nullable)

    def _reference(self, target: str, depth: int) -> Annotation:
        name = component_name(target)
        if name in self.class_names:
            return Annotation(
                self.class_names[name], frozenset({name}), is_nullable=is_null_allowed(self.schemas[name])
            )
        return self.annotation(self.schemas.get(name, {}), depth + 1)

    def _combined(self, keyword: str, parts: Sequence[Json], depth: int) -> Annotation:
        real = [part for part in parts if isinstance(part, Mapping) and part.get("type") != "null"]
        has_null = len(real) < len(parts)
        if keyword == "allOf" and len(real) != 1:
            # Without a name of its own, a merger of types is a map of anything.
            return Annotation("dict[str, Any]", runtime=frozenset({"Any"}), is_nullable=has_null)
        return _union([self.annotation(part, depth + 1) for part in real], has_null)

    def _plain(self, kind: str, schema: Json, depth: int) -> Annotation:
        match kind:
            case "string":
                name = _STRINGS.get(str(schema.get("format")), "str")
                return Annotation(name, runtime=frozenset({name}) - {"str", "bytes"})
            case "integer" | "number" | "boolean":
                return Annotation({"integer": "int", "number": "float", "boolean": "bool"}[kind])
            case "array":
                inner = self.annotation(schema.get("items", {}), depth + 1)
                return msgspec.structs.replace(inner, source=f"list[{inner.full}]", is_nullable=False)
            case "object":
                inner = self.annotation(schema.get("additionalProperties", {}), depth + 1)
                return msgspec.structs.replace(inner, source=f"dict[str, {inner.full}]", is_nullable=False)
        return ANYTHING


def kinds_of(schema: Json) -> tuple[list[str], bool]:
    """The JSON types that a schema allows, and whether null is one."""
    kinds = schema.get("type", [])
    listed = [kinds] if isinstance(kinds, str) else [kind for kind in kinds if isinstance(kind, str)]
    is_nullable = "null" in listed or schema.get("nullable") is True
    return [kind for kind in listed if kind != "null"], is_nullable


def is_null_allowed(schema: Json) -> bool:
    """Whether a component allows null itself."""
    return kinds_of(schema)[1]


def references(node: Any) -> Iterator[str]:
    """The names of all component schemas below a node; examples are data and are passed over."""
    if isinstance(node, Mapping):
        target = node.get("$ref")
        if isinstance(target, str) and target.startswith("#/components/schemas/"):
            yield component_name(target)
        for key, value in node.items():
            if key not in ("examples", "example", "default", "enum", "const"):
                yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def members(values: Sequence[Any]) -> tuple[str, ...]:
    """The strings of an enumeration as literals."""
    return tuple(string(value) for value in values if isinstance(value, str))


def _implied(schema: Json) -> list[str]:
    return ["array"] if "items" in schema else ["object"]


def _union(parts: Sequence[Annotation], has_null: bool) -> Annotation:
    """One annotation for several; `Any` swallows the others."""
    if not parts or any(part.source == "Any" for part in parts):
        return ANYTHING
    return Annotation(
        " | ".join(dict.fromkeys(part.source for part in parts)),
        frozenset().union(*(part.classes for part in parts)),
        frozenset().union(*(part.runtime for part in parts)),
        has_null or any(part.is_nullable for part in parts),
    )

"""Schemas of an OpenAPI document as Python annotations.

3.0 and 3.1 are read alike: `nullable: true` is null in the type.  Components that are neither a class nor a named union
are written out in place of each reference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from speclift.client.literals import string
from speclift.openapi.structure.media_types import is_json
from speclift.openapi.structure.nodes import Node
from speclift.openapi.structure.references import refers_to

#: How deep components are written out within each other; deeper parts of a recursive list or map may be anything.
_DEEPEST = 8


def properties_of(schema: Node) -> tuple[Node, frozenset[str]]:
    """The properties of an object type, and the names of those that are required."""
    properties: Node = schema.get("properties") or {}
    return properties, frozenset(name for name in schema.get("required") or () if isinstance(name, str))


class Annotation(msgspec.Struct, frozen=True):
    """A type: its source, the components whose classes it names, its names from the runtime, and if null is allowed."""

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
NOTHING = Annotation("None")

_STRINGS = {
    "date-time": "DateTime",
    "date": "Date",
    "binary": "File",
    "uuid": "Uuid",
    "decimal": "Decimal",
    "duration": "Duration",
    "byte": "Base64",
    "base64": "Base64",
    "base64url": "Base64Url",
}

_JSON_TYPES = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    list: "array",
    dict: "object",
}

#: The module of the runtime that each name of an annotation comes from.
RUNTIME_MODULES = {
    "DateTime": "_models",
    "Date": "_models",
    "Base64": "_values",
    "Base64Url": "_values",
    "Decimal": "_values",
    "DecimalNumber": "_values",
    "Duration": "_values",
    "Uuid": "_values",
    "File": "_values",
    "Fits": "_reading",
    "Tagged": "_reading",
    "UnknownVariant": "_reading",
}


class SchemaReader:
    """Reads schemas of one document. `class_names` are the names of the components that are a class or a union,
    `inputs` the names of the dictionaries that bodies may be written as. With `has_decimals` all numbers are decimal.
    """

    def __init__(
        self,
        schemas: Node,
        class_names: Mapping[str, str],
        inputs: Mapping[str, str] | None = None,
        *,
        has_decimals: bool = False,
    ) -> None:
        self.schemas = schemas
        self.class_names = class_names
        self.inputs = inputs or {}
        self.has_decimals = has_decimals
        #: The annotations of components that have a name, each made once.
        self._named: dict[str, Annotation] = {}

    def annotation(self, schema: Node | bool, depth: int = 0) -> Annotation:
        """The annotation of a schema; `Any` where it restricts nothing, or is nested too deep."""
        if not isinstance(schema, dict) or depth > _DEEPEST:
            return ANYTHING
        target = refers_to(schema)
        if target:
            found = self._reference(target, depth)
            return _nullable(found, is_null_allowed(schema)) if len(schema) > 1 else found
        if "const" in schema:
            return _constant(schema["const"], is_null_allowed(schema))
        if (truth := _one_boolean(schema)) is not None:
            return _constant(truth, is_null_allowed(schema))
        parts = alternatives(schema)
        if parts:
            return _union([self.annotation(part, depth + 1) for part in parts], is_null_allowed(schema))
        kinds, is_nullable = kinds_of(schema)
        if not kinds and schema.get("enum"):
            kinds, is_nullable = _kinds_of_members(schema["enum"]), is_null_allowed(schema)
        if not kinds:
            return self._untyped(schema, is_nullable, depth)
        return _union([self._plain(kind, schema, depth) for kind in kinds], is_nullable)

    def _reference(self, name: str, depth: int) -> Annotation:
        if name in self._named:
            return self._named[name]
        if name in self.class_names:
            is_nullable = is_null_allowed(self.schemas[name])
            found = Annotation(self.class_names[name], frozenset({name}), is_nullable=is_nullable)
            self._named[name] = found
            return found
        return self.annotation(self.schemas.get(name, {}), depth + 1)

    def _untyped(self, schema: Node, is_nullable: bool, depth: int) -> Annotation:
        if "properties" in schema or isinstance(schema.get("additionalProperties"), dict):
            return _union([self._plain("object", schema, depth)], is_nullable)
        if "items" in schema:
            # `items` says nothing about values that are not arrays (JSON Schema 2020-12, section 10.3.1.2).
            found = self._plain("array", schema, depth)
            return msgspec.structs.replace(found, source=f"{found.source} | Any", runtime=found.runtime | {"Any"})
        return NOTHING if schema.get("enum") == [None] or (is_nullable and "type" in schema) else ANYTHING

    def _plain(self, kind: str, schema: Node, depth: int) -> Annotation:
        match kind:
            case "string":
                name = _STRINGS.get(str(schema.get("contentEncoding", schema.get("format"))), "str")
                is_raw = name == "str" and "contentMediaType" in schema and "contentEncoding" not in schema
                if is_raw and not is_json(str(schema["contentMediaType"])):
                    name = "File"
                return Annotation(name, runtime=frozenset({name}) - {"str"})
            case "number" if self.has_decimals or schema.get("format") == "decimal":
                return Annotation("DecimalNumber", runtime=frozenset({"DecimalNumber"}))
            case "integer" | "number" | "boolean":
                return Annotation({"integer": "int", "number": "float", "boolean": "bool"}[kind])
            case "array":
                inner = self._items(schema, depth)
                return msgspec.structs.replace(inner, source=f"list[{inner.full}]", is_nullable=False)
            case "object":
                inner = self._values(schema, depth)
                return msgspec.structs.replace(inner, source=f"dict[str, {inner.full}]", is_nullable=False)
        return ANYTHING

    def _items(self, schema: Node, depth: int) -> Annotation:
        first = schema.get("prefixItems")
        if not isinstance(first, list):
            return self.annotation(schema.get("items", {}), depth + 1)
        # By the standard, the items after these may be anything, but hardly any document means that.
        others = schema.get("items", schema.get("unevaluatedItems", False))
        most = schema.get("maxItems")
        is_all = others is False or (isinstance(most, int) and most <= len(first))
        more = [] if is_all else [others]
        return _union([self.annotation(part, depth + 1) for part in [*first, *more]], is_nullable=False)

    def extra(self, schema: Node) -> Annotation:
        """The type of the additional properties of an object; `Any` where the schema gives none."""
        more = schema.get("additionalProperties")
        is_closed = more is False and bool(schema.get("patternProperties"))
        return self._values(schema, 0) if is_closed or (isinstance(more, dict) and more) else ANYTHING

    def _values(self, schema: Node, depth: int) -> Annotation:
        """The type of the values of a map, by `additionalProperties` and `patternProperties`."""
        more = schema.get("additionalProperties", {})
        patterns = schema.get("patternProperties")
        if not isinstance(patterns, dict) or not patterns:
            return self.annotation(more, depth + 1)
        kinds = [*patterns.values(), *([more] if isinstance(more, dict) and more else [])]
        return _union([self.annotation(kind, depth + 1) for kind in kinds], is_nullable=False)


def alternatives(schema: Any) -> list[Any]:
    """The alternatives of a schema without null; empty where it has none."""
    if not isinstance(schema, dict):
        return []
    given = schema.get("oneOf") if isinstance(schema.get("oneOf"), list) else schema.get("anyOf")
    return [part for part in given if not _is_null(part)] if isinstance(given, list) else []


def _is_null(schema: Any) -> bool:
    return isinstance(schema, dict) and schema.get("type") in ("null", ["null"])


def kinds_of(schema: Any) -> tuple[list[str], bool]:
    """The JSON types that a schema allows, and whether null is one."""
    kinds = schema.get("type", []) if isinstance(schema, dict) else []
    listed = [kinds] if isinstance(kinds, str) else [kind for kind in kinds if isinstance(kind, str)]
    is_nullable = isinstance(schema, dict) and ("null" in listed or schema.get("nullable") is True)
    return [kind for kind in listed if kind != "null"], is_nullable


def is_null_allowed(schema: Any) -> bool:
    """Whether a schema itself allows null, also by an alternative or a member of its enumeration."""
    if not isinstance(schema, dict):
        return False
    parts = schema.get("oneOf") or schema.get("anyOf")
    has_null = isinstance(parts, list) and any(_is_null(part) for part in parts)
    return has_null or kinds_of(schema)[1] or None in (schema.get("enum") or ())


def _kinds_of_members(values: Sequence[Any]) -> list[str]:
    """The JSON types of the members of an enumeration, null aside."""
    found = {_JSON_TYPES.get(type(value), ""): None for value in values if value is not None}
    return [] if "" in found else list(found)


def members(values: Sequence[Any]) -> tuple[str, ...]:
    """The strings of an enumeration as literals."""
    return tuple(string(value) for value in values if isinstance(value, str))


def _constant(value: Any, is_nullable: bool) -> Annotation:
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return Annotation(f"Literal[{string(value)}]", runtime=frozenset({"Literal"}), is_nullable=is_nullable)
    if isinstance(value, bool | int):
        return Annotation(f"Literal[{value!r}]", runtime=frozenset({"Literal"}), is_nullable=is_nullable)
    return Annotation("float", is_nullable=is_nullable) if isinstance(value, float) else ANYTHING


def _one_boolean(schema: Node) -> bool | None:
    """The only member of an enumeration, null aside, if it is a boolean; else None."""
    if "enum" not in schema:
        return None
    values = [value for value in schema.get("enum") or () if value is not None]
    return values[0] if len(values) == 1 and isinstance(values[0], bool) else None


def _nullable(found: Annotation, is_nullable: bool) -> Annotation:
    return msgspec.structs.replace(found, is_nullable=True) if is_nullable else found


def reading_order(sources: Iterable[str]) -> list[str]:
    """The types of a union, each once, in the order in which pydantic has to try them.

    In another order it would write a boolean as a number, and read a date as a time at midnight.
    """
    found = list(dict.fromkeys(sources))
    has_times = "DateTime" in found
    return sorted(found, key=lambda source: (source != "bool", not has_times or source != "Date"))


def _alternatives_of(source: str) -> list[str]:
    """The types of a union; a type with brackets counts as one."""
    return [source] if "[" in source else source.split(" | ")


def _union(parts: Sequence[Annotation], is_nullable: bool) -> Annotation:
    """One annotation for several; `Any` absorbs the others."""
    if not parts or any(part.source == "Any" for part in parts):
        return ANYTHING
    if len(parts) == 1:
        return _nullable(parts[0], is_nullable)
    real = [part for part in parts if part.source != "None"] or [NOTHING]
    sources = reading_order(source for part in real for source in _alternatives_of(part.source))
    return Annotation(
        " | ".join(sources),
        frozenset().union(*(part.classes for part in real)),
        frozenset().union(*(part.runtime for part in real)),
        is_nullable or len(real) < len(parts) or any(part.is_nullable for part in real),
    )

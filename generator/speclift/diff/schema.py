"""Schemas in one form, whatever document they come from, so that equal meanings are equal values.

Null is a mark and not a type or an alternative, `const` is an enumeration of one, `allOf` is merged, and the ranges
that integer formats stand for are left to the format.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import orjson

from speclift.contract.records import Json, component_name
from speclift.contract.values import json_types
from speclift.diff.discriminator import Discriminator, read_discriminator

#: Limits, and whether a greater one leaves more room.
BOUNDS = {
    "minimum": False,
    "exclusiveMinimum": False,
    "minLength": False,
    "minItems": False,
    "minProperties": False,
    "minContains": False,
    "maximum": True,
    "exclusiveMaximum": True,
    "maxLength": True,
    "maxItems": True,
    "maxProperties": True,
    "maxContains": True,
}

#: What is compared as a whole: how it relates to what it was is not decided.
_CONDITIONS = (
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "patternProperties",
    "prefixItems",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedProperties",
    "multipleOf",
    "uniqueItems",
)
_RANGES = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}
_TYPES_OF: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),
    (int, "integer"),
    (float, "number"),
    (str, "string"),
    (list, "array"),
    (dict, "object"),
)


class Schema(msgspec.Struct, frozen=True):
    """A schema. No `types` means that any is allowed; `ref` is the component that it refers to.

    `values` are the members of an enumeration as JSON, None where there is none; `is_open` where others may come.
    `additional` is what properties that are not listed hold: None is anything, False is that there are none.
    """

    ref: str = ""
    types: frozenset[str] = frozenset()
    is_nullable: bool = False
    format: str = ""
    values: tuple[str, ...] | None = None
    is_open: bool = False
    properties: Mapping[str, Schema] = {}
    required: frozenset[str] = frozenset()
    items: Schema | None = None
    additional: Schema | bool | None = None
    alternatives: tuple[Schema, ...] = ()
    bounds: Mapping[str, float] = {}
    pattern: str | None = None
    conditions: Mapping[str, str] = {}
    default: str | None = None
    is_read_only: bool = False
    is_write_only: bool = False
    is_deprecated: bool = False
    description: str = ""
    discriminator: Discriminator | None = None

    @property
    def says_nothing(self) -> bool:
        """Whether any value is allowed."""
        return not (self.ref or self.types or self.alternatives or self.values is not None)

    @property
    def label(self) -> str:
        """In a word or two: `Contact`, `integer int32`, `array of Contact`, `anything`."""
        if self.ref:
            return self.ref
        if self.items is not None and self.types == {"array"}:
            return f"array of {self.items.label}"
        if isinstance(self.additional, Schema) and self.types == {"object"} and not self.properties:
            return f"map of {self.additional.label}"
        if self.alternatives:
            return " or ".join(option.label for option in self.alternatives)
        kind = " or ".join(sorted(self.types)) or "anything"
        return f"{kind} {self.format}" if self.format else kind


ANYTHING = Schema()


class Normaliser:
    """Reads the schemas of a document; `unknown` gathers references that lead to no component."""

    def __init__(self, schemas: Mapping[str, Json]) -> None:
        self._schemas = schemas
        # The components that what is being read was merged from: they may contain themselves.
        self._merging: list[str] = []
        self.unknown: set[str] = set()

    def components(self) -> dict[str, Schema]:
        """All components by name."""
        return {name: self.schema(schema) for name, schema in self._schemas.items()}

    def schema(self, given: Any) -> Schema:
        """A JSON Schema (2020-12) of the document in the one form.  Recursion stops at references."""
        if not isinstance(given, Mapping):
            return ANYTHING
        depth = len(self._merging)
        flat, is_nullable = self._flat(given)
        found = self._read(flat, is_nullable)
        del self._merging[depth:]
        return found

    def _read(self, flat: Mapping[str, Any], is_nullable: bool) -> Schema:
        types = set(json_types(dict(flat)))
        is_nullable = is_nullable or "null" in types
        types.discard("null")
        values, is_open = _values(flat)
        if values is not None and "null" in values:
            is_nullable, values = True, tuple(value for value in values if value != "null")
        if not types and values and not is_open:
            types.update(_types_of(flat))
        if not types and isinstance(flat.get("properties"), Mapping):
            types.add("object")
        if not types and isinstance(flat.get("items"), Mapping):
            types.add("array")
        ref = flat.get("$ref")
        return Schema(
            ref=self._name(ref) if isinstance(ref, str) else "",
            types=frozenset(types),
            is_nullable=is_nullable,
            format=str(flat.get("format") or ""),
            values=values,
            is_open=is_open,
            properties=self._properties(flat),
            required=frozenset(map(str, _list(flat, "required"))),
            items=self.schema(flat["items"]) if isinstance(flat.get("items"), Mapping) else None,
            additional=self._additional(flat.get("additionalProperties")),
            alternatives=tuple(self.schema(part) for key in ("anyOf", "oneOf") for part in _list(flat, key)),
            bounds=_bounds(flat),
            pattern=flat["pattern"] if isinstance(flat.get("pattern"), str) else None,
            conditions={key: _text(flat[key]) for key in _CONDITIONS if key in flat},
            default=_text(flat["default"]) if "default" in flat else None,
            is_read_only=flat.get("readOnly") is True,
            is_write_only=flat.get("writeOnly") is True,
            is_deprecated=flat.get("deprecated") is True,
            description=str(flat.get("description") or ""),
            discriminator=read_discriminator(flat.get("discriminator")),
        )

    def _name(self, target: str) -> str:
        name = component_name(target)
        if name not in self._schemas:
            self.unknown.add(target)
        return name

    def _properties(self, flat: Mapping[str, Any]) -> dict[str, Schema]:
        found = flat.get("properties")
        return {str(name): self.schema(part) for name, part in found.items()} if isinstance(found, Mapping) else {}

    def _additional(self, given: Any) -> Schema | bool | None:
        if given is False:
            return False
        if not isinstance(given, Mapping) or not given:
            return None
        found = self.schema(given)
        return None if found == ANYTHING else found

    def _flat(self, given: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool]:
        """The schema without `allOf` and without an alternative that is null, and whether there was one."""
        found: Mapping[str, Any] = given
        is_nullable = False
        if isinstance(found.get("allOf"), list):
            found, is_nullable = self._merged(found)
        for key in ("anyOf", "oneOf"):
            options = [option for option in _list(found, key) if isinstance(option, Mapping)]
            real = [option for option in options if json_types(dict(option)) != {"null"}]
            is_nullable = is_nullable or len(real) < len(options)
            outer = {name: value for name, value in found.items() if name != key}
            if len(real) == 1:
                inner, is_inner_nullable = self._flat(real[0])
                found, is_nullable = {**inner, **outer}, is_nullable or is_inner_nullable
            elif len(real) < len(options):
                found = {**outer, key: real} if real else outer
        return found, is_nullable

    def _merged(self, given: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool]:
        """`allOf` as one schema: properties and required ones of all parts, all else from the first that says it.

        A single reference stays one; among several parts a reference gives what it refers to, and nothing where what is
        read was merged from that already.
        """
        outer = {name: value for name, value in given.items() if name != "allOf"}
        parts = [part for part in given["allOf"] if isinstance(part, Mapping) and part]
        if len(parts) == 1 and not isinstance(outer.get("properties"), Mapping):
            inner, is_nullable = self._flat(parts[0])
            return {**inner, **outer}, is_nullable
        found: Json = {}
        is_nullable = False
        for part in (outer, *parts):
            target = part.get("$ref")
            if isinstance(target, str):
                name = self._name(target)
                if name in self._merging:
                    continue
                self._merging.append(name)
                part = self._schemas.get(name, {})
            flat, is_part_nullable = (part, False) if part is outer else self._flat(part)
            is_nullable = is_nullable or is_part_nullable
            _merge(found, flat)
        return found, is_nullable


def _merge(found: Json, part: Mapping[str, Any]) -> None:
    for key, value in part.items():
        if key == "properties" and isinstance(value, Mapping):
            found[key] = {**found.get(key, {}), **value}
        elif key == "required" and isinstance(value, list):
            found[key] = [*found.get(key, ()), *value]
        else:
            found.setdefault(key, value)


def _list(schema: Mapping[str, Any], key: str) -> list[Any]:
    found = schema.get(key)
    return found if isinstance(found, list) else []


def _values(schema: Mapping[str, Any]) -> tuple[tuple[str, ...] | None, bool]:
    if "const" in schema:
        return (_text(schema["const"]),), False
    for key, is_open in (("enum", False), ("x-extensible-enum", True)):
        if isinstance(schema.get(key), list):
            return tuple(dict.fromkeys(map(_text, schema[key]))), is_open
    return None, False


def _types_of(schema: Mapping[str, Any]) -> Iterable[str]:
    for value in (schema["const"],) if "const" in schema else _list(schema, "enum"):
        yield from (name for kind, name in _TYPES_OF if type(value) is kind)


def _bounds(schema: Mapping[str, Any]) -> dict[str, float]:
    lowest, highest = _RANGES.get(str(schema.get("format")), (None, None))
    return {
        name: schema[name]
        for name in BOUNDS
        if isinstance(schema.get(name), int | float)
        and not isinstance(schema[name], bool)
        and not (name == "minimum" and schema[name] == lowest)
        and not (name == "maximum" and schema[name] == highest)
        and not (name.startswith("min") and name != "minimum" and schema[name] == 0)
    }


def _text(value: Any) -> str:
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:
        # YAML has numbers that fit into no machine word.
        return str(value)

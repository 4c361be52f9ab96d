"""The single schema that a value is made for: references are followed, parts merged, an alternative is chosen, and a
condition met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from speclift.contract.generation.intersection import NOTHING, joined
from speclift.contract.generation.work import Work
from speclift.contract.scalars import json_types
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.references import component_name, refers_to, target_of, without_reference

_DEEPEST = 12
#: How many different parts of an `allOf` are compared to find duplicates.
_MOST_ALIKE = 20
#: How many of the other alternatives one excludes.
_MOST_EXCLUDED = 4


class Applied:
    """Finds the parts of schemas of one contract that apply, within an amount of work."""

    def __init__(self, schemas: Mapping[str, Json], work: Work) -> None:
        self._schemas = schemas
        self._work = work

    def followed(self, schema: Any, depth: int = 0) -> Json:
        """The target of references, with the parts of an `allOf` merged; parts that cannot be merged stay in one."""
        found: Json = schema if isinstance(schema, dict) and depth < _DEEPEST else {}
        for _ in range(_DEEPEST):
            target = refers_to(found)
            if not target:
                break
            beside = without_reference(found)
            known = self._schemas.get(target, {})
            found = joined(known, beside) if beside else known
        parts = found.get("allOf")
        if not isinstance(parts, list) or not self._work.spend(len(parts)):
            return found
        merged: Json = {}
        own = {key: value for key, value in found.items() if key != "allOf"}
        for part in (*(self.followed(part, depth + 1) for part in _once(parts)), own):
            if not self._work.spend(len(merged.get("properties", ())) + len(part.get("properties", ()))):
                break
            merged = joined(merged, part) if merged else part
        return merged

    def alternative(
        self, schema: Json, keyword: str, options: Sequence[Any], at: int, *, is_alone: bool = False
    ) -> Json:
        """A schema with the alternative at an index of `options`, which are those of the keyword. With `is_alone`, it
        has properties that do not fit the others, if only one of them may fit.
        """
        beside = {name: given for name, given in schema.items() if name != keyword}
        option = self.followed(options[at])
        found = self._tagged(self.followed({"allOf": [beside, option]}), schema.get("discriminator"), options[at])
        if keyword == "oneOf":
            # With the properties that another alternative requires, that one would fit too.
            needed = set(found.get("required", ()))
            others = [self.followed(other) for number, other in enumerate(options) if number != at]
            own = option.get("properties", {})
            foreign = {
                name for other in others for name in other.get("required", ()) if name not in needed and name not in own
            }
            found = {**found, "properties": without(found.get("properties", {}), foreign)} if foreign else found
            found = self._apart(_alone(found, others), others) if is_alone else found
        return found

    def _apart(self, schema: Json, others: Sequence[Json]) -> Json:
        """An alternative that excludes the others, if they are no objects."""
        for other in others[:_MOST_EXCLUDED]:
            if not other.keys() & {"properties", "required"} and self._work.spend(len(other)):
                schema = joined(schema, {"not": other})
        return schema

    def under_condition(self, schema: Json, turn: int) -> Json:
        """The schema with the keywords that apply under its condition (`if`), or with those that apply otherwise."""
        for _ in range(_DEEPEST):
            if "if" not in schema:
                return schema
            beside = {name: given for name, given in schema.items() if name not in ("if", "then", "else")}
            is_met = ("then" in schema or "else" not in schema) == (turn % 2 == 0)
            parts = [schema["if"], schema.get("then", {})] if is_met else [schema.get("else", {})]
            schema = self.followed({"allOf": [beside, *parts]})
        return schema

    def _tagged(self, schema: Json, discriminator: Any, option: Any) -> Json:
        """The schema of an alternative, in which the property that distinguishes alternatives has the name of this one
        (OpenAPI 3.1.1, section 4.8.25)."""
        target = target_of(option)
        name = discriminator.get("propertyName") if isinstance(discriminator, dict) else None
        given = self.followed(schema.get("properties", {}).get(name))
        if target is None or not isinstance(name, str) or {"const", "enum"} & given.keys():
            return schema
        component = component_name(target)
        mapping = discriminator.get("mapping") or {}
        tag = next((tag for tag, to in mapping.items() if to in (target, component)), component)
        return {**schema, "properties": {**schema.get("properties", {}), name: {**given, "const": tag}}}


def _alone(schema: Json, others: Iterable[Json]) -> Json:
    """An alternative with a property for each of the others that requires no more: one that the other allows only in
    types that it does not have here, and about which this one says nothing.
    """
    properties, rest = schema.get("properties", {}), schema.get("additionalProperties", {})
    wrong: Json = {}
    for other in () if rest is False else others:
        if properties.keys() >= {*other.get("required", ())}:
            given = {name: json_types(known) for name, known in other.get("properties", {}).items()}
            for name in (name for name, types in given.items() if types and name not in properties):
                kinds = [kind for kind in _WRONG if kind not in given[name]]
                wrong |= {name: {"allOf": [rest if isinstance(rest, dict) else {}, {"type": kinds[:1]}]}}
                break
    if not wrong:
        return schema
    return {**schema, "properties": {**properties, **wrong}, "required": [*schema.get("required", ()), *wrong]}


def options_of(schema: Json, keyword: str) -> list[Any]:
    """The alternatives of a keyword, without those that allow only null or no value."""
    return [option for option in schema.get(keyword, ()) if option not in ({"type": "null"}, NOTHING)]


#: The types that a value has where it must not fit, the first that is possible.
_WRONG = ("null", "string", "boolean", "array", "object")

#: The types that keywords imply, for schemas without a type.
_IMPLIED = (
    ("object", ("properties", "required", "patternProperties", "minProperties", "dependentRequired")),
    ("array", ("items", "prefixItems", "minItems", "uniqueItems", "contains")),
    ("string", ("pattern", "minLength", "maxLength")),
    ("number", ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")),
)


def implied_types(schema: Json) -> frozenset[str]:
    """The types that the keywords of a schema without a type imply."""
    return frozenset(next(({kind} for kind, keywords in _IMPLIED if not schema.keys().isdisjoint(keywords)), ()))


def _once(parts: Iterable[Any]) -> Iterator[Any]:
    """The parts, each once."""
    seen: list[Any] = []
    for part in parts:
        if part not in seen[:_MOST_ALIKE]:
            seen.append(part)
            yield part


def without(properties: Mapping[str, Json], names: set[str]) -> Json:
    """Properties without those of these names."""
    return {name: given for name, given in properties.items() if name not in names}

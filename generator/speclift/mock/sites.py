"""Where a fault can sit: an operation with what it answers, and the places in that answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from speclift.contract.lifecycle import Resource, Step
from speclift.contract.records import Contract, Json, Operation, component_name, is_json
from speclift.contract.values import json_types


class Leaf(msgspec.Struct, frozen=True):
    """A place in a JSON value: the keys that lead there, the schema that holds there, and what stands there."""

    path: tuple[str | int, ...]
    schema: Json
    value: Any


class Site(msgspec.Struct, frozen=True):
    """An operation as a place for a fault. `sample` is the JSON of its success, None where that has none."""

    contract: Contract
    operation: Operation
    sample: Any
    resource: Resource | None
    step: Step | None

    @property
    def schema(self) -> Json:
        """The schema of the JSON that it answers with."""
        success = self.operation.success
        types = success.media_types if success else ()
        return next((m.schema for m in types if is_json(m.name) and m.schema), {})

    @property
    def is_json(self) -> bool:
        """Whether it answers with JSON, and is not also a file."""
        return self.sample is not None and bool(self.schema)

    def leaves(self, value: Any) -> list[Leaf]:
        """All places of an answer that a schema says something of, from the root on."""
        return list(_leaves(self.contract, value, self.schema, ()))

    def leaf(self, fits: Callable[[Leaf], bool]) -> Leaf | None:
        """The first place of the sample that fits."""
        return next((leaf for leaf in self.leaves(self.sample) if fits(leaf)), None)


def _leaves(contract: Contract, value: Any, schema: Json, path: tuple[str | int, ...]) -> Iterator[Leaf]:
    schema = _resolved(contract, schema, value)
    if not schema:
        return
    yield Leaf(path, schema, value)
    if isinstance(value, dict):
        properties: Mapping[str, Json] = schema.get("properties", {})
        others = schema.get("additionalProperties")
        for name, item in value.items():
            below = properties.get(name, others if isinstance(others, dict) else {})
            yield from _leaves(contract, item, below, (*path, name))
    elif isinstance(value, list) and isinstance(schema.get("items"), dict):
        for index, item in enumerate(value):
            yield from _leaves(contract, item, schema["items"], (*path, index))


def _resolved(contract: Contract, schema: Json, value: Any) -> Json:
    """The schema behind references, and of alternatives the one that is not null."""
    schema = contract.schema_of(schema)
    options = [option for key in ("anyOf", "oneOf") for option in schema.get(key, ()) if json_types(option) != {"null"}]
    if len(options) != 1 or value is None:
        return schema
    found = contract.schema_of(options[0])
    is_nullable = len(options) < sum(len(schema.get(key, ())) for key in ("anyOf", "oneOf"))
    return {**found, "x-is-nullable": True} if is_nullable else found


def allows_null(schema: Json) -> bool:
    """Whether the schema of a leaf accepts null."""
    kinds = json_types(schema)
    is_listed = any(json_types(part) == {"null"} for key in ("anyOf", "oneOf") for part in schema.get(key, ()))
    return "null" in kinds or is_listed or bool(schema.get("x-is-nullable")) or (not kinds and "$ref" not in schema)


def referenced(schema: Json) -> str:
    """The component that a schema refers to, empty where it refers to none."""
    target = schema.get("$ref")
    return component_name(target) if isinstance(target, str) else ""


def replaced(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    """The value with another one at a place; as it is where the place is not there."""
    if not path:
        return new
    key, rest = path[0], path[1:]
    if isinstance(value, dict) and key in value:
        return {**value, key: replaced(value[key], rest, new)}
    if isinstance(value, list) and isinstance(key, int) and key < len(value):
        return [*value[:key], replaced(value[key], rest, new), *value[key + 1 :]]
    return value

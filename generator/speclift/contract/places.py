"""The places of a JSON value that a schema says something of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import msgspec

from speclift.contract.records import Contract, Json
from speclift.contract.values import json_types

Path: TypeAlias = tuple[str | int, ...]


class Place(msgspec.Struct, frozen=True):
    """A place: the keys that lead there, the schema that holds there with its alternatives, and what stands there."""

    path: Path
    schema: Json
    value: Any
    allows_null: bool


def places(contract: Contract, schema: Json, value: Any, path: Path = ()) -> Iterator[Place]:
    """Every place of a value that a schema says something of, from the root on."""
    whole = contract.schema_of(schema)
    found = meant(contract, whole)
    if not found:
        return
    yield Place(path, found, value, _allows_null(contract, whole))
    if isinstance(value, dict):
        known: Mapping[str, Json] = found.get("properties", {})
        others = found.get("additionalProperties")
        for name, item in value.items():
            yield from places(
                contract, known.get(name, others if isinstance(others, dict) else {}), item, (*path, name)
            )
    elif isinstance(value, list) and isinstance(found.get("items"), dict):
        for index, item in enumerate(value):
            yield from places(contract, found["items"], item, (*path, index))


def meant(contract: Contract, schema: Json) -> Json:
    """The schema behind references, and where all alternatives but one are null, that one."""
    schema = contract.schema_of(schema)
    options = [option for key in ("anyOf", "oneOf") for option in schema.get(key, ()) if json_types(option) != {"null"}]
    return contract.schema_of(options[0]) if len(options) == 1 else schema


def _allows_null(contract: Contract, schema: Json) -> bool:
    if "null" in json_types(schema) or None in schema.get("enum", ()):
        return True
    options = [contract.schema_of(option) for key in ("anyOf", "oneOf") for option in schema.get(key, ())]
    return any("null" in json_types(option) for option in options) if options else not json_types(schema)

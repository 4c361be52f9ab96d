"""The places of a JSON value that a schema describes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec

from speclift.contract.records import Contract
from speclift.contract.scalars import json_types
from speclift.openapi.structure.nodes import Json

Path: TypeAlias = tuple[str | int, ...]

#: The most levels of nested alternatives that are examined: a schema may contain itself.
_DEEPEST = 8
_ANYTHING: Json = {}
#: Alternatives that allow all objects.
_ANY_OBJECT: Sequence[Json] = ({}, {"type": "object"})
#: Keywords that allow more properties than the listed ones.
_OTHERS = frozenset({"additionalProperties", "patternProperties"})


class Place(msgspec.Struct, frozen=True):
    """A place: the keys that lead there, the schema that applies there with its alternatives, and the value.

    `unknown` are the names of properties that neither the schema nor an alternative describes; it is empty where these
    describe no properties, or allow others.
    """

    path: Path
    schema: Json
    value: Any
    allows_null: bool
    unknown: tuple[str, ...] = ()


def places(contract: Contract, schema: Json, value: Any, path: Path = ()) -> Iterator[Place]:
    """Every place of a value that a schema describes, starting with the root."""
    return _Walk(contract).places(schema, value, path)


class _Walk:
    """A walk through one value.  It reads a schema once, however many elements of a list have it."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        #: By the identity of the schema, which the contract keeps for longer than this walk.
        self._read: dict[int, tuple[Json, bool]] = {}
        self._known: dict[int, frozenset[str] | None] = {}

    def places(self, schema: Json, value: Any, path: Path) -> Iterator[Place]:
        found, allows_null = self._meaning(schema)
        if not found:
            return
        yield Place(path, found, value, allows_null, self._unknown(schema, found, value))
        if isinstance(value, dict):
            known: Mapping[str, Json] = found.get("properties", {})
            others = found.get("additionalProperties")
            usual = others if isinstance(others, dict) else _ANYTHING
            for name, item in value.items():
                yield from self.places(known.get(name, usual), item, (*path, name))
        elif isinstance(value, list) and isinstance(found.get("items"), dict):
            for index, item in enumerate(value):
                yield from self.places(found["items"], item, (*path, index))

    def _meaning(self, schema: Json) -> tuple[Json, bool]:
        known = self._read.get(id(schema))
        if known is None:
            whole = self._contract.schema_of(schema)
            found = meant(self._contract, whole)
            known = self._read[id(schema)] = found, bool(found) and _allows_null(self._contract, whole)
        return known

    def _unknown(self, schema: Json, found: Json, value: Any) -> tuple[str, ...]:
        own = found.get("properties", ())
        names = [name for name in value if name not in own] if isinstance(value, dict) else []
        if not names:
            return ()
        # A base may have hundreds of heirs, and few responses have a property that their own schema does not list.
        if id(schema) not in self._known:
            self._known[id(schema)] = _known(self._contract, found, set())
        known = self._known[id(schema)]
        return tuple(name for name in names if name not in known) if known else ()


def _known(contract: Contract, schema: Json, seen: set[int]) -> frozenset[str] | None:
    """The names of the properties that a schema and its alternatives describe; None where they allow others."""
    if not schema.keys().isdisjoint(_OTHERS) or schema in _ANY_OBJECT:
        return None
    found = frozenset(schema.get("properties", ()))
    for option in (option for word in ("anyOf", "oneOf") for option in schema.get(word, ())):
        # A base refers to its heirs, which refer to their base.
        if id(option) in seen:
            continue
        seen.add(id(option))
        more = _known(contract, meant(contract, option), seen)
        if more is None:
            return None
        found |= more
    return found


def meant(contract: Contract, schema: Json, depth: int = 0) -> Json:
    """The target of references, with the parts of `allOf`; if all alternatives but one are null, that one."""
    schema = contract.schema_of(schema)
    if depth > _DEEPEST:
        return schema
    options = [option for key in ("anyOf", "oneOf") for option in schema.get(key, ()) if not _is_null(option)]
    if len(options) == 1:
        schema = {**schema, **meant(contract, options[0], depth + 1)}
    for part in schema.get("allOf", ()):
        schema = _joined(schema, meant(contract, part, depth + 1))
    return schema


def _joined(schema: Json, part: Json) -> Json:
    """A schema with a part of its `allOf`: the properties of both, and the rest of the part if it is the only one."""
    found = {**part, **schema}
    for key in ("properties", "patternProperties"):
        if key in part or key in schema:
            found[key] = {**part.get(key, {}), **schema.get(key, {})}
    return found


def _is_null(schema: Json) -> bool:
    is_constant = "const" in schema and schema["const"] is None
    return is_constant or schema.get("enum") == [None] or json_types(schema) == {"null"}


def _allows_null(contract: Contract, schema: Json, depth: int = 0) -> bool:
    schema = contract.schema_of(schema)
    if "const" in schema:
        return schema["const"] is None
    types = json_types(schema)
    if None in schema.get("enum", ()) or "null" in types:
        return True
    if types or "enum" in schema or depth > _DEEPEST:
        return depth > _DEEPEST
    for key in ("anyOf", "oneOf"):
        if schema.get(key) and not any(_allows_null(contract, option, depth + 1) for option in schema[key]):
            return False
    return all(_allows_null(contract, part, depth + 1) for part in schema.get("allOf", ()))

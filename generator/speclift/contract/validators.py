"""Compiled validators of a contract's schemas, made when they are first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs
import msgspec
import orjson

from speclift.contract.records import Json

_DOCUMENT = "urn:speclift:contract"

#: More faults of one value than this tell a reader nothing new.
_MOST_FAULTS = 20
_LONGEST_MESSAGE = 300


class Fault(msgspec.Struct, frozen=True):
    """Why a value does not fit: the place in it as a JSON Pointer (RFC 6901), the keyword, and a sentence."""

    pointer: str
    rule: str
    message: str


class Validator:
    """One schema, compiled."""

    def __init__(self, compiled: jsonschema_rs.Draft202012Validator) -> None:
        self.accepts = compiled.is_valid
        self._compiled = compiled

    def faults(self, value: Any) -> Iterator[Fault]:
        """What is wrong with a value, at most twenty things."""
        for _, error in zip(range(_MOST_FAULTS), self._compiled.iter_errors(value), strict=False):
            pointer = "".join(f"/{_escaped(str(part))}" for part in error.instance_path)
            rule = str(error.schema_path[-1]) if error.schema_path else "schema"
            message = error.message
            if len(message) > _LONGEST_MESSAGE:
                message = f"{message[:_LONGEST_MESSAGE]}…"
            yield Fault(pointer, rule, message)


class Validators:
    """The validators of one contract; equal schemas share one."""

    def __init__(self, schemas: Mapping[str, Json]) -> None:
        self._registry = jsonschema_rs.Registry([(_DOCUMENT, {"components": {"schemas": dict(schemas)}})])
        self._known: dict[bytes, Validator] = {}

    def of(self, schema: Json) -> Validator:
        """The validator of a schema; its references are those of the document."""
        key = orjson.dumps(schema, option=orjson.OPT_SORT_KEYS)
        found = self._known.get(key)
        if found is None:
            whole = orjson.loads(key.replace(b'"$ref":"#/', f'"$ref":"{_DOCUMENT}#/'.encode()))
            compiled = jsonschema_rs.Draft202012Validator(whole, registry=self._registry, validate_formats=True)
            found = self._known[key] = Validator(compiled)
        return found


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")

"""Bodies and parts that are bytes: OpenAPI 3.0 has a schema for them, 3.1 often none (3.1.1, section 4.4.1.2)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from speclift.diff.schemas.schema import ANYTHING, Schema
from speclift.openapi.structure.media_types import is_multipart

_BYTES = Schema(types=frozenset({"string"}), format="binary")


def as_bytes(media_type: str, old: Schema, new: Schema) -> tuple[Schema, Schema]:
    """Both schemas of a media type; if one says bytes and the other nothing, both become bytes."""
    if is_multipart(media_type) and old.properties and new.properties:
        return _with_parts(old, new.properties), _with_parts(new, old.properties)
    return _as_other(old, new), _as_other(new, old)


def _with_parts(schema: Schema, others: Mapping[str, Schema]) -> Schema:
    parts = {
        name: _as_other(part, others[name]) if name in others else part for name, part in schema.properties.items()
    }
    return schema if parts == schema.properties else msgspec.structs.replace(schema, properties=parts)


def _as_other(schema: Schema, other: Schema) -> Schema:
    """The schema, or one of bytes if it says nothing and the other side has bytes; also for items of arrays."""
    if other.types == {"array"} and other.items and schema.types == {"array"}:
        return msgspec.structs.replace(schema, items=_as_other(schema.items or ANYTHING, other.items))
    is_silent = schema.is_untyped and not schema.constrains
    return (
        msgspec.structs.replace(schema, types=_BYTES.types, format="binary")
        if is_silent and _is_bytes(other)
        else schema
    )


def _is_bytes(schema: Schema) -> bool:
    return schema.types == _BYTES.types and schema.format == "binary"

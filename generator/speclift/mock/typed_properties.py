"""The part of a body that a typed server would keep: properties that the schema knows, and members of enumerations."""

from __future__ import annotations

from typing import Any

from speclift.contract.places import meant
from speclift.contract.read_write_only import WRITE_ONLY, is_marked
from speclift.contract.records import Contract
from speclift.openapi.structure.nodes import Json


def conformed(contract: Contract, schema: Json, value: Any) -> Any:
    """A value that fits a schema, without unknown properties, and with a listed value in place of an unlisted one."""
    schema = meant(contract, schema)
    members = schema.get("x-extensible-enum")
    if isinstance(members, list) and members and value is not None and value not in members:
        return members[0]
    if isinstance(value, list):
        items = schema.get("items")
        return [conformed(contract, items, item) for item in value] if isinstance(items, dict) else value
    if not isinstance(value, dict):
        return value
    known, others = schema.get("properties", {}), schema.get("additionalProperties")
    if isinstance(others, dict):
        return {name: conformed(contract, known.get(name, others), item) for name, item in value.items()}
    if not known:
        return value
    # No response has write-only properties.
    kept = (n for n in value if n in known and not is_marked(known[n], WRITE_ONLY, contract.schemas))
    return {name: conformed(contract, known[name], value[name]) for name in kept}

"""What a typed server would keep of what it is sent: the properties that its schema knows, members of enumerations."""

from __future__ import annotations

from typing import Any

from speclift.contract.records import Contract, Json
from speclift.contract.values import json_types


def conformed(contract: Contract, schema: Json, value: Any) -> Any:
    """A value that fits a schema, without what the schema only tolerates."""
    schema = contract.schema_of(schema)
    options = [option for key in ("anyOf", "oneOf") for option in schema.get(key, ()) if json_types(option) != {"null"}]
    if len(options) == 1 and value is not None:
        return conformed(contract, options[0], value)
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
    return {name: conformed(contract, known[name], item) for name, item in value.items() if name in known}

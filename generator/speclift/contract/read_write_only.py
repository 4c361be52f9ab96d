"""Properties that go one way only: `readOnly` ones are not in requests, `writeOnly` ones not in responses.

Where they are required, they are so in the other direction (OpenAPI 3.0.4, section 4.7.24.2; 3.1 is used likewise).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from speclift.contract.shapes import parts_of, properties_of
from speclift.openapi.structure.nodes import Json

READ_ONLY = frozenset({"readOnly"})
WRITE_ONLY = frozenset({"writeOnly"})


def without_required(schema: Any, keywords: frozenset[str], schemas: Mapping[str, Json]) -> Any:
    """The schema, which no longer requires properties that have one of these keywords, themselves or by reference."""
    return _without(schema, keywords, schemas, frozenset())


def is_marked(schema: Any, keywords: frozenset[str], schemas: Mapping[str, Json]) -> bool:
    """Whether a schema, or what it refers to, has one of these keywords."""
    return any(part.get(keyword) is True for part in parts_of(schema, schemas) for keyword in keywords)


def _without(schema: Any, keywords: frozenset[str], schemas: Mapping[str, Json], outer: frozenset[str]) -> Any:
    if isinstance(schema, list):
        return [_without(part, keywords, schemas, outer) for part in schema]
    if not isinstance(schema, dict):
        return schema
    marked = outer
    if "properties" in schema or "allOf" in schema:
        known = properties_of(schema, schemas)
        marked |= {name for name, given in known.items() if is_marked(given, keywords, schemas)}
    found: Json = {}
    for key, value in schema.items():
        if key == "required" and isinstance(value, list):
            found[key] = [name for name in value if name not in marked]
        elif key == "properties" and isinstance(value, dict):
            found[key] = {name: _without(given, keywords, schemas, frozenset()) for name, given in value.items()}
        elif key in ("allOf", "anyOf", "oneOf"):
            found[key] = _without(value, keywords, schemas, marked)
        elif key in ("items", "additionalProperties"):
            found[key] = _without(value, keywords, schemas, frozenset())
        else:
            found[key] = value
    return found

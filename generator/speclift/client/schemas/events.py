"""Server-sent events as a document describes them: what the data of an event is (OpenAPI 3.2.0, section 4.14.4.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from speclift.openapi.structure.media_types import is_json
from speclift.openapi.structure.nodes import Node
from speclift.openapi.structure.references import followed

#: The fields of an event (HTML Standard, section 9.2.6); a schema with others describes the data itself.
_FIELDS = frozenset({"comment", "data", "event", "id", "retry"})


def event_data(schema: Any, schemas: Node) -> Any:
    """The schema of the data of an event.

    A schema of events has a property `data`; that is a text, which may have its own schema (`contentSchema`).  Any
    other schema describes the data itself.
    """
    found = followed(schema, "schemas", {"schemas": schemas})
    for key in ("oneOf", "anyOf"):
        options = found.get(key)
        if isinstance(options, list) and any(_data(option, schemas) for option in options):
            kinds = [event_data({**option, "properties": _properties(option, schemas)}, schemas) for option in options]
            return {key: [kind for number, kind in enumerate(kinds) if kind not in kinds[:number]]}
    data = _data(found, schemas)
    if not data:
        return schema
    return _content(data, schemas)


def _content(data: Any, schemas: Node) -> Any:
    """The schema of the content of the text of an event."""
    inner = followed(data, "schemas", {"schemas": schemas})
    for key in ("oneOf", "anyOf"):
        if isinstance(inner.get(key), list):
            kinds = [_content(option, schemas) for option in inner[key]]
            return {key: [kind for number, kind in enumerate(kinds) if kind not in kinds[:number]]}
    if isinstance(inner.get("contentSchema"), Mapping) and is_json(str(inner.get("contentMediaType", ""))):
        return inner["contentSchema"]
    # A text is passed on as it is, whatever is in it.
    return {"type": "string"} if inner.get("type") == "string" else data


def _properties(schema: Any, schemas: Node) -> Node:
    found = followed(schema, "schemas", {"schemas": schemas}).get("properties")
    return found if isinstance(found, Mapping) else {}


def _data(schema: Any, schemas: Node) -> Any:
    """The property `data` of a schema of events; None where the schema is not one of events."""
    properties = _properties(schema, schemas)
    return properties.get("data") if properties.keys() <= _FIELDS else None

"""What parts of one schema say, each by itself or two together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from speclift.openapi.structure.nodes import Node
from speclift.openapi.structure.references import REFERENCE

#: Keywords that say something about a value without narrowing it.
ANNOTATIONS = frozenset(
    {
        "$comment",
        "default",
        "deprecated",
        "description",
        "example",
        "examples",
        "externalDocs",
        "nullable",
        "readOnly",
        "title",
        "writeOnly",
        "xml",
    }
)


def is_silent(schema: Any) -> bool:
    """Whether a schema only describes a value and does not narrow it."""
    return schema is True or (isinstance(schema, dict) and all(map(_is_annotation, schema)))


def _is_annotation(key: Any) -> bool:
    return key in ANNOTATIONS or str(key).startswith("x-")


def single(schema: Node) -> Node | None:
    """The meaning of a schema that says nothing itself and whose `allOf` has only one part that does; else None."""
    parts = [part for part in schema["allOf"] if isinstance(part, dict) and not is_silent(part)]
    rest = {key: value for key, value in schema.items() if key not in ("allOf", "type")}
    kinds = schema.get("type")
    if len(parts) != 1 or not is_silent(rest) or not (kinds is None or REFERENCE in parts[0]):
        return None
    # A part may be true or false.
    given = [part for part in schema["allOf"] if isinstance(part, dict)]
    said = [{key: value for key, value in part.items() if _is_annotation(key)} for part in given]
    notes: dict[str, Any] = {}
    for note in (*said, rest):
        notes |= note
    if isinstance(kinds, list) and "null" in kinds:
        notes["nullable"] = True
    return {**parts[0], **notes}


#: Keywords that apply to objects only.
_OF_OBJECTS = frozenset(
    {
        *("additionalProperties", "dependentRequired", "maxProperties", "minProperties", "patternProperties"),
        *("properties", "propertyNames", "required", "unevaluatedProperties"),
    }
)


def by_type(schema: Node) -> Node:
    """A schema that allows objects with properties and other types, as alternatives, one for each JSON type."""
    kinds = schema.get("type")
    listed = [kind for kind in kinds if kind != "null"] if isinstance(kinds, list) else []
    if len(listed) < 2 or "object" not in listed or "properties" not in schema or {"anyOf", "oneOf"} & schema.keys():
        return schema
    notes = {key: value for key, value in schema.items() if _is_annotation(key)}
    rest = {key: value for key, value in schema.items() if key not in notes and key != "type"}
    parts = [
        {"type": kind, **{key: value for key, value in rest.items() if (key in _OF_OBJECTS) == (kind == "object")}}
        for kind in listed
    ]
    return {**notes, "anyOf": parts, **({"nullable": True} if len(listed) < len(kinds or ()) else {})}


def refined(first: Any, second: Any) -> Any:
    """The schema of a property that two parts describe."""
    if first is None or first == second or not isinstance(first, dict) or not isinstance(second, dict):
        return second
    if is_silent(second):
        return {**first, **second}
    rest = {key: value for key, value in first.items() if key != "type"}
    is_any = REFERENCE in second and first.get("type") == "object" and is_silent(rest)
    if is_silent(first) or is_any:
        # This is any value, or any object: the second part is more specific.
        return {**{key: first[key] for key in ("readOnly", "writeOnly") if key in first}, **second}
    return {"allOf": [first, second]}


def either(schemas: Iterable[Any]) -> dict[str, Any]:
    """A schema with these alternatives."""
    return {"anyOf": list(schemas)}

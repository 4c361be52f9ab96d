"""The schemas inside a page: its list, and the properties at a path of wire names."""

from __future__ import annotations

from typing import Any

from speclift.client.annotations import SchemaReader, alternatives, kinds_of
from speclift.client.names import MODEL_RESERVED, attribute, unique
from speclift.client.operations.page_names import LISTS
from speclift.openapi.structure.nodes import Node
from speclift.openapi.structure.references import dereferenced


def meant(schema: Any, reader: SchemaReader) -> Node:
    """A schema behind its reference, or the one that is an alternative to null."""
    found = dereferenced(schema, reader.schemas)
    others = alternatives(found) if "properties" not in found else []
    return dereferenced(others[0], reader.schemas) if len(others) == 1 else found


def properties_of(schema: Any, reader: SchemaReader) -> Node:
    """The properties of a schema by their wire names."""
    found = meant(schema, reader).get("properties")
    return found if isinstance(found, dict) else {}


def schema_at(schema: Any, path: str, reader: SchemaReader) -> Any:
    """The schema at a path of wire names with dots; an empty one where the path leads nowhere."""
    for wire in filter(None, path.split(".")):
        schema = properties_of(schema, reader).get(wire, {})
    return schema


def kinds_in(schema: Any, reader: SchemaReader) -> list[str]:
    """The types that a schema allows without null: its own, else those of its alternatives."""
    found = meant(schema, reader)
    parts = [meant(part, reader) for part in alternatives(found)]
    return kinds_of(found)[0] or list(dict.fromkeys(kind for part in parts for kind in kinds_of(part)[0]))


def attributes_of(schema: Any, path: str, reader: SchemaReader) -> str:
    """A path of wire names as a path of attributes; a name that no class has stays as it is."""
    properties = properties_of(schema, reader)
    if path in properties:
        # A name that has a dot itself.
        return unique(properties, attribute, MODEL_RESERVED)[path]
    found = []
    for wire in filter(None, path.split(".")):
        properties = properties_of(schema, reader)
        found.append(unique(properties, attribute, MODEL_RESERVED)[wire] if wire in properties else wire)
        schema = properties.get(wire, {})
    return ".".join(found)


def list_of(schema: Any, reader: SchemaReader, path: str) -> tuple[str, Any] | None:
    """The path to the one list of a response and the schema of its items; None where it has none, or several."""
    whole = meant(schema, reader)
    if kinds_of(whole)[0] == ["array"]:
        return "", whole.get("items", {})
    found = _lists_in(schema, reader)
    if not found:
        # The list may be in an envelope. Many properties may lead to one component, which is searched once.
        known: dict[int, dict[str, Any]] = {}
        for wire, inner in properties_of(schema, reader).items():
            identity = id(meant(inner, reader))
            if identity not in known:
                known[identity] = _lists_in(inner, reader)
            found |= {f"{wire}.{key}": item for key, item in known[identity].items()}
    if len(found) == 1:
        return next(iter(found.items()))
    last = next((part for part in reversed(path.split("/")) if part and "{" not in part), "")
    for name in (last.lower(), *LISTS):
        match = next((wire for wire in found if wire.rpartition(".")[2].lower() == name), None)
        if match is not None:
            return match, found[match]
    return None


def _lists_in(schema: Any, reader: SchemaReader) -> dict[str, Any]:
    found = {}
    for wire, inner in properties_of(schema, reader).items():
        resolved = meant(inner, reader)
        if kinds_of(resolved)[0] == ["array"] and "." not in wire:
            found[wire] = resolved.get("items", {})
    return found

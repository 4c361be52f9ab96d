"""The files and lines of pages that show what a description contains."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from speclift.model.operation import Api
from speclift.model.schema import ArrayOf, Fact, MapOf, ObjectOf, Schema
from speclift.openapi.structure.nodes import Json


def sources_of(document: Json, root: str) -> dict[str, tuple[str, int]]:
    """The files, below `root`, and lines of operations and schemas by name, from `x-source` in the document."""
    found = {}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            found[f"{method.upper()} {path}"] = _place(root, operation.get("x-source", ""))
    for name, schema in document["components"]["schemas"].items():
        if "x-source" in schema:
            found[name] = _place(root, schema["x-source"])
    return found


def _place(root: str, source: str) -> tuple[str, int]:
    file, _, line = source.rpartition(":")
    return _joined(root, file), int(line or 0)


def lines_of(api: Api, root: str) -> dict[str, tuple[str, int]]:
    """The files, below `root`, and lines in pages of operations, parameters, schemas and properties by name."""
    found: dict[str, tuple[str, int]] = {}
    for operation in api.operations:
        label = f"{operation.method.upper()} {operation.path}"
        found[label] = (_joined(root, operation.place.file), operation.place.line)
        for parameter in operation.parameters:
            place = parameter.place
            found[f"{label} {parameter.location} parameter {parameter.name}"] = (_joined(root, place.file), place.line)
        for response in operation.responses:
            if response.content:
                for name, facts in _inside(response.content.schema, f"{label} response {response.status}"):
                    found |= _first(root, name, facts)
    for component in api.components:
        named: Sequence[tuple[str, tuple[Fact, ...]]] = (
            (component.name, component.facts),
            *((f"{component.name}.{item.name}", item.facts) for item in component.properties),
        )
        for name, facts in named:
            found |= _first(root, name, facts)
    return found


def _inside(schema: Schema, place: str) -> Iterator[tuple[str, tuple[Fact, ...]]]:
    """The facts about the properties of an anonymous object, by their place in a response."""
    if isinstance(schema, ArrayOf):
        yield from _inside(schema.items, f"{place}[]")
    elif isinstance(schema, MapOf):
        yield from _inside(schema.values, f"{place}{{}}")
    elif isinstance(schema, ObjectOf):
        for item in schema.properties:
            yield f"{place}.{item.name}", item.facts
            yield from _inside(item.schema, f"{place}.{item.name}")


def _first(root: str, name: str, facts: tuple[Fact, ...]) -> dict[str, tuple[str, int]]:
    places = sorted({place for fact in facts for place in fact.places}, key=lambda p: (p.file, p.line))
    return {name: (_joined(root, places[0].file), places[0].line)} if places else {}


def _joined(root: str, file: str) -> str:
    return os.path.normpath(os.path.join(root, file))

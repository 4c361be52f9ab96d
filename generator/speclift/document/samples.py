"""Does every JSON sample fit the schema that was recovered for it?

All samples are validated in one go, as the properties of one instance against one schema: each component is then
compiled once.  Objects are closed for the test, so that a property that no schema has is found as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import jsonschema_rs

from speclift.document.schemas import Json, SchemaWriter
from speclift.model.finding import Finding
from speclift.model.operation import Content, Operation
from speclift.model.schema import Component, Place


def contradicting_samples(
    operations: Sequence[Operation], schemas: Mapping[str, Json]
) -> tuple[tuple[Operation, Finding], ...]:
    """A finding (SL208) for each sample that its schema does not accept, at the line where its body starts.

    `schemas` are those of all components, by name, as JSON Schema.
    """
    writer = SchemaWriter("3.1")
    components = {name: _closed(schema) for name, schema in schemas.items()}
    roots: dict[str, Json] = {}
    instance: dict[str, Any] = {}
    places: dict[str, tuple[Operation, Place]] = {}
    for operation in operations:
        for label, content in _bodies(operation):
            if content.example is not None and content.example.is_json:
                instance[label] = content.example.value
                roots[label] = writer.schema(content.schema)
                places[label] = (operation, content.example.place)
    if not instance:
        return ()
    validator = jsonschema_rs.Draft202012Validator({"components": {"schemas": components}, "properties": roots})
    found: dict[str, tuple[Operation, Finding]] = {}
    for error in validator.iter_errors(instance):
        label = str(error.instance_path[0])
        operation, place = places[label]
        pointer = "".join(f"/{part}" for part in error.instance_path[1:]) or "the whole body"
        message = f"The sample of {label} contradicts the docs at {pointer}: {error.message}."
        found.setdefault(label, (operation, Finding("SL208", place.file, place.line, message)))
    return tuple(found.values())


def json_schemas(components: Sequence[Component]) -> dict[str, Json]:
    """The components as JSON Schema, by name."""
    writer = SchemaWriter("3.1")
    return {item.name: writer.component(item) for item in components}


def _bodies(operation: Operation) -> Iterator[tuple[str, Content]]:
    if operation.request:
        yield f"the request of {operation.operation_id}", operation.request
    for response in operation.responses:
        if response.content:
            yield f"response {response.status} of {operation.operation_id}", response.content


def _closed(component: Json) -> Json:
    return {**component, "additionalProperties": False} if "properties" in component else component

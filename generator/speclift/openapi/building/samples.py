"""Checks whether each JSON sample fits the schema that was recovered for it.

All samples are validated at once, as the properties of one instance against one schema, so that each component is
compiled once.  A schema that lists all properties of an object forbids others here, so that the check also finds a
property that no schema has.  A sample that leaves something out may lack required properties.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import jsonschema_rs
import msgspec

from speclift.model.finding import Finding
from speclift.model.operation import Content, Example, Operation
from speclift.model.schema import Component
from speclift.openapi.building.schemas import SchemaWriter
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.patterns import refuse


class _Sample(msgspec.Struct, frozen=True):
    """A sample body: its operation, the content that has its schema, and the example with its value and place."""

    operation: Operation
    content: Content
    example: Example


def contradicting_samples(
    operations: Sequence[Operation], schemas: Mapping[str, Json], partial: Collection[str] = ()
) -> tuple[tuple[Operation, Finding], ...]:
    """A finding (SL208) for each sample that its schema does not accept, at the line where its body starts, with its
    operation.

    `schemas` are those of all components, by name, as JSON Schema; `partial` are the names of those that may
    have properties that they do not list.
    """
    closed = {name: schema if name in partial else _closed(schema) for name, schema in schemas.items()}
    whole: dict[str, _Sample] = {}
    parts: dict[str, _Sample] = {}
    for operation in operations:
        for label, content in _bodies(operation):
            if content.example is not None and content.example.is_json:
                samples = parts if content.example.is_partial else whole
                samples[label] = _Sample(operation, content, content.example)
    found = _contradictions(whole, closed)
    if parts:
        found += _contradictions(parts, {name: _without_required(schema) for name, schema in closed.items()})
    return tuple(found)


def _contradictions(samples: Mapping[str, _Sample], components: Mapping[str, Json]) -> list[tuple[Operation, Finding]]:
    if not samples:
        return []
    writer = SchemaWriter("3.1")
    roots = {
        label: writer.schema(sample.content.schema, is_nullable=sample.content.is_nullable)
        for label, sample in samples.items()
    }
    if any(sample.example.is_partial for sample in samples.values()):
        roots = {label: _without_required(root) for label, root in roots.items()}
    validator = _validator({"components": {"schemas": components}, "properties": roots})
    found: dict[str, tuple[Operation, Finding]] = {}
    for error in validator.iter_errors({label: sample.example.value for label, sample in samples.items()}):
        label = str(error.instance_path[0])
        place = samples[label].example.place
        pointer = "".join(f"/{part}" for part in error.instance_path[1:]) or "the whole body"
        message = f"The sample of {label} contradicts the docs at {pointer}: {error.message}."
        found.setdefault(label, (samples[label].operation, Finding("SL208", place.file, place.line, message)))
    return list(found.values())


def _validator(schema: Json) -> jsonschema_rs.Draft202012Validator:
    """A validator, which ignores all patterns where one of them is not a regular expression of JSON Schema."""
    try:
        return jsonschema_rs.Draft202012Validator(schema, retriever=refuse)
    except jsonschema_rs.ValidationError:
        return jsonschema_rs.Draft202012Validator(_without(schema, "pattern", str), retriever=refuse)


def _without_required(schema: Any) -> Any:
    return _without(schema, "required", list)


def _without(node: Any, keyword: str, kind: type) -> Any:
    """A schema without a keyword whose value is of a type; a property of that name stays, as its value is an object."""
    if isinstance(node, dict):
        kept = {key: value for key, value in node.items() if key != keyword or not isinstance(value, kind)}
        return {key: _without(value, keyword, kind) for key, value in kept.items()}
    return [_without(item, keyword, kind) for item in node] if isinstance(node, list) else node


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

"""Does every JSON sample fit the schema that was recovered for it?

All samples are validated in one go, as the properties of one instance against one schema: each component is then
compiled once.  Objects are closed for the test, so that a property that no schema has is found as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema_rs

from speclift.document.schemas import Json, SchemaWriter
from speclift.model.finding import Finding
from speclift.model.operation import Api, Content
from speclift.model.schema import Place


def contradicting_samples(api: Api, document: Json | None = None) -> tuple[Finding, ...]:
    """A finding (SL208) for each sample that its schema does not accept, at the line where its body starts.

    `document` is the API as OpenAPI 3.1, whose schemas are JSON Schema; where there is none, they are made.
    """
    writer = SchemaWriter("3.1")
    if document is not None and document["openapi"].startswith("3.1"):
        schemas_of = document["components"]["schemas"]
    else:
        schemas_of = {item.name: writer.component(item) for item in api.components}
    components = {name: _closed(schema) for name, schema in schemas_of.items()}
    schemas: dict[str, Json] = {}
    instance: dict[str, Any] = {}
    places: dict[str, tuple[Place, str]] = {}
    for label, content in _bodies(api):
        if content.example is None or not content.example.is_json:
            continue
        instance[label] = content.example.value
        schemas[label] = writer.schema(content.schema)
        places[label] = (content.example.place, label)
    validator = jsonschema_rs.Draft202012Validator({"components": {"schemas": components}, "properties": schemas})
    found: dict[str, Finding] = {}
    for error in validator.iter_errors(instance):
        place, title = places[str(error.instance_path[0])]
        path = error.instance_path[1:]
        pointer = "".join(f"/{part}" for part in path) or "the whole body"
        message = f"The sample of {title} contradicts the docs at {pointer}: {error.message}."
        found.setdefault(title, Finding("SL208", place.file, place.line, message))
    return tuple(found.values())


def _bodies(api: Api) -> Iterator[tuple[str, Content]]:
    for operation in api.operations:
        if operation.request:
            yield f"the request of {operation.operation_id}", operation.request
        for response in operation.responses:
            if response.content:
                yield f"response {response.status} of {operation.operation_id}", response.content


def _closed(component: Json) -> Json:
    return {**component, "additionalProperties": False} if "properties" in component else component

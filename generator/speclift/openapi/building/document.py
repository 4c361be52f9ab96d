"""An `Api` as an OpenAPI document."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any, TypeAlias
from urllib.parse import quote

import msgspec
import orjson

from speclift.model.operation import Api, Content, Operation, Parameter, Response
from speclift.model.schema import ArrayOf, Scalar, Schema
from speclift.model.text import component_key
from speclift.model.unique_names import NumberedNames
from speclift.openapi.building.schemas import SchemaWriter, Version
from speclift.openapi.building.security import parts_of, requirements, scheme_of
from speclift.openapi.building.servers import server_of
from speclift.openapi.structure.media_types import FORM_DATA
from speclift.openapi.structure.nodes import Json
from speclift.settings import Settings

_MERGE_PATCH = "application/merge-patch+json"

OPENAPI_VERSIONS: dict[Version, str] = {"3.2": "3.2.0", "3.1": "3.1.1", "3.0": "3.0.4"}


class Paths(msgspec.Struct, frozen=True):
    """The path items of a document, by path, and the header parameters that they share, by name; both are sorted."""

    items: dict[str, Json]
    parameters: dict[str, Json]


def build_paths(operations: Sequence[Operation], settings: Settings, version: Version = "3.1") -> Paths:
    """The operations as path items; they refer to component schemas by name alone."""
    writer = SchemaWriter(version)
    shared = _SharedParameters(operations, writer)
    paths: dict[str, Json] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation, writer, shared)
        if settings.docs_url:
            paths[operation.path][operation.method]["externalDocs"] = {"url": _page_url(operation, settings)}
    return Paths({path: paths[path] for path in sorted(paths)}, dict(sorted(shared.components.items())))


def build_document(api: Api, settings: Settings, version: Version = "3.1", paths: Paths | None = None) -> Json:
    """The OpenAPI document of an API, in the latest patch of its version.

    `paths` are its path items, if they were built before.
    """
    writer = SchemaWriter(version)
    paths = paths or build_paths(api.operations, settings, version)
    document: Json = {
        "openapi": OPENAPI_VERSIONS[version],
        "info": {"title": _title(api, settings), "version": settings.version},
    }
    if settings.description or api.description:
        document["info"]["description"] = settings.description or api.description
    document["servers"] = [server_of(url) for url in settings.servers or api.servers] or [{"url": "/"}]
    if api.tags:
        document["tags"] = [
            {"name": t.name, **({"description": t.description} if t.description else {})} for t in api.tags
        ]
    names = dict.fromkeys((*api.security, *(name for operation in api.operations for name in operation.security)))
    schemes = dict(scheme_of(part) for name in names for part in parts_of(name))
    if api.security:
        document["security"] = requirements(api.security)
    document["paths"] = paths.items
    components: Json = {"schemas": {item.name: writer.component(item) for item in api.components}}
    if paths.parameters:
        components["parameters"] = paths.parameters
    if schemes:
        components["securitySchemes"] = schemes
    document["components"] = components
    return document


def _title(api: Api, settings: Settings) -> str:
    """The title of the settings; that of the docs where the settings have only the default."""
    return api.title if api.title and settings.title == Settings().title else settings.title


def _page_url(operation: Operation, settings: Settings) -> str:
    page = operation.place.file.removesuffix(".md").removesuffix(".mdx")
    return f"{settings.docs_url.rstrip('/')}/{quote(page)}"


#: What distinguishes header parameters: name, description, schema, whether it is required, default, deprecation.
_ParameterKey: TypeAlias = tuple[str, str, Schema, bool, str | None, bool]


class _SharedParameters:
    """Header parameters as components: one for each distinct definition."""

    def __init__(self, operations: Sequence[Operation], writer: SchemaWriter) -> None:
        self.writer = writer
        self.components: dict[str, Json] = {}
        self.names: dict[_ParameterKey, str] = {}
        self._numbered = NumberedNames("-")
        for operation in operations:
            for parameter in operation.parameters:
                if parameter.location == "header":
                    self._add(parameter)

    def _add(self, parameter: Parameter) -> None:
        key = self._key(parameter)
        if key in self.names:
            return
        name = self._numbered.give(component_key(parameter.name))
        self.names[key] = name
        self.components[name] = _parameter(parameter, self.writer)

    @staticmethod
    def _key(parameter: Parameter) -> _ParameterKey:
        return (
            parameter.name,
            parameter.description,
            parameter.schema,
            parameter.is_required,
            parameter.default,
            parameter.is_deprecated,
        )

    def parameter(self, parameter: Parameter) -> Json:
        name = self.names.get(self._key(parameter)) if parameter.location == "header" else None
        return {"$ref": f"#/components/parameters/{name}"} if name else _parameter(parameter, self.writer)


def _parameter(parameter: Parameter, writer: SchemaWriter) -> Json:
    return {"name": parameter.name, "in": parameter.location, **_header(parameter, writer)}


def _header(parameter: Parameter, writer: SchemaWriter) -> Json:
    """A parameter without name and location, which is what a Header Object is (OpenAPI 3.1.1, 4.8.21)."""
    found: Json = {}
    if parameter.description:
        found["description"] = parameter.description
    if parameter.is_required:
        found["required"] = True
    if parameter.is_deprecated:
        found["deprecated"] = True
    if parameter.style:
        found["style"] = parameter.style
    if parameter.is_exploded is not None:
        found["explode"] = parameter.is_exploded
    found["schema"] = writer.schema(parameter.schema)
    if parameter.default is not None:
        default = writer.printed_values(parameter.schema, parameter.default, "")
        found["schema"] = {**found["schema"], **default}
    if parameter.example:
        found["example"] = _example(parameter)
    return found


def _example(parameter: Parameter) -> Any:
    """The example of a parameter as a value of its schema; pages print it as it appears in a query."""
    if isinstance(parameter.schema, Scalar) and parameter.schema.type in ("integer", "number", "boolean"):
        with contextlib.suppress(orjson.JSONDecodeError):
            return orjson.loads(parameter.example.lower())
    return parameter.example


def _operation(operation: Operation, writer: SchemaWriter, shared: _SharedParameters) -> Json:
    found: Json = {"operationId": operation.operation_id, "tags": [operation.tag]}
    if operation.summary:
        found["summary"] = operation.summary
    if operation.description and operation.description.rstrip(".") != operation.summary:
        found["description"] = operation.description
    if operation.is_deprecated:
        found["deprecated"] = True
    if operation.parameters:
        found["parameters"] = [shared.parameter(parameter) for parameter in operation.parameters]
    if operation.request:
        found["requestBody"] = _request_body(operation, operation.request, writer)
    found["responses"] = {response.status: _response(response, writer) for response in operation.responses}
    if operation.security:
        found["security"] = requirements(operation.security)
    if operation.server:
        found["servers"] = [server_of(operation.server)]
    if operation.is_read_only and operation.method == "post":
        found["x-read-only"] = True
    if operation.restriction:
        found["x-restriction"] = operation.restriction
    found["x-source"] = f"{operation.place.file}:{operation.place.line}"
    return found


def _request_body(operation: Operation, content: Content, writer: SchemaWriter) -> Json:
    found: Json = {"description": content.description} if content.description else {}
    types = _content(content, writer)
    if operation.method == "patch" and _MERGE_PATCH in types and isinstance(content.schema, ArrayOf):
        # The page shows a JSON Patch, which is an array; a merge patch looks like what it changes (RFC 7396).
        types[_MERGE_PATCH] = {"schema": {"type": "object"}}
    if content.is_required:
        found["required"] = True
    return {**found, "content": types}


def _response(response: Response, writer: SchemaWriter) -> Json:
    found: Json = {"description": response.description}
    if not response.description and writer.version == "3.2":
        # Earlier versions require a description.
        del found["description"]
    if response.headers:
        found["headers"] = {header.name: _header(header, writer) for header in response.headers}
    if response.content:
        found["content"] = _content(response.content, writer)
    return found


def _content(content: Content, writer: SchemaWriter) -> Json:
    """The Media Type Objects of a body. A JSON sample belongs to the first JSON type, others to the first type."""
    found: Json = {}
    sample = _sample(content, writer.version)
    for media_type in content.media_types:
        entry: Json = {"schema": _body_schema(content.schema, media_type, writer, is_nullable=content.is_nullable)}
        if sample is not None and ("json" in media_type or not content.example or not content.example.is_json):
            entry["examples"] = {"sample": sample}
            sample = None
        found[media_type] = entry
    return found


def _body_schema(schema: Schema, media_type: str, writer: SchemaWriter, *, is_nullable: bool) -> Json:
    found = writer.schema(schema, is_nullable=is_nullable)
    if media_type == FORM_DATA and found.get("format") == "binary":
        return {"type": "object", "properties": {"file": found}}
    return found


def _sample(content: Content, version: Version) -> Json | None:
    example = content.example
    if example is None:
        return None
    if version != "3.2":
        return {"value": example.value}
    # `value` leaves open whether it is data or what is sent (OpenAPI 3.2.0, section 4.19).
    return {"dataValue" if example.is_json else "serializedValue": example.value}

"""Builders of small OpenAPI documents, so that a test has to say only what it is about."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

INTEGER: Json = {"type": "integer"}
STRING: Json = {"type": "string"}


def document(paths: Json, schemas: Json | None = None, *, version: str = "3.1.1", **components: Json) -> Json:
    """A document with these paths and schemas; `components` are the other kinds of components."""
    return {
        "openapi": version,
        "info": {"title": "Small", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas or {}, **components},
    }


def ref(name: str, kind: str = "schemas") -> Json:
    """A reference to a component."""
    return {"$ref": f"#/components/{kind}/{name}"}


def content(schema: Json | None = None, media_type: str = "application/json", **examples: Any) -> Json:
    """The `content` of a body: one media type, its schema and its examples."""
    entry: Json = {} if schema is None else {"schema": schema}
    if examples:
        entry["examples"] = {name: {"value": value} for name, value in examples.items()}
    return {media_type: entry}


def operation(
    operation_id: str,
    *,
    body: Json | None = None,
    answer: Json | None = None,
    status: str = "200",
    is_read_only: bool | None = None,
    **more: Any,
) -> Json:
    """An operation whose request has the schema `body` and whose response has the schema `answer`, where given."""
    response: Json = {"description": ""} if answer is None else {"description": "", "content": content(answer)}
    built: Json = {"operationId": operation_id, "responses": {status: response}, **more}
    if body is not None:
        built["requestBody"] = {"required": True, "content": content(body)}
    if is_read_only is not None:
        built["x-read-only"] = is_read_only
    return built


def parameter(name: str, location: str = "path", schema: Json | bool | None = None, **more: Any) -> Json:
    """A parameter, which is required if it is in the path."""
    return {"name": name, "in": location, "required": location == "path", "schema": schema or INTEGER, **more}


def properties(**given: Json | bool) -> Json:
    """The schema of an object."""
    return {"type": "object", "properties": given}

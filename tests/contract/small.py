"""Small OpenAPI documents: what a test of the contract is not about is left to stand here."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

INTEGER: Json = {"type": "integer"}
STRING: Json = {"type": "string"}


def document(paths: Json, schemas: Json | None = None, *, version: str = "3.1.1", **components: Json) -> Json:
    """A document with these paths and schemas; `components` are the other kinds of them."""
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
    """An operation that takes and answers such schemas, or no content where there is none."""
    response: Json = {"description": ""} if answer is None else {"description": "", "content": content(answer)}
    found: Json = {"operationId": operation_id, "responses": {status: response}, **more}
    if body is not None:
        found["requestBody"] = {"required": True, "content": content(body)}
    if is_read_only is not None:
        found["x-read-only"] = is_read_only
    return found


def parameter(name: str, location: str = "path", schema: Json | bool | None = None, **more: Any) -> Json:
    """A parameter; one of the path is required."""
    return {"name": name, "in": location, "required": location == "path", "schema": schema or INTEGER, **more}


def properties(**given: Json | bool) -> Json:
    """The schema of an object."""
    return {"type": "object", "properties": given}

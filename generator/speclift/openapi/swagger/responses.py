"""Responses of Swagger 2.0 as those of OpenAPI 3.0: a schema and examples become content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from speclift.openapi.structure.media_types import is_json
from speclift.openapi.structure.nodes import Json
from speclift.openapi.swagger.schemas import SwaggerSchemas

_BINARY = "application/octet-stream"


def response_of(given: Mapping[str, Any], produces: Sequence[str], schemas: SwaggerSchemas, *, is_said: bool) -> Json:
    """A response, without its header fields.

    `produces` are the media types of the operation; where `is_said` is false, the document does not name them.
    """
    found: Json = {key: value for key, value in given.items() if key not in ("schema", "examples", "headers")}
    examples = given.get("examples")
    shown = {str(kind): value for kind, value in examples.items()} if isinstance(examples, Mapping) else {}
    kind = given["schema"].get("type") if isinstance(given.get("schema"), Mapping) else None
    # Many authors write `null` for an answer without content.
    is_empty = given.get("schema") is None or kind == "null"
    if is_empty and not shown:
        return found
    schema = {} if is_empty else {"schema": schemas.schema(given["schema"])}
    is_file = kind == "file"
    kinds = (_BINARY,) if is_file and not is_said else produces
    content: Json = {kind: dict(schema) for kind in (kinds if schema else shown)}
    left = {}
    for kind, value in shown.items():
        name = fitting(kind, content)
        if name:
            content[name]["example"] = value
        else:
            left[kind] = value
    # No operation answers with these, so they are no content.
    return {**found, "content": content, **({"x-examples": left} if left else {})}


def fitting(kind: str, content: Mapping[str, Any]) -> str | None:
    """The one of some media types that an example belongs to: the same one, or a JSON one where both are JSON."""
    free = [name for name, entry in content.items() if "example" not in entry]
    exact = next((name for name in free if _essence(name) == _essence(kind)), None)
    return exact or next((name for name in free if is_json(name) and is_json(kind)), None)


def _essence(kind: str) -> str:
    return kind.partition(";")[0].strip().lower()

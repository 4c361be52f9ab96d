"""Responses of Swagger 2.0 as those of OpenAPI 3.0: a schema and examples become content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from speclift.openapi.structure.media_types import OCTETS, is_json, plain_kind
from speclift.openapi.structure.nodes import Json, mapping
from speclift.openapi.swagger.schemas import SwaggerSchemas


def response_of(given: Mapping[str, Any], produces: Sequence[str], schemas: SwaggerSchemas, *, is_said: bool) -> Json:
    """A response in OpenAPI 3.0, without its headers.

    `produces` are the media types of the operation; where `is_said` is false, the document does not name them.
    """
    found: Json = {key: value for key, value in given.items() if key not in ("schema", "examples", "headers")}
    content, left = content_of(given, produces, is_said=is_said)
    if not content:
        return found
    schema = {} if _is_empty(given) else {"schema": schemas.schema(given["schema"])}
    content = {kind: {**schema, **entry} for kind, entry in content.items()}
    return {**found, "content": content, **({"x-examples": left} if left else {})}


def content_of(given: Mapping[str, Any], produces: Sequence[str], *, is_said: bool) -> tuple[dict[str, Json], Json]:
    """The media types of a response, each with its example, and the examples of other media types, which the
    operation does not respond with.
    """
    examples = given.get("examples")
    shown = {str(kind): value for kind, value in examples.items()} if isinstance(examples, Mapping) else {}
    is_file = mapping(given.get("schema")).get("type") == "file"
    kinds = (OCTETS,) if is_file and not is_said else produces
    content: dict[str, Json] = {kind: {} for kind in (shown if _is_empty(given) else kinds)}
    left = {}
    for kind, value in shown.items():
        name = _fitting(kind, content)
        if name:
            content[name]["example"] = value
        else:
            left[kind] = value
    return content, left


def _is_empty(given: Mapping[str, Any]) -> bool:
    """Whether a response has no content. Many authors write `null` for that."""
    return given.get("schema") is None or mapping(given["schema"]).get("type") == "null"


def _fitting(kind: str, content: Mapping[str, Any]) -> str | None:
    """The media type of `content` that an example belongs to: the same one, else another JSON one; None for neither."""
    free = [name for name, entry in content.items() if "example" not in entry]
    exact = next((name for name in free if plain_kind(name) == plain_kind(kind)), None)
    return exact or next((name for name in free if is_json(name) and is_json(kind)), None)

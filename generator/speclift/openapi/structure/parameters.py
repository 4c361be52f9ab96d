"""The parameters of an operation, with all references followed, and what describes their values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from speclift.openapi.structure.media_types import FORM, plain_kind, whole_schema
from speclift.openapi.structure.references import followed


def parameters_of(
    item: Mapping[str, Any], operation: Mapping[str, Any], components: Mapping[str, Any]
) -> list[Mapping[str, Any]]:
    """The parameters of an operation and of its path item, each once (OpenAPI 3.2.0, 4.9 and 4.10).

    Those of the operation take precedence. A parameter that is the whole query as a form becomes a query parameter
    with an exploded object: both are written in the same way.
    """
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for given in (*(item.get("parameters") or ()), *(operation.get("parameters") or ())):
        parameter = followed(given, "parameters", components)
        if "name" in parameter and "in" in parameter:
            found[str(parameter["in"]), str(parameter["name"])] = _as_query(parameter, components)
    return list(found.values())


def _as_query(parameter: Mapping[str, Any], components: Mapping[str, Any]) -> Mapping[str, Any]:
    if parameter["in"] != "querystring":
        return parameter
    kind, entry = content_of(parameter, components)
    if plain_kind(kind) != FORM or not is_object(entry.get("schema"), components):
        return parameter
    rest = {key: value for key, value in parameter.items() if key not in ("content", "in")}
    shown = {key: entry[key] for key in ("example", "examples") if key in entry}
    return {**shown, **rest, "in": "query", "schema": entry["schema"], "style": "form", "explode": True}


def content_of(owner: Mapping[str, Any], components: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """The one media type of a parameter, and its Media Type Object; both empty where it has none."""
    content = owner.get("content")
    if not isinstance(content, Mapping) or not content:
        return "", {}
    name, entry = next(iter(content.items()))
    return str(name), followed(entry, "mediaTypes", components)


def is_object(schema: Any, components: Mapping[str, Any]) -> bool:
    """Whether a schema, or the component that it refers to, says that values are objects."""
    found = followed(schema, "schemas", components)
    return found.get("type") in ("object", ["object"]) or "properties" in found


def parameter_schema(parameter: Mapping[str, Any], components: Mapping[str, Any]) -> tuple[Any, bool]:
    """The schema of a parameter, and whether it is that of its one media type: the value is then written as JSON or
    the like (OpenAPI 3.1.1, section 4.8.12.2).
    """
    if parameter.get("schema") is None and parameter.get("content"):
        schema = whole_schema(content_of(parameter, components)[1])
        return {} if schema is None else schema, True
    schema = parameter.get("schema")
    return {} if schema is None else schema, False

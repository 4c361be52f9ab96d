"""References between the components of an OpenAPI document, and the parameters of an operation behind them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from speclift.openapi.records import component_name

#: How many references may lead to each other.
_LONGEST_CHAIN = 10


def followed(node: Any, kind: str, components: Mapping[str, Any]) -> Mapping[str, Any]:
    """An object, or the component of a kind (`parameters`, `responses` …) that it refers to; empty where none is."""
    for _ in range(_LONGEST_CHAIN):
        if not isinstance(node, Mapping) or not isinstance(node.get("$ref"), str):
            break
        node = (components.get(kind) or {}).get(component_name(node["$ref"]))
    return node if isinstance(node, Mapping) else {}


def parameters_of(
    item: Mapping[str, Any], operation: Mapping[str, Any], components: Mapping[str, Any]
) -> list[Mapping[str, Any]]:
    """The parameters of an operation with those of its path item, each once (OpenAPI 3.1.1, 4.8.9 and 4.8.10)."""
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for given in (*(item.get("parameters") or ()), *(operation.get("parameters") or ())):
        parameter = followed(given, "parameters", components)
        if "name" in parameter and "in" in parameter:
            found[str(parameter["in"]), str(parameter["name"])] = parameter
    return list(found.values())


def parameter_schema(parameter: Mapping[str, Any]) -> tuple[Any, bool]:
    """The schema of a parameter, and whether it is that of its one media type: it is then written as JSON or the like
    (OpenAPI 3.1.1, section 4.8.12.2).
    """
    if parameter.get("schema") is None and parameter.get("content"):
        return next(iter(parameter["content"].values())).get("schema") or {}, True
    return parameter.get("schema") or {}, False

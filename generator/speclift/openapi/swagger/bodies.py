"""Bodies of Swagger 2.0 that OpenAPI 3 has no room for: an operation has only one body there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.nodes import Json, mapping
from speclift.openapi.structure.objects import Place, pointer
from speclift.openapi.structure.paths import METHODS

_SHARED = "#/parameters/"


def surplus_bodies(document: Json) -> Iterator[Fault]:
    """An operation has one body, or form fields, but not both (Swagger 2.0, Parameter Object)."""
    shared = mapping(document.get("parameters"))
    for path, item in mapping(document.get("paths")).items():
        for method, operation in mapping(item).items():
            if method not in METHODS or not isinstance(operation, Mapping):
                continue
            here: Place = (((None, "paths"), path), method)
            own = [_followed(entry, shared).get("in") for entry in _listed(operation.get("parameters"))]
            around = [_followed(entry, shared).get("in") for entry in _listed(item.get("parameters"))]
            if {"body", "formData"} <= {*map(str, own), *map(str, around)}:
                message = "there are form fields and a body; the body counts"
                yield Fault(pointer((here, "parameters")), message, "form-and-body")
            elif own.count("body") > 1:
                yield Fault(
                    pointer((here, "parameters")), "there are several bodies; the last counts", "several-bodies"
                )


def _followed(given: Any, shared: Mapping[str, Any]) -> Mapping[str, Any]:
    target = mapping(given).get("$ref")
    if isinstance(target, str) and target.startswith(_SHARED):
        return mapping(shared.get(target.removeprefix(_SHARED)))
    return mapping(given)


def _listed(node: Any) -> list[Any]:
    return node if isinstance(node, list) else []

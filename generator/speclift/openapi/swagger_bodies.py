"""What OpenAPI 3 has no room for in the bodies of Swagger 2.0: an operation has one body there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from speclift.openapi.fault import Fault
from speclift.openapi.nodes import mapping
from speclift.openapi.objects import Place, pointer
from speclift.openapi.records import METHODS, Json

_SHARED = "#/parameters/"


def form_fields_beside_a_body(document: Json) -> Iterator[Fault]:
    """Form fields and a body exclude each other in the parameters of an operation (Swagger 2.0, Parameter Object)."""
    shared = mapping(document.get("parameters"))
    for path, item in mapping(document.get("paths")).items():
        for method, operation in mapping(item).items():
            if method not in METHODS or not isinstance(operation, Mapping):
                continue
            given = (*_listed(item.get("parameters")), *_listed(operation.get("parameters")))
            places = {str(_followed(entry, shared).get("in")) for entry in given}
            if {"body", "formData"} <= places:
                here: Place = (((None, "paths"), path), method)
                message = "form fields stand beside a body; the body counts"
                yield Fault(pointer((here, "parameters")), message, "form-and-body")


def _followed(given: Any, shared: Mapping[str, Any]) -> Mapping[str, Any]:
    target = mapping(given).get("$ref")
    if isinstance(target, str) and target.startswith(_SHARED):
        return mapping(shared.get(target.removeprefix(_SHARED)))
    return mapping(given)


def _listed(node: Any) -> list[Any]:
    return node if isinstance(node, list) else []

"""What the references of a Swagger 2.0 document lead to, within it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from speclift.openapi.structure.pointers import entry_at, pointer_parts
from speclift.openapi.structure.steps import Steps

#: The longest chain of references that is followed.
_LONGEST_CHAIN = 10
_OF_BODY = ("body", "formData")


def behind(swagger: Mapping[str, Any], given: Any) -> Mapping[str, Any]:
    """An object, or the one that it refers to; empty where there is no such object."""
    return followed(swagger, given, ())[0]


def followed(swagger: Mapping[str, Any], given: Any, place: Steps) -> tuple[Mapping[str, Any], Steps]:
    """An object at a place, or the one that it refers to, and its place; empty where there is no such object."""
    for _ in range(_LONGEST_CHAIN):
        if not isinstance(given, Mapping) or not isinstance(given.get("$ref"), str):
            break
        target = given["$ref"]
        if not target.startswith("#/"):
            return {}, place
        given, place = entry_at(swagger, target), tuple(pointer_parts(target))
    else:
        return {}, place
    return (given, place) if isinstance(given, Mapping) else ({}, place)


def is_of_body(swagger: Mapping[str, Any], given: Any) -> bool:
    """Whether a parameter, or the one that it refers to, is part of the body."""
    return behind(swagger, given).get("in") in _OF_BODY


def shared_name(target: str, section: str) -> str:
    """The name that a reference leads to in a section of the document; empty where it leads elsewhere."""
    parts = pointer_parts(target) if target.startswith("#/") else []
    return parts[1] if len(parts) == 2 and parts[0] == section else ""

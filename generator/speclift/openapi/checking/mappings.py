"""Whether the schemas that discriminators lead to are in the document (OpenAPI 3.2.0, section 4.25)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from speclift.openapi.checking.destinations import misled
from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.mappings import is_reference, mapped
from speclift.openapi.structure.nodes import Json, mapping
from speclift.openapi.structure.objects import walk
from speclift.openapi.structure.steps import pointer_of, steps_of


def dangling_mappings(document: Json) -> Iterator[Fault]:
    """Each schema that a mapping, or its default, leads to is in the document."""
    for node, kind, place in walk(document):
        if kind != "schemas" or "discriminator" not in node:
            continue
        for steps, target in mapped(node).items():
            what = lost_target(document, target)
            if what:
                here = pointer_of((*steps_of(place), "discriminator", *steps))
                yield Fault(here, f"{target} {what}", "dangling-reference")


def lost_target(document: Mapping[str, Any], target: str) -> str:
    """Why a target of a discriminator is not a schema of the document, as the end of a sentence about it; empty where
    it is one. The name of a component takes precedence over a reference of that text.
    """
    if target in mapping(mapping(document.get("components")).get("schemas")):
        return ""
    return misled(document, target, "schemas") if is_reference(target) else "names no component"

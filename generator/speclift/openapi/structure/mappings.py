"""The schemas that a discriminator leads to: those of its mapping, and its default (OpenAPI 3.2.0, section 4.25)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from speclift.openapi.structure.nodes import Json, mapping
from speclift.openapi.structure.steps import Steps
from speclift.openapi.structure.suffixes import is_document


def mapped(schema: Mapping[str, Any]) -> dict[Steps, str]:
    """Names of components and references, by the steps to each from the discriminator of a schema."""
    discriminator = mapping(schema.get("discriminator"))
    found: dict[Steps, Any] = {
        ("mapping", value): target for value, target in mapping(discriminator.get("mapping")).items()
    }
    found["defaultMapping",] = discriminator.get("defaultMapping")
    return {steps: target for steps, target in found.items() if isinstance(target, str)}


def with_mapped(schema: Mapping[str, Any], targets: Mapping[Steps, str | None]) -> Json:
    """The discriminator of a schema that has some, with these in their places; None leaves one out."""
    found: Json = dict(schema["discriminator"])
    if "mapping" in found:
        found["mapping"] = dict(mapping(found["mapping"]))
    for steps, target in targets.items():
        owner = found["mapping"] if len(steps) > 1 else found
        if target is None:
            del owner[steps[-1]]
        else:
            owner[steps[-1]] = target
    return found


def is_reference(target: str) -> bool:
    """Whether a target is a reference, not the name of a component."""
    return "/" in target or "#" in target or is_document(target)

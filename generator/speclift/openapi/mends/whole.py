"""Mends that look at a document as a whole: its version, its info, its tags and the names of its components."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from speclift.openapi.mends.edits import Edit
from speclift.openapi.structure.mappings import mapped, with_mapped
from speclift.openapi.structure.nodes import Json, mapping
from speclift.openapi.structure.objects import OBJECTS, walk
from speclift.openapi.structure.references import component_name
from speclift.openapi.structure.versions import version_of


def versions(document: Json) -> Iterator[Edit]:
    """The version is a string of three numbers, and a known version."""
    given = document.get("openapi")
    meant = version_of(given)
    if given != meant:
        message = f"openapi is {str(given)[:40]}; the document is read as OpenAPI {meant}"
        yield Edit("openapi-version", message, ("openapi",), ("openapi",), meant)


def heads(document: Json) -> Iterator[Edit]:
    """A document has an `info`."""
    if "info" not in document:
        message = "info is missing; title and version are taken as empty"
        yield Edit("missing-field", message, (), ("info",), {"title": "", "version": ""})


def tags(document: Json) -> Iterator[Edit]:
    """No tag is described twice."""
    seen: set[str] = set()
    given = document.get("tags")
    for index, tag in enumerate(given if isinstance(given, list) else ()):
        name = tag.get("name") if isinstance(tag, Mapping) else None
        if isinstance(name, str) and name in seen:
            message = f"the tag {name} is listed twice; the first counts"
            yield Edit("duplicate-tag", message, ("tags", str(index)))
        seen.add(str(name))


def component_names(document: Json) -> Iterator[tuple[str, str, str]]:
    """The kind, the name and a new name of each component whose name has characters that are not allowed (4.8.7)."""
    for kind, components in mapping(document.get("components")).items():
        if kind not in OBJECTS or not isinstance(components, Mapping):
            continue
        taken = set(components)
        for name in components:
            if re.fullmatch(r"[a-zA-Z0-9._-]+", name):
                continue
            wanted = re.sub(r"[^a-zA-Z0-9._-]+", "_", name).strip("_") or "unnamed"
            unique, number = wanted, 2
            while unique in taken:
                unique, number = f"{wanted}_{number}", number + 1
            taken.add(unique)
            yield kind, name, unique


def with_names(document: Json, names: Mapping[tuple[str, str], str]) -> Json:
    """The document with components renamed, in references too; `names` are new names by kind and old name."""
    import copy

    found: Json = copy.deepcopy(document)
    for kind, components in found["components"].items():
        if isinstance(components, dict):
            found["components"][kind] = {names.get((kind, name), name): value for name, value in components.items()}

    def renamed(target: Any) -> Any:
        if not isinstance(target, str) or not target.startswith("#/components/"):
            return target
        head, kind, _ = (*target[2:].split("/", 2), "", "")[:3]
        name = component_name("/".join(target.split("/")[:4])) if head and kind else ""
        new = names.get((kind, name))
        return "/".join([*target.split("/")[:3], new, *target.split("/")[4:]]) if new else target

    for node, kind, _ in walk(found):
        if isinstance(node.get("$ref"), str):
            node["$ref"] = renamed(node["$ref"])
        targets = mapped(node) if kind == "schemas" and "discriminator" in node else {}
        if targets:
            new = {steps: names.get(("schemas", target)) or renamed(target) for steps, target in targets.items()}
            node["discriminator"] = with_mapped(node, new)
    return found

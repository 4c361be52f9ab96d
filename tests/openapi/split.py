"""A document split into files at random, as people split theirs."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from speclift.openapi.files.parse import parsed_bytes
from speclift.openapi.structure.objects import walk
from speclift.openapi.writing.json import to_json
from speclift.openapi.writing.yaml import to_yaml

Json = dict[str, Any]

ENTRY = "openapi.yaml"


def places_of(document: Json) -> list[tuple[str | int, ...]]:
    """The places of what may stand in a file of its own, the outermost first."""
    found = []
    for node, kind, place in walk(document):
        if kind in ("schemas", "parameters", "responses", "requestBodies", "pathItems", "headers", "examples"):
            steps: list[str | int] = []
            while place:
                place, key = place
                steps.append(key)
            if "$ref" not in node and steps:
                found.append(tuple(reversed(steps)))
    return sorted(found, key=lambda place: (len(place), [str(step) for step in place]))


def split(document: Json, chosen: Sequence[tuple[tuple[str | int, ...], str, str]]) -> dict[str, bytes]:
    """The files of a document in which each chosen place is moved to a file, below a key where it has one.

    What is chosen inside of something moved is moved out of that first.
    """
    document = parsed_bytes(to_json(document), "").data
    files: dict[str, Json] = {}
    for steps, file, key in sorted(chosen, key=lambda choice: -len(choice[0])):
        *parents, last = steps
        holder: Any = document
        for step in parents:
            holder = holder[step]
        files[file] = {**files.get(file, {}), key: holder[last]} if key else holder[last]
        holder[last] = {"$ref": f"{ENTRY}>{file}" + (f"#/{quote(key)}" if key else "")}
    return {
        name: _written(_pointed(content, name), name) for name, content in ((ENTRY, document), *sorted(files.items()))
    }


def _written(content: Json, name: str) -> bytes:
    return to_json(content) if name.endswith(".json") else to_yaml(content)


def _pointed(node: Any, here: str) -> Any:
    """Everything with its references as they are written in the file `here`."""
    if isinstance(node, list):
        return [_pointed(inner, here) for inner in node]
    if not isinstance(node, dict):
        return node
    found = {key: _pointed(inner, here) for key, inner in node.items()}
    target = node.get("$ref")
    if isinstance(target, str):
        _, is_moved, moved = target.partition(">")
        file, _, fragment = (moved if is_moved else f"{ENTRY}{target}").partition("#")
        path = "" if file == here else quote(posixpath.relpath(file, posixpath.dirname(here) or "."))
        found["$ref"] = path + (f"#{fragment}" if fragment else "")
    return found

"""Split a document into files, as people split theirs."""

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
    """The places of everything that may have a file of its own, the outermost first."""
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
    """Move each chosen place of a document to a file, under a key if it has one, and return all files.

    If a chosen place lies inside another one, the inner one is moved first.
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
        name: _serialized(_with_references_for(content, name), name)
        for name, content in ((ENTRY, document), *sorted(files.items()))
    }


def _serialized(content: Json, name: str) -> bytes:
    return to_json(content) if name.endswith(".json") else to_yaml(content)


def _with_references_for(node: Any, here: str) -> Any:
    """The node with its references rewritten for the file `here`."""
    if isinstance(node, list):
        return [_with_references_for(inner, here) for inner in node]
    if not isinstance(node, dict):
        return node
    found = {key: _with_references_for(inner, here) for key, inner in node.items()}
    target = node.get("$ref")
    if isinstance(target, str):
        _, is_moved, moved = target.partition(">")
        file, _, fragment = (moved if is_moved else f"{ENTRY}{target}").partition("#")
        path = "" if file == here else quote(posixpath.relpath(file, posixpath.dirname(here) or "."))
        found["$ref"] = path + (f"#{fragment}" if fragment else "")
    return found

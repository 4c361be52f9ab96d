"""Data in a document that looks like a reference: schemathesis would follow it to files and to other servers."""

from __future__ import annotations

from typing import Any

import orjson

from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.references import IN_JSON, target_of


def without_foreign(document: Json) -> Json:
    """The document with an empty object in place of everything that leads out of it, and without each `enum` and
    `const` that contains such data.  The references of a contract lead to components, so all else is data.
    """
    try:
        text = orjson.dumps(document)
    except TypeError:
        return {key: _without(value) for key, value in document.items()}
    if text.count(IN_JSON) == text.count(IN_JSON + b"#/"):
        return document
    return {key: _without(value) for key, value in document.items()}


def _without(node: Any) -> Any:
    if isinstance(node, list):
        return [_without(part) for part in node]
    if not isinstance(node, dict):
        return node
    target = target_of(node)
    if target is not None and not target.startswith("#/"):
        return {}
    found = {key: _without(value) for key, value in node.items()}
    # Without the data, nobody can say which values these keywords allow.
    return {key: value for key, value in found.items() if key not in ("const", "enum") or value == node[key]}

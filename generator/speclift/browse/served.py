"""A document as it is shown: what Swagger UI needs of it, and the servers that requests can go to from the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from speclift.document.schemas import Json

#: The fixed fields of a path item that are operations (OpenAPI 3.1.1, 4.8.9).
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

#: The tag that Swagger UI shows operations without one below.
UNTAGGED = "default"


def served_document(document: Json, servers: Sequence[tuple[str, str]] = ()) -> Json:
    """The document with these servers (URL, description) and no others, if there are any, and with an id and a tag for
    every operation, which links to operations are made of.

    A scheme that is a prefix of Authorization (`x-credential-prefix`) asks for the credential alone: the page puts the
    prefix before it.
    """
    found = {**document, "paths": {path: _item(path, item, servers) for path, item in _paths(document).items()}}
    if servers:
        found["servers"] = [{"url": url, "description": text} for url, text in servers]
    components = document.get("components") or {}
    schemes = components.get("securitySchemes")
    if schemes:
        shown = {name: _scheme(scheme) for name, scheme in schemes.items()}
        found["components"] = {**components, "securitySchemes": shown}
    return found


def _paths(document: Json) -> dict[str, Json]:
    return document.get("paths") or {}


def _item(path: str, item: Json, servers: Sequence[tuple[str, str]]) -> Json:
    found: Json = {}
    for key, value in item.items():
        if key in METHODS:
            found[key] = _operation(path, key, value, servers)
        elif key != "servers" or not servers:
            found[key] = value
    return found


def _operation(path: str, method: str, operation: Json, servers: Sequence[tuple[str, str]]) -> Json:
    if operation.get("tags") and operation.get("operationId") and not (servers and "servers" in operation):
        return operation
    found = {key: value for key, value in operation.items() if key != "servers" or not servers}
    found["operationId"] = operation.get("operationId") or f"{method} {path}"
    found["tags"] = operation.get("tags") or [UNTAGGED]
    return found


def _scheme(scheme: Any) -> Any:
    prefix = scheme.get("x-credential-prefix") if isinstance(scheme, dict) else None
    if not prefix:
        return scheme
    return {**scheme, "description": f"The credential alone; `{prefix}` is put before it."}

"""A document as it is shown: what Swagger UI needs of it, and the servers that requests can go to from the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from speclift.document.schemas import Json
from speclift.openapi.paths import operations_in, paths_of, with_operations
from speclift.openapi.references import followed

#: The tag that Swagger UI shows operations without one below.
UNTAGGED = "default"

#: What the page calls a document without a title.
UNTITLED = "HTTP API"


def served_document(document: Json, servers: Sequence[tuple[str, str]] = ()) -> Json:
    """The document with these servers (URL, description) and no others, if there are any, with an id of its own and a
    tag for every operation, which links to operations are made of, and with path items in place of references to them.

    An API key that is a prefix of Authorization (`x-credential-prefix`) asks for the credential alone: the page puts
    the prefix before it.
    """
    components = document.get("components") or {}
    paths = {path: dict(followed(item, "pathItems", components)) for path, item in paths_of(document)}
    ids = _ids(paths)
    found = {**document, "paths": {path: _item(path, item, ids, servers) for path, item in paths.items()}}
    if servers:
        found["servers"] = [{"url": url, "description": text} for url, text in servers]
    schemes = components.get("securitySchemes")
    if schemes:
        shown = {name: _scheme(scheme) for name, scheme in schemes.items()}
        found["components"] = {**components, "securitySchemes": shown}
    return found


def _ids(paths: Mapping[str, Json]) -> dict[tuple[str, str], str]:
    """The id of every operation by path and method: its own, unless an operation before it has the same.

    One that is made of both has colons for slashes, at which links are parted.
    """
    operations = [(path, *entry) for path, item in paths.items() for entry in operations_in(item)]
    found, taken = {}, set[str]()
    for path, method, operation in operations:
        own = operation.get("operationId")
        if own and own not in taken:
            found[path, method] = own
            taken.add(own)
    for path, method, _ in operations:
        if (path, method) not in found:
            made = method + path.replace(":", "::").replace("/", ":")
            while made in taken:
                made += ":"
            found[path, method] = made
            taken.add(made)
    return found


def _item(path: str, item: Json, ids: Mapping[tuple[str, str], str], servers: Sequence[tuple[str, str]]) -> Json:
    found = {key: value for key, value in item.items() if key != "servers" or not servers}
    return with_operations(found, lambda method, operation: _operation(operation, ids[path, method], servers))


def _operation(operation: Json, name: str, servers: Sequence[tuple[str, str]]) -> Json:
    if operation.get("tags") and operation.get("operationId") == name and not (servers and "servers" in operation):
        return operation
    found = {key: value for key, value in operation.items() if key != "servers" or not servers}
    found["operationId"] = name
    found["tags"] = operation.get("tags") or [UNTAGGED]
    return found


def _scheme(scheme: Any) -> Any:
    prefix = scheme.get("x-credential-prefix") if isinstance(scheme, dict) and scheme.get("type") == "apiKey" else None
    if not prefix or not isinstance(prefix, str):
        return scheme
    return {**scheme, "description": f"The credential alone; `{prefix}` is put before it."}

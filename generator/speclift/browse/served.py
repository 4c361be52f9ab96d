"""A document as it is shown: what Swagger UI needs of it, and the servers that requests can go to from the page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from speclift.document.schemas import Json
from speclift.openapi.paths import operations_in, paths_of, with_operations

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
    paths = {path: _followed(document, item) for path, item in paths_of(document)}
    ids = _ids(paths)
    found = {**document, "paths": {path: _item(path, item, ids, servers) for path, item in paths.items()}}
    if servers:
        found["servers"] = [{"url": url, "description": text} for url, text in servers]
    components = document.get("components") or {}
    schemes = components.get("securitySchemes")
    if schemes:
        shown = {name: _scheme(scheme) for name, scheme in schemes.items()}
        found["components"] = {**components, "securitySchemes": shown}
    return found


def _followed(document: Json, item: Json) -> Json:
    """A path item with all that it refers to within the document; what stands beside the reference counts first."""
    seen = set[str]()
    while isinstance(reference := item.get("$ref"), str) and reference not in seen:
        seen.add(reference)
        target = _target(document, reference)
        if not isinstance(target, dict):
            break
        item = {**target, **{key: value for key, value in item.items() if key != "$ref"}}
    return item


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


def keys_of(reference: str) -> tuple[str, ...]:
    """The keys that a reference within the document, `#/...`, leads along (RFC 6901, section 6).

    Like Swagger UI, it takes a `%2F` for part of a key.
    """
    return tuple(unquote(key).replace("~1", "/").replace("~0", "~") for key in reference.split("/")[1:])


def _target(document: Json, reference: str) -> Any:
    """What a reference leads to; None where that is nothing, or elsewhere than in the document."""
    node: Any = document
    if not reference.startswith("#/"):
        return None
    for key in keys_of(reference):
        if isinstance(node, dict) and key in node:
            node = node[key]
        elif isinstance(node, list) and key.isdecimal() and int(key) < len(node):
            node = node[int(key)]
        else:
            return None
    return node


#: Where the keys are names, so that `default` or `example` is one as well.
_NAMED = frozenset(
    (
        "$defs",
        "callbacks",
        "content",
        "definitions",
        "dependentSchemas",
        "encoding",
        "examples",
        "headers",
        "links",
        "parameters",
        "pathItems",
        "paths",
        "patternProperties",
        "properties",
        "requestBodies",
        "responses",
        "schemas",
        "securitySchemes",
        "variables",
        "webhooks",
    )
)

#: What stands here is data, whatever it looks like.
_DATA = frozenset(("const", "default", "enum", "example", "value"))

#: What the entries of these are as components.
_KINDS = ("callbacks", "examples", "headers", "links", "parameters", "pathItems", "requestBodies", "responses")


def self_contained(document: Json) -> Json:
    """The document with references to components alone: what others lead to is a component as well, under a name that
    says where it stands and that no other component has."""
    return _Hoister(document).document()


class _Hoister:
    def __init__(self, document: Json) -> None:
        self._source = document
        given: Json = document.get("components") or {}
        self._components = {kind: entries for kind, entries in given.items() if isinstance(entries, dict)}
        self._names: dict[tuple[str, ...], tuple[str, str]] = {}
        self._todo: list[tuple[str, str, Any]] = []

    def document(self) -> Json:
        found: Json = self._below(self._source)
        components: Json = found.setdefault("components", {}) or {}
        while self._todo:
            kind, name, value = self._todo.pop()
            components[kind] = {**components.get(kind, {}), name: self._below(value)}
        return {**found, "components": components}

    def _below(self, node: Any, is_named: bool = False) -> Any:
        """A node with its references led to components; where it `is_named` its keys are names."""
        if isinstance(node, list):
            return [self._below(value) for value in node]
        if not isinstance(node, dict):
            return node
        found = {}
        for key, value in node.items():
            if is_named:
                found[key] = self._below(value)
            elif key == "$ref" and isinstance(value, str):
                found[key] = self._moved(value)
            elif key == "mapping" and isinstance(value, dict):
                found[key] = {name: self._moved(to) if isinstance(to, str) else to for name, to in value.items()}
            elif key in _DATA or (key == "examples" and isinstance(value, list)):
                found[key] = value
            else:
                found[key] = self._below(value, key in _NAMED)
        return found

    def _moved(self, reference: str) -> str:
        keys = keys_of(reference) if reference.startswith("#/") else ()
        if not keys or (keys[0] == "components" and keys[2:3] and keys[2] in self._components.get(keys[1], {})):
            return reference
        if keys not in self._names:
            target = _target(self._source, reference)
            if target is None:
                return reference
            kind = _kind(keys)
            self._names[keys] = kind, self._free_name(kind, keys)
            self._todo.append((*self._names[keys], target))
        return "#/components/{}/{}".format(*self._names[keys])

    def _free_name(self, kind: str, keys: Sequence[str]) -> str:
        taken = {*self._components.get(kind, ()), *(name for _, name in self._names.values())}
        slug = re.sub(r"[^A-Za-z0-9._-]+", "-", "-".join(keys).replace("/", "-")).strip("-")
        slug = re.sub(r"--+", "-", slug)
        name, number = slug, 2
        while name in taken:
            name, number = f"{slug}-{number}", number + 1
        return name


def _kind(keys: Sequence[str]) -> str:
    """The kind of component that stands at a place (OpenAPI 3.1.1, 4.8.7); schemas stand at all others."""
    if len(keys) == 2 and keys[0] in ("paths", "webhooks"):
        return "pathItems"
    if "schema" in keys or len(keys) < 2:
        return "schemas"
    if keys[-1] == "requestBody":
        return "requestBodies"
    return keys[-2] if keys[-2] in _KINDS else "schemas"

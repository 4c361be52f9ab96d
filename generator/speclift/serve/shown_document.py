"""A document as it is shown: what Swagger UI needs of it, and the servers that the page can send requests to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from speclift.openapi.structure.credential_words import prefix_of
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.paths import operations_in, paths_of, with_operations
from speclift.openapi.structure.references import followed

#: The tag under which Swagger UI shows operations without one.
UNTAGGED = "default"

#: Fields in which a parameter, or its schema, shows an example of its value.
_EXAMPLES = frozenset({"example", "examples"})

#: The title of a document without one, on the page.
UNTITLED = "HTTP API"


def served_document(document: Json, servers: Sequence[tuple[str, str]] = ()) -> Json:
    """The document as the page shows it.

    It has these servers (URL, description), if there are any, and no others. Every operation has a tag and an id of its
    own, from which links to operations are made. Path items replace references to them.

    The example of an optional query parameter moves into its description: Swagger UI would send the example, and the
    response would not be complete. An API key with a prefix (`x-credential-prefix`, or a word that its description
    names) asks only for the credential: the page adds the prefix.
    """
    components = document.get("components") or {}
    paths = {path: dict(followed(item, "pathItems", components)) for path, item in paths_of(document)}
    ids = _ids(paths)
    found = {**document, "paths": {path: _item(path, item, ids, servers) for path, item in paths.items()}}
    if servers:
        found["servers"] = [{"url": url, "description": text} for url, text in servers]
    changed = {}
    if schemes := components.get("securitySchemes"):
        changed["securitySchemes"] = {name: _scheme(scheme) for name, scheme in schemes.items()}
    if parameters := components.get("parameters"):
        changed["parameters"] = {name: _parameter(parameter) for name, parameter in parameters.items()}
    if changed:
        found["components"] = {**components, **changed}
    return found


def _ids(paths: Mapping[str, Json]) -> dict[tuple[str, str], str]:
    """The id of every operation by path and method: its own, unless an operation before it has the same.

    An id that is made of both has colons in place of slashes, which separate the parts of links.
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
    if "parameters" in found:
        found["parameters"] = _parameters(found["parameters"])
    return with_operations(found, lambda method, operation: _operation(operation, ids[path, method], servers))


def _operation(operation: Json, name: str, servers: Sequence[tuple[str, str]]) -> Json:
    parameters = _parameters(operation.get("parameters"))
    is_same = parameters is operation.get("parameters")
    has_both = operation.get("tags") and operation.get("operationId") == name
    if has_both and is_same and not (servers and "servers" in operation):
        return operation
    found = {key: value for key, value in operation.items() if key != "servers" or not servers}
    found["operationId"] = name
    found["tags"] = operation.get("tags") or [UNTAGGED]
    if not is_same:
        found["parameters"] = parameters
    return found


def _parameters(given: Any) -> Any:
    """The parameters, without examples in optional ones of the query; the same list where nothing changes."""
    if not isinstance(given, list):
        return given
    found = [_parameter(parameter) for parameter in given]
    return given if all(new is old for new, old in zip(found, given, strict=True)) else found


def _parameter(parameter: Any) -> Any:
    if not isinstance(parameter, dict) or parameter.get("in") != "query" or parameter.get("required") is True:
        return parameter
    shown = _shown(parameter)
    if shown is None:
        return parameter
    kept = {key: value for key, value in parameter.items() if key not in _EXAMPLES}
    schema = parameter.get("schema")
    if isinstance(schema, dict):
        kept["schema"] = {key: value for key, value in schema.items() if key not in _EXAMPLES}
    text = "`" + shown.replace("`", "'") + "`"
    kept["description"] = "\n\n".join(filter(None, (str(parameter.get("description") or ""), f"For example {text}")))
    return kept


def _shown(parameter: Json) -> str | None:
    """The first example of a parameter as text, an array of scalars with commas; None where it has none."""
    schema = parameter.get("schema")
    for holder in (parameter, schema if isinstance(schema, dict) else {}):
        examples = holder.get("examples")
        first = next(iter(examples.values() if isinstance(examples, dict) else examples or ()), None)
        value = first.get("value") if isinstance(examples, dict) and isinstance(first, dict) else first
        shown = holder.get("example", value)
        if isinstance(shown, str | int | float):
            return str(shown)
        if isinstance(shown, list) and all(isinstance(item, str | int | float) for item in shown):
            return ", ".join(map(str, shown))
        if shown is not None:
            return json.dumps(shown, ensure_ascii=False, default=str)
    return None


def _scheme(scheme: Any) -> Any:
    prefix = prefix_of(scheme) if isinstance(scheme, dict) else ""
    if not prefix:
        return scheme
    description = f"Only the credential; `{prefix}` is put before it."
    return {**scheme, "description": description, "x-credential-prefix": prefix}

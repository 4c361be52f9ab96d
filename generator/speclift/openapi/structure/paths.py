"""The paths of a document and the operations at each (OpenAPI 3.2.0, sections 4.8 and 4.9)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

#: The methods that are fields of a path item; `query` since 3.2 (OpenAPI 3.2.0, section 4.9.1).
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
#: The field of a path item that has the operations of all other methods (OpenAPI 3.2.0, section 4.9.1).
OTHER_METHODS = "additionalOperations"

#: A parameter in a path, or a variable in the URL of a server (OpenAPI 3.2.0, sections 4.2.2 and 4.6).
TEMPLATE_PART = re.compile(r"\{([^{}]+)\}")


def paths_of(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each path with its path item, or with a reference to one.

    A path starts with `/`.  Every other key is an extension (`x-…`) or a mistake, and a client that appended it to the
    address of a server could end up at another server.
    """
    paths = document.get("paths")
    for path, item in paths.items() if isinstance(paths, Mapping) else ():
        if str(path).startswith("/"):
            yield str(path), item


def operations_in(item: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The operations of a path item by their methods: those of METHODS in lower case, others as they are written."""
    if not isinstance(item, Mapping):
        return
    for method in METHODS:
        operation = item.get(method)
        if operation is not None and isinstance(operation, Mapping):
            yield method, operation
    others = item.get(OTHER_METHODS)
    for method, operation in others.items() if isinstance(others, Mapping) else ():
        if isinstance(operation, Mapping):
            yield str(method), operation


def keys_to(method: str) -> tuple[str, ...]:
    """The keys that lead from a path item to its operation of a method."""
    return (method,) if method in METHODS else (OTHER_METHODS, method)


def with_operations(item: Mapping[str, Any], changed: Callable[[str, Any], Any]) -> dict[str, Any]:
    """A copy of a path item with each of its operations replaced by the result of `changed(method, operation)`."""
    found = {key: changed(key, value) if key in METHODS else value for key, value in item.items()}
    others = item.get(OTHER_METHODS)
    if isinstance(others, Mapping):
        found[OTHER_METHODS] = {method: changed(str(method), operation) for method, operation in others.items()}
    return found

"""Is the document valid OpenAPI?  A fast validator for every run, the reference one behind a switch."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Literal, TypeAlias

import orjson

from speclift.document.entries import SCHEMAS, Entry, Key, operation_entries, schema_entries
from speclift.document.schemas import Json
from speclift.errors import InvalidDocumentError, UsageError

#: Where a node stands: the place of its parent and its key there; None is the document itself.
Place: TypeAlias = "tuple[Place, str | int] | None"

Validator: TypeAlias = Literal["fast", "reference"]

_PART = re.compile(r"\{([^{}]+)\}")
#: Calls that validating a document of the most levels that are read takes, twice over.
_FRAMES = 5000
_METHODS = frozenset({"get", "put", "post", "delete", "patch", "head", "options", "trace"})


def validate(document: Json, validator: Validator = "fast") -> None:
    """Check a document against the OpenAPI schema and for what that cannot say.

    Raises InvalidDocumentError at the first violation, UsageError where the reference validator is not installed.
    """
    check_as_a_whole(document, {**operation_entries(document["paths"]), **schema_entries(_schemas(document))})
    check_each(document, validator)


def check_as_a_whole(document: Json, entries: Mapping[Key, Entry]) -> None:
    """What no entry can tell alone: each reference leads somewhere, and each operation id stands once.

    `entries` are those of the document.  Raises InvalidDocumentError.
    """
    known = {
        f"#/components/{kind}/{name}".encode()
        for kind, names in document.get("components", {}).items()
        for name in names
    }
    if not all(entry.targets <= known for entry in entries.values()):
        # A target may be part of a sample, or have characters that JSON escapes.
        for node, place in _references(document):
            if node["$ref"].encode() not in known:
                raise _invalid(f"{_pointer(place)}: the reference {node['$ref']} leads nowhere")
    _check_operation_ids(document)


def check_each(document: Json, validator: Validator = "fast") -> None:
    """What each entry of a document must be, whatever the others are.  Raises InvalidDocumentError and UsageError."""
    if document["openapi"].startswith("3.0"):
        _check_siblings(document)
    for path, item in document["paths"].items():
        _check_parameters(document, path, item)
    if validator == "reference":
        _reference(document)
    elif fault := first_fault(document):
        raise _invalid(fault)


def first_fault(document: Json) -> str:
    """What the OpenAPI schema finds wrong first, empty where it finds nothing.

    How deep a document may nest is up to the limit of recursion, which leaves room for fewer levels than we read.
    """
    import openapi_spec_validator_rs

    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _FRAMES))
    try:
        openapi_spec_validator_rs.validate(document)
    except RecursionError:
        return "it nests too deeply"
    except Exception as error:
        return str(error) or type(error).__name__
    finally:
        sys.setrecursionlimit(limit)
    return ""


def only(document: Json, keys: Collection[Key], bare_paths: Json | orjson.Fragment) -> Json:
    """The document with these entries alone; the others are open schemas, so that references to them lead somewhere.

    `bare_paths` are the path items with the operations of `keys`, as JSON or as its text.
    """
    schemas = {name: schema if (*SCHEMAS, name) in keys else {} for name, schema in _schemas(document).items()}
    return {**document, "paths": bare_paths, "components": {**document.get("components", {}), "schemas": schemas}}


def _schemas(document: Json) -> Json:
    found: Json = document.get("components", {}).get("schemas", {})
    return found


def without_samples(paths: Json, keys: Collection[Key]) -> Json:
    """The operations of `keys` by path and method, without the samples of their bodies."""
    found: Json = {}
    for _, path, method in keys:
        found.setdefault(path, {})[method] = _bare(paths[path][method])
    return found


def _bare(operation: Json) -> Json:
    found = {**operation, "responses": {key: _bare_body(body) for key, body in operation["responses"].items()}}
    if "requestBody" in operation:
        found["requestBody"] = _bare_body(operation["requestBody"])
    return found


def _bare_body(body: Json) -> Json:
    if "content" not in body:
        return body
    content = {
        media_type: {"schema": entry["schema"]} if "examples" in entry else entry
        for media_type, entry in body["content"].items()
    }
    return {**body, "content": content}


def _reference(document: Json) -> None:
    try:
        import openapi_spec_validator
    except ImportError as error:
        raise UsageError(
            "The reference validator is not installed.",
            expected="the package openapi-spec-validator",
            advice="pip install 'speclift[reference-validator]'",
        ) from error
    try:
        openapi_spec_validator.validate(document)
    except Exception as error:
        raise _invalid(str(error)) from error


def _check_siblings(document: Json) -> None:
    """In 3.0, nothing stands beside a `$ref` (OpenAPI 3.0.4, 4.7.23)."""
    for node, place in _references(document):
        if len(node) > 1:
            raise _invalid(f"{_pointer(place)}: a reference has siblings, which OpenAPI 3.0 does not read")


def _references(document: Json) -> Iterator[tuple[Json, Place]]:
    """The objects with a `$ref`, and where they stand; examples are data and are passed over.

    A document has hundreds of thousands of nodes, so this is a loop and the pointer is written only when asked for.
    """
    todo: list[tuple[Any, Place]] = [(document, None)]
    while todo:
        node, place = todo.pop()
        if isinstance(node, dict):
            if "$ref" in node and isinstance(node["$ref"], str):
                yield node, place
            for key, value in node.items():
                if isinstance(value, dict | list) and key not in ("examples", "example"):
                    todo.append((value, (place, key)))
        else:
            todo += [(value, (place, index)) for index, value in enumerate(node) if isinstance(value, dict | list)]


def _pointer(place: Place) -> str:
    """A JSON pointer (RFC 6901) as a URI fragment."""
    parts: list[str] = []
    while place:
        place, key = place
        parts.append(str(key).replace("~", "~0").replace("/", "~1"))
    return "#" + "".join(f"/{part}" for part in reversed(parts))


def _check_parameters(document: Json, path: str, item: Json) -> None:
    """The path parameters of each operation are just the parts of its path."""
    parts = set(_PART.findall(path))
    shared = document.get("components", {}).get("parameters", {})
    for method in item.keys() & _METHODS:
        declared = set()
        for parameter in item[method].get("parameters", ()):
            target = parameter.get("$ref")
            found = shared[target.rpartition("/")[2]] if target else parameter
            if found["in"] == "path":
                declared.add(found["name"])
        if declared != parts:
            difference = ", ".join(sorted(declared ^ parts))
            raise _invalid(f"#/paths/{path}/{method}: path parts and path parameters differ: {difference}")


def _check_operation_ids(document: Json) -> None:
    """No operation id stands twice (OpenAPI 3.1.1, 4.8.10)."""
    seen: dict[str, str] = {}
    for path, item in document["paths"].items():
        for method in item.keys() & _METHODS:
            place = f"#/paths/{path}/{method}"
            first = seen.setdefault(item[method]["operationId"], place)
            if first != place:
                raise _invalid(f"{place}: the operationId of {first} stands here again")


def _invalid(message: str) -> InvalidDocumentError:
    return InvalidDocumentError(
        f"The recovered document is not valid OpenAPI: {message}",
        expected="a document that the OpenAPI schema accepts",
        advice="look at the overrides in the settings first; without any, please report it",
    )

"""A recovered document must be valid OpenAPI: as a whole, and entry by entry."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Literal, TypeAlias

import orjson

from speclift.errors import InvalidDocumentError
from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.nodes import Json
from speclift.openapi.writing.entries import SCHEMAS, Entry, Key, operation_entries, schema_entries

Validator: TypeAlias = Literal["fast", "reference"]


def validate(document: Json, validator: Validator = "fast") -> None:
    """Check a recovered document with all checks. Raises InvalidDocumentError at the first fault, UsageError where the
    reference validator is not installed.
    """
    check_as_a_whole(document, {**operation_entries(document["paths"]), **schema_entries(_schemas(document))})
    check_each(document, validator)


def check_as_a_whole(document: Json, entries: Mapping[Key, Entry]) -> None:
    """Check what no single entry shows: each reference leads somewhere, and each operation id is unique. `entries` are
    those of the document.  Raises InvalidDocumentError.
    """
    _raise_first(faults_as_a_whole(document, entries))


def check_each(document: Json, validator: Validator = "fast") -> None:
    """Check each entry of a document, independently of the others. Raises InvalidDocumentError and UsageError."""
    _raise_first(faults_of_each(document, validator))


def faults_as_a_whole(document: Json, entries: Mapping[Key, Entry]) -> Iterator[Fault]:
    """The faults that no single entry shows; `entries` are those of the document."""
    from speclift.openapi.checking.semantics import dangling_references, duplicate_operation_ids

    known = {
        f"#/components/{kind}/{name}".encode()
        for kind, names in document.get("components", {}).items()
        for name in names
    }
    # A target may be part of a sample, or have characters that JSON escapes.
    if not all(entry.targets <= known for entry in entries.values()):
        yield from dangling_references(document)
    yield from duplicate_operation_ids(document)


def faults_of_each(document: Json, validator: Validator = "fast") -> Iterator[Fault]:
    """The faults that an entry has by itself.  Raises UsageError where the reference validator is not installed."""
    from speclift.openapi.checking.faults import faults, siblings_of_references

    if document["openapi"].startswith("3.0"):
        yield from siblings_of_references(document)
    if validator == "reference":
        from speclift.openapi.checking.reference_validator import reference_faults

        yield from reference_faults(document)
    else:
        yield from faults(document)


def only(document: Json, keys: Collection[Key], bare_paths: Json | orjson.Fragment) -> Json:
    """The document with these entries alone. Other schemas become empty, so that references to them lead somewhere.

    `bare_paths` are the path items with the operations of `keys`, as data or as JSON text.
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


def _raise_first(found: Iterator[Fault]) -> None:
    for fault in found:
        raise InvalidDocumentError(
            f"The recovered document is not valid OpenAPI: {fault}",
            expected="a document that the OpenAPI schema accepts",
            advice="check the overrides in the settings first; if there are none, please report it",
        )

"""A document against the JSON Schema that the OpenAPI Initiative publishes for its version.

The schemas are in `published_schemas/`, word for word. Nothing is fetched: their retriever refuses everything, and they
do not look at what a document refers to.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

import jsonschema_rs
import orjson

from speclift.limits import LONGEST_MESSAGE
from speclift.openapi.structure.fault import Fault, shortened
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.patterns import is_pattern, refuse
from speclift.openapi.structure.steps import pointer_of

#: The kind of the fault of a field whose name does not belong there.
UNEXPECTED = "unexpected-field"

_Validator: TypeAlias = "jsonschema_rs.Draft4Validator | jsonschema_rs.Draft202012Validator"

#: Formats of the published schemas that are not enforced: strictly, `{host}/v1` is not a URL.
_UNCHECKED = ("uri", "uri-reference", "email", "media-range")


def published_faults(document: Json) -> Iterator[Fault]:
    """What the published schema finds wrong. A version other than 3.0 and 3.2 is checked as 3.1."""
    validator = _validator(str(document.get("openapi")))
    try:
        if not validator.is_valid(document):
            yield from _faults(validator.iter_errors(document))
    except ValueError as error:
        # It has values that JSON lacks, or nests too deeply for the validator.
        yield Fault("", str(error)[:LONGEST_MESSAGE])


def is_accepted(document: Json) -> bool:
    """Whether the published schema finds nothing wrong."""
    try:
        return _validator(str(document.get("openapi"))).is_valid(document)
    except ValueError:
        return False


def _validator(version: str) -> _Validator:
    formats: dict[str, Any] = {**dict.fromkeys(_UNCHECKED, lambda _: True), "regex": is_pattern}
    if version.startswith("3.0"):
        return jsonschema_rs.Draft4Validator(
            _published("openapi-3.0"), retriever=refuse, validate_formats=True, formats=formats
        )
    kind = "3.2" if version.startswith("3.2") else "3.1"
    parts = openapi, dialect, _ = [_published(f"{name}-{kind}") for name in ("openapi", "dialect", "vocabulary")]
    # The schema of the version leaves Schema Objects open; the schema of the dialect checks them.
    return jsonschema_rs.Draft202012Validator(
        {"$ref": openapi["$id"], "$defs": {"schema": {"$dynamicAnchor": "meta", "$ref": dialect["$id"]}}},
        registry=jsonschema_rs.Registry([(part["$id"], part) for part in parts], retriever=refuse),
        retriever=refuse,
        validate_formats=True,
        formats=formats,
    )


def _published(name: str) -> Json:
    # importlib.resources would import modules that unpack archives.
    found: Json = orjson.loads(pkgutil.get_data(__name__, f"published_schemas/{name}.json") or b"")
    return found


def _faults(errors: Iterable[jsonschema_rs.ValidationError]) -> Iterator[Fault]:
    for error in errors:
        match error.kind:
            case (
                jsonschema_rs.ValidationErrorKind.AnyOf(context=branches)
                | jsonschema_rs.ValidationErrorKind.OneOfNotValid(context=branches)
            ) if any(branches):
                yield from _faults_of_branches(branches)
            case (
                jsonschema_rs.ValidationErrorKind.AdditionalProperties(unexpected=names)
                | jsonschema_rs.ValidationErrorKind.UnevaluatedProperties(unexpected=names)
            ):
                for name in names:
                    yield Fault(_place(*error.instance_path, name), "no field of this name belongs here", UNEXPECTED)
            case jsonschema_rs.ValidationErrorKind.PropertyNames(error=inner):
                yield Fault(_place(*error.instance_path, str(inner.instance)), _sentence(inner))
            case _:
                yield Fault(_place(*error.instance_path), _sentence(error))


def _faults_of_branches(branches: list[list[jsonschema_rs.ValidationError]]) -> Iterator[Fault]:
    """The faults of the alternative that was most likely meant: the one that goes wrong deepest inside."""
    ends = [branch for branch in branches if branch]
    meant = max(ends, key=lambda branch: (max(map(_depth, branch)), not _misses_reference(branch)))
    deepest = max(meant, key=_depth)
    options = list(_options(deepest))
    if options:
        others = (error for branch in ends for error in branch if error.instance_path == deepest.instance_path)
        options += [option for error in others for option in _options(error) if option not in options]
        listed = ", ".join(orjson.dumps(option).decode() for option in options)
        yield Fault(_place(*deepest.instance_path), shortened(f"it is not one of {listed}"))
    else:
        yield from _faults(meant)


def _depth(error: jsonschema_rs.ValidationError) -> int:
    match error.kind:
        case (
            jsonschema_rs.ValidationErrorKind.AnyOf(context=branches)
            | jsonschema_rs.ValidationErrorKind.OneOfNotValid(context=branches)
        ):
            return max((_depth(inner) for branch in branches for inner in branch), default=len(error.instance_path))
    return len(error.instance_path)


def _misses_reference(branch: list[jsonschema_rs.ValidationError]) -> bool:
    """Whether the value lacks the `$ref` of an alternative: it was then not meant to be a Reference Object."""
    return any(
        isinstance(error.kind, jsonschema_rs.ValidationErrorKind.Required) and error.kind.property == "$ref"
        for error in branch
    )


def _options(error: jsonschema_rs.ValidationError) -> Iterator[object]:
    """The values that are allowed in the place of an error, if they are listed."""
    match error.kind:
        case jsonschema_rs.ValidationErrorKind.Enum(options=options):
            yield from options
        case jsonschema_rs.ValidationErrorKind.Constant(expected_value=value):
            yield value


def _place(*path: str | int) -> str:
    return pointer_of(tuple(map(str, path)))


def _sentence(error: jsonschema_rs.ValidationError) -> str:
    """What is wrong, in words that quote no list, no object and no published schema."""
    kinds = jsonschema_rs.ValidationErrorKind
    if isinstance(error.kind, kinds.Required):
        return shortened(f"{error.kind.property} is missing")
    if not isinstance(error.instance, list | dict):
        return shortened(error.message)
    match error.kind:
        case kinds.Type(types=types):
            return f"it is not of type {' or '.join(types)}"
        case kinds.Not():
            return "it has fields that exclude each other"
        case kinds.UniqueItems():
            return "it has an item twice"
        case kinds.MinItems() | kinds.MinProperties():
            return "it has too few entries"
        case kinds.MaxItems() | kinds.MaxProperties():
            return "it has too many entries"
    return "it is not allowed here"

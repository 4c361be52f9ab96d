"""What an operation is called with: what the docs show of its parameters and its body, else what is made for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from speclift.contract.generation.generator import Generator
from speclift.contract.records import Contract, MediaType, Operation, Parameter, json_of
from speclift.openapi.structure.media_types import is_multipart, is_stream, plain_kind

#: Keywords of a schema that say values.
_SAYS_VALUES = frozenset({"const", "default", "enum", "examples"})
#: How often another value is made where one will not do.
_TRIES = 8


def sample_body(contract: Contract, operation: Operation) -> tuple[MediaType, Any] | None:
    """The media type that an operation is called with and a body for it: the documented one, else one that is made."""
    media = body_type(operation)
    if media is None:
        return None
    shown = next((value for m in _json_types(operation) or [media] for value in m.examples.values()), None)
    if shown is None:
        shown = Generator(contract.schemas, operation.operation_id).value(media.schema)
    return media, shown


def is_shown(operation: Operation) -> bool:
    """Whether the docs show all that an operation is called with, so that they promise that it is good."""
    has_body = operation.body is None or any(media.examples for media in operation.body.media_types)
    return has_body and all(_is_known(parameter) for parameter in operation.parameters if parameter.is_required)


def _is_known(parameter: Parameter) -> bool:
    """Whether the docs say a good value of a parameter: which of its type are good is left open otherwise."""
    schema = parameter.schema
    return parameter.example is not None or not _SAYS_VALUES.isdisjoint(schema) or schema.get("type") == "boolean"


def body_type(operation: Operation) -> MediaType | None:
    """The media type that an operation is called with: JSON where it can be."""
    if operation.body is None or not operation.body.media_types:
        return None
    others = [media for media in operation.body.media_types if not is_unmade(media.name)]
    return next(iter([*_json_types(operation), *others]), operation.body.media_types[0])


def parameter_value(contract: Contract, operation: Operation, parameter: Parameter) -> Any:
    """A value for a parameter: the documented one, else one that is made."""
    if parameter.example is not None:
        return parameter.example
    name = f"{operation.operation_id} {parameter.name}"
    value = Generator(contract.schemas, name).value(parameter.schema)
    for number in range(_TRIES):
        if value != "" or parameter.location != "path":
            break
        # Without a value the path is another one.
        value = Generator(contract.schemas, f"{name} {number}").value(parameter.schema)
    return value


def _json_types(operation: Operation) -> Sequence[MediaType]:
    return json_of(operation.body.media_types) if operation.body else ()


def is_unmade(media_type: str) -> bool:
    """Whether no content of a media type is made up: values one after the other, and parts that are no form."""
    return is_stream(media_type) or (is_multipart(media_type) and plain_kind(media_type) != "multipart/form-data")

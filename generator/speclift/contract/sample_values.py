"""The values of a call of an operation: those that the docs show for its parameters and body, else made-up ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from speclift.contract.generation.valid_values import fitting
from speclift.contract.records import Contract, MediaType, Operation, Parameter, json_of
from speclift.errors import SourceError
from speclift.openapi.structure.media_types import FORM_DATA, is_json, is_multipart, is_stream, plain_kind
from speclift.openapi.structure.nodes import Json

#: Keywords of a schema that give values.
_SHOWS_VALUES = frozenset({"const", "default", "enum", "examples"})
#: How often another value is made where one does not fit.
_TRIES = 8


def sample_body(contract: Contract, operation: Operation) -> tuple[MediaType, Any] | None:
    """The media type of a call of an operation and a body for it: documented, else made up.

    None where the operation takes no body.
    """
    media = body_type(operation)
    if media is None:
        return None
    shown = next(_shown_bodies(operation, media), None)
    if shown is None:
        shown = _made(contract, media.schema, operation.operation_id)
    return media, shown


def is_shown(operation: Operation) -> bool:
    """Whether the docs show all values of a call, so that they promise a good request."""
    media = body_type(operation)
    has_body = operation.body is None or (media is not None and any(True for _ in _shown_bodies(operation, media)))
    return has_body and all(_is_known(parameter) for parameter in operation.parameters if parameter.is_required)


def _is_known(parameter: Parameter) -> bool:
    """Whether the docs show a good value of a parameter; otherwise they leave open which values are good."""
    schema = parameter.schema
    return parameter.example is not None or not _SHOWS_VALUES.isdisjoint(schema) or schema.get("type") == "boolean"


def body_type(operation: Operation) -> MediaType | None:
    """The media type of a call of an operation: JSON where possible."""
    if operation.body is None or not operation.body.media_types:
        return None
    others = [media for media in operation.body.media_types if not is_unmade(media.name)]
    return next(iter([*_json_types(operation), *others]), operation.body.media_types[0])


def parameter_value(contract: Contract, operation: Operation, parameter: Parameter) -> Any:
    """A value for a parameter: the documented one, else a made-up one."""
    if parameter.example is not None:
        return parameter.example
    name = f"{operation.operation_id} {parameter.name}"
    value = _made(contract, parameter.schema, name)
    for number in range(_TRIES):
        if value != "" or parameter.location != "path":
            break
        # Without a value, the path would be that of another resource.
        value = _made(contract, parameter.schema, f"{name} {number}")
    return value


def _made(contract: Contract, schema: Json | None, seed: str) -> Any:
    """A value that the schema accepts, as far as one is found."""
    try:
        validator = contract.of_requests.of(schema) if schema else None
    except SourceError:
        # Where nothing can be checked, any value may be good.
        validator = None
    return fitting(contract.schemas, schema, validator, seed)


def _shown_bodies(operation: Operation, media: MediaType) -> Iterator[Any]:
    """The samples of a media type, and those of other JSON types with the same schema."""
    yield from media.examples.values()
    for other in _json_types(operation):
        if is_json(media.name) and other != media and other.schema == media.schema:
            yield from other.examples.values()


def _json_types(operation: Operation) -> Sequence[MediaType]:
    return json_of(operation.body.media_types) if operation.body else ()


def is_unmade(media_type: str) -> bool:
    """Whether content of a media type is never made up: sequences of values, and parts that are not a form."""
    return is_stream(media_type) or (is_multipart(media_type) and plain_kind(media_type) != FORM_DATA)

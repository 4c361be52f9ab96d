"""Samples that fit their schemas, in place of documented ones that do not.

A server may refuse a sample that does not fit, and then a run would never see a success of the operation.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from speclift.contract.generation.valid_values import fitting
from speclift.contract.records import Contract, MediaType, Operation, Parameter
from speclift.contract.sample_values import sample_body
from speclift.contract.serialization.parameters import reader_of
from speclift.contract.validators import Validator
from speclift.errors import SourceError
from speclift.openapi.structure.media_types import is_form, is_json
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.steps import steps_to


def with_fitting_samples(contract: Contract, operation: Operation) -> Operation:
    """The operation with other samples for parameters and a body whose schemas refuse the documented ones."""
    parameters = tuple(_with_good_value(contract, parameter) for parameter in operation.parameters)
    found = msgspec.structs.replace(operation, parameters=parameters)
    given = sample_body(contract, operation)
    if given is None or not (is_json(given[0].name) or is_form(given[0].name)):
        return found
    media, body = given
    other = _fitting(contract, media.schema, body, operation.operation_id)
    return found if other is body else with_body(found, media, other)


def with_body(operation: Operation, media: MediaType, body: Any) -> Operation:
    """The operation with a body as the sample of one of its media types."""
    if operation.body is None:
        return operation
    types = tuple(
        msgspec.structs.replace(given, examples={"": body}) if given is media else given
        for given in operation.body.media_types
    )
    return msgspec.structs.replace(operation, body=msgspec.structs.replace(operation.body, media_types=types))


def _with_good_value(contract: Contract, parameter: Parameter) -> Parameter:
    """The parameter, without its sample if its schema refuses that.  On the wire, the number 5 and the text are equal,
    so a schema that allows one of them allows both.
    """
    shown = parameter.example
    validator = _validator(contract, parameter.schema) if shown is not None else None
    if validator is None or validator.accepts(shown):
        return parameter
    if isinstance(shown, str) and validator.accepts(reader_of(parameter, contract.schemas)((shown,))):
        return parameter
    return msgspec.structs.replace(parameter, example=None)


def _fitting(contract: Contract, schema: Json | None, shown: Any, seed: str) -> Any:
    """The shown value; if its schema refuses it, a made value that keeps as much of it as the schema allows."""
    validator = _validator(contract, schema)
    if validator is None or validator.accepts(shown):
        return shown
    made = fitting(contract.schemas, schema, validator, seed)
    return next((value for value in _mixed(made, shown, validator) if validator.accepts(value)), made)


def _mixed(made: Any, shown: Any, validator: Validator) -> Iterator[Any]:
    if isinstance(made, dict) and isinstance(shown, dict):
        faulty = {str(step) for fault in validator.faults(shown) for step in steps_to(fault.pointer)[:1]}
        good = {name: value for name, value in shown.items() if name not in faulty}
        yield {**made, **good}
        yield {**made, **{name: value for name, value in good.items() if name in made}}


def _validator(contract: Contract, schema: Json | None) -> Validator | None:
    try:
        return contract.of_requests.of(schema) if schema else None
    except SourceError:
        # Without a schema that compiles, any value may be good.
        return None

"""Good requests for operations without a good sample: with ids of things that the server has, and with only the
required parts of a body. Values that the docs do not show are made up. They name things that no server has, and the
more of them there are, the likelier the server refuses one for a reason that is in no schema. A try that worked
replaces the sample in all that follows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import msgspec

from speclift.contract.generation.generator import Generator
from speclift.contract.records import Contract, MediaType, Operation, Parameter
from speclift.contract.sample_values import parameter_value, sample_body
from speclift.fuzz.deadline import Deadline
from speclift.fuzz.exchange import Exchange
from speclift.fuzz.runs.ids import Ids
from speclift.fuzz.runs.record import Record
from speclift.openapi.structure.media_types import is_json

#: The phase in which requests other than the samples are tried.
LEARNING = "other samples"
#: The next try knows what this one created.
_ROUNDS = 3
#: For each round, whether a made-up body has only what it must have.
_IS_SPARSE = (True, True, False)
_SPARSE: Mapping[tuple[str | int, ...], int] = {(): 2}

#: Sends the sample of an operation. Returns the exchange, None where there is no answer.
Send: TypeAlias = Callable[[Operation], Exchange | None]


def learned(contract: Contract, record: Record, ids: Ids, send: Send, share: Deadline) -> Mapping[str, Operation]:
    """Operations whose sample failed, with a sample that worked, by their ids. `ids` holds the ids of the answers so
    far, and of those to come.
    """
    found: dict[str, Operation] = {}
    tried: dict[str, list[Operation]] = {}
    # Operations that remove come last, so that what others need still exists.
    operations = sorted(record.operations, key=lambda operation: operation.method == "delete")
    for number in range(_ROUNDS):
        for operation in operations:
            name = operation.operation_id
            if share.is_over:
                return found
            if record.has_success(name):
                continue
            other = _with_ids(contract, operation, ids, is_sparse=_IS_SPARSE[number])
            if other is None or other in tried.setdefault(name, []):
                continue
            tried[name].append(other)
            exchange = send(other)
            if exchange is not None and exchange.is_success:
                found[name] = other
    return found


def _with_ids(contract: Contract, operation: Operation, ids: Ids, *, is_sparse: bool) -> Operation | None:
    """The operation with another sample; None where none is known."""
    values = ids.values_for(operation)
    parameters = tuple(_with_value(contract, operation, parameter, values) for parameter in operation.parameters)
    found = msgspec.structs.replace(operation, parameters=parameters)
    given = sample_body(contract, operation)
    if given is not None and is_json(given[0].name):
        media, body = given
        if is_sparse and not media.examples:
            body = Generator(contract.schemas, operation.operation_id, turns=_SPARSE).value(media.schema)
        body = ids.in_body(operation, body, media.schema)
        found = _with_body(found, media, body) if body != given[1] else found
    return found if found != operation else None


def _with_value(contract: Contract, operation: Operation, parameter: Parameter, values: Mapping[str, Any]) -> Parameter:
    given = values.get(parameter.name) if parameter.is_required else None
    if given is None or given == parameter_value(contract, operation, parameter):
        return parameter
    return msgspec.structs.replace(parameter, example=given)


def _with_body(operation: Operation, media: MediaType, body: Any) -> Operation:
    """The operation with this body as its sample."""
    if operation.body is None:
        return operation
    types = tuple(
        msgspec.structs.replace(given, examples={"": body}) if given is media else given
        for given in operation.body.media_types
    )
    return msgspec.structs.replace(operation, body=msgspec.structs.replace(operation.body, media_types=types))

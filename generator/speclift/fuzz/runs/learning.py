"""Good requests for operations without a good sample.

They have ids of resources that the server has, values that fit their schemas, and only the required parts of a body.
Made-up values name resources that no server has, and the more of them there are, the likelier the server refuses one
for a reason that is in no schema.  A request that worked replaces the sample in all later stages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec

from speclift.contract.generation.generator import Generator
from speclift.contract.identifiers import rows_of
from speclift.contract.records import Contract, Operation, Parameter
from speclift.contract.routes import parameter_names
from speclift.contract.sample_values import parameter_value, sample_body
from speclift.fuzz.deadline import Deadline
from speclift.fuzz.exchange import Exchange
from speclift.fuzz.groups import place_of
from speclift.fuzz.runs.fitting_samples import with_body, with_fitting_samples
from speclift.fuzz.runs.ids import Ids
from speclift.fuzz.runs.record import Record
from speclift.openapi.structure.media_types import is_json

#: The phase in which requests other than the samples are tried.
LEARNING = "other samples"
#: The rounds of tries: each one knows the resources that the one before created.
_ROUNDS = 3
#: For each round, whether a made-up body has only its required parts.
_IS_SPARSE = (True, True, False)
_SPARSE: Mapping[tuple[str | int, ...], int] = {(): 2}

#: Sends the sample of an operation.  Returns the exchange; None if there is no response.
Send: TypeAlias = Callable[[Operation], Exchange | None]


def learned(contract: Contract, record: Record, ids: Ids, send: Send, share: Deadline) -> Mapping[str, Operation]:
    """The operations whose sample failed, by id, each with a sample that worked.

    `ids` has the ids of the responses so far, and learns from those to come.  No request is sent after `share` is over.
    """
    found: dict[str, Operation] = {}
    tried: dict[str, list[Operation]] = {}
    # Operations that remove come last, so that what others need still exists.
    operations = sorted(record.operations, key=lambda operation: operation.method == "delete")
    for number in range(_ROUNDS):
        if number:
            _list_again(contract, operations, record, send, share, found)
        for operation in operations:
            name = operation.operation_id
            if share.is_over:
                return found
            if record.has_success(name):
                continue
            other = _other(contract, operation, ids, is_sparse=_IS_SPARSE[number])
            if other is None or other in tried.setdefault(name, []):
                continue
            tried[name].append(other)
            exchange = send(other)
            if exchange is not None and exchange.is_success:
                found[name] = other
    if _removals(operations, record):
        _list_again(contract, operations, record, send, share, found)
        _renew(contract, operations, record, ids, send, share, found)
    return found


def _other(contract: Contract, operation: Operation, ids: Ids, *, is_sparse: bool) -> Operation | None:
    """The operation with another sample, which fits its schema; None if there is none."""
    fitting = with_fitting_samples(contract, operation)
    other = _with_ids(contract, fitting, ids, is_sparse=is_sparse) or fitting
    return other if other != operation else None


def _list_again(
    contract: Contract,
    operations: Sequence[Operation],
    record: Record,
    send: Send,
    share: Deadline,
    found: Mapping[str, Operation],
) -> None:
    """Request the lists from which a resource was removed once more, to learn the ids of the remaining ones."""
    removals = _removals(operations, record)
    places = {place_of(operation.path.rstrip("/").rpartition("/")[0]) for operation in removals}
    for operation in operations:
        is_list = operation.method == "get" and place_of(operation.path) in places
        if share.is_over:
            return
        if is_list and record.has_success(operation.operation_id) and rows_of(contract, operation) is not None:
            send(found.get(operation.operation_id, operation))


def _renew(
    contract: Contract,
    operations: Sequence[Operation],
    record: Record,
    ids: Ids,
    send: Send,
    share: Deadline,
    found: dict[str, Operation],
) -> None:
    """Create resources again in place of the removed ones.

    The samples in `found`, and documented ones whose resource is gone, name the new resources from then on.  Operations
    that remove keep their samples, so that they do not remove the resources that later stages need.
    """
    removals = [found.get(operation.operation_id, operation) for operation in _removals(operations, record)]
    lasting = [operation for operation in operations if operation.method != "delete"]
    # A resource below another needs that one first, and operations that only name resources need all of them.
    making = _making(operations)
    for operation in sorted(lasting, key=lambda given: (given.operation_id not in making, given.path.count("/"))):
        name = operation.operation_id
        if share.is_over:
            return
        is_made = name in making and record.has_success(name)
        is_gone = record.has_success(name) and any(_is_below(contract, operation, removal) for removal in removals)
        if name not in found and not is_made and not is_gone:
            continue
        before = found.get(name, operation)
        other = _with_ids(contract, before, ids, is_sparse=False) or before
        if not is_made and other == before:
            continue
        exchange = send(other)
        if (name in found or is_gone) and exchange is not None and exchange.is_success:
            found[name] = other


def _removals(operations: Sequence[Operation], record: Record) -> list[Operation]:
    """The operations that removed a resource."""
    return [op for op in operations if op.method == "delete" and record.has_success(op.operation_id)]


def _is_below(contract: Contract, operation: Operation, removal: Operation) -> bool:
    """Whether the sample of an operation names the resource that the sample of a removal names, or one below it."""
    path = removal.path.rstrip("/")
    if not f"{operation.path}/".startswith(f"{path}/"):
        return False
    names = parameter_names(path)
    one, other = (
        {given.name: parameter_value(contract, of, given) for given in of.parameters_in("path") if given.name in names}
        for of in (operation, removal)
    )
    return one == other


def _making(operations: Sequence[Operation]) -> frozenset[str]:
    """The ids of operations that may create a resource: each is a POST to the name of a collection, such as `crates` if
    there is a path that ends with `crates/{id}`.  Others, such as one that logs out, create nothing.
    """
    paths = [operation.path.rstrip("/").split("/") for operation in operations]
    names = {path[-2] for path in paths if path[-1].endswith("}") and len(path) > 1}
    posts = ((each, path[-1]) for each, path in zip(operations, paths, strict=True) if each.method == "post")
    return frozenset(each.operation_id for each, name in posts if name in names)


def _with_ids(contract: Contract, operation: Operation, ids: Ids, *, is_sparse: bool) -> Operation | None:
    """The operation with known ids in its sample; None if that changes nothing."""
    values = ids.values_for(operation)
    parameters = tuple(_with_value(contract, operation, parameter, values) for parameter in operation.parameters)
    found = msgspec.structs.replace(operation, parameters=parameters)
    given = sample_body(contract, operation)
    if given is not None and is_json(given[0].name):
        media, body = given
        if is_sparse and not media.examples:
            body = Generator(contract.schemas, operation.operation_id, turns=_SPARSE).value(media.schema)
        body = ids.in_body(operation, body, media.schema)
        found = with_body(found, media, body) if body != given[1] else found
    return found if found != operation else None


def _with_value(contract: Contract, operation: Operation, parameter: Parameter, values: Mapping[str, Any]) -> Parameter:
    given = values.get(parameter.name) if parameter.is_required else None
    if given is None or given == parameter_value(contract, operation, parameter):
        return parameter
    return msgspec.structs.replace(parameter, example=given)

"""The further media types of request bodies: the samples use one media type, and each other one gets its own sample."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterator, Sequence
from itertools import zip_longest
from typing import Any

import msgspec

from speclift.contract.records import Contract, MediaType, Operation
from speclift.contract.sample_values import body_type, is_unmade, sample_body
from speclift.contract.serialization.writing import body_of
from speclift.fuzz.deadline import Deadline
from speclift.fuzz.documents.run_document import document_of
from speclift.fuzz.engine.adapter import load
from speclift.fuzz.engine.cases import Cases
from speclift.fuzz.engine.run_settings import Settings
from speclift.fuzz.runs.collector import SAMPLES
from speclift.fuzz.runs.learning import LEARNING
from speclift.fuzz.runs.record import Record
from speclift.fuzz.runs.samples import Samples
from speclift.fuzz.transport.gate import Gate
from speclift.fuzz.transport.session import written_as_bytes
from speclift.openapi.structure.media_types import FORM, FORM_DATA, is_json, is_multipart, is_range, is_xml, plain_kind

#: The media types besides JSON of which a body can be made.
_MADE = (FORM, FORM_DATA, "text/plain")


def send_further(
    contract: Contract,
    settings: Settings,
    gate: Gate,
    record: Record,
    samples_of: Callable[[Cases], Samples],
    share: Deadline,
    learned: Container[str],
) -> None:
    """Send one sample of each further media type, as long as `share` is not over.

    `learned` are the ids of the operations whose sample is not the documented one.
    """
    unsent = 0
    for operations in _rounds(contract, record.operations):
        if share.is_over:
            unsent += len(operations)
            continue
        names = [media.name for operation in operations if (media := body_type(operation))]
        with written_as_bytes(names):
            schema = load(document_of(contract, operations, ()), settings, gate)
            samples = samples_of(Cases(contract, schema))
            for operation in operations:
                if share.is_over:
                    unsent += 1
                else:
                    samples.send(operation, LEARNING if operation.operation_id in learned else SAMPLES)
    if unsent:
        text = f"{SAMPLES}: no time was left for requests with {unsent} further media types: raise --max-time"
        record.collector.problems[text] = None


def _rounds(contract: Contract, operations: Sequence[Operation]) -> Iterator[Sequence[Operation]]:
    """The operations with their second media type, then with their third, and so on."""
    for found in zip_longest(*(tuple(_narrowed(contract, operation)) for operation in operations)):
        yield [operation for operation in found if operation is not None]


def _narrowed(contract: Contract, operation: Operation) -> Iterator[Operation]:
    """The operation with only one media type for its body, for each further one that has or can get a sample."""
    usual = body_type(operation)
    if operation.body is None or usual is None:
        return
    known = {plain_kind(usual.name)}
    for media in operation.body.media_types:
        kind = plain_kind(media.name)
        if kind in known or is_range(kind) or is_unmade(kind):
            continue
        known.add(kind)
        if is_json(kind) and is_json(usual.name) and not media.examples and media.schema == usual.schema:
            media = msgspec.structs.replace(media, examples=usual.examples)
        if media.examples or (media.schema is not None and (is_json(kind) or kind in _MADE)):
            found = _with(operation, media)
            yield from (_with(operation, given) for given in _written(contract, found, media))


def _written(contract: Contract, operation: Operation, media: MediaType) -> Iterator[MediaType]:
    """The media type with a sample that can be sent; nothing if there is none.

    A text becomes bytes: otherwise the engine would write a text that is XML already as XML once more.
    """
    sample = sample_body(contract, operation)
    value = sample[1] if sample else None
    kind = plain_kind(media.name)
    if is_json(kind):
        yield media
    elif kind == FORM or is_multipart(kind):
        if isinstance(value, dict) and _has_form(value.values()):
            yield media
    elif media.examples and isinstance(value, str | int | float):
        yield msgspec.structs.replace(media, examples={"": body_of(media, value)[1]})
    elif isinstance(value, str) or (isinstance(value, dict) and is_xml(kind)):
        yield media


def _has_form(fields: Collection[Any]) -> bool:
    """Whether a form can have these fields: at least one has a value, and none is a list of lists."""
    lists = (item for item in fields if isinstance(item, list))
    return any(item not in (None, []) for item in fields) and not any(
        isinstance(x, list) for item in lists for x in item
    )


def _with(operation: Operation, media: MediaType) -> Operation:
    assert operation.body is not None
    return msgspec.structs.replace(operation, body=msgspec.structs.replace(operation.body, media_types=(media,)))

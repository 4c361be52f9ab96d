"""Samples of the document that do not fit their own schema: the mock still responds with them, and reports them when
it starts.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from speclift.contract.records import Contract, json_of
from speclift.contract.validators import Validator, Validators
from speclift.errors import SourceError
from speclift.openapi.structure.nodes import Json


class FaultySample(msgspec.Struct, frozen=True):
    """A sample and its fault: the label of the operation, the status, the place in the sample, and what is wrong."""

    operation: str
    status: str
    pointer: str
    message: str

    def __str__(self) -> str:
        place = f" at {self.pointer}" if self.pointer else ""
        return f"the sample of {self.operation} {self.status} does not fit its schema{place}: {self.message}"


def faulty_samples(contract: Contract, validators: Validators) -> Iterator[FaultySample]:
    """The first fault of each faulty response sample, in the order of the document."""
    known: dict[int, Validator | None] = {}
    for operation in contract.operations:
        for response in operation.responses:
            # The media types of a response mostly show the same sample.
            seen: list[tuple[Json, object]] = []
            for media in json_of(response.media_types):
                if media.schema is None:
                    continue
                for value in media.examples.values():
                    if any(schema == media.schema and value == shown for schema, shown in seen):
                        continue
                    seen.append((media.schema, value))
                    validator = _validator(validators, media.schema, known)
                    if validator is not None and not validator.accepts(value):
                        fault = next(validator.faults(value))
                        yield FaultySample(operation.label, response.status, fault.pointer, fault.message)


def _validator(validators: Validators, schema: Json, known: dict[int, Validator | None]) -> Validator | None:
    """The validator of a schema, None if it is not a valid schema. The document outlives `known`, so that its keys, ids
    of schemas, stay unique.
    """
    if id(schema) not in known:
        try:
            known[id(schema)] = validators.of(schema)
        except SourceError:
            known[id(schema)] = None
    return known[id(schema)]

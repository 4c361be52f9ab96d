"""Requests with integers that the document allows, and that do not fit into 64 bits.

JSON and JSON Schema set no limit for integers (RFC 8259, section 6), but databases do, and a server that does not look
fails in its database.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from speclift.contract.read_write_only import READ_ONLY, is_marked
from speclift.contract.records import Contract, Operation
from speclift.contract.sample_values import sample_body
from speclift.contract.shapes import parts_of, properties_of, types_of
from speclift.fuzz.exchange import Exchange
from speclift.fuzz.transport.sender import Sender
from speclift.openapi.structure.media_types import is_json
from speclift.openapi.structure.nodes import Json

#: The least integer that is too large for a signed one of 64 bits.
LARGE = 2**63
#: Keywords that may forbid some integers.
_LIMITS = frozenset({"maximum", "exclusiveMaximum", "format", "enum", "const", "multipleOf", "not", "if"})


def large_integers(operation: Operation, sender: Sender) -> Iterator[Exchange]:
    """Send large integers in the path, then in the query and the body, wherever the document allows any integer.

    An unknown id in the path is often refused before anything else is read, so it has a request of its own.
    """
    contract = sender.contract
    free = {
        location: {p.name: LARGE for p in operation.parameters_in(location) if _is_any_integer(p.schema, contract)}
        for location in ("path", "query")
    }
    if free["path"]:
        yield sender.send(operation, sender.sample(operation, values=free["path"]))
    body = _body(operation, contract)
    if free["query"] or body is not None:
        yield sender.send(operation, sender.sample(operation, values=free["query"], body=body))


def _body(operation: Operation, contract: Contract) -> Json | None:
    """The sample of a JSON body with large integers at its top; None where the body takes none there."""
    sample = sample_body(contract, operation)
    if sample is None or not is_json(sample[0].name) or not isinstance(sample[1], dict):
        return None
    body: Json = sample[1]
    large = {
        name: LARGE
        for name, schema in properties_of(sample[0].schema, contract.schemas).items()
        if _is_any_integer(schema, contract) and not is_marked(schema, READ_ONLY, contract.schemas)
    }
    return {**body, **large} if large else None


def _is_any_integer(schema: Any, contract: Contract) -> bool:
    """Whether a schema allows every integer, and nothing else but null."""
    if "integer" not in (types := types_of(schema, contract.schemas)) or types - {"integer", "null"}:
        return False
    return all(_LIMITS.isdisjoint(part) for part in parts_of(schema, contract.schemas))

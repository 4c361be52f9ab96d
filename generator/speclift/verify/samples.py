"""Requests of documented samples, and variants that show which of two documents is right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import msgspec

from speclift.contract.records import Contract, Operation, Parameter
from speclift.contract.sample_request import sample_request
from speclift.fuzz.exchange import Request
from speclift.fuzz.runs.ids import Ids

#: The location of a parameter, and its name; the names of headers ignore case (RFC 9110, section 5.1).
Key: TypeAlias = tuple[str, str]


def request_of(contract: Contract, operation: Operation, url: str, credentials: Mapping[str, str]) -> Request:
    """The documented sample of an operation: what it requires, and its body."""
    # Only the credentials of the run identify the sender.
    found = sample_request(contract, msgspec.structs.replace(operation, security=()))
    headers = {**found.headers, **credentials}
    cookies = [fields["Cookie"] for fields in (found.headers, credentials) if "Cookie" in fields]
    if cookies:
        headers["Cookie"] = "; ".join(cookies)
    return Request(found.method, f"{url.rstrip('/')}{found.target}", headers, found.body or b"")


def removable(operation: Operation) -> dict[Key, Parameter]:
    """The parameters outside of the path: a request can be sent without them."""
    return {item.key: item for item in operation.parameters if item.location in ("query", "header", "cookie")}


def without(operation: Operation, key: Key) -> Operation:
    """The operation without a parameter."""
    return msgspec.structs.replace(
        operation, parameters=tuple(item for item in operation.parameters if item.key != key)
    )


def given(operation: Operation, parameter: Parameter, value: Any) -> Operation:
    """The operation with this value for a parameter."""
    shown = msgspec.structs.replace(parameter, is_required=True, example=value)
    return msgspec.structs.replace(operation, parameters=(*without(operation, parameter.key).parameters, shown))


def with_id(operation: Operation, ids: Ids) -> Operation | None:
    """The operation with the id of a resource that a list of the server shows; None where none is known."""
    known = ids.of_collection(operation)
    asked = [item for item in operation.parameters_in("path") if known and item.name == known[0]]
    return given(operation, asked[0], known[1]) if known and asked else None


def members(contract: Contract, parameter: Parameter) -> tuple[Any, ...]:
    """The members of the enumeration that a parameter's schema is; none where it is not an enumeration."""
    schema = contract.schema_of(parameter.schema)
    found = schema.get("enum", ())
    return tuple(value for value in found if isinstance(value, str | int | float))

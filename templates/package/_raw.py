"""The answer of a call as it came, on demand."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

import httpx

from ._call import Call, adapter
from ._errors import ParseError
from ._strict import unknown

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RawResponse(Generic[T]):
    """An answer with its status, header fields and body. `parse` gives what the call itself would have returned."""

    call: Call[Any]
    http: httpx.Response
    strict: bool = False

    @property
    def status(self) -> int:
        """The status code."""
        return self.http.status_code

    @property
    def headers(self) -> httpx.Headers:
        """The header fields."""
        return self.http.headers

    @property
    def content(self) -> bytes:
        """The body as it came."""
        return self.http.content

    def parse(self) -> T:
        """The body as the type that the operation promises.  Raises ParseError."""
        return cast(T, parsed(self.call, self.http, strict=self.strict))


#: Where a call leaves its answer instead of parsing it; None outside of `Client.raw`.
SINK: ContextVar[list[RawResponse[Any]] | None] = ContextVar("SINK", default=None)


def parsed(call: Call[Any], response: httpx.Response, *, strict: bool) -> Any:
    """The body of an answer as the type of its call; None where there is nothing to read.  Raises ParseError."""
    if call.parses is None or response.status_code in (204, 205):
        return None
    if call.parses is str and not ("json" in call.accept and "json" in response.headers.get("Content-Type", "")):
        return response.text
    try:
        found = adapter(call.parses).validate_json(response.content)
    except ValueError as error:
        message = f"{call.operation}: the answer is not what the reference promises: {error}"
        raise ParseError(message, operation=call.operation, response=response) from error
    if strict and (place := unknown(found)):
        message = f"{call.operation}: {place}, which the reference does not know"
        raise ParseError(message, operation=call.operation, response=response)
    return found

"""The response to a call: as received, on demand, and as the type that the reference gives it.

Files are never held in memory as a whole.
"""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from types import UnionType
from typing import Any, Generic, Literal, TypeVar, Union, cast, get_args, get_origin

import httpx

from ._call import Call
from ._closing import AsyncOpenAnswer, OpenAnswer
from ._errors import ParseError
from ._models import Problem, reader

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RawResponse(Generic[T]):
    """A response with its status, headers and body. `parse` returns what the call itself would have returned."""

    call: Call[Any]
    http: httpx.Response
    strict: bool | None = None

    @property
    def status(self) -> int:
        """The status code."""
        return self.http.status_code

    @property
    def headers(self) -> httpx.Headers:
        """The headers."""
        return self.http.headers

    @property
    def content(self) -> bytes:
        """The body as received."""
        return self.http.content

    def parse(self) -> T:
        """The body as the type that the reference gives it.  Raises ParseError where it is not of that type."""
        return cast(T, parsed(self.call, self.http, strict=self.strict))


#: The list that a call appends its response to instead of parsing it; None outside of `Client.raw`.
SINK: ContextVar[list[RawResponse[Any]] | None] = ContextVar("SINK", default=None)


def _keys(status: int) -> tuple[str, ...]:
    """How a document names a status: by its number, or by its class (`4XX`)."""
    return str(status), f"{status // 100}XX", f"{status // 100}xx"


def documented(types: Mapping[str, Any], response: httpx.Response) -> Any:
    """The type of a response in a table: that of its status and media type, else of its status; None without one."""
    status = next((key for key in _keys(response.status_code) if key in types), "default")
    return types.get(f"{status} {media_type_of(response)}", types.get(status))


def is_success(call: Call[Any], response: httpx.Response) -> bool:
    """Whether the operation was done.

    A redirect that the reference has as the only result of a call that writes is a success: it need not be followed.
    """
    is_written = call.method not in ("GET", "HEAD") and response.has_redirect_location
    return response.is_success or (is_written and any(key in call.answers for key in _keys(response.status_code)))


def media_type_of(response: httpx.Response) -> str:
    """The media type of a response, without parameters; empty where it names none."""
    found: str = response.headers.get("Content-Type", "")
    return found.partition(";")[0].strip().lower()


def parsed(
    call: Call[Any],
    response: httpx.Response,
    *,
    strict: bool | None,
    hook: Callable[[str, Problem], None] | None = None,
) -> Any:
    """The body of a response as the type of its call, by its media type; None where there is nothing to read.

    Raises ParseError where it is not of that type.
    """
    kind = call.parses
    if call.answers:
        kind = documented(call.answers, response)
        if kind is None and str(response.status_code) not in call.answers:
            kind = call.parses
    if kind is None or response.status_code in (204, 205) or response.request.method == "HEAD":
        return None
    media_type = media_type_of(response)
    if kind is bytes:
        return response.content
    is_json = not media_type or media_type.endswith(("/json", "+json"))
    members = get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)
    if not response.content and (type(None) in members or (is_json and Any in members)):
        return None
    if not is_json and Any in members:
        return response.text if _is_text(media_type) else response.content
    if not is_json and bytes in members and not _is_text(media_type):
        return response.content
    if not is_json and str in members:
        return response.text
    if kind is str and "json" not in call.accept:
        return response.text
    if not is_json and "json" not in call.accept and all(map(_is_of_text, members)):
        return typed(call, response, json.dumps(response.text), kind, strict=strict, hook=hook)
    return typed(call, response, response.content, kind, strict=strict, hook=hook)


def typed(
    call: Call[Any],
    response: httpx.Response,
    content: bytes | str,
    kind: Any,
    *,
    strict: bool | None,
    hook: Callable[[str, Problem], None] | None = None,
) -> Any:
    """JSON of a response as a type, as far as it fits.  Raises ParseError where it does not."""
    try:
        found = reader(kind).validate_json(content)
    except ValueError as error:
        message = f"{call.operation}: the response is not as the reference says: {error}"
        body = content if isinstance(content, str) else None
        failure = ParseError(message, operation=call.operation, response=response, body=body)
        if strict:
            raise failure from error
        found = _as_far_as_it_fits(call, content, kind, failure, error, strict=strict, hook=hook)
    if strict:
        from ._reading import unknown

        place = unknown(found)
        if not place:
            return found
        message = f"{call.operation}: {place}, which differs from the reference"
        raise ParseError(message, operation=call.operation, response=response)
    return found


def _as_far_as_it_fits(
    call: Call[Any],
    content: bytes | str,
    kind: Any,
    failure: ParseError,
    error: ValueError,
    *,
    strict: bool | None,
    hook: Callable[[str, Problem], None] | None,
) -> Any:
    # Only here, since responses that fit do not need it.
    from ._reading import Lenient

    try:
        value = json.loads(content)
    except ValueError:
        raise failure from error
    lenient = Lenient()
    found = lenient.read(kind, value)
    if lenient.is_other and strict is None:
        raise failure from error
    if hook:
        for problem in lenient.problems:
            hook(call.operation, problem)
    return found


def error_body(call: Call[Any], response: httpx.Response) -> Any:
    """The body of an error as the type of its status and media type; None without a type or where it differs."""
    kind = documented(call.errors, response)
    if kind is None or not response.content:
        return None
    try:
        return reader(kind).validate_json(response.content)
    except ValueError:
        from ._reading import Lenient

        try:
            lenient = Lenient()
            found = lenient.read(kind, response.json())
        except ValueError:
            return None
        return None if lenient.is_other else found


def _is_of_text(kind: Any) -> bool:
    """Whether the values of a type are strings: an enumeration of them, or a single one."""
    if get_origin(kind) is Literal:
        return all(isinstance(value, str) for value in get_args(kind))
    return kind is type(None) or (isinstance(kind, type) and issubclass(kind, str))


def _is_text(media_type: str) -> bool:
    return media_type.startswith("text/") or media_type.endswith(("/xml", "+xml", "/csv", "/yaml", "/x-yaml", "+yaml"))


class Download(OpenAnswer):
    """A file from a response. Read it once, with `read`, `save` or `chunks`; each of them closes it."""

    def read(self) -> bytes:
        """The whole file."""
        with self:
            return self.response.read()

    def save(self, path: str | os.PathLike[str]) -> int:
        """Write the file to a path in chunks, and return its length in bytes."""
        length = 0
        with self, open(path, "wb") as stream:
            for chunk in self.response.iter_bytes():
                length += stream.write(chunk)
        return length

    def chunks(self) -> Iterator[bytes]:
        """The file in chunks."""
        with self:
            yield from self.response.iter_bytes()


class AsyncDownload(AsyncOpenAnswer):
    """A file from a response. Read it once, with `read`, `save` or `chunks`; each of them closes it."""

    async def read(self) -> bytes:
        """The whole file."""
        async with self:
            return await self.response.aread()

    async def save(self, path: str | os.PathLike[str]) -> int:
        """Write the file to a path in chunks, and return its length in bytes."""
        import anyio

        length = 0
        async with self, await anyio.open_file(path, "wb") as stream:
            async for chunk in self.response.aiter_bytes():
                length += await stream.write(chunk)
        return length

    async def chunks(self) -> AsyncIterator[bytes]:
        """The file in chunks."""
        async with self:
            async for chunk in self.response.aiter_bytes():
                yield chunk

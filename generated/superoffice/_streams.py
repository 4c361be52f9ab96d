"""Responses that come value by value, as server-sent events or lines of JSON; each value is returned on arrival."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar, cast

import httpx

from ._call import Call
from ._closing import AsyncOpenAnswer, OpenAnswer
from ._errors import failure
from ._models import Problem
from ._raw import media_type_of, typed

T = TypeVar("T")

EVENT_STREAM = "text/event-stream"

#: The first characters of JSON objects, arrays and strings.
_BEGINNINGS = ("{", "[", '"')

#: A function that is called with each place of a value that differs from the reference.
Hook: TypeAlias = Callable[[str, Problem], None] | None

#: The data of the last event of some servers.
_DONE = "[DONE]"


@dataclass(frozen=True, slots=True)
class ServerSentEvent:
    """An event as received (HTML Standard, section 9.2).

    Attributes:
        data: The data of the event.
        event: Its name.
        id: The last id that the server gave; empty where it gave none.
        retry: Milliseconds to wait before connecting again; None where the server gave none.
    """

    data: str
    event: str = "message"
    id: str = ""
    retry: int | None = None


class EventDecoder:
    """Makes events from lines."""

    def __init__(self) -> None:
        self._data: list[str] = []
        self._event = ""
        self._id = ""
        self._retry: int | None = None

    def take(self, line: str) -> ServerSentEvent | None:
        """The event that a line completes; None where it completes none."""
        if not line:
            return self._ended()
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
        elif name == "event":
            self._event = value
        elif name == "id" and "\0" not in value:
            self._id = value
        elif name == "retry" and value.isascii() and value.isdigit():
            self._retry = int(value)
        return None

    def _ended(self) -> ServerSentEvent | None:
        data, event = self._data, self._event
        self._data, self._event = [], ""
        if not data:
            return None
        return ServerSentEvent("\n".join(data), event or "message", self._id, self._retry)


class LineSplitter:
    """Makes lines from pieces of text; a line ends with LF, and if `carriage_returns` with CR or both (HTML, 9.2.5)."""

    def __init__(self, *, carriage_returns: bool) -> None:
        self._rest = ""
        self._is_first = True
        self._carriage_returns = carriage_returns

    def take(self, text: str) -> list[str]:
        """The lines that a piece of text completes."""
        if self._is_first and text:
            text = text.removeprefix("\ufeff")
            self._is_first = False
        text = self._rest + text
        held = ""
        if self._carriage_returns:
            if text.endswith("\r"):
                # The next piece may begin with the LF that belongs to it.
                text, held = text[:-1], "\r"
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        *lines, rest = text.split("\n")
        self._rest = rest + held
        return lines

    def end(self) -> str:
        """The text after the last line end."""
        return self._rest


class _Decoding(Generic[T]):
    """Makes values from the text of a response."""

    def __init__(self, call: Call[Any], response: httpx.Response, strict: bool | None, hook: Hook) -> None:
        self.operation = call.operation
        self._call = call
        self._kind = call.streams
        self._response = response
        self._strict = strict
        self._hook = hook
        self.is_events = media_type_of(response) == EVENT_STREAM
        self._lines = LineSplitter(carriage_returns=self.is_events)
        self._events = EventDecoder()

    def events(self, text: str) -> Iterator[ServerSentEvent]:
        """The events that a piece of text completes; a line of JSON counts as an event."""
        yield from self._events_of(self._lines.take(text))

    def last(self) -> Iterator[ServerSentEvent]:
        """The last line of JSON, which need not end with a line end; an event without its end is dropped."""
        if not self.is_events:
            yield from self._events_of([self._lines.end()])

    def _events_of(self, lines: Iterable[str]) -> Iterator[ServerSentEvent]:
        for line in lines:
            if self.is_events:
                event = self._events.take(line)
            else:
                # A record of a JSON text sequence begins with a record separator (RFC 7464).
                record = line.strip().lstrip("\x1e").strip()
                event = ServerSentEvent(record) if record else None
            if event is not None:
                yield event

    def is_empty(self, event: ServerSentEvent) -> bool:
        """Whether an event has no value where values are JSON: some servers send these to keep the connection open."""
        return self._kind not in (str, Any) and not event.data.strip()

    def value(self, event: ServerSentEvent) -> T:
        """The value of an event.  Raises ParseError where it does not fit."""
        if self._kind is str and self.is_events:
            return cast(T, event.data)
        if self._kind is Any and not event.data.lstrip().startswith(_BEGINNINGS):
            return cast(T, event.data)
        found = typed(self._call, self._response, event.data, self._kind, strict=self._strict, hook=self._hook)
        return cast(T, found)


def comes_in_parts(call: Call[Any], response: httpx.Response) -> bool:
    """Whether the values of a response come one after the other, by its media type."""
    media_type = media_type_of(response)
    documented = [part.strip() for part in call.accept.split(",")[1:]]
    return call.streams is not None and (media_type == EVENT_STREAM or media_type in documented)


class EventStream(OpenAnswer, Generic[T]):
    """Values that come one after the other, each returned on arrival. Leaving the loop or `close` ends the stream."""

    def __init__(
        self, call: Call[Any], response: httpx.Response, *, strict: bool | None = None, hook: Hook = None
    ) -> None:
        super().__init__(response)
        self._decoding: _Decoding[T] = _Decoding(call, response, strict, hook)

    def events(self) -> Iterator[ServerSentEvent]:
        """The events as received, with their names and ids."""
        try:
            for text in self.response.iter_text():
                yield from self._decoding.events(text)
            yield from self._decoding.last()
        except httpx.TransportError as error:
            raise failure(error, self._decoding.operation) from error
        finally:
            self.close()

    def __iter__(self) -> Iterator[T]:
        events = self.events()
        try:
            for event in events:
                if event.data == _DONE:
                    return
                if not self._decoding.is_empty(event):
                    yield self._decoding.value(event)
        finally:
            self.close()


class AsyncEventStream(AsyncOpenAnswer, Generic[T]):
    """Values that come one after the other, each returned on arrival. `aclose` ends the stream."""

    def __init__(
        self, call: Call[Any], response: httpx.Response, *, strict: bool | None = None, hook: Hook = None
    ) -> None:
        super().__init__(response)
        self._decoding: _Decoding[T] = _Decoding(call, response, strict, hook)

    async def events(self) -> AsyncIterator[ServerSentEvent]:
        """The events as received, with their names and ids."""
        try:
            async for text in self.response.aiter_text():
                for event in self._decoding.events(text):
                    yield event
            for event in self._decoding.last():
                yield event
        except httpx.TransportError as error:
            raise failure(error, self._decoding.operation) from error
        finally:
            await self.aclose()

    async def __aiter__(self) -> AsyncIterator[T]:
        try:
            async for event in self.events():
                if event.data == _DONE:
                    return
                if not self._decoding.is_empty(event):
                    yield self._decoding.value(event)
        finally:
            await self.aclose()

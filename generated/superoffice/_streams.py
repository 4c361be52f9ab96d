"""Answers that come value by value: server-sent events and lines of JSON, each handed over when it is there."""

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

#: How JSON begins that is an object, a list or a text.
_BEGINNINGS = ("{", "[", '"')

#: Told of each place of a value that is not as the reference says.
Hook: TypeAlias = Callable[[str, Problem], None] | None

#: The data by which some servers say that nothing follows.
_DONE = "[DONE]"


@dataclass(frozen=True, slots=True)
class ServerSentEvent:
    """An event as it came (HTML Standard, section 9.2).

    Attributes:
        data: The text of the event.
        event: Its name.
        id: The last id that the server gave, empty where it gave none.
        retry: Milliseconds to wait before connecting again, where the server says it.
    """

    data: str
    event: str = "message"
    id: str = ""
    retry: int | None = None


class EventDecoder:
    """Makes events of lines."""

    def __init__(self) -> None:
        self._data: list[str] = []
        self._event = ""
        self._id = ""
        self._retry: int | None = None

    def take(self, line: str) -> ServerSentEvent | None:
        """The event that a line ends, if it ends one."""
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
    """Makes lines of text that comes in pieces; each ends with CR, LF or both (HTML Standard, section 9.2.5)."""

    def __init__(self, *, carriage_returns: bool) -> None:
        self._rest = ""
        self._is_first = True
        self._carriage_returns = carriage_returns

    def take(self, text: str) -> list[str]:
        """The lines that a piece completes."""
        if self._is_first and text:
            text = text.removeprefix("\ufeff")
            self._is_first = False
        text = self._rest + text
        held = ""
        if self._carriage_returns:
            if text.endswith("\r"):
                # The LF behind it may come with the next piece.
                text, held = text[:-1], "\r"
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        *lines, rest = text.split("\n")
        self._rest = rest + held
        return lines

    def end(self) -> str:
        """The text after the last end of a line."""
        return self._rest


class _Decoding(Generic[T]):
    """Makes values of the text of an answer."""

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
        """The events that a piece of text completes; each line of JSON counts as one."""
        yield from self._events_of(self._lines.take(text))

    def last(self) -> Iterator[ServerSentEvent]:
        """The line of JSON that nothing ends; an event that nothing ends is not complete, and none."""
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
        """Whether an event has no value where values are JSON: some servers keep a connection open by such."""
        return self._kind not in (str, Any) and not event.data.strip()

    def value(self, event: ServerSentEvent) -> T:
        """What an event says.  Raises ParseError."""
        if self._kind is str and self.is_events:
            return cast(T, event.data)
        if self._kind is Any and not event.data.lstrip().startswith(_BEGINNINGS):
            return cast(T, event.data)
        found = typed(self._call, self._response, event.data, self._kind, strict=self._strict, hook=self._hook)
        return cast(T, found)


def comes_in_parts(call: Call[Any], response: httpx.Response) -> bool:
    """Whether the values of an answer come one after the other, by the media type that it has."""
    media_type = media_type_of(response)
    documented = [part.strip() for part in call.accept.split(",")[1:]]
    return call.streams is not None and (media_type == EVENT_STREAM or media_type in documented)


class EventStream(OpenAnswer, Generic[T]):
    """Values that come one after the other, each handed over when it is there. Leaving the loop or `close` ends it."""

    def __init__(
        self, call: Call[Any], response: httpx.Response, *, strict: bool | None = None, hook: Hook = None
    ) -> None:
        super().__init__(response)
        self._decoding: _Decoding[T] = _Decoding(call, response, strict, hook)

    def events(self) -> Iterator[ServerSentEvent]:
        """The events themselves, with their names and ids."""
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
    """Values that come one after the other, each handed over when it is there. `aclose` ends it."""

    def __init__(
        self, call: Call[Any], response: httpx.Response, *, strict: bool | None = None, hook: Hook = None
    ) -> None:
        super().__init__(response)
        self._decoding: _Decoding[T] = _Decoding(call, response, strict, hook)

    async def events(self) -> AsyncIterator[ServerSentEvent]:
        """The events themselves, with their names and ids."""
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

"""HTTP/1.1 on one connection that withstands a bad client: the memory that it takes is bounded.

A client may send many requests without waiting for responses (RFC 9112, section 9.3.2), and need not read the
responses. So the input is parsed in slices, and nothing is parsed while a request waits for its turn, or while the
client leaves a response unread. A little is still read meanwhile: only who reads learns that a connection was reset.
"""

from __future__ import annotations

import asyncio

import httptools
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT, FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from speclift.http.asgi import Application

#: Seconds that a client has to send the head of a request.
SLOWEST_HEAD = 10
#: Bytes that are parsed in one step.  The shortest request has 26, so no more than 40 requests wait for their turn.
_SLICE = 2**10
#: From this number of bytes on that were read but not parsed, nothing more of their connection is read.
_MOST_AHEAD = 4 * 2**10
#: The most bytes in which no head, body or request ends. The application decides whether a complete head is too large.
_LARGEST_HEAD = 128 * 2**10
#: The most headers of an unfinished head; each takes some hundred bytes of memory.
_MOST_HEADERS = 1000
#: The most bytes of all connections together that were read but not parsed, and the most of unread responses. Those of
#: connections that are still read may exceed it: they are few.
MOST_UNPARSED = 64 * 2**20
MOST_UNREAD = 256 * 2**20
#: The most memory of the unfinished heads and trailers of all connections together, and what each header takes besides
#: its text. Those of a connection are counted again each time that they have grown by `_GROWTH`.
MOST_UNFINISHED = 64 * 2**20
_OF_A_HEADER = 200
_GROWTH = 16 * 2**10
#: Writes of at most this size are not counted one by one.
_SMALL = 4096
#: A client that reads fewer bytes per second than this, for this number of seconds, is disconnected.
SLOWEST_READER = 1024
LONGEST_READ = 30

_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
#: Seconds between two checks of a connection.
LOOK = SLOWEST_HEAD / 2


class PatientProtocol(HttpToolsProtocol):
    """HTTP/1.1 that disconnects clients whose request head takes too long or grows too large, and those that do not
    read a response. It checks a connection now and then: a timer for each request would cost as much as the response.
    """

    #: When the wait for the head of a request began; None while no head is awaited.
    _since: float | None = None
    #: Whether the last input ended a head or contained a part of a body, and the bytes since an input did.
    _has_progress = False
    _size = 0
    #: The memory of its unfinished head or trailers when they were counted last.
    _unfinished = 0
    _watch: asyncio.TimerHandle | None = None
    #: The request that is being answered, and the input that is not parsed yet.
    _running: RequestResponseCycle | None = None
    _unparsed = b""
    #: Whether the client sends nothing more, though requests of it wait.
    _is_ended = False
    #: A response is complete, but the client has not read enough of it for the next one to start.
    _is_owed = False
    #: Whether the client leaves so much unread that nothing more is written, and since when.
    _is_stuck = False
    _last_stuck = 0.0
    #: How much the client had read at the last check, and for how long it has been slow.
    _taken = 0
    _slow_for = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._writer = _Writer(transport)
        super().connection_made(self._writer)
        self.flow = _Flow(transport, self)
        self._since = self.loop.time()
        if self.limit_concurrency and len(self.connections) > 2 * self.limit_concurrency:
            transport.abort()
        else:
            self._check()

    @property
    def is_full(self) -> bool:
        """Whether nothing more may be read for now."""
        return len(self._unparsed) >= _MOST_AHEAD or (self._is_ended and self._has_requests)

    @property
    def _has_requests(self) -> bool:
        """Whether requests wait for their turn."""
        return bool(self._unparsed or self.pipeline)

    def data_received(self, data: bytes) -> None:
        if self._since is None and (self.cycle is None or self.cycle.response_complete):
            self._since = self.loop.time()
        if len(data) <= _SLICE and not (self._has_requests or self._is_stuck):
            size = self._parse(data)
            if size == len(data):
                return
            data = data[size:]
        self._unparsed += data
        self._go_on()
        # Without the first condition, each of many small packets would cause a look at all connections.
        if self.is_full and sum(len(each._unparsed) for each in self._connections()) > MOST_UNPARSED:
            self.transport.abort()

    def eof_received(self) -> bool:  # type: ignore[override]
        """Keep a connection on which requests wait: their client may still read the responses."""
        self._is_ended = self._has_requests
        if self._is_ended:
            self.flow.pause_reading()
        return self._is_ended

    def _go_on(self) -> None:
        """Parse what was read, up to a request that has to wait."""
        data, at = self._unparsed, 0
        view = memoryview(data)
        while at < len(data) and not self.pipeline and not self._is_stuck and not self.transport.is_closing():
            at += self._parse(view[at : at + _SLICE])
        self._unparsed = b"" if self.transport.is_closing() else data[at:]
        if self.is_full:
            self.flow.pause_reading()
        elif self.cycle is None or len(self.cycle.body) <= HIGH_WATER_LIMIT:
            self.flow.resume_reading()

    def _parse(self, data: bytes | memoryview) -> int:
        """Parse a few bytes, and return how many were taken."""
        self._unset_keepalive_if_required()
        self._has_progress = False
        size = len(data)
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            # Only HTTP is offered, so the following bytes are HTTP too (RFC 9110, section 7.8).
            self._has_progress = True
            size = upgrade.args[0]
            if not size:
                self.transport.close()
        except httptools.HttpParserError:
            self.send_400_response("Invalid HTTP request received.")
            return size
        self._size = 0 if self._has_progress else self._size + size
        headers = 0 if self._has_progress else len(self.headers or ())
        is_too_large = self._size > _LARGEST_HEAD or headers > _MOST_HEADERS or self._is_one_too_many(headers)
        if is_too_large and not self.transport.is_closing():
            if self.cycle is None or self.cycle.response_complete:
                self.transport.write(_TOO_LARGE)
            self.transport.close()
        return size

    def _is_one_too_many(self, headers: int) -> bool:
        """Whether the unfinished heads of all connections take too much memory together, and this one still grows."""
        if self._has_progress:
            self._unfinished = 0
            return False
        taken = self._size + _OF_A_HEADER * headers
        if taken < self._unfinished + _GROWTH:
            return False
        self._unfinished = taken
        return sum(each._unfinished for each in self._connections()) > MOST_UNFINISHED

    def on_headers_complete(self) -> None:
        self._since = None
        self._has_progress = True
        super().on_headers_complete()
        # Trailers are not headers (RFC 9110, section 6.5.1): they are dropped.
        self.headers = []
        # The base class stops reading at the first request that waits.
        self.flow.resume_reading()

    def on_body(self, body: bytes) -> None:
        self._has_progress = True
        super().on_body(body)

    def on_response_complete(self) -> None:
        if self._is_stuck and not self.transport.is_closing():
            # The next request is handled once this response was read: otherwise each response would wait in memory.
            self._is_owed = True
            return
        super().on_response_complete()
        if self._unparsed and not self.pipeline:
            self._go_on()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._is_stuck, self._last_stuck = True, self.loop.time()
        holding = [each for each in self._connections() if each._writer.holds]
        most = sum(each._writer.holds for each in holding)
        # The client that has waited longest is the least likely to continue reading.
        for each in sorted(holding, key=lambda each: each._last_stuck):
            if most <= MOST_UNREAD:
                break
            most -= each._writer.holds
            each.transport.abort()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._is_stuck = False
        if self._is_owed:
            self._is_owed = False
            self.on_response_complete()
        elif self._unparsed:
            self._go_on()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._watch:
            self._watch.cancel()
        self._unparsed = b""
        self._is_owed = False
        self._is_stuck = False
        self.pipeline.clear()
        if self._running:
            # The base class knows only the newest request.
            self._running.disconnected = not self._running.response_complete
            self._running.message_event.set()
        super().connection_lost(exc)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Application) -> None:  # type: ignore[override]
        self._running = cycle
        super()._start_asgi_task(cycle, app)  # type: ignore[arg-type]

    def _connections(self) -> set[PatientProtocol]:
        """All connections of the server, including this one."""
        return self.connections  # type: ignore[return-value]

    def _check(self) -> None:
        if self._since is not None and self.loop.time() - self._since >= SLOWEST_HEAD:
            self._since = None
            self.transport.close()
        if self._writer.holds:
            before, self._taken = self._taken, self._writer.taken
            self._slow_for = self._slow_for + LOOK if self._taken - before < SLOWEST_READER * LOOK else 0.0
            if self._slow_for >= LONGEST_READ:
                self.transport.abort()
                return
        self._watch = self.loop.call_later(LOOK, self._check)


class _Writer(asyncio.Transport):
    """A transport that knows how much of what was written is in memory: all of it, until the last byte is sent."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._write = transport.write
        self._unsent = transport.get_write_buffer_size
        self.close = transport.close  # type: ignore[method-assign]
        self.abort = transport.abort  # type: ignore[method-assign]
        self.is_closing = transport.is_closing  # type: ignore[method-assign]
        self.get_extra_info = transport.get_extra_info  # type: ignore[method-assign]
        self._since_empty = 0
        self._written = 0

    def write(self, data: bytes | bytearray | memoryview) -> None:
        size = len(data)
        self._written += size
        # Small writes are no burden, and most writes are small.
        if size > _SMALL:
            self._since_empty = self._since_empty + size if self._unsent() > _SMALL else size
        self._write(data)

    @property
    def holds(self) -> int:
        """The bytes that it keeps in memory."""
        unsent = self._unsent()
        return max(self._since_empty, unsent) if unsent else 0

    @property
    def taken(self) -> int:
        """The bytes that were sent so far."""
        return self._written - self._unsent()


class _Flow(FlowControl):
    """The flow of a connection, from which nothing is read while it is full."""

    def __init__(self, transport: asyncio.Transport, protocol: PatientProtocol) -> None:
        super().__init__(transport)
        self._protocol = protocol

    def resume_reading(self) -> None:
        if self.read_paused and not self._protocol.is_full:
            super().resume_reading()

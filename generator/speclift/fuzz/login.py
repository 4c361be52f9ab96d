"""The credential of a run: whether it still works, and the one that replaces it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from typing import Any, TypeAlias

import msgspec
import requests

from speclift.contract.records import Operation
from speclift.errors import UsageError
from speclift.fuzz.exchange import Exchange, Request
from speclift.fuzz.transport.sender import Sender
from speclift.openapi.structure.media_types import plain_kind

#: Returns new headers with the names of the old ones.  Raises UsageError.
Renew: TypeAlias = Callable[[], Mapping[str, str]]

#: Statuses for requests with a missing or wrong credential.
SHUT_OUT = (401, 403)
#: Refusals for other reasons: the resource, the method or the time is wrong.
_OTHER_REFUSALS = frozenset({404, 405, 406, 408, 410, 415, 425, 429})
#: After this many responses of any kind, the read that worked is sent again.
_EVERY = 50
#: After this many responses in a row that look like refusals, it is sent again.
_MOST_ALIKE = 4
#: The most reads that are tried, to find one that needs the credential and works.
_MOST_READS = 5
_MOST_NAMED = 3


class _Outcome(msgspec.Struct, frozen=True):
    """What shows in a response whether the user is known: some servers show unknown users a login page."""

    status: int
    media_type: str

    @property
    def is_open(self) -> bool:
        """Whether it is a success."""
        return 200 <= self.status <= 299


class LostCredentialError(Exception):
    """A credential that worked no longer does; the message says which calls came before."""


class Credentials:
    """The headers with the credential; requests are made with the first ones and sent with the newest."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._first = {name.lower(): value for name, value in headers.items()}
        self._newest = dict(self._first)

    def replace(self, headers: Mapping[str, str]) -> None:
        """Send these headers with all later requests."""
        self._newest |= {name.lower(): value for name, value in headers.items()}

    def refresh(self, headers: MutableMapping[str, Any]) -> None:
        """Replace the first credentials in the headers of a request by the newest.  Made-up ones stay as they are."""
        for name in list(headers):
            value, key = headers[name], name.lower()
            shown = value.decode("latin-1") if isinstance(value, bytes) else value
            if key in self._newest and shown == self._first.get(key):
                headers[name] = self._newest[key]

    def are_missing(self, headers: Mapping[str, str]) -> bool:
        """Whether there is a credential, and a request with these headers does not have it."""
        return bool(self._first) and not self.are_in(headers)

    def are_in(self, headers: Mapping[str, str]) -> bool:
        """Whether a request with these headers has the real credential."""
        shown = {name.lower(): value for name, value in headers.items()}
        return bool(self._first) and all(
            shown.get(name) in (value, self._newest[name]) for name, value in self._first.items()
        )


class Watch:
    """Sends now and then a read that worked before.  If it no longer works, the watch names what was called before."""

    def __init__(self, sender: Sender, credentials: Credentials, renew: Renew | None) -> None:
        self._sender = sender
        self._credentials = credentials
        self._renew = renew
        self._read: Operation | None = None
        #: Its response without a credential.
        self._closed = _Outcome(0, "")
        #: Operations that succeeded since the read last worked.
        self._since: dict[str, Operation] = {}
        #: The number of responses since then.
        self._responses = 0
        #: The number of responses in a row that look like refusals.
        self._alike = 0
        self._is_suspected = False
        #: What the user should know about new credentials.
        self.notes: dict[str, None] = {}

    def choose(self, operations: Sequence[Operation]) -> None:
        """Find a read that works with the credential and not without it."""
        for operation in list(_reads(operations))[:_MOST_READS]:
            try:
                opened = self._asked(operation)
                closed = self._asked(operation, with_credential=False) if opened.is_open else opened
                if _shuts_out(opened, closed):
                    self._read, self._closed = operation, closed
                    return
            except (requests.RequestException, UnicodeError):
                continue

    def is_probe(self, request: Request) -> bool:
        """Whether a request was sent without the credential on purpose."""
        return self._credentials.are_missing(request.headers)

    def saw(self, exchange: Exchange) -> None:
        """Take note of a response."""
        self._responses += 1
        is_closed = _outcome(exchange) == self._closed
        self._alike = self._alike + 1 if is_closed else 0
        if is_closed or exchange.status in SHUT_OUT:
            # Refusals other than 401 and 403 may be about this request alone.
            is_telling = exchange.status in SHUT_OUT or self._alike >= _MOST_ALIKE
            self._is_suspected |= is_telling and self._credentials.are_in(exchange.request.headers)
        elif exchange.is_success:
            operation = exchange.operation
            self._since.pop(operation.operation_id, None)
            self._since[operation.operation_id] = operation

    def look(self, *, at_end: bool = False) -> None:
        """Send the read again if something looks wrong, it is time, or the run ends.

        A lost credential is replaced by a new one.  Raises LostCredentialError if that fails.
        """
        is_time = at_end or self._is_suspected or self._responses >= _EVERY
        if self._read is None or not self._responses or not is_time:
            return
        try:
            found = self._asked(self._read)
        except requests.RequestException:
            return
        if found.status in SHUT_OUT or found == self._closed:
            self._lost(self._read, found.status)
        self._since.clear()
        self._responses, self._alike, self._is_suspected = 0, 0, False

    def _lost(self, read: Operation, status: int) -> None:
        said = f"The credential was lost: {read.label} worked before, and gets {status} now. {self._blame()}"
        if self._renew is None:
            raise LostCredentialError(f"{said} Leave that call out, or let --auth-command log in again.")
        try:
            self._credentials.replace(self._renew())
            found = self._asked(read)
            is_back = found.is_open and found != self._closed
        except (UsageError, requests.RequestException):
            is_back = False
        if not is_back:
            raise LostCredentialError(f"{said} The server also refuses the new one from --auth-command.")
        self.notes[f"{said} --auth-command gave a new one."] = None

    def _blame(self) -> str:
        writes = [operation for operation in self._since.values() if operation.method not in ("get", "head")]
        called = [f"{operation.label} ({operation.operation_id})" for operation in reversed(writes)][:_MOST_NAMED]
        if not called:
            return "No operation that writes was called in between, so the credential may have expired."
        before = f"; before it: {', '.join(called[1:])}" if called[1:] else ""
        return f"The last call in between that writes was {called[0]}{before}."

    def _asked(self, operation: Operation, *, with_credential: bool = True) -> _Outcome:
        request = self._sender.sample(operation)
        if not with_credential:
            headers = {
                name: value for name, value in request.headers.items() if name.lower() not in self._sender.credentials
            }
            request = msgspec.structs.replace(request, headers=headers)
        return _outcome(self._sender.send(operation, request))


def _outcome(exchange: Exchange) -> _Outcome:
    return _Outcome(exchange.status, plain_kind(exchange.headers.get("content-type", "")))


def _shuts_out(opened: _Outcome, closed: _Outcome) -> bool:
    """Whether a read works with a credential (`opened`), and is refused without it (`closed`)."""
    if closed.is_open:
        return opened.is_open and opened.media_type != closed.media_type
    return opened.is_open and 300 <= closed.status <= 499 and closed.status not in _OTHER_REFUSALS


def _reads(operations: Sequence[Operation]) -> Iterator[Operation]:
    """The operations that read; those come first that document a credential and have the fewest required parameters."""
    reads = [operation for operation in operations if operation.method == "get" and operation.body is None]
    yield from sorted(reads, key=lambda o: (not (o.security and all(o.security)), _required(o)))


def _required(operation: Operation) -> int:
    return sum(parameter.is_required for parameter in operation.parameters)

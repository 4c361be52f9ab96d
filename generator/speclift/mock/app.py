"""The mock as an ASGI application (ASGI 3.0, HTTP connection scope)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote, unquote_to_bytes

import msgspec

from speclift.contract.records import Contract, Operation
from speclift.contract.routes import Routes
from speclift.http.asgi import Receive, Scope, Send
from speclift.mock.endpoints import Endpoints
from speclift.mock.faults.fault import Fault
from speclift.mock.faulty_samples import FaultySample, faulty_samples
from speclift.mock.memo import MemoStore
from speclift.mock.problems import Problem
from speclift.mock.requests.check import Incoming
from speclift.mock.requests.parse import Headers, Query, Waiting, head_refusal, headers_of, query_of, read_body
from speclift.mock.requests.prefer import preference
from speclift.mock.resources.store import FullError, MemoryStore, StateError, Store
from speclift.mock.responses.responses import Outgoing
from speclift.mock.responses.sending import messages

_LONGEST_TARGET = 64 * 2**10

#: A fault that delays responses delays every fourth: real servers are slow only now and then, too.
_SLOW_EVERY = 4

_NO_QUERY: Query = {}


class Options(msgspec.Struct, frozen=True):
    """How a mock behaves.

    `faults` are names (see `speclift.mock.faults.placement.placed`).  `secret` is the only valid
    credential; with None, every credential is valid.  A request body may have `largest_body` bytes, and may take
    `slowest_body` seconds to arrive.
    """

    seed: int = 0
    faults: tuple[str, ...] = ()
    secret: str | None = None
    largest_body: int = 10 * 2**20
    slowest_body: float = 20.0


class Mock:
    """A mock server for a contract, as an ASGI application.  Raises UsageError for a fault that does not exist.

    `faults` has the placed faults by operation id; `unplaced` has the names of those that no operation has.
    """

    def __init__(self, contract: Contract, options: Options = Options(), store: Store | None = None) -> None:  # noqa: B008
        self.contract = contract
        self._options = options
        self.room = MemoStore()
        self._endpoints = Endpoints(
            contract,
            store or MemoryStore(),
            self.room,
            seed=options.seed,
            secret=options.secret,
            faults=options.faults,
        )
        self.faults: Mapping[str, Fault] = self._endpoints.faults
        self.unplaced = self._endpoints.unplaced
        self._responses = 0
        self._waiting = Waiting()
        self._routes: Routes[Operation] = Routes()
        for operation in contract.operations:
            self._routes.add(operation.path, operation.method.lower(), operation)
        self._find = self.room.keep(self._look_up)
        self._query = self.room.keep(query_of)

    def faulty_samples(self) -> Iterator[FaultySample]:
        """The response samples that do not fit their own schema; the mock still responds with them."""
        return faulty_samples(self.contract, self._endpoints.response_validators)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to one request."""
        if scope["type"] != "http":
            await _serve_other(scope, receive, send)
            return
        headers = headers_of(scope)
        options = self._options
        body = await read_body(headers, receive, options.largest_body, options.slowest_body, self._waiting)
        if body is None:
            return
        if isinstance(body, Problem):
            start, end = messages(body, scope, headers, is_last=True)
        else:
            response, fault = self._respond(scope, headers, body)
            # Free its memory: nothing needs the body while the response is delayed.
            body = b""
            if b"prefer" in headers or (scope["query_string"] and b"__delay" in scope["query_string"]):
                await asyncio.sleep(self._delay(scope, headers))
            if fault and fault.delay and self._is_slow():
                await asyncio.sleep(fault.delay)
            start, end = messages(response, scope, headers)
        await send(start)
        await send(end)

    def _delay(self, scope: Scope, headers: Headers) -> float:
        """The seconds by which a request wants its response delayed."""
        try:
            return preference(headers, self._query(scope["query_string"])).seconds
        except ValueError:
            # The query was malformed, so the request was refused already.
            return 0

    def _is_slow(self) -> bool:
        self._responses += 1
        return self._responses % _SLOW_EVERY == 1

    def _respond(self, scope: Scope, headers: Headers, body: bytes) -> tuple[Outgoing | Problem, Fault | None]:
        refusal = head_refusal(scope, headers)
        if refusal:
            return refusal, None
        path: str = scope["path"]
        raw: bytes = scope.get("raw_path") or quote(path).encode()
        if root := scope.get("root_path"):
            # Another application may mount this one below a path (ASGI 3.0, HTTP connection scope).
            raw = raw.removeprefix(quote(root).encode())
        query_string: bytes = scope["query_string"]
        try:
            if len(raw) + len(query_string) > _LONGEST_TARGET:
                return Problem(414, "target-too-long", f"The target has more than {_LONGEST_TARGET} bytes."), None
            found = self._find(raw)
            query = self._query(query_string) if query_string else _NO_QUERY
        except ValueError as error:
            return Problem(400, "malformed-target", f"The target is malformed: {error}."), None
        if found is None:
            return Problem(404, "no-such-path", "The document has no such path."), None
        targets, values = found
        method = scope["method"].lower()
        operation = targets.get("get" if method == "head" and "head" not in targets else method)
        if operation is None:
            return self._without_operation(method, targets)
        endpoint = self._endpoints.find(operation, values)
        scheme = scope.get("scheme", "http")
        try:
            response = endpoint.respond(Incoming(method, scheme, path, values, query_string, query, headers, body))
        except FullError as error:
            return Problem(507, "no-room", f"There is no room for this resource: {error}."), None
        except StateError as error:
            return Problem(503, "no-state", f"The stored state cannot be read or written: {error}."), None
        if endpoint.fault and response.status == 401 and "challenge" in endpoint.fault.forgets:
            response = msgspec.structs.replace(response, headers=())
        return response, endpoint.fault

    def _look_up(self, raw: bytes) -> tuple[Mapping[str, Operation], Sequence[str]] | None:
        """The operations of a path by method, and the values of its path parameters; None for an unknown path.  Raises
        ValueError for values that are not UTF-8.
        """
        path = raw.decode("ascii")
        bases = (*(base for base in self.contract.base_paths if path.startswith(f"{base}/")), "")
        match = next((match for base in bases if (match := self._routes.find(path[len(base) :]))), None)
        if match is None:
            return None
        return match.targets, tuple(unquote_to_bytes(v).decode() if "%" in v else v for v in match.values)

    def _without_operation(
        self, method: str, targets: Mapping[str, Operation]
    ) -> tuple[Outgoing | Problem, Fault | None]:
        """The response for a method that the document lacks: 204 for OPTIONS, else 405 (method not allowed)."""
        known = sorted({*targets, "options"} | ({"head"} if "get" in targets else set()))
        allow = ("allow", ", ".join(name.upper() for name in known))
        faults = [self.faults.get(operation.operation_id) for operation in targets.values()]
        forgotten = {what for fault in faults if fault for what in fault.forgets}
        if method == "options" or "method" in forgotten:
            return Outgoing(204, has_body=False, headers=(allow,)), None
        headers = () if "allow" in forgotten else (allow,)
        return Problem(
            405, "no-such-method", f"The document has no {method.upper()} for this path.", headers=headers
        ), None


async def _serve_other(scope: Scope, receive: Receive, send: Send) -> None:
    """Handle the start and the end of the server, and refuse WebSockets, which the mock does not support."""
    if scope["type"] != "lifespan":
        await send({"type": "websocket.close", "code": 1003})
        return
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return

"""The mock as an ASGI application (ASGI 3.0, HTTP connection scope)."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, unquote_to_bytes

import msgspec
import orjson

from speclift.contract.lifecycle import Resource, Step, resources_of
from speclift.contract.records import Contract, Operation
from speclift.contract.routes import Match, Routes
from speclift.contract.validators import Validators
from speclift.mock.alike import alike
from speclift.mock.answers import Answer, Answers
from speclift.mock.endpoint import Endpoint
from speclift.mock.entities import Entities
from speclift.mock.faults.fault import Fault
from speclift.mock.faults.placement import placed
from speclift.mock.problems import Problem
from speclift.mock.requests import Incoming
from speclift.mock.sites import Site
from speclift.mock.state import MemoryStore, Store
from speclift.web import problems
from speclift.web.asgi import Message, Receive, Scope, Send

_MOST_FIELDS = 1000
_LONGEST_TARGET = 64 * 2**10
_MOST_HEADERS = 200
_LARGEST_HEADERS = 16 * 2**10

#: A faulty answer is slow now and then, as those of real servers are.
_SLOW_EVERY = 4


class Options(msgspec.Struct, frozen=True):
    """How a mock behaves.

    `faults` are names (see `speclift.mock.faults.placement.placed`).  `secret` is the only credential that is good;
    with None every one is.  `largest_body` is in bytes, `slowest_body` in seconds for a whole body.
    """

    seed: int = 0
    faults: tuple[str, ...] = ()
    secret: str | None = None
    largest_body: int = 10 * 2**20
    slowest_body: float = 20.0


class Mock:
    """A server of a contract.  Raises UsageError for a fault that does not exist.

    `faults` are the faults by the id of the operation that they sit on, `unplaced` those that fit nowhere.
    """

    def __init__(self, contract: Contract, options: Options = Options(), store: Store | None = None) -> None:  # noqa: B008
        self.contract = contract
        self._options = options
        self._store = store or MemoryStore()
        self._validators = Validators(contract.schemas)
        self._resources = _by_operation(resources_of(contract))
        self._answers = 0
        self._endpoints: dict[str, Endpoint] = {}
        self._routes: Routes[Operation] = Routes()
        for operation in contract.operations:
            self._routes.add(operation.path, operation.method, operation)
        self._alike = alike(contract.operations)
        self.faults: Mapping[str, Fault]
        self.unplaced: tuple[str, ...]
        sites = [self._site(operation) for operation in contract.operations] if options.faults else []
        self.faults, self.unplaced = placed(options.faults, sites)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await _live(receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1003})
            return
        body = await self._read(scope, receive)
        path = scope["path"]
        if isinstance(body, Problem):
            await _send(send, body, path, scope, is_last=True)
        elif body is not None:
            answer, fault = self._answer(scope, body)
            if fault and fault.delay and self._is_slow():
                await asyncio.sleep(fault.delay)
            await _send(send, answer, path, scope)

    def _is_slow(self) -> bool:
        self._answers += 1
        return self._answers % _SLOW_EVERY == 1

    async def _read(self, scope: Scope, receive: Receive) -> bytes | Problem | None:
        """The body of a request; None where the client has gone."""
        most = self._options.largest_body
        for name, value in scope["headers"]:
            if name == b"content-length" and value.isdigit() and len(value) < 20 and int(value) > most:
                return Problem(413, "body-too-large", f"The body has more than {most} bytes.")
        message = await receive()
        if message["type"] == "http.request" and not message.get("more_body", False):
            found = bytes(message.get("body", b""))
            return found if len(found) <= most else Problem(413, "body-too-large", f"More than {most} bytes.")
        try:
            async with asyncio.timeout(self._options.slowest_body):
                return await _rest(message, receive, most)
        except TimeoutError:
            return Problem(408, "body-too-slow", f"The body took longer than {self._options.slowest_body:g} s.")
        except asyncio.CancelledError:
            return Problem(503, "ending", "The server ends.")

    def _answer(self, scope: Scope, body: bytes) -> tuple[Answer | Problem, Fault | None]:
        method = scope["method"].lower()
        raw = scope.get("raw_path") or scope["path"].encode()
        headers = _headers(scope["headers"][: _MOST_HEADERS + 1])
        refusal = _head_refusal(scope, headers)
        if refusal:
            return refusal, None
        try:
            if len(raw) + len(scope["query_string"]) > _LONGEST_TARGET:
                return Problem(414, "target-too-long", f"The target has more than {_LONGEST_TARGET} bytes."), None
            match = self._match(raw.decode("ascii"))
            query_string = scope["query_string"].decode("ascii")
            query = _query(query_string) if query_string else _NO_QUERY
            values = [unquote_to_bytes(v).decode() if "%" in v else v for v in match.values] if match else []
        except ValueError as error:
            return Problem(400, "malformed-target", f"The target is not UTF-8 in percent-encoding: {error}."), None
        if match is None:
            return Problem(404, "no-such-path", "The document has no such path."), None
        operation = match.targets.get("get" if method == "head" and "head" not in match.targets else method)
        if operation is None:
            return self._without_operation(method, match.targets)
        endpoint = self._endpoint_of(operation, values)
        headers[":scheme"] = scope.get("scheme", "http")
        incoming = Incoming(method, scope["path"], query_string, values, query, headers, body)
        answer = endpoint.answer(incoming)
        if isinstance(answer, Problem) and endpoint.fault and "challenge" in endpoint.fault.forgets:
            answer = msgspec.structs.replace(answer, headers=())
        return answer, endpoint.fault

    def _match(self, path: str) -> Match[Operation] | None:
        base = self.contract.base_path
        if base and path.startswith(f"{base}/"):
            found = self._routes.find(path[len(base) :])
            if found:
                return found
        return self._routes.find(path)

    def _without_operation(
        self, method: str, targets: Mapping[str, Operation]
    ) -> tuple[Answer | Problem, Fault | None]:
        """OPTIONS is answered for every path, any other method that the document lacks is not allowed."""
        known = sorted({*targets, "options"} | ({"head"} if "get" in targets else set()))
        allow = ("allow", ", ".join(name.upper() for name in known))
        faults = [self.faults.get(operation.operation_id) for operation in targets.values()]
        forgotten = {what for fault in faults if fault for what in fault.forgets}
        if method == "options" or "method" in forgotten:
            return Answer(204, has_body=False, headers=(allow,)), None
        headers = () if "allow" in forgotten else (allow,)
        return Problem(405, "no-such-method", f"The document has no {method.upper()} here.", headers=headers), None

    def _endpoint_of(self, operation: Operation, values: Sequence[str]) -> Endpoint:
        """The endpoint of an operation, or of one whose path looks the same and takes these values."""
        if operation.operation_id not in self._alike:
            return self._endpoint(operation)
        candidates = [self._endpoint(other) for other in self._alike[operation.operation_id]]
        return next((endpoint for endpoint in candidates if endpoint.takes(values)), candidates[-1])

    def _endpoint(self, operation: Operation) -> Endpoint:
        found = self._endpoints.get(operation.operation_id)
        if found is None:
            answers = Answers(self.contract, operation, self._options.seed)
            life = self._life(operation)
            fault = self.faults.get(operation.operation_id)
            found = Endpoint(self.contract, operation, self._validators, answers, self._options.secret, life, fault)
            self._endpoints[operation.operation_id] = found
        return found

    def _life(self, operation: Operation) -> tuple[Entities, Step] | None:
        if operation.operation_id not in self._resources:
            return None
        resource, step = self._resources[operation.operation_id]
        return Entities(self.contract, resource, self._store, self._validators, lambda: self._sample(resource)), step

    def _sample(self, resource: Resource) -> Any:
        read = resource.step("read")
        if not read or not read.operation.success:
            return {}
        return Answers(self.contract, read.operation, self._options.seed).sample(read.operation.success)

    def _site(self, operation: Operation) -> Site:
        resource, step = self._resources.get(operation.operation_id, (None, None))
        success = operation.success
        has_json = success and success.media_types
        sample = Answers(self.contract, operation, self._options.seed).sample(success) if success and has_json else None
        return Site(self.contract, operation, sample, resource, step)


def _by_operation(resources: Iterable[Resource]) -> dict[str, tuple[Resource, Step]]:
    found: dict[str, tuple[Resource, Step]] = {}
    for resource in resources:
        for step in resource.steps:
            found.setdefault(step.operation.operation_id, (resource, step))
    return found


async def _rest(message: Message, receive: Receive, most: int) -> bytes | Problem | None:
    parts: list[bytes] = []
    size = 0
    while message["type"] == "http.request":
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > most:
            return Problem(413, "body-too-large", f"The body has more than {most} bytes.")
        if not message.get("more_body", False):
            return b"".join(parts)
        message = await receive()
    return None


_NO_QUERY: Mapping[str, Sequence[str]] = {}


@functools.lru_cache(maxsize=128)
def _query(text: str) -> Mapping[str, Sequence[str]]:
    """Query values by name, in their order.  Raises ValueError where they are not UTF-8."""
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS):
        found.setdefault(name, []).append(value)
    return found


def _headers(given: Sequence[tuple[bytes, bytes]]) -> dict[str, str]:
    """Header fields by name; those that stand several times are one list (RFC 9110, section 5.3)."""
    found = {name.decode("latin-1"): value.decode("latin-1") for name, value in given}
    if len(found) == len(given):
        return found
    found = {}
    for raw, value in given:
        name, text = raw.decode("latin-1"), value.decode("latin-1")
        found[name] = f"{found[name]}, {text}" if name in found else text
    return found


def _head_refusal(scope: Scope, headers: Mapping[str, str]) -> Problem | None:
    """Why a head is refused whatever it asks for; None where it is not."""
    if len(scope["headers"]) > _MOST_HEADERS or sum(map(len, headers.values())) > _LARGEST_HEADERS:
        return Problem(
            431, "head-too-large", f"More than {_MOST_HEADERS} header fields, or {_LARGEST_HEADERS} bytes in them."
        )
    host = headers.get("host")
    if (host is None and scope.get("http_version") == "1.1") or (host and "," in host):
        return Problem(400, "malformed-head", "A request names one Host (RFC 9112, section 3.2).")
    return None


async def _send(send: Send, answer: Answer | Problem, path: str, scope: Scope, *, is_last: bool = False) -> None:
    if isinstance(answer, Problem):
        media_type, body = problems.MEDIA_TYPE, answer.body(path)
    else:
        media_type = answer.media_type
        body = b"" if not answer.has_body else orjson.dumps(answer.value) if answer.content is None else answer.content
    headers = [(b"content-type", media_type.encode("latin-1"))] if media_type else []
    if body or answer.status not in (204, 304):
        headers.append((b"content-length", b"%d" % len(body)))
    if answer.headers:
        headers += [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in answer.headers]
    if is_last:
        # What is left of the request will not be read.
        headers.append((b"connection", b"close"))
    headers += _cross_origin(scope["headers"])
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def _cross_origin(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """What lets a page of another origin read the answer (Fetch standard, CORS protocol)."""
    asked = dict(headers)
    origin = asked.get(b"origin")
    if not origin:
        return []
    found = [(b"access-control-allow-origin", origin), (b"vary", b"Origin")]
    method = asked.get(b"access-control-request-method")
    if method:
        found.append((b"access-control-allow-methods", method))
        found.append((b"access-control-allow-headers", asked.get(b"access-control-request-headers", b"*")))
    return found


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return

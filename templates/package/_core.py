"""Sends calls: tries, delays and errors.  The synchronous and the asynchronous half differ only in how they wait."""

from __future__ import annotations

import copy
import logging
import time
import uuid
from collections.abc import Sequence
from typing import Any, Generic, Self, TypeVar, cast
from urllib.parse import urljoin

import httpx

from ._auth import SECURITY, Auth, AuthFlow, needed
from ._call import Call, Payload, linked, request_of
from ._errors import (
    InvalidUrlError,
    UnsafeLinkError,
    cause_of,
    failure,
    request_id_of,
    shown_fields,
    shown_url,
    status_error,
    told,
)
from ._options import MOST_REDIRECTS, CallOptions, Hooks, Retry, has_server, is_same_origin, redirected
from ._raw import SINK, AsyncDownload, Download, RawResponse, error_body, is_success, parsed
from ._streams import AsyncEventStream, EventStream, comes_in_parts

T = TypeVar("T")
R = TypeVar("R")
S = TypeVar("S")
H = TypeVar("H", bound="httpx.Client | httpx.AsyncClient")

DEFAULT_TIMEOUT = 30.0

#: Logs requests and responses at level DEBUG, without credentials and bodies.
_LOG = logging.getLogger(__name__.partition(".")[0])


class _Connections(Generic[H]):
    """The httpx client that the caller gave, else one that the first call makes, since loading certificates takes time.

    A client and those that its `with_options` returns share one.
    """

    def __init__(self, given: H | None) -> None:
        self.given = given
        self.own: H | None = None
        self.is_closed = False

    def http(self, kind: type[H]) -> H:
        """The httpx client.  Raises RuntimeError where it was closed."""
        if self.is_closed:
            raise RuntimeError("the client is closed: make another one")
        if self.given is not None:
            return self.given
        if self.own is None:
            self.own = kind()
        return self.own

    def closing(self) -> H | None:
        """The httpx client to close; None where the caller gave it. Nothing can be sent from here on."""
        self.is_closed = True
        own, self.own = self.own, None
        return own


class Plan:
    """The state that all tries of one call share."""

    def __init__(self, core: Core, call: Call[Any], options: CallOptions | None, *, stream: bool = False) -> None:
        self.call = call
        self.options = options.over(core.options) if options else core.options
        self.retry = self.options.retry or Retry()
        self.strict = self.options.strict
        self.stream = stream
        self.hooks = core.hooks
        self.own_auth = self.auth = core.auth_of(call)
        self.base_url = core.base_url_of(call)
        self.attempt = 0
        self.can_repeat = True
        self.links: set[str] = set()
        self.redirects = 0
        self.payload: Payload | None = None
        self.key = self._idempotency_key()
        self.is_safe = call.is_safe or bool(self.key)
        self.start = 0.0

    def _idempotency_key(self) -> dict[str, str]:
        """The header by which the server recognises all tries of a call that writes; empty without a key."""
        name = self.call.idempotency_header or self.options.idempotency_header
        if not name or self.call.is_safe:
            return {}
        given = {**self.options.header_fields(), **self.call.fields}
        found = next((value for key, value in given.items() if key.lower() == name.lower() and value), None)
        return {name: str(uuid.uuid4() if found is None else found)}

    def request(self, http: httpx.Client | httpx.AsyncClient, url: str | None = None) -> httpx.Request:
        """The request of the next try."""
        self.attempt += 1
        self.auth = self.own_auth
        timeout = DEFAULT_TIMEOUT if self.options.timeout is None else self.options.timeout
        headers = {**self.options.header_fields(), **self.key}
        try:
            request = self._request(http, url, headers, timeout)
        except httpx.InvalidURL as error:
            raise InvalidUrlError(f"{self.call.operation}: {error}", operation=self.call.operation) from error
        if not has_server(request.url):
            message = f"{self.call.operation}: the URL names no server: {shown_url(request.url)}"
            raise InvalidUrlError(message, operation=self.call.operation, request=request)
        if self.hooks.request:
            self.hooks.request(request)
        self.start = time.monotonic()
        return request

    def _request(
        self, http: httpx.Client | httpx.AsyncClient, url: str | None, headers: dict[str, str], timeout: Any
    ) -> httpx.Request:
        if url is None:
            if self.payload is None:
                # Once for all tries, so that each sends an open file from the same position.
                self.payload = self.call.payload(self.options.content_type)
                self.can_repeat = self.payload.can_repeat
            return request_of(self.call, self.payload, http, self.base_url, headers, timeout)
        return linked(self.call, url, http, headers, timeout)

    def delay(self, outcome: httpx.Response | httpx.TransportError, request: httpx.Request) -> float | None:
        """Seconds until the next try; None where this was the last. It also logs the try and calls the hooks."""
        response = outcome if isinstance(outcome, httpx.Response) else None
        if _LOG.isEnabledFor(logging.DEBUG):
            self._log(outcome, request if response is None else response.request)
        if response is not None and self.hooks.response:
            self.hooks.response(response)
        if not self.can_repeat or isinstance(outcome, httpx.UnsupportedProtocol | httpx.LocalProtocolError):
            # What cannot be sent now cannot be sent later.
            return None
        found = self.retry.delay(self.attempt, is_safe=self.is_safe, response=response)
        if found is not None and self.hooks.retry:
            self.hooks.retry(self.call.operation, self.attempt, found)
        return found

    def _log(self, outcome: httpx.Response | httpx.TransportError, request: httpx.Request) -> None:
        """Log a try in one line, when its response has begun."""
        milliseconds = round((time.monotonic() - self.start) * 1000)
        sent = f"{request.method} {shown_url(request.url)} {shown_fields(request.headers, request)}"
        if isinstance(outcome, httpx.Response):
            came = f"{outcome.status_code} {shown_fields(outcome.headers, request)}"
            request_id = request_id_of(outcome.headers)
            came += f", request id {request_id}" if request_id else ""
        else:
            came = f"{type(outcome).__name__}: {told(outcome, request)}"
        operation = self.call.operation
        _LOG.debug("%s, try %d: %s -> %s, after %d ms", operation, self.attempt, sent, came, milliseconds)

    def redirect(self, request: httpx.Request, response: httpx.Response) -> httpx.Request | None:
        """The request that a redirect leads to; None without a redirect, or where following it would not be safe.

        A request that reads follows any redirect, and takes no credentials to another server.  One that writes only
        follows a redirect on the same server whose status says to repeat it unchanged (RFC 9110, section 15.4).
        """
        if not response.is_redirect or self.redirects >= MOST_REDIRECTS:
            return None
        target = redirected(request, response, can_repeat=self.can_repeat)
        if target is not None:
            self.redirects += 1
            if not is_same_origin(request.url, target.url):
                self.auth = None
        return target

    def link(self, url: str, response: httpx.Response) -> str:
        """The address of a link in a response.

        Raises UnsafeLinkError where it is on another server, or was followed before.
        """
        target = httpx.URL(urljoin(str(response.request.url), url))
        base = response.request.url
        if not is_same_origin(target, base):
            message = f"{self.call.operation}: the next page is on another server: {target.host}"
            raise UnsafeLinkError(message, operation=self.call.operation, response=response)
        if str(target) in self.links:
            message = f"{self.call.operation}: the link to the next page was followed before: {shown_url(target)}"
            raise UnsafeLinkError(message, operation=self.call.operation, response=response)
        self.links.add(str(target))
        return str(target)


class Core:
    """The settings of a client, and what both kinds of client do with them."""

    def __init__(
        self,
        base_url: str,
        auth: Auth | Sequence[Auth] | None,
        options: CallOptions,
        hooks: Hooks,
        *,
        is_documented: bool = False,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.auths = [auth] if isinstance(auth, Auth) else list(auth or ())
        self.options = options
        self.hooks = hooks
        self.is_documented = is_documented

    def auth_of(self, call: Call[Any]) -> Any:
        """The credentials for a call; if the client has none, those of its httpx client."""
        if not self.auths:
            return httpx.USE_CLIENT_DEFAULT
        auths = needed(self.auths, SECURITY if call.security is None else call.security)
        return AuthFlow(auths, self.base_url) if auths else None

    def base_url_of(self, call: Call[Any]) -> str:
        """The address that a call's path is below: its own server only counts if the client uses the documented one."""
        if not call.server or not self.is_documented:
            return self.base_url
        return urljoin(f"{self.base_url}/", call.server).rstrip("/")

    def changed(self, options: CallOptions, auth: Auth | Sequence[Auth] | None = None) -> Self:
        """A copy with other options, and other credentials where some are given."""
        found = copy.copy(self)
        found.options = options.over(self.options)
        if auth is not None:
            found.auths = [auth] if isinstance(auth, Auth) else list(auth)
        return found

    def plan(self, call: Call[Any], options: CallOptions | None) -> Plan:
        """A plan for a call whose response is read separately."""
        return Plan(self, call, options)

    def read(self, plan: Plan, response: httpx.Response) -> Any:
        """The parsed response; inside of `raw`, the response is passed on to that instead, and the result is None."""
        sink = SINK.get()
        if sink is not None:
            sink.append(RawResponse(plan.call, response, plan.strict))
            return None
        return parsed(plan.call, response, strict=plan.strict, hook=plan.hooks.problem)

    def checked(self, plan: Plan, response: httpx.Response) -> None:
        """Raise the error of a response that is not a success; its body must have been read."""
        if not is_success(plan.call, response):
            raise status_error(response, plan.call.operation, error_body(plan.call, response))


class SyncCore(Core):
    """Sends calls and waits for their responses."""

    def __init__(
        self,
        base_url: str,
        auth: Auth | Sequence[Auth] | None,
        options: CallOptions,
        hooks: Hooks,
        http: httpx.Client | None,
        *,
        is_documented: bool = False,
    ) -> None:
        super().__init__(base_url, auth, options, hooks, is_documented=is_documented)
        self.connections: _Connections[httpx.Client] = _Connections(http)

    @property
    def http(self) -> httpx.Client:
        """The httpx client that sends.  Raises RuntimeError where it was closed."""
        return self.connections.http(httpx.Client)

    def close(self) -> None:
        """Close the connections, unless the caller gave the httpx client. Nothing can be sent afterwards."""
        if (own := self.connections.closing()) is not None:
            own.close()

    def send(self, call: Call[T], options: CallOptions | None) -> T:
        """The parsed response to a call."""
        plan = Plan(self, call, options)
        return cast(T, self.read(plan, self.answer(plan)))

    def download(self, call: Call[Any], options: CallOptions | None) -> Download:
        """The file that a call returns, not read yet."""
        plan = Plan(self, call, options, stream=SINK.get() is None)
        response = self.answer(plan)
        if not plan.stream:
            self.read(plan, response)
        return Download(response)

    def stream(self, call: Call[T], options: CallOptions | None) -> EventStream[T]:
        """The values of a response that come one after the other."""
        plan = Plan(self, call, options, stream=True)
        response = self.answer(plan)
        if (sink := SINK.get()) is not None:
            sink.append(RawResponse(call, response, plan.strict))
        return EventStream(call, response, strict=plan.strict, hook=plan.hooks.problem)

    def either(self, call: Call[tuple[R, S]], options: CallOptions | None) -> R | EventStream[S]:
        """The parsed response to a call, or its values where they come one after the other."""
        plan = Plan(self, call, options, stream=True)
        response = self.answer(plan)
        if SINK.get() is None and comes_in_parts(call, response):
            return EventStream(call, response, strict=plan.strict, hook=plan.hooks.problem)
        response.read()
        return cast(R, self.read(plan, response))

    def answer(self, plan: Plan, url: str | None = None) -> httpx.Response:
        """The response to a call, or to a request for the link `url`, after as many tries as the plan allows."""
        while True:
            request = plan.request(self.http, url)
            try:
                response = self.http.send(request, auth=plan.auth, stream=True)
                while target := plan.redirect(request, response):
                    response.close()
                    request = target
                    response = self.http.send(request, auth=plan.auth, stream=True)
                delay = plan.delay(response, request)
                if delay is None:
                    return self._checked(plan, response)
                response.close()
            except httpx.TransportError as error:
                delay = plan.delay(error, request)
                if delay is None:
                    raise failure(error, plan.call.operation, request) from cause_of(error)
            time.sleep(delay)

    def _checked(self, plan: Plan, response: httpx.Response) -> httpx.Response:
        if plan.stream and is_success(plan.call, response):
            return response
        try:
            response.read()
        finally:
            response.close()
        self.checked(plan, response)
        return response


class AsyncCore(Core):
    """Sends calls asynchronously."""

    def __init__(
        self,
        base_url: str,
        auth: Auth | Sequence[Auth] | None,
        options: CallOptions,
        hooks: Hooks,
        http: httpx.AsyncClient | None,
        *,
        is_documented: bool = False,
    ) -> None:
        super().__init__(base_url, auth, options, hooks, is_documented=is_documented)
        self.connections: _Connections[httpx.AsyncClient] = _Connections(http)

    @property
    def http(self) -> httpx.AsyncClient:
        """The httpx client that sends.  Raises RuntimeError where it was closed."""
        return self.connections.http(httpx.AsyncClient)

    async def aclose(self) -> None:
        """Close the connections, unless the caller gave the httpx client. Nothing can be sent afterwards."""
        if (own := self.connections.closing()) is not None:
            await own.aclose()

    async def send(self, call: Call[T], options: CallOptions | None) -> T:
        """The parsed response to a call."""
        plan = Plan(self, call, options)
        return cast(T, self.read(plan, await self.answer(plan)))

    async def download(self, call: Call[Any], options: CallOptions | None) -> AsyncDownload:
        """The file that a call returns, not read yet."""
        plan = Plan(self, call, options, stream=SINK.get() is None)
        response = await self.answer(plan)
        if not plan.stream:
            self.read(plan, response)
        return AsyncDownload(response)

    async def stream(self, call: Call[T], options: CallOptions | None) -> AsyncEventStream[T]:
        """The values of a response that come one after the other."""
        plan = Plan(self, call, options, stream=True)
        response = await self.answer(plan)
        if (sink := SINK.get()) is not None:
            sink.append(RawResponse(call, response, plan.strict))
        return AsyncEventStream(call, response, strict=plan.strict, hook=plan.hooks.problem)

    async def either(self, call: Call[tuple[R, S]], options: CallOptions | None) -> R | AsyncEventStream[S]:
        """The parsed response to a call, or its values where they come one after the other."""
        plan = Plan(self, call, options, stream=True)
        response = await self.answer(plan)
        if SINK.get() is None and comes_in_parts(call, response):
            return AsyncEventStream(call, response, strict=plan.strict, hook=plan.hooks.problem)
        await response.aread()
        return cast(R, self.read(plan, response))

    async def answer(self, plan: Plan, url: str | None = None) -> httpx.Response:
        """The response to a call, or to a request for the link `url`, after as many tries as the plan allows."""
        while True:
            request = plan.request(self.http, url)
            try:
                response = await self.http.send(request, auth=plan.auth, stream=True)
                while target := plan.redirect(request, response):
                    await response.aclose()
                    request = target
                    response = await self.http.send(request, auth=plan.auth, stream=True)
                delay = plan.delay(response, request)
                if delay is None:
                    return await self._checked(plan, response)
                await response.aclose()
            except httpx.TransportError as error:
                delay = plan.delay(error, request)
                if delay is None:
                    raise failure(error, plan.call.operation, request) from cause_of(error)
            # Not at the top: a synchronous client never needs it, and it takes a while to load.
            import anyio

            await anyio.sleep(delay)

    async def _checked(self, plan: Plan, response: httpx.Response) -> httpx.Response:
        if plan.stream and is_success(plan.call, response):
            return response
        try:
            await response.aread()
        finally:
            await response.aclose()
        self.checked(plan, response)
        return response

"""Sending: tries, waits, errors.  The two halves differ in nothing but how they wait."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, TypeVar, cast
from urllib.parse import urljoin

import httpx

from ._auth import SECURITY, Auth, AuthFlow, needed
from ._binary import AsyncDownload, Download
from ._call import Call, Payload, request_of
from ._errors import UnsafeLinkError, failure, status_error
from ._options import CallOptions, Hooks
from ._raw import SINK, RawResponse, error_body, parsed
from ._redirects import MOST_REDIRECTS, is_same_origin, redirected
from ._retry import Retry
from ._streams import AsyncEventStream, EventStream, comes_in_parts

T = TypeVar("T")
R = TypeVar("R")
S = TypeVar("S")

DEFAULT_TIMEOUT = 30.0


class _Plan:
    """All that the tries of one call share."""

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

    def request(self, http: httpx.Client | httpx.AsyncClient, url: str | None = None) -> httpx.Request:
        """The request of the next try."""
        self.attempt += 1
        self.auth = self.own_auth
        timeout = DEFAULT_TIMEOUT if self.options.timeout is None else self.options.timeout
        headers = self.options.header_fields()
        if url is None:
            if self.payload is None:
                # Once for all tries: an open file is sent from where it stood at first.
                self.payload = self.call.payload(self.options.content_type)
                self.can_repeat = self.payload.can_repeat
            request = request_of(self.call, self.payload, http, self.base_url, headers, timeout)
        else:
            request = http.build_request("GET", url, headers={"Accept": self.call.accept, **headers}, timeout=timeout)
        if self.hooks.request:
            self.hooks.request(request)
        return request

    def delay(self, response: httpx.Response | None) -> float | None:
        """Seconds until the next try, None where there is none."""
        if response is not None and self.hooks.response:
            self.hooks.response(response)
        if not self.can_repeat:
            return None
        found = self.retry.delay(self.attempt, is_safe=self.call.is_safe, response=response)
        if found is not None and self.hooks.retry:
            self.hooks.retry(self.call.operation, self.attempt, found)
        return found

    def redirect(self, request: httpx.Request, response: httpx.Response) -> httpx.Request | None:
        """The request that a redirect leads to; None where the answer is none, or following it would not be safe.

        What only reads is followed everywhere, and takes no credentials to another server; what writes only on the same
        one, where the status says that it is repeated as it is (RFC 9110, section 15.4).
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
        """The address that an answer leads to.

        Raises UnsafeLinkError where that is another server, or where it was followed before.
        """
        target = httpx.URL(urljoin(str(response.request.url), url))
        base = response.request.url
        if not is_same_origin(target, base):
            message = f"{self.call.operation}: the next page is on another server: {target.host}"
            raise UnsafeLinkError(message, operation=self.call.operation, response=response)
        if str(target) in self.links:
            message = f"{self.call.operation}: the next page is one that was there before: {target}"
            raise UnsafeLinkError(message, operation=self.call.operation, response=response)
        self.links.add(str(target))
        return str(target)


class Core:
    """What both clients know."""

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

    def auth_of(self, call: Call[Any]) -> httpx.Auth | None:
        """The credentials that go out with a call."""
        auths = needed(self.auths, SECURITY if call.security is None else call.security)
        return AuthFlow(auths, self.base_url) if auths else None

    def base_url_of(self, call: Call[Any]) -> str:
        """What the path of a call is below: a server of its own counts only where the client has the documented one."""
        if not call.server or not self.is_documented:
            return self.base_url
        return urljoin(f"{self.base_url}/", call.server).rstrip("/")

    def plan(self, call: Call[Any], options: CallOptions | None) -> _Plan:
        """A plan for a call whose answer leads to more."""
        return _Plan(self, call, options)

    def read(self, plan: _Plan, response: httpx.Response) -> Any:
        """What an answer says; inside of `raw` it is left there instead."""
        sink = SINK.get()
        if sink is not None:
            sink.append(RawResponse(plan.call, response, plan.strict))
            return None
        return parsed(plan.call, response, strict=plan.strict, hook=plan.hooks.problem)

    def checked(self, plan: _Plan, response: httpx.Response) -> None:
        """Raises the error of an answer that says that the operation was not done; its body was read."""
        if not response.is_success:
            raise status_error(response, plan.call.operation, error_body(plan.call, response))


class SyncCore(Core):
    """Sends calls and waits for their answers."""

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
        self._given = http
        self._own: httpx.Client | None = None

    @property
    def http(self) -> httpx.Client:
        """The client that was given, else one that is made for the first call: loading certificates takes time."""
        if self._given is not None:
            return self._given
        if self._own is None:
            self._own = httpx.Client()
        return self._own

    def close(self) -> None:
        """Close the connections, unless they are somebody else's."""
        if self._own is not None:
            self._own.close()
            self._own = None

    def send(self, call: Call[T], options: CallOptions | None) -> T:
        """The parsed answer of a call."""
        plan = _Plan(self, call, options)
        return cast(T, self.read(plan, self.answer(plan)))

    def download(self, call: Call[Any], options: CallOptions | None) -> Download:
        """The file that a call answers with, not read yet."""
        plan = _Plan(self, call, options, stream=SINK.get() is None)
        response = self.answer(plan)
        if not plan.stream:
            self.read(plan, response)
        return Download(response)

    def stream(self, call: Call[T], options: CallOptions | None) -> EventStream[T]:
        """The values of an answer that come one after the other."""
        plan = _Plan(self, call, options, stream=True)
        response = self.answer(plan)
        if (sink := SINK.get()) is not None:
            sink.append(RawResponse(call, response, plan.strict))
        return EventStream(call, response, strict=plan.strict, hook=plan.hooks.problem)

    def either(self, call: Call[tuple[R, S]], options: CallOptions | None) -> R | EventStream[S]:
        """The parsed answer of a call, or its values where they come one after the other."""
        plan = _Plan(self, call, options, stream=True)
        response = self.answer(plan)
        if SINK.get() is None and comes_in_parts(call, response):
            return EventStream(call, response, strict=plan.strict, hook=plan.hooks.problem)
        response.read()
        return cast(R, self.read(plan, response))

    def answer(self, plan: _Plan, url: str | None = None) -> httpx.Response:
        """The answer of a call, or of the link `url`, after as many tries as the plan allows."""
        while True:
            request = plan.request(self.http, url)
            try:
                response = self.http.send(request, auth=plan.auth, stream=True)
                while target := plan.redirect(request, response):
                    response.close()
                    request = target
                    response = self.http.send(request, auth=plan.auth, stream=True)
                delay = plan.delay(response)
                if delay is None:
                    return self._checked(plan, response)
                response.close()
            except httpx.TransportError as error:
                delay = plan.delay(None)
                if delay is None:
                    raise failure(error, plan.call.operation) from error
            time.sleep(delay)

    def _checked(self, plan: _Plan, response: httpx.Response) -> httpx.Response:
        if plan.stream and response.is_success:
            return response
        try:
            response.read()
        finally:
            response.close()
        self.checked(plan, response)
        return response


class AsyncCore(Core):
    """Sends calls and lets others work meanwhile."""

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
        self._given = http
        self._own: httpx.AsyncClient | None = None

    @property
    def http(self) -> httpx.AsyncClient:
        """The client that was given, else one that is made for the first call: loading certificates takes time."""
        if self._given is not None:
            return self._given
        if self._own is None:
            self._own = httpx.AsyncClient()
        return self._own

    async def aclose(self) -> None:
        """Close the connections, unless they are somebody else's."""
        if self._own is not None:
            await self._own.aclose()
            self._own = None

    async def send(self, call: Call[T], options: CallOptions | None) -> T:
        """The parsed answer of a call."""
        plan = _Plan(self, call, options)
        return cast(T, self.read(plan, await self.answer(plan)))

    async def download(self, call: Call[Any], options: CallOptions | None) -> AsyncDownload:
        """The file that a call answers with, not read yet."""
        plan = _Plan(self, call, options, stream=SINK.get() is None)
        response = await self.answer(plan)
        if not plan.stream:
            self.read(plan, response)
        return AsyncDownload(response)

    async def stream(self, call: Call[T], options: CallOptions | None) -> AsyncEventStream[T]:
        """The values of an answer that come one after the other."""
        plan = _Plan(self, call, options, stream=True)
        response = await self.answer(plan)
        if (sink := SINK.get()) is not None:
            sink.append(RawResponse(call, response, plan.strict))
        return AsyncEventStream(call, response, strict=plan.strict, hook=plan.hooks.problem)

    async def either(self, call: Call[tuple[R, S]], options: CallOptions | None) -> R | AsyncEventStream[S]:
        """The parsed answer of a call, or its values where they come one after the other."""
        plan = _Plan(self, call, options, stream=True)
        response = await self.answer(plan)
        if SINK.get() is None and comes_in_parts(call, response):
            return AsyncEventStream(call, response, strict=plan.strict, hook=plan.hooks.problem)
        await response.aread()
        return cast(R, self.read(plan, response))

    async def answer(self, plan: _Plan, url: str | None = None) -> httpx.Response:
        """The answer of a call, or of the link `url`, after as many tries as the plan allows."""
        while True:
            request = plan.request(self.http, url)
            try:
                response = await self.http.send(request, auth=plan.auth, stream=True)
                while target := plan.redirect(request, response):
                    await response.aclose()
                    request = target
                    response = await self.http.send(request, auth=plan.auth, stream=True)
                delay = plan.delay(response)
                if delay is None:
                    return await self._checked(plan, response)
                await response.aclose()
            except httpx.TransportError as error:
                delay = plan.delay(None)
                if delay is None:
                    raise failure(error, plan.call.operation) from error
            # Not at the top: who waits never needs it, and it takes a while to load.
            import anyio

            await anyio.sleep(delay)

    async def _checked(self, plan: _Plan, response: httpx.Response) -> httpx.Response:
        if plan.stream and response.is_success:
            return response
        try:
            await response.aread()
        finally:
            await response.aclose()
        self.checked(plan, response)
        return response

"""Sending: tries, waits, errors.  The two halves differ in nothing but how they wait."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, TypeVar, cast
from urllib.parse import urljoin

import httpx

from ._auth import Auth, AuthFlow
from ._binary import AsyncDownload, Download
from ._call import Call, request_of
from ._errors import ApiError, ConnectionFailedError, TimedOutError, UnsafeLinkError, status_error
from ._options import CallOptions, Hooks
from ._raw import SINK, RawResponse, parsed
from ._retry import Retry

T = TypeVar("T")

DEFAULT_TIMEOUT = 30.0


class _Plan:
    """All that the tries of one call share."""

    def __init__(self, core: Core, call: Call[Any], options: CallOptions | None, *, stream: bool = False) -> None:
        self.call = call
        self.options = options.over(core.options) if options else core.options
        self.retry = self.options.retry or Retry()
        self.strict = bool(self.options.strict)
        self.stream = stream
        self.hooks = core.hooks
        self.auth = core.auth
        self.base_url = core.base_url
        self.attempt = 0
        self.can_repeat = True
        self.links: set[str] = set()

    def request(self, http: httpx.Client | httpx.AsyncClient, url: str | None = None) -> httpx.Request:
        """The request of the next try."""
        self.attempt += 1
        timeout = DEFAULT_TIMEOUT if self.options.timeout is None else self.options.timeout
        headers = self.options.header_fields()
        if url is None:
            request, self.can_repeat = request_of(self.call, http, self.base_url, headers, timeout)
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

    def failure(self, error: httpx.TransportError) -> ApiError:
        """The error of a try without an answer."""
        kind = TimedOutError if isinstance(error, httpx.TimeoutException) else ConnectionFailedError
        text = str(error) or type(error).__name__
        return kind(f"{self.call.operation}: {text}", operation=self.call.operation)

    def link(self, url: str, response: httpx.Response) -> str:
        """The address that an answer leads to.

        Raises UnsafeLinkError where that is another server, or where it was followed before.
        """
        target = httpx.URL(urljoin(str(response.request.url), url))
        base = response.request.url
        if (target.scheme, target.host, target.port) != (base.scheme, base.host, base.port):
            message = f"{self.call.operation}: the next page is on another server: {target.host}"
            raise UnsafeLinkError(message, operation=self.call.operation, response=response)
        if str(target) in self.links:
            message = f"{self.call.operation}: the next page is one that was there before: {target}"
            raise UnsafeLinkError(message, operation=self.call.operation, response=response)
        self.links.add(str(target))
        return str(target)


class Core:
    """What both clients know."""

    def __init__(self, base_url: str, auth: Auth | Sequence[Auth] | None, options: CallOptions, hooks: Hooks) -> None:
        self.base_url = base_url.rstrip("/")
        auths = [auth] if isinstance(auth, Auth) else list(auth or ())
        self.auth: httpx.Auth | None = AuthFlow(auths) if auths else None
        self.options = options
        self.hooks = hooks

    def plan(self, call: Call[Any], options: CallOptions | None) -> _Plan:
        """A plan for a call whose answer leads to more."""
        return _Plan(self, call, options)

    def read(self, plan: _Plan, response: httpx.Response) -> Any:
        """What an answer says; inside of `raw` it is left there instead."""
        sink = SINK.get()
        if sink is not None:
            sink.append(RawResponse(plan.call, response, plan.strict))
            return None
        return parsed(plan.call, response, strict=plan.strict)


class SyncCore(Core):
    """Sends calls and waits for their answers."""

    def __init__(
        self,
        base_url: str,
        auth: Auth | Sequence[Auth] | None,
        options: CallOptions,
        hooks: Hooks,
        http: httpx.Client | None,
    ) -> None:
        super().__init__(base_url, auth, options, hooks)
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

    def answer(self, plan: _Plan, url: str | None = None) -> httpx.Response:
        """The answer of a call, or of the link `url`, after as many tries as the plan allows."""
        while True:
            request = plan.request(self.http, url)
            try:
                response = self.http.send(request, auth=plan.auth, stream=True)
                delay = plan.delay(response)
                if delay is None:
                    return self._checked(plan, response)
                response.close()
            except httpx.TransportError as error:
                delay = plan.delay(None)
                if delay is None:
                    raise plan.failure(error) from error
            time.sleep(delay)

    def _checked(self, plan: _Plan, response: httpx.Response) -> httpx.Response:
        if plan.stream and response.is_success:
            return response
        try:
            response.read()
        finally:
            response.close()
        if not response.is_success:
            raise status_error(response, plan.call.operation)
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
    ) -> None:
        super().__init__(base_url, auth, options, hooks)
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

    async def answer(self, plan: _Plan, url: str | None = None) -> httpx.Response:
        """The answer of a call, or of the link `url`, after as many tries as the plan allows."""
        while True:
            request = plan.request(self.http, url)
            try:
                response = await self.http.send(request, auth=plan.auth, stream=True)
                delay = plan.delay(response)
                if delay is None:
                    return await self._checked(plan, response)
                await response.aclose()
            except httpx.TransportError as error:
                delay = plan.delay(None)
                if delay is None:
                    raise plan.failure(error) from error
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
        if not response.is_success:
            raise status_error(response, plan.call.operation)
        return response

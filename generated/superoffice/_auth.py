"""Credentials: a value, or a function that gets one and is asked again when the server refuses it.

The environment may name them, and the server.
"""

from __future__ import annotations

import base64
import inspect
import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Mapping, Sequence
from typing import TypeAlias

import httpx

from ._binary import Parts

#: A credential, or a function that gets a fresh one; the one of an asynchronous client may be a coroutine.
Secret: TypeAlias = str | Callable[[], str | Awaitable[str]]


class Auth:
    """A credential in a header field. A function is called before the first request and after each 401."""

    header = "Authorization"
    prefix = ""
    location = "header"
    #: The names of the security schemes that this is the credential of.
    schemes: tuple[str, ...] = ()

    def __init__(self, secret: Secret) -> None:
        self._secret = secret
        self._value = secret if isinstance(secret, str) else None

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"

    @property
    def can_refresh(self) -> bool:
        """Whether there may be a fresh credential after the one that was refused."""
        return not isinstance(self._secret, str)

    def forget(self) -> None:
        """Ask for a fresh credential before the next request."""
        self._value = self._secret if isinstance(self._secret, str) else None

    def obtain(self) -> str:
        """The credential. Raises TypeError where only an asynchronous client can get it."""
        if self._value is None:
            found = self._secret if isinstance(self._secret, str) else self._secret()
            if not isinstance(found, str):
                if inspect.iscoroutine(found):
                    found.close()
                raise TypeError("this credential is got by a coroutine: use AsyncClient")
            self._value = found
        return self._value

    async def aobtain(self) -> str:
        """The credential, for an asynchronous client."""
        if self._value is None:
            found = self._secret if isinstance(self._secret, str) else self._secret()
            self._value = await found if inspect.isawaitable(found) else found
        return self._value

    def apply(self, request: httpx.Request, value: str) -> None:
        """Put the credential into a request."""
        request.headers[self.header] = f"{self.prefix} {value}" if self.prefix else value

    def token_request(self, base_url: str) -> httpx.Request | None:
        """The request that gets the credential from a server; None where there is nothing to get."""
        return None

    def take_token(self, response: httpx.Response) -> None:
        """Keep the credential of the answer to `token_request`."""


class BearerAuth(Auth):
    """A bearer token (RFC 6750)."""

    prefix = "Bearer"
    schemes = ("bearer",)


class BasicAuth(Auth):
    """A user name and a password (RFC 7617), or a function that gets the password."""

    prefix = "Basic"
    schemes = ("basic",)

    def __init__(self, username: str, password: Secret) -> None:
        super().__init__(password)
        self._username = username

    def apply(self, request: httpx.Request, value: str) -> None:
        """Put the credential into a request."""
        super().apply(request, base64.b64encode(f"{self._username}:{value}".encode()).decode("ascii"))


class SoTicketAuth(Auth):
    """The value is `SoTicket` and the credential, separated by a space."""

    header = "Authorization"
    schemes = ("soTicket",)
    prefix = "SoTicket"


class XsrfAuth(Auth):
    """The credential of `xsrf`."""

    header = "X-XSRF-TOKEN"
    schemes = ("xsrf",)


def _can_repeat(request: httpx.Request) -> bool:
    """Whether the body of a request can be sent a second time."""
    return not isinstance(request.stream, Parts) or request.stream.can_repeat


#: The credentials that all operations need which say nothing else: alternatives of schemes; None where none are named.
SECURITY: tuple[tuple[str, ...], ...] | None = (("basic",), ("soTicket",), ("bearer",), ("xsrf",))


def needed(auths: Sequence[Auth], security: tuple[tuple[str, ...], ...] | None) -> list[Auth]:
    """Those of some credentials that go out with an operation (OpenAPI 3.1.1, section 4.8.30).

    None where it is open to all.  Of its alternatives the first counts that all is there for; what would stand in the
    same place stays at home.
    """
    if security is None:
        return list(auths)
    if not any(security):
        return []
    given = {scheme for auth in auths for scheme in auth.schemes}
    chosen = next((names for names in security if names and given.issuperset(names)), None)
    if chosen is None:
        return list(auths)
    used = [auth for auth in auths if any(scheme in chosen for scheme in auth.schemes)]
    places = {(auth.location, auth.header.lower()) for auth in used}
    more = [auth for auth in auths if auth not in used and (auth.location, auth.header.lower()) not in places]
    return [*used, *more]


class AuthFlow(httpx.Auth):
    """Several credentials in one request, refreshed once where the server answers 401."""

    def __init__(self, auths: Sequence[Auth], base_url: str) -> None:
        self._auths = auths
        self._base_url = base_url

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request, and once more with fresh credentials after a 401."""
        for _ in range(2):
            for auth in self._auths:
                wanted = auth.token_request(self._base_url)
                if wanted is not None:
                    answer = yield wanted
                    answer.read()
                    auth.take_token(answer)
                auth.apply(request, auth.obtain())
            response = yield request
            if response.status_code != 401 or not _can_repeat(request) or not self._forget():
                return

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Send the request, and once more with fresh credentials after a 401."""
        for _ in range(2):
            for auth in self._auths:
                wanted = auth.token_request(self._base_url)
                if wanted is not None:
                    answer = yield wanted
                    await answer.aread()
                    auth.take_token(answer)
                auth.apply(request, await auth.aobtain())
            response = yield request
            if response.status_code != 401 or not _can_repeat(request) or not self._forget():
                return

    def _forget(self) -> bool:
        for auth in self._auths:
            auth.forget()
        return any(auth.can_refresh for auth in self._auths)


class Environment:
    """The variables of a process, or those that are given."""

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self._variables = os.environ if variables is None else variables

    def get(self, name: str) -> str:
        """The value of a variable, empty where it is not set."""
        return self._variables.get(name, "").strip()

    def base_url(self) -> str:
        """The address of the server.  Raises ValueError where nothing says it."""
        return self.get("SUPEROFFICE_BASE_URL") or "https://crm.example.com"

    def auths(self) -> list[Auth]:
        """The credentials of which all is set."""
        found: list[Auth] = []
        if value := self.get("SUPEROFFICE_TOKEN"):
            found.append(BearerAuth(value))
        name, secret = self.get("SUPEROFFICE_USERNAME"), self.get("SUPEROFFICE_PASSWORD")
        if name and secret:
            found.append(BasicAuth(name, secret))
        if value := self.get("SUPEROFFICE_SO_TICKET"):
            found.append(SoTicketAuth(value))
        if value := self.get("SUPEROFFICE_XSRF"):
            found.append(XsrfAuth(value))
        return found

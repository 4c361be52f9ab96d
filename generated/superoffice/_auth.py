"""Credentials: a value, or a function that gets one and is called again when the server refuses it.

The client itself gets tokens of OAuth 2.0 (RFC 6749), keeps them while they are valid, and renews them.  Environment
variables may hold credentials and the address of the server.
"""

from __future__ import annotations

import base64
import inspect
import os
import threading
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote, urlencode, urljoin

import httpx

from ._bodies import Parts
from ._errors import ApiError
from ._values import is_mapping

if TYPE_CHECKING:
    import anyio

#: A credential, or a function that gets a fresh one; for an asynchronous client, it may be a coroutine function.
Secret: TypeAlias = str | Callable[[], str | Awaitable[str]]


class Auth:
    """A credential in a header. A function is called before the first request and after each 401."""

    header = "Authorization"
    prefix = ""
    location = "header"
    #: The names of the security schemes that this credential is for.
    schemes: tuple[str, ...] = ()

    def __init__(self, secret: Secret) -> None:
        self._secret = secret
        self._value = secret if isinstance(secret, str) else None
        #: Lets only one call at a time get a fresh credential, which the others use as well.
        self.renewal = threading.RLock()
        self._async_renewal: anyio.Lock | None = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"

    @property
    def can_refresh(self) -> bool:
        """Whether there can be a fresh credential after the server refused one."""
        return not isinstance(self._secret, str)

    @property
    def is_ready(self) -> bool:
        """Whether the credential is there, and need not be obtained first."""
        return self._value is not None

    @property
    def async_renewal(self) -> anyio.Lock:
        """Lets only one call of an asynchronous client at a time get a fresh credential."""
        if self._async_renewal is None:
            # Not at the top: a synchronous client never needs it, and it takes a while to load.
            import anyio

            self._async_renewal = anyio.Lock()
        return self._async_renewal

    def forget(self, refused: str | None = None) -> None:
        """Get a fresh credential before the next request, unless another call has got one since."""
        with self.renewal:
            if refused in (None, self._value):
                self._value = self._secret if isinstance(self._secret, str) else None

    def obtain(self) -> str:
        """The credential. Raises TypeError where only an asynchronous client can get it."""
        if self._value is None:
            found = self._secret if isinstance(self._secret, str) else self._secret()
            if not isinstance(found, str):
                if inspect.iscoroutine(found):
                    found.close()
                raise TypeError("a coroutine gets this credential: use AsyncClient")
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
        # Many users copy the credential together with its prefix.
        is_whole = not self.prefix or value.lower().startswith(f"{self.prefix.lower()} ")
        request.headers[self.header] = value if is_whole else f"{self.prefix} {value}"

    def token_request(self, base_url: str) -> httpx.Request | None:
        """The request that gets the credential from a server; None where there is nothing to get."""
        return None

    def take_token(self, response: httpx.Response) -> None:
        """Keep the credential from the response to `token_request`."""


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
    """The value is `SoTicket` and the credential, separated by a space.

    Give it without the prefix `SoTicket`, which the client adds.
    """

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


def _like(request: httpx.Request, wanted: httpx.Request) -> httpx.Request:
    """The request for a token, with the timeouts and the user agent of the request that needs it."""
    wanted.extensions.update(request.extensions)
    wanted.headers["User-Agent"] = request.headers.get("User-Agent", "")
    return wanted


#: The security requirements of operations without their own: alternatives of schemes; None where there are none.
SECURITY: tuple[tuple[str, ...], ...] | None = (("basic",), ("soTicket",), ("bearer",), ("xsrf",))


def needed(auths: Sequence[Auth], security: tuple[tuple[str, ...], ...] | None) -> list[Auth]:
    """The credentials that are sent with an operation, of those that the client has (OpenAPI 3.1.1, section 4.8.30).

    Of the alternatives in `security`, the first counts whose schemes all have a credential.  Other credentials are sent
    too, unless they would use the same header, parameter or cookie.  All are sent where no alternative fits or
    `security` is None, and none where the operation needs none.
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
    """Adds credentials to a request, and refreshes them once where the status is 401."""

    def __init__(self, auths: Sequence[Auth], base_url: str) -> None:
        self._auths = auths
        self._base_url = base_url

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request, and once more with fresh credentials after a 401."""
        for _ in range(2):
            used: list[str] = []
            for auth in self._auths:
                with auth.renewal:
                    wanted = auth.token_request(self._base_url)
                    if wanted is not None:
                        issued = yield _like(request, wanted)
                        issued.read()
                        auth.take_token(issued)
                    used.append(auth.obtain())
                auth.apply(request, used[-1])
            response = yield request
            if response.status_code != 401 or not _can_repeat(request) or not self._forget(used):
                return

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Send the request, and once more with fresh credentials after a 401."""
        for _ in range(2):
            used: list[str] = []
            for auth in self._auths:
                if not auth.is_ready:
                    async with auth.async_renewal:
                        wanted = auth.token_request(self._base_url)
                        if wanted is not None:
                            issued = yield _like(request, wanted)
                            await issued.aread()
                            auth.take_token(issued)
                        await auth.aobtain()
                used.append(await auth.aobtain())
                auth.apply(request, used[-1])
            response = yield request
            if response.status_code != 401 or not _can_repeat(request) or not self._forget(used):
                return

    def _forget(self, refused: Sequence[str]) -> bool:
        for auth, value in zip(self._auths, refused, strict=True):
            auth.forget(value)
        return any(auth.can_refresh for auth in self._auths)


class Environment:
    """The environment variables of the process, or the given ones."""

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self._variables = os.environ if variables is None else variables

    def get(self, name: str, default: str = "") -> str:
        """The value of a variable, the default where it is not set."""
        return self._variables.get(name, "").strip() or default

    def base_url(self) -> str:
        """The address of the server.  Raises ValueError where there is none."""
        return self.get("SUPEROFFICE_BASE_URL", "https://crm.example.com")

    def auths(self) -> list[Auth]:
        """The credentials whose variables are all set."""
        found: list[Auth] = []
        if value := self.get("SUPEROFFICE_TOKEN"):
            found.append(BearerAuth(value))
        name = self.get("SUPEROFFICE_USERNAME")
        secret = self.get("SUPEROFFICE_PASSWORD")
        if name and secret:
            found.append(BasicAuth(name, secret))
        if value := self.get("SUPEROFFICE_SO_TICKET"):
            found.append(SoTicketAuth(value))
        if value := self.get("SUPEROFFICE_XSRF"):
            found.append(XsrfAuth(value))
        return found


#: A token is renewed this many seconds before it expires.
_EARLY = 30.0


class _TokenEndpointAuth(BearerAuth):
    """A token from a token endpoint, renewed when it expires or the server refuses it."""

    def __init__(
        self,
        token_url: str,
        grant: Mapping[str, str],
        client_id: str,
        client_secret: str | None,
        scopes: Sequence[str],
        *,
        in_body: bool,
    ) -> None:
        super().__init__("")
        self._value = None
        self._token_url = token_url
        self._grant = dict(grant)
        self._client_id = client_id
        self._client_secret = client_secret
        self._scopes = tuple(scopes)
        self._in_body = in_body
        self._end: float | None = None

    @property
    def can_refresh(self) -> bool:
        """Whether there can be a fresh credential after the server refused one."""
        return True

    @property
    def is_ready(self) -> bool:
        """Whether there is a token that is valid."""
        return self._value is not None and (self._end is None or time.monotonic() < self._end)

    def forget(self, refused: str | None = None) -> None:
        """Get a fresh token before the next request, unless another call has got one since."""
        with self.renewal:
            if refused in (None, self._value):
                self._value = None

    def token_request(self, base_url: str) -> httpx.Request | None:
        """The request for a token; None while there is one that is valid."""
        if self.is_ready:
            return None
        fields = dict(self._grant)
        if self._scopes:
            fields["scope"] = " ".join(self._scopes)
        headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
        if self._client_secret is not None and not self._in_body:
            # Each part is escaped before they are put together (RFC 6749, section 2.3.1).
            pair = f"{quote(self._client_id, safe='')}:{quote(self._client_secret, safe='')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode('ascii')}"
        else:
            fields["client_id"] = self._client_id
            if self._client_secret is not None:
                fields["client_secret"] = self._client_secret
        url = urljoin(f"{base_url}/", self._token_url)
        return httpx.Request("POST", url, headers=headers, content=urlencode(fields).encode())

    def take_token(self, response: httpx.Response) -> None:
        """Keep the token of a response that was read.  Raises ApiError where it has none."""
        try:
            given: Any = response.json()
        except ValueError:
            given = None
        found: Mapping[str, Any] = given if is_mapping(given) else {}
        token = found.get("access_token")
        if not response.is_success or not isinstance(token, str):
            message = f"no token from {self._token_url}: {response.status_code} {found.get('error', '')}".rstrip()
            raise ApiError(message, operation="token")
        self._value = token
        seconds = found.get("expires_in")
        is_number = isinstance(seconds, int | float) or (isinstance(seconds, str) and seconds.isdigit())
        self._end = time.monotonic() + max(float(seconds or 0) - _EARLY, 0.0) if is_number else None
        renewal = found.get("refresh_token")
        if self._grant["grant_type"] == "refresh_token" and isinstance(renewal, str):
            self._grant["refresh_token"] = renewal


class ClientCredentialsAuth(_TokenEndpointAuth):
    """The token of a program (RFC 6749, section 4.4).

    Args:
        client_id: The id of the program.
        client_secret: Its secret.
        scopes: The scopes of the token.
        token_url: The address that issues tokens.
        in_body: Whether id and secret are sent in the body, for servers that do not read them from the header.
    """

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        *,
        scopes: Sequence[str] = (),
        token_url: str,
        in_body: bool = False,
    ) -> None:
        grant = {"grant_type": "client_credentials"}
        super().__init__(token_url, grant, client_id, client_secret, scopes, in_body=in_body)


class RefreshTokenAuth(_TokenEndpointAuth):
    """The token of a user, renewed by a refresh token (RFC 6749, section 6).

    Args:
        refresh_token: The refresh token; the server may give another one, which is used from then on.
        client_id: The id of the program.
        client_secret: Its secret, if it has one.
        scopes: The scopes of the token, if fewer than the user has granted.
        token_url: The address that renews tokens.
        in_body: Whether id and secret are sent in the body, for servers that do not read them from the header.
    """

    def __init__(
        self,
        refresh_token: str,
        client_id: str,
        client_secret: str | None = None,
        *,
        scopes: Sequence[str] = (),
        token_url: str,
        in_body: bool = False,
    ) -> None:
        grant = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        super().__init__(token_url, grant, client_id, client_secret, scopes, in_body=in_body)

    @property
    def refresh_token(self) -> str:
        """The refresh token for the next renewal."""
        return self._grant["refresh_token"]

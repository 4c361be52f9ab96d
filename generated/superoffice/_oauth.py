"""OAuth 2.0: tokens that the client gets itself (RFC 6749), keeps while they are valid, and renews."""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode, urljoin

import httpx

from ._auth import BearerAuth
from ._errors import ApiError
from ._types import is_mapping

#: Seconds before its end at which a token is renewed.
_EARLY = 30.0


class TokenAuth(BearerAuth):
    """A token that is asked for at an address, and again when it ends or the server refuses it."""

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
        """Whether there may be a fresh credential after the one that was refused."""
        return True

    def forget(self) -> None:
        """Ask for a fresh token before the next request."""
        self._value = None

    def token_request(self, base_url: str) -> httpx.Request | None:
        """The request for a token; None while there is one that is valid."""
        if self._value is not None and (self._end is None or time.monotonic() < self._end):
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
        """Keep the token of an answer that was read.  Raises ApiError where it has none."""
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


class ClientCredentialsAuth(TokenAuth):
    """The token of a program (RFC 6749, section 4.4).

    Args:
        client_id: The id of the program.
        client_secret: Its secret.
        scopes: What the token is for.
        token_url: Where tokens come from.
        in_body: Whether id and secret stand in the body, for servers that do not read them in the header field.
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


class RefreshTokenAuth(TokenAuth):
    """The token of a user, renewed by a refresh token (RFC 6749, section 6).

    Args:
        refresh_token: The refresh token; the server may give another one, which is used from then on.
        client_id: The id of the program.
        client_secret: Its secret, if it has one.
        scopes: What the token is for, if it is less than what the user has granted.
        token_url: Where tokens come from.
        in_body: Whether id and secret stand in the body, for servers that do not read them in the header field.
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
        """The refresh token that the next renewal is made by."""
        return self._grant["refresh_token"]

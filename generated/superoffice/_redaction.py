"""What logs and errors say of requests and answers: never a credential."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote_plus

import httpx

#: The fields and query parameters that the credentials of this API travel in, in small letters.
SECRETS: frozenset[str] = frozenset({"authorization", "x-xsrf-token"})

#: Names that credentials usually have.
_SECRET_NAME = re.compile(r"auth|token|secret|passw|pwd|cookie|session|credential|signature|key$|^sig$", re.I)

#: What stands in place of a secret.
HIDDEN = "***"

#: The header fields in which servers name a request, the most common first.
_REQUEST_IDS = ("X-Request-Id", "Request-Id", "X-Correlation-Id", "X-Trace-Id", "X-Amzn-RequestId", "CF-Ray")


def is_secret(name: str) -> bool:
    """Whether a header field or query parameter may hold a credential."""
    return name.lower() in SECRETS or bool(_SECRET_NAME.search(name))


def shown_url(url: httpx.URL) -> str:
    """An address without user, password and the values of query parameters that may be credentials."""
    plain = url.copy_with(userinfo=b"", query=None, fragment=None)
    pairs = [part.partition("=") for part in url.query.decode("ascii", "replace").split("&") if part]
    shown = [f"{name}{mark}{HIDDEN if is_secret(unquote_plus(name)) else value}" for name, mark, value in pairs]
    return f"{plain}?{'&'.join(shown)}" if shown else str(plain)


def shown_fields(headers: Mapping[str, str]) -> dict[str, str]:
    """Header fields without the values of those that may be credentials."""
    return {name: HIDDEN if is_secret(name) else value for name, value in headers.items()}


def request_id_of(headers: Mapping[str, str]) -> str | None:
    """The name that the server gave to a request, None where it gave none."""
    return next((headers[name] for name in _REQUEST_IDS if headers.get(name)), None)

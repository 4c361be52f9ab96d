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

#: The text in place of a secret.
HIDDEN = "***"

#: A name and its value in the query of an address.
_IN_QUERY = re.compile(r"([?&])([^?&=\s]{1,100})=([^&#\s\"'<>]*)")

#: Texts of fewer characters are no secrets, and stand in many words.
_SHORTEST = 4

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


def shown_fields(headers: Mapping[str, str], request: httpx.Request) -> dict[str, str]:
    """Header fields of a request, or of its answer, without what may be a credential."""
    return {name: HIDDEN if is_secret(name) else shown_text(value, request) for name, value in headers.items()}


def shown_text(text: str, request: httpx.Request | None) -> str:
    """What a server or a library says of a request, without its credentials and those that addresses may have."""
    for secret in _secrets_of(request) if request else ():
        text = text.replace(secret, HIDDEN)
    return _IN_QUERY.sub(_without_secret, text)


def _without_secret(found: re.Match[str]) -> str:
    mark, name, value = found.groups()
    return f"{mark}{name}={HIDDEN if is_secret(unquote_plus(name)) else value}"


def _secrets_of(request: httpx.Request) -> list[str]:
    """The credentials of a request, as they are sent and as they are meant, the longest first."""
    found: set[str] = set()
    for name, value in request.headers.items():
        if is_secret(name):
            found.update((value, value.partition(" ")[2], *(pair.partition("=")[2] for pair in value.split(";"))))
    for part in request.url.query.decode("ascii", "replace").split("&"):
        name, _, value = part.partition("=")
        if is_secret(unquote_plus(name)):
            found.update((value, unquote_plus(value)))
    return sorted((secret.strip() for secret in found if len(secret.strip()) >= _SHORTEST), key=len, reverse=True)


def request_id_of(headers: Mapping[str, str]) -> str | None:
    """The name that the server gave to a request, None where it gave none."""
    return next((headers[name] for name in _REQUEST_IDS if headers.get(name)), None)

"""Options of a client and of a call, retries, and redirects (RFC 9110, section 15.4)."""

from __future__ import annotations

import email.utils
import random
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields
from typing import TypedDict
from urllib.parse import urljoin

import httpx

from ._models import Problem

#: Methods that may be repeated without doing anything twice (RFC 9110, section 9.2.2).
IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """How failed calls are tried again.

    Args:
        attempts: The most times that a call is made; 1 turns retries off.
        statuses: The statuses after which a call is tried again.
        first_delay: The most seconds before the second try; for each further one, this doubles.
        longest_delay: The most seconds to wait, even where the server asks for more.
        writes: Whether calls that write and are not idempotent are tried again too.
    """

    attempts: int = 3
    statuses: Collection[int] = frozenset({429, 502, 503, 504})
    first_delay: float = 0.5
    longest_delay: float = 30.0
    writes: bool = False

    def delay(self, attempt: int, *, is_safe: bool, response: httpx.Response | None) -> float | None:
        """Seconds to wait after try `attempt`, counted from 1; None to give up. No response: the connection failed."""
        if attempt >= self.attempts or not (is_safe or self.writes):
            return None
        if response is None:
            return self._backoff(attempt)
        if response.status_code not in self.statuses:
            return None
        wanted = retry_after(response)
        return self._backoff(attempt) if wanted is None else min(wanted, self.longest_delay)

    def _backoff(self, attempt: int) -> float:
        # Full jitter, so that clients that failed together do not all return at once.
        return random.uniform(0, min(self.longest_delay, self.first_delay * 2 ** (attempt - 1)))


def retry_after(response: httpx.Response) -> float | None:
    """The seconds of a Retry-After header, a number or a date (RFC 9110, section 10.2.3); None without a valid one."""
    value = response.headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, moment.timestamp() - time.time())


_LAST_PORT = 65_535
#: The most redirects of one call that are followed.
MOST_REDIRECTS = 10

#: Headers that describe the body; a request without one does not have them.
_OF_BODY = ("Content-Length", "Content-Type", "Content-Encoding", "Transfer-Encoding")

#: Headers of a request that may be sent to another server, since they reveal nothing.
_HARMLESS = frozenset({"accept", "accept-encoding", "accept-language", "user-agent", "range", "if-none-match"})


def has_server(url: httpx.URL) -> bool:
    """Whether a URL names a server that can exist. httpx escapes what no host may have, and looks the result up."""
    is_escaped = "%" in url.host and ":" not in url.host
    return bool(url.host) and not is_escaped and (url.port or 0) <= _LAST_PORT


def is_same_origin(first: httpx.URL, second: httpx.URL) -> bool:
    """Whether two addresses have the same origin (RFC 6454, section 5)."""
    return (first.scheme, first.host, _port(first)) == (second.scheme, second.host, _port(second))


def _port(url: httpx.URL) -> int | None:
    return url.port or {"http": 80, "https": 443}.get(url.scheme)


def redirected(request: httpx.Request, response: httpx.Response, *, can_repeat: bool) -> httpx.Request | None:
    """The request that a redirect leads to; None where following it would not be safe."""
    location = response.headers.get("Location", "")
    try:
        target = httpx.URL(urljoin(str(request.url), location))
    except (httpx.InvalidURL, ValueError):
        return None
    is_same = is_same_origin(request.url, target)
    is_downgrade = request.url.scheme == "https" and target.scheme != "https"
    if not location or target.scheme not in ("http", "https") or is_downgrade:
        return None
    is_reading = request.method in ("GET", "HEAD")
    status = response.status_code
    if status == 303 and not is_reading:
        # 303 See Other: the target has the result.
        return _request("GET", target, request, is_same=is_same, has_body=False)
    if is_reading and status in (301, 302, 303, 307, 308):
        return _request(request.method, target, request, is_same=is_same, has_body=is_same and can_repeat)
    if status in (307, 308) and is_same and can_repeat:
        return _request(request.method, target, request, is_same=True, has_body=True)
    return None


def _request(method: str, target: httpx.URL, request: httpx.Request, *, is_same: bool, has_body: bool) -> httpx.Request:
    headers = httpx.Headers(request.headers)
    if not is_same:
        # A header of any name may hold a key.
        headers = httpx.Headers({name: value for name, value in headers.items() if name.lower() in _HARMLESS})
    headers["Host"] = target.netloc.decode("ascii")
    if has_body:
        return httpx.Request(method, target, headers=headers, stream=request.stream, extensions=request.extensions)
    for name in _OF_BODY:
        headers.pop(name, None)
    return httpx.Request(method, target, headers=headers, extensions=request.extensions)


#: The User-Agent of the client, unless the caller's httpx client has its own.
USER_AGENT = "superoffice/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooks:
    """Functions that are called at each step of a call, to log or measure it. They may raise an exception to stop it.

    Args:
        request: Called with each request before it is sent, once for each try.
        response: Called with each response before its body is read, also those of failed tries.
        retry: Called before each wait with the operation, the number of the try that failed and the seconds to wait.
        problem: Called with the operation and each place in a response that differs from the reference.
    """

    request: Callable[[httpx.Request], None] | None = None
    response: Callable[[httpx.Response], None] | None = None
    retry: Callable[[str, int, float], None] | None = None
    problem: Callable[[str, Problem], None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOptions:
    """Options of a call, which override those of its client; None keeps the option of the client.

    Args:
        timeout: Seconds, or the timeouts of connecting, reading, writing and the pool.
        retry: How failed calls are tried again.
        strict: If True, every difference from the reference is an error; if False, none is that can be kept.
        headers: More headers.
        content_type: The media type that the body is sent as, where the operation takes several.
        idempotency_header: The header for a key that is made for each call that writes, the same for all its tries,
            so that it may be tried again; a header that the reference names is used in any case.
        accept_language: The header `Accept-Language`.
        so_app_token: The header `SO-AppToken`.
        so_culture: The header `SO-Culture`.
        so_language: The header `SO-Language`.
        so_time_zone: The header `SO-TimeZone`.
    """

    timeout: float | httpx.Timeout | None = None
    retry: Retry | None = None
    strict: bool | None = None
    headers: Mapping[str, str] | None = None
    content_type: str | None = None
    idempotency_header: str | None = None
    accept_language: str | None = None
    so_app_token: str | None = None
    so_culture: str | None = None
    so_language: str | None = None
    so_time_zone: str | None = None

    def over(self, other: CallOptions) -> CallOptions:
        """These options, and those of `other` where these have none; headers are merged."""
        merged = {
            field.name: getattr(other, field.name) if getattr(self, field.name) is None else getattr(self, field.name)
            for field in fields(self)
        }
        merged["headers"] = {**(other.headers or {}), **(self.headers or {})}
        return CallOptions(**merged)

    def header_fields(self) -> dict[str, str]:
        """The headers that these options set."""
        named = {
            "Accept-Language": self.accept_language,
            "SO-AppToken": self.so_app_token,
            "SO-Culture": self.so_culture,
            "SO-Language": self.so_language,
            "SO-TimeZone": self.so_time_zone,
        }
        return {**{name: value for name, value in named.items() if value is not None}, **(self.headers or {})}


class Changes(TypedDict, total=False):
    """The arguments of `with_options` and `from_env`, which are those of `CallOptions`."""

    timeout: float | httpx.Timeout | None
    retry: Retry | None
    strict: bool | None
    headers: Mapping[str, str] | None
    content_type: str | None
    idempotency_header: str | None
    accept_language: str | None
    so_app_token: str | None
    so_culture: str | None
    so_language: str | None
    so_time_zone: str | None

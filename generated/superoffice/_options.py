"""What a client does for all calls, and a call otherwise: options, tries, and redirects (RFC 9110, section 15.4)."""

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
        attempts: How often a call is made at most; 1 turns retries off.
        statuses: The statuses that are worth another try.
        first_delay: Seconds before the second try at most; each further one waits up to twice as long.
        longest_delay: The most seconds to wait, even where the server asks for more.
        writes: Whether calls that write and are not idempotent are tried again too.
    """

    attempts: int = 3
    statuses: Collection[int] = frozenset({429, 502, 503, 504})
    first_delay: float = 0.5
    longest_delay: float = 30.0
    writes: bool = False

    def delay(self, attempt: int, *, is_safe: bool, response: httpx.Response | None) -> float | None:
        """Seconds to wait after try number `attempt` (from 1), None to give up. No response: the connection failed."""
        if attempt >= self.attempts or not (is_safe or self.writes):
            return None
        if response is None:
            return self._backoff(attempt)
        if response.status_code not in self.statuses:
            return None
        wanted = retry_after(response)
        return self._backoff(attempt) if wanted is None else min(wanted, self.longest_delay)

    def _backoff(self, attempt: int) -> float:
        # Full jitter, so that many clients that failed together do not come back together.
        return random.uniform(0, min(self.longest_delay, self.first_delay * 2 ** (attempt - 1)))


def retry_after(response: httpx.Response) -> float | None:
    """The seconds of a Retry-After field (RFC 9110, section 10.2.3), be it a number or a date."""
    value = response.headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, moment.timestamp() - time.time())


#: How many redirects of one call are followed.
MOST_REDIRECTS = 10

#: Header fields that say how a body was written that is left out.
_OF_BODY = ("Content-Length", "Content-Type", "Content-Encoding", "Transfer-Encoding")

#: Header fields of a request that no server but the one that was asked may need, and that give nothing away.
_HARMLESS = frozenset({"accept", "accept-encoding", "accept-language", "user-agent", "range", "if-none-match"})


def is_same_origin(first: httpx.URL, second: httpx.URL) -> bool:
    """Whether two addresses are on one server (RFC 6454, section 5)."""
    return (first.scheme, first.host, _port(first)) == (second.scheme, second.host, _port(second))


def _port(url: httpx.URL) -> int | None:
    return url.port or {"http": 80, "https": 443}.get(url.scheme)


def redirected(request: httpx.Request, response: httpx.Response, *, can_repeat: bool) -> httpx.Request | None:
    """The request that a redirect leads to, None where following it would not be safe."""
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
        # See other: the outcome is read there.
        return _request("GET", target, request, is_same=is_same, has_body=False)
    if is_reading and status in (301, 302, 303, 307, 308):
        return _request(request.method, target, request, is_same=is_same, has_body=is_same and can_repeat)
    if status in (307, 308) and is_same and can_repeat:
        return _request(request.method, target, request, is_same=True, has_body=True)
    return None


def _request(method: str, target: httpx.URL, request: httpx.Request, *, is_same: bool, has_body: bool) -> httpx.Request:
    headers = httpx.Headers(request.headers)
    if not is_same:
        # A key may stand in a field of any name.
        headers = httpx.Headers({name: value for name, value in headers.items() if name.lower() in _HARMLESS})
    headers["Host"] = target.netloc.decode("ascii")
    if has_body:
        return httpx.Request(method, target, headers=headers, stream=request.stream, extensions=request.extensions)
    for name in _OF_BODY:
        headers.pop(name, None)
    return httpx.Request(method, target, headers=headers, extensions=request.extensions)


#: What the client says that it is, where the httpx client that it was given says nothing of its own.
USER_AGENT = "superoffice/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooks:
    """Functions that see what goes on; they may log and measure, and raise to stop a call.

    Args:
        request: Called with each request before it is sent, each try anew.
        response: Called with each answer before its body is read, of failed tries too.
        retry: Called before each wait with the operation, the number of the try that failed and the seconds to wait.
        problem: Called with the operation and each place of an answer that is not as the reference says.
    """

    request: Callable[[httpx.Request], None] | None = None
    response: Callable[[httpx.Response], None] | None = None
    retry: Callable[[str, int, float], None] | None = None
    problem: Callable[[str, Problem], None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOptions:
    """What a call does otherwise than its client; what is None is as the client has it.

    Args:
        timeout: Seconds, or the timeouts of connecting, reading, writing and the pool.
        retry: How failed calls are tried again.
        strict: Whether what the reference does not say is an error; False takes even what is another thing altogether.
        headers: More header fields.
        content_type: The media type that the body is sent as, where the operation takes several.
        idempotency_header: The header field of a key that is made for each call that writes, the same for all its
            tries, so that it may be tried again; where the reference names one, that is used without asking.
        accept_language: The header field `Accept-Language`.
        so_app_token: The header field `SO-AppToken`.
        so_culture: The header field `SO-Culture`.
        so_language: The header field `SO-Language`.
        so_time_zone: The header field `SO-TimeZone`.
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
        """These options, and those of `other` where these have none; header fields are put together."""
        merged = {
            field.name: getattr(other, field.name) if getattr(self, field.name) is None else getattr(self, field.name)
            for field in fields(self)
        }
        merged["headers"] = {**(other.headers or {}), **(self.headers or {})}
        return CallOptions(**merged)

    def header_fields(self) -> dict[str, str]:
        """The header fields that these options stand for."""
        named = {
            "Accept-Language": self.accept_language,
            "SO-AppToken": self.so_app_token,
            "SO-Culture": self.so_culture,
            "SO-Language": self.so_language,
            "SO-TimeZone": self.so_time_zone,
        }
        return {**{name: value for name, value in named.items() if value is not None}, **(self.headers or {})}


class Changes(TypedDict, total=False):
    """What `with_options` and `from_env` take: the names of `CallOptions`, with what these mean."""

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

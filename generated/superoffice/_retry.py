"""What is sent once more: a call that failed, and what a redirect leads to (RFC 9110, section 15.4)."""

from __future__ import annotations

import email.utils
import random
import time
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx

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

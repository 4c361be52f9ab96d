"""When a call is tried again, and how long to wait before."""

from __future__ import annotations

import email.utils
import random
import time
from collections.abc import Collection
from dataclasses import dataclass

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

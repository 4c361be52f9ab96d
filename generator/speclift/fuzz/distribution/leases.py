"""One rate of requests for processes that share a Dask scheduler: each holds leases of a semaphore for a while.

A lease allows a few requests, and is held until the period of the rate is over.  So all processes together never send
more in a period than the rate allows.  The scheduler takes back the leases of a process that dies.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from speclift.fuzz.deadline import Deadline, OutOfTimeError
from speclift.fuzz.transport.rate_limit import rate_of

if TYPE_CHECKING:
    from distributed import Semaphore

#: More leases than this would be a burden for the scheduler; with a higher rate, each lease allows several requests.
_MOST_LEASES = 100
_LOOK = 0.5


class Terms(msgspec.Struct, frozen=True):
    """The number of leases, the number of requests that each one allows, and the seconds that each one is held."""

    leases: int
    requests: int
    seconds: int


def terms_of(rate: str) -> Terms:
    """The leases that together allow a rate such as `100/m`, or a little less.  Raises UsageError."""
    limit, seconds = rate_of(rate)
    requests = -(-limit // _MOST_LEASES)
    return Terms(limit // requests, requests, seconds)


class LeasedPace:
    """Waits until the next request of this process may be sent; `is_there` says whether the scheduler still exists."""

    def __init__(self, semaphore: Semaphore, terms: Terms, is_there: Callable[[], bool]) -> None:
        self._semaphore = semaphore
        self._terms = terms
        self._is_there = is_there
        self._lock = threading.Lock()
        self._left = 0
        self._end = 0.0

    def __call__(self, deadline: Deadline) -> None:
        with self._lock:
            if not self._left or time.monotonic() >= self._end:
                self._take(deadline)
            self._left -= 1

    def _take(self, deadline: Deadline) -> None:
        while not self._semaphore.acquire(timeout=_LOOK):
            if deadline.is_over:
                raise OutOfTimeError
        self._left = self._terms.requests
        self._end = time.monotonic() + self._terms.seconds
        # A timer gives the lease back in time, whatever this process is doing then.
        timer = threading.Timer(self._terms.seconds, self._give_back)
        timer.daemon = True
        timer.start()

    def _give_back(self) -> None:
        # If the scheduler is gone, nothing can take the lease back.
        if self._is_there():
            with suppress(Exception):
                self._semaphore.release()

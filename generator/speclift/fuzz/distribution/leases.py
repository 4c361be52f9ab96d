"""One rate of requests for processes that share a Dask scheduler: each holds leases of the semaphore for a while.

A lease lets a few requests out and is held until the time of the rate has gone by, so that in no such time more are
sent than the rate allows, whoever sends them.  The scheduler takes back the leases of a process that dies.
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

#: More leases than this are a burden for the scheduler; each is for several requests then.
_MOST_LEASES = 100
_LOOK = 0.5


class Terms(msgspec.Struct, frozen=True):
    """How many leases there are, how many requests each lets out, and the seconds that it is held."""

    leases: int
    requests: int
    seconds: int


def terms_of(rate: str) -> Terms:
    """The leases that together allow a rate such as `100/m`, or a little less.  Raises UsageError."""
    limit, seconds = rate_of(rate)
    requests = -(-limit // _MOST_LEASES)
    return Terms(limit // requests, requests, seconds)


class LeasedPace:
    """Waits until the next request of this process may go out; `is_there` says whether the scheduler can be asked."""

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
        # It is given back in time, whatever this process does then.
        timer = threading.Timer(self._terms.seconds, self._give_back)
        timer.daemon = True
        timer.start()

    def _give_back(self) -> None:
        # Where the scheduler has gone there is nobody to give it to.
        if self._is_there():
            with suppress(Exception):
                self._semaphore.release()

"""A limit on the time that some work in this process takes, so that endless waiting fails."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

#: Seconds until the work is interrupted, some fifty times what such work takes, and between two interruptions.  One
#: is not enough: code may suppress the exception.
MOST_SECONDS, INTERVAL = 60, 1


@contextmanager
def in_time() -> Iterator[None]:
    """Raises AssertionError in work that waits too long, for a pipe or a request that never comes.

    Where the work computes without an end, `tests.contract.bounded` does not depend on the speed of the machine.
    """

    def interrupt(_: int, __: FrameType | None) -> None:
        raise AssertionError(f"this takes more than {MOST_SECONDS} s")

    handler = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, MOST_SECONDS, INTERVAL)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)

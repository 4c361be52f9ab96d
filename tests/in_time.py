"""A limit on the time that some work in this process takes, so that endless waiting fails."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from tests.patience import patience

#: Seconds on an ordinary machine until the work is interrupted, some fifty times what such work takes, and seconds
#: between two interruptions.  One is not enough: code may suppress the exception.
MOST_SECONDS, INTERVAL = 60, 1


@contextmanager
def in_time() -> Iterator[None]:
    """Raises AssertionError in work that waits too long, for a pipe or a request that never comes.

    Where the work computes without an end, `tests.bounded` does not depend on the speed of the machine.
    """

    most_seconds = patience(MOST_SECONDS)

    def interrupt(_: int, __: FrameType | None) -> None:
        raise AssertionError(f"this takes more than {most_seconds:.0f} s")

    handler = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, most_seconds, INTERVAL)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)

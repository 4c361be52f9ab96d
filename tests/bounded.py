"""Limits on the CPU time and the memory of some work in this process, so that endless work fails."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from tests.patience import patience

#: Seconds of CPU time on an ordinary machine, a hundred times what such work takes, and bytes of memory on top of those
#: in use.
MOST_SECONDS, MOST_MEMORY = 20, 2 * 2**30

#: Seconds of CPU time between two checks.  One check is not enough: code may suppress the exception.
INTERVAL = 0.2


@contextmanager
def bounded(seconds: float = MOST_SECONDS, interval: float = INTERVAL) -> Iterator[None]:
    """Raises AssertionError in work that takes too long or too much memory; `seconds` and `interval` are CPU time.

    A limit of the whole process (`RLIMIT_AS`) would break whatever else runs in it, such as the thread of a test
    worker: a thread that gets no memory ends with a SystemError, and all later tests of the worker fail.
    """
    most_seconds = patience(seconds)
    began, in_use = time.process_time(), _memory()

    def check(_: int, __: FrameType | None) -> None:
        if time.process_time() - began > most_seconds:
            raise AssertionError(f"this takes more than {most_seconds:.0f} s of CPU time")
        if _memory() - in_use > MOST_MEMORY:
            raise AssertionError(f"this takes more than {MOST_MEMORY} bytes of memory")

    handler = signal.signal(signal.SIGPROF, check)
    timer = signal.setitimer(signal.ITIMER_PROF, interval, interval)
    try:
        yield
    finally:
        # Work with a limit of its own may be part of a test, which has one too.
        signal.signal(signal.SIGPROF, handler)
        signal.setitimer(signal.ITIMER_PROF, *timer)


def _memory() -> int:
    """The resident memory of this process, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

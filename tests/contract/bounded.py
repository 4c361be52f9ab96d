"""Work of this process that may take so much of the processor and of memory, and no more: what is endless fails."""

from __future__ import annotations

import resource
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

#: Seconds of CPU, a hundred times what such work takes, and bytes of memory beside those that are in use.
MOST_SECONDS, MOST_MEMORY = 20, 2 * 2**30

#: Seconds of CPU after which the work is looked at, and looked at again: code may suppress what is raised in it.
EVERY = 0.2


@contextmanager
def bounded() -> Iterator[None]:
    """Raises AssertionError in what takes too long or too much memory.

    A limit of the whole process (`RLIMIT_AS`) would break whatever else runs in it, such as the thread of a test
    worker: a thread that gets no memory ends with a SystemError, and all later tests of the worker fail.
    """
    began, in_use = time.process_time(), _memory()

    def look(_: int, __: FrameType | None) -> None:
        if time.process_time() - began > MOST_SECONDS:
            raise AssertionError(f"this takes more than {MOST_SECONDS} s of the processor")
        if _memory() - in_use > MOST_MEMORY:
            raise AssertionError(f"this takes more than {MOST_MEMORY} bytes of memory")

    handler = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, handler)


def _memory() -> int:
    """Bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()

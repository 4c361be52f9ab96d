"""Work of this process that may take so much of the processor and of memory, and no more: what is endless fails."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

#: Seconds of CPU, a hundred times what such work takes, and bytes of addresses beside those that are in use.
MOST_SECONDS, MOST_ADDRESSES = 20, 3 * 2**30


@contextmanager
def bounded() -> Iterator[None]:
    """Raises AssertionError in what takes too long, and MemoryError in what takes too much memory."""

    def give_up(_: int, __: FrameType | None) -> None:
        raise AssertionError(f"this takes more than {MOST_SECONDS} s of the processor")

    least, most = resource.getrlimit(resource.RLIMIT_AS)
    handler = signal.signal(signal.SIGPROF, give_up)
    in_use = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (in_use + MOST_ADDRESSES, most))
    # Code that suppresses whatever is raised is told again a second later.
    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_AS, (least, most))
        signal.signal(signal.SIGPROF, handler)

"""How long a test waits for work that ends at once unless something is wrong: longer on a slower machine."""

from __future__ import annotations

import time
from functools import cache

#: Seconds of CPU time that the measured work takes on an ordinary machine.
_ORDINARY = 0.1


def patience(seconds: float) -> float:
    """A limit that is this many seconds on an ordinary machine, and never less.

    Work without an end, or quadratic work, goes beyond any limit.  So a limit may be several times too long, and must
    not be too short: a machine may do this measurement at full speed and the work of the test at half of it.
    """
    return seconds * 2 * _slowness()


@cache
def _slowness() -> float:
    """The CPU time of some fixed work, as a multiple of what it takes on an ordinary machine: 1 or more."""
    return max(1.0, *(_measured() / _ORDINARY for _ in range(3)))


def _measured() -> float:
    began = time.process_time()
    squares = {}
    for number in range(200_000):
        squares[str(number)] = number * number % 7
    return time.process_time() - began

"""The rate of the requests of a run: one limit for all that send."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from speclift.errors import UsageError
from speclift.fuzz.deadline import Deadline, OutOfTimeError

if TYPE_CHECKING:
    from pyrate_limiter import Limiter

#: Waits until the next request may be sent.  Raises OutOfTimeError if the run ends before that.
Pace: TypeAlias = Callable[[Deadline], None]

_RATE = re.compile(r"([1-9]\d{0,5})/([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
#: While it waits: the seconds between two checks whether the run has ended.
_LOOK = 0.25


def rate_of(text: str) -> tuple[int, int]:
    """The number of requests, and the seconds in which they may be sent: `100/m` is (100, 60).  Raises UsageError."""
    found = _RATE.fullmatch(text)
    if not found:
        raise UsageError(
            f"{text!r} is not a rate of requests.",
            expected="a number and a unit of time: 10/s, 100/m, 1000/h",
            advice="see --rate-limit",
        )
    return int(found[1]), _SECONDS[found[2]]


def limiter_of(rate: str) -> Limiter:
    """The limiter that counts the requests of one process.  Raises UsageError."""
    from schemathesis.core.rate_limit import build_limiter

    rate_of(rate)
    return build_limiter(rate)


def pace_of(rate: str | None) -> Pace | None:
    """The pace of one process that has the whole rate to itself; None without a rate. Raises UsageError."""
    if rate is None:
        return None
    limiter = limiter_of(rate)

    def wait(deadline: Deadline) -> None:
        while not limiter.try_acquire("run", timeout=_shortest(deadline)):
            if deadline.is_over:
                raise OutOfTimeError

    return wait


def _shortest(deadline: Deadline) -> float:
    left = deadline.left
    return _LOOK if left is None else min(left, _LOOK)

"""When a run ends: at a certain time, or as soon as it is asked to end."""

from __future__ import annotations

import time
from collections.abc import Callable


class OutOfTimeError(Exception):
    """The run has no time left, so it sends nothing more."""


class Deadline:
    """The end of a run: after `seconds` (None for no limit), or as soon as `is_asked` returns true."""

    def __init__(self, seconds: float | None = None, is_asked: Callable[[], bool] | None = None) -> None:
        self._end = None if seconds is None else time.monotonic() + seconds
        self._is_asked = is_asked

    @property
    def left(self) -> float | None:
        """The seconds that are left, at least 0; None without a limit."""
        if self.is_asked:
            return 0.0
        return None if self._end is None else max(self._end - time.monotonic(), 0.0)

    @property
    def is_over(self) -> bool:
        """Whether no time is left."""
        return self.left == 0

    @property
    def is_asked(self) -> bool:
        """Whether the run was asked to end, even if time is left."""
        return self._is_asked is not None and self._is_asked()

    @property
    def reason(self) -> str:
        """Why the run ends, for a report."""
        return "interrupted" if self.is_asked else "its time was up"

    def share(self, others: int) -> Deadline:
        """The end of a part, if it and `others` later parts share the remaining time evenly."""
        left = self.left
        return Deadline(None if left is None else left / (others + 1), self._is_asked)

"""Between its requests, a run checks its time and its credential, and reports its progress."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeAlias

from speclift.contract.records import Operation
from speclift.fuzz.deadline import Deadline, OutOfTimeError
from speclift.fuzz.finding import Result
from speclift.fuzz.runs.record import Record

#: Gets the phase, the id of the operation, and the numbers of requests and findings so far.
Progress: TypeAlias = Callable[[str, str, int, int], None]
#: Gets the result so far, now and then.
Keep: TypeAlias = Callable[[Result], None]

#: What a report says about a run that had not ended.
RUNNING = "still running when this was written"
#: Seconds until the result is first saved; how many times as long as a save the time to the next one is.
_FIRST_KEPT = 5.0
_MOST_OFTEN = 20


class Heartbeat:
    """Does what is due between requests; `so_far` returns the result up to now, which `keep` gets from time to time."""

    def __init__(
        self, record: Record, deadline: Deadline, progress: Progress, keep: Keep | None, so_far: Callable[[], Result]
    ) -> None:
        self._record = record
        self._deadline = deadline
        self._progress = progress
        self._keep = keep
        self._so_far = so_far
        self._next_keep = time.monotonic() + _FIRST_KEPT
        self._last: tuple[Operation | None, float] = (None, time.monotonic())

    def beat(self, phase: str, operation: Operation | None) -> None:
        """Do what is due before requests for an operation.  Raises OutOfTimeError and LostCredentialError."""
        self._count(operation)
        if self._deadline.is_over:
            raise OutOfTimeError
        self._record.watch.look()
        self._keep_now_and_then()
        name = operation.operation_id if operation else ""
        self._progress(phase, name, self._record.requests, self._record.collector.found)

    def _count(self, operation: Operation | None) -> None:
        """Add the time since the last beat to the operation of that beat."""
        before, since = self._last
        now = time.monotonic()
        if before is not None:
            self._record.spent(before, now - since)
        self._last = operation, now

    def _keep_now_and_then(self) -> None:
        """Save what was found so far from time to time: a killed process could not do so."""
        began = time.monotonic()
        if self._keep is None or began < self._next_keep:
            return
        self._keep(self._so_far())
        now = time.monotonic()
        self._next_keep = now + max(_FIRST_KEPT, _MOST_OFTEN * (now - began))

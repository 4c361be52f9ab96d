"""A run by several processes of this machine (`--workers`): each has a part, and all share one rate of requests."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import Any

from speclift.contract.records import Contract, Operation
from speclift.fuzz.credential_sources import Sources
from speclift.fuzz.deadline import Deadline, OutOfTimeError
from speclift.fuzz.distribution.interrupts import heeding
from speclift.fuzz.distribution.part import Told, fuzz_part
from speclift.fuzz.distribution.results import DIED, INTERRUPTED, PartResults
from speclift.fuzz.engine.run_settings import Settings
from speclift.fuzz.finding import Finding, Result
from speclift.fuzz.runs.heartbeat import Keep, Progress
from speclift.fuzz.runs.run import Part
from speclift.fuzz.transport.rate_limit import limiter_of
from speclift.fuzz.transport.selection import Selection
from speclift.processes import process_context

#: How often a part is started in all, if its process ends without a result.
_MOST_STARTS = 2
#: The seconds that a process has to end when it is asked to, besides the time of its last request.
_GRACE = 3.0
#: Seconds between two checks, and between two checks while a process waits for the rate.
_LOOK, _SOON = 0.25, 0.01
#: Seconds between two messages of a process about its progress.
_BETWEEN = 0.2


def fuzz_with_workers(
    contract: Contract,
    selection: Selection,
    parts: Sequence[tuple[Operation, ...]],
    settings: Settings,
    sources: Sources,
    *,
    seconds: float | None,
    progress: Progress,
    keep: Keep,
    told: Told,
    shard: str = "",
) -> Result:
    """What a server breaks of a contract, without secrets; each part runs in a process of its own.

    A process that dies is started again once.  An interrupt ends all of them with what was found so far.  Raises what
    `fuzz` raises.
    """
    processes = _Processes(contract, selection, parts, settings, sources, Deadline(seconds), shard)
    return processes.run(progress, keep, told)


class _Processes:
    def __init__(
        self,
        contract: Contract,
        selection: Selection,
        parts: Sequence[tuple[Operation, ...]],
        settings: Settings,
        sources: Sources,
        deadline: Deadline,
        shard: str,
    ) -> None:
        self._contract = contract
        self._selection = selection
        self._parts = parts
        self._settings = settings
        self._sources = sources
        self._deadline = deadline
        self._shard = shard
        self._context = process_context()
        self._stop = self._context.Event()
        self._limiter = limiter_of(settings.rate_limit) if settings.rate_limit else None
        self._gathered = PartResults(parts, settings.url, shard)
        self._running: dict[Connection, tuple[int, Any]] = {}
        self._starts = [0] * len(parts)
        #: The processes that wait to send a request.
        self._waiting: deque[Connection] = deque()
        self._requests: dict[int, int] = {}
        self._failed: BaseException | None = None

    def run(self, progress: Progress, keep: Keep, told: Told) -> Result:
        with heeding(self._stop.is_set, self._stop.set):
            for number in range(len(self._parts)):
                self._start(number)
            try:
                self._listen(progress, keep, told)
            finally:
                for _, process in self._running.values():
                    process.terminate()
                    process.join()
        if self._failed is not None:
            raise self._failed
        return self._result()

    def _result(self) -> Result:
        return self._gathered.result([operation for operation, _ in self._selection.left_out])

    def _start(self, number: int) -> None:
        self._starts[number] += 1
        ours, theirs = self._context.Pipe()
        job = (self._contract, self._selection, self._parts[number], self._settings, self._sources)
        shard = self._shard or f"{number + 1}/{len(self._parts)}"
        with_pace = self._limiter is not None
        process = self._context.Process(
            target=_work, args=(theirs, self._stop, job, shard, self._deadline.left, with_pace), daemon=True
        )
        process.start()
        theirs.close()
        self._running[ours] = number, process

    def _listen(self, progress: Progress, keep: Keep, told: Told) -> None:
        last: float | None = None
        while self._running:
            if self._stop.is_set():
                last = last or time.monotonic() + self._settings.timeout + _GRACE
                if time.monotonic() > last:
                    for number, _ in self._running.values():
                        self._gathered.breaks_off(number, INTERRUPTED)
                    return
            for ready in wait(list(self._running), _SOON if self._waiting else _LOOK):
                assert isinstance(ready, Connection)
                self._hear(ready, progress, keep, told)
            while self._waiting and self._limiter is not None and self._limiter.try_acquire("run", blocking=False):
                with suppress(OSError):
                    self._waiting.popleft().send(True)

    def _hear(self, connection: Connection, progress: Progress, keep: Keep, told: Told) -> None:
        number, process = self._running[connection]
        try:
            kind, said = connection.recv()
        except (EOFError, OSError):
            self._ended(connection, number, process)
            return
        if kind == "pace":
            self._waiting.append(connection)
        elif kind == "progress":
            phase, name, self._requests[number] = said
            progress(phase, name, sum(self._requests.values()), self._gathered.findings)
        elif kind == "told":
            if self._gathered.told(number, said):
                told(said)
        elif kind == "kept":
            self._gathered.has(number, said)
            keep(self._result())
        elif kind == "done":
            self._gathered.has(number, said)
            self._forget(connection, process)
        else:
            self._failed = self._failed or said
            self._forget(connection, process)
            self._stop.set()

    def _ended(self, connection: Connection, number: int, process: Any) -> None:
        """Handle a process that closed its connection without a result."""
        self._forget(connection, process)
        if self._stop.is_set():
            self._gathered.breaks_off(number, INTERRUPTED)
        elif self._starts[number] < _MOST_STARTS:
            self._start(number)
        else:
            self._gathered.breaks_off(
                number, DIED, f"its process ended early twice, at last with exit code {process.exitcode}"
            )

    def _forget(self, connection: Connection, process: Any) -> None:
        del self._running[connection]
        self._waiting = deque(other for other in self._waiting if other is not connection)
        connection.close()
        process.join()


def _work(connection: Connection, stop: Any, job: Any, shard: str, seconds: float | None, with_pace: bool) -> None:
    """Fuzz a part in a process of its own, and send the outcome to the parent."""
    # The parent handles Ctrl-C.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    contract, selection, operations, settings, sources = job
    parent = _ToParent(connection)
    part = Part(operations, shard, parent.pace if with_pace else None, stop.is_set)
    try:
        found = fuzz_part(
            contract,
            selection,
            part,
            settings,
            sources,
            seconds=seconds,
            progress=parent.progress,
            keep=lambda result: parent.say("kept", result),
            told=lambda finding: parent.say("told", finding),
        )
        parent.say("done", found)
    except Exception as error:
        parent.say("failed", error)


class _ToParent:
    """Sends messages to the parent; several threads may use it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sending = threading.Lock()
        self._asking = threading.Lock()
        self._next = 0.0
        self._parent = os.getppid()

    def say(self, kind: str, said: Result | Finding | tuple[str, str, int] | BaseException | None) -> None:
        """Send a message."""
        with self._sending:
            self._connection.send((kind, said))

    def progress(self, phase: str, operation: str, requests: int, _: int) -> None:
        """Report the progress of the part, but not too often."""
        if os.getppid() != self._parent:
            # The parent is gone, so nobody receives what is found.
            os._exit(1)
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _BETWEEN
            self.say("progress", (phase, operation, requests))

    def pace(self, deadline: Deadline) -> None:
        """Wait until the parent allows a request."""
        with self._asking:
            self.say("pace", None)
            while not self._connection.poll(_LOOK):
                if deadline.is_over:
                    raise OutOfTimeError
            self._connection.recv()

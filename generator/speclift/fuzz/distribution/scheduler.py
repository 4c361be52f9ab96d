"""A run by the workers of a Dask scheduler (`--scheduler`): each worker takes one part after the other.

First, the workers share the samples of all operations, so that each operation is called soon.  Then comes the rest, in
more parts than there are workers, so that a worker that finishes early takes another one.  The rest also makes the
requests of the findings of the samples smaller.
"""

from __future__ import annotations

import queue
import time
import uuid
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import msgspec

from speclift import __version__
from speclift.contract.records import Operation
from speclift.errors import SpecliftError, UnreachableError
from speclift.fuzz.credential_sources import Sources
from speclift.fuzz.deadline import Deadline
from speclift.fuzz.distribution.interrupts import heeding
from speclift.fuzz.distribution.leases import Terms, terms_of
from speclift.fuzz.distribution.part import Told
from speclift.fuzz.distribution.results import DIED, INTERRUPTED, OUT_OF_TIME, PartResults
from speclift.fuzz.distribution.shards import shards_of
from speclift.fuzz.distribution.task import Message, Outcome, Task, given, work
from speclift.fuzz.engine.run_settings import Settings
from speclift.fuzz.finding import Result
from speclift.fuzz.groups import Group
from speclift.fuzz.runs.heartbeat import Keep, Progress
from speclift.fuzz.runs.run import Stage
from speclift.fuzz.transport.selection import Choice

if TYPE_CHECKING:
    from distributed import Client, Event, Future

#: The number of parts for each worker after the samples.
_PARTS = 6
#: Seconds between two checks, between two saves of the result so far, and until a worker must have appeared.
_LOOK, _KEPT, _COMES = 0.1, 10.0, 60
#: The seconds that workers have to end when they are asked to, besides the time of their last request.
_GRACE = 5.0


class Plan(msgspec.Struct, frozen=True):
    """The work: the packed document for the workers, the groups of operations, and the seconds that operations took in
    earlier runs (`weights`, by id).
    """

    document: bytes
    groups: Sequence[Group]
    weights: dict[str, float]
    left_out: Sequence[Operation]
    choice: Choice
    sources: Sources
    shard: str = ""


def fuzz_with_scheduler(
    client: Client,
    plan: Plan,
    settings: Settings,
    *,
    seconds: float | None,
    progress: Progress,
    keep: Keep,
    told: Told,
) -> Result:
    """What a server breaks of a contract, without secrets: those of `settings` are not sent anywhere.

    If a worker dies, another one starts its part again.  An interrupt ends all of them with what was found so far.
    Raises UnreachableError if there is no worker, and what `fuzz` raises.
    """
    from distributed import Event

    workers = _wait_for_workers(client)
    name = f"speclift-{uuid.uuid4().hex}"
    terms = terms_of(settings.rate_limit) if settings.rate_limit else None
    run = _Run(client, plan, settings, Deadline(seconds), name, terms, workers)
    heard: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    client.subscribe_topic(name, lambda event: heard.put(event[1]))
    try:
        return run.result(heard, Event(name, client=client), progress, keep, told)
    finally:
        with suppress(Exception):
            client.unsubscribe_topic(name)


class _Run:
    def __init__(
        self,
        client: Client,
        plan: Plan,
        settings: Settings,
        deadline: Deadline,
        name: str,
        terms: Terms | None,
        workers: int,
    ) -> None:
        self._client = client
        self._plan = plan
        self._settings = settings
        self._deadline = deadline
        self._name = name
        self._terms = terms
        first = [part for part in shards_of(plan.groups, workers, plan.weights) if part]
        then = [part for part in shards_of(plan.groups, workers * _PARTS, plan.weights) if part]
        self._parts = [*first, *then]
        self._first = len(first)
        self._gathered = PartResults(self._parts, settings.url, plan.shard)
        self._document = client.submit(given, plan.document, pure=False)
        self._ahead = deque(range(len(self._parts)))
        self._running: dict[int, Future] = {}
        self._requests: dict[int, int] = {}
        self._is_asked = False
        self._failed: SpecliftError | None = None

    def result(
        self, heard: queue.SimpleQueue[bytes], stop: Event, progress: Progress, keep: Keep, told: Told
    ) -> Result:
        following = time.monotonic() + _KEPT
        last: float | None = None
        with heeding(lambda: self._is_asked, self._ask):
            while self._running or (self._ahead and not self._is_over):
                self._submit()
                time.sleep(_LOOK)
                self._hear(heard, progress, told)
                self._collect()
                if self._is_over and last is None:
                    last = time.monotonic() + self._settings.timeout + _GRACE
                    if self._is_asked or self._failed:
                        stop.set()
                if last is not None and time.monotonic() > last:
                    break
                if time.monotonic() > following:
                    keep(self._so_far())
                    following = time.monotonic() + _KEPT
        self._hear(heard, progress, told)
        self._give_up()
        if self._failed is not None:
            raise self._failed
        return self._so_far()

    @property
    def _is_over(self) -> bool:
        return self._is_asked or self._failed is not None or self._deadline.is_over

    def _ask(self) -> None:
        self._is_asked = True

    def _so_far(self) -> Result:
        return self._gathered.result(self._plan.left_out)

    def _submit(self) -> None:
        """Give a part to each worker without one: first the samples, and the rest only after all of these are done."""
        room = max(len(self._client.scheduler_info(n_workers=-1)["workers"]), 1)
        while self._ahead and len(self._running) < room and not self._is_over:
            number = self._ahead[0]
            if self._stage(number) == "rest" and any(self._stage(other) == "samples" for other in self._running):
                return
            self._ahead.popleft()
            task = msgspec.msgpack.encode(self._task(number, room))
            self._running[number] = self._client.submit(work, self._document, task, pure=False)

    def _task(self, number: int, workers: int) -> Task:
        settings = self._settings
        operations = tuple(operation.operation_id for operation in self._parts[number])
        findings = self._gathered.findings_of(operations) if self._stage(number) == "rest" else ()
        options: dict[str, Any] = {name: value for name, value in vars(settings).items() if name != "headers"}
        return Task(
            version=__version__,
            number=number,
            operations=operations,
            choice=self._plan.choice,
            sources=self._plan.sources,
            options={**options, "phases": list(settings.phases)},
            seconds=self._share(number, workers),
            shard=self._plan.shard or f"{number + 1}/{len(self._parts)}",
            stage=self._stage(number),
            topic=self._name,
            stop=self._name,
            terms=self._terms,
            findings=findings,
        )

    def _stage(self, number: int) -> Stage:
        return "samples" if number < self._first else "rest"

    def _share(self, number: int, workers: int) -> float | None:
        """The seconds that a part may take: its share of the remaining time, if `workers` parts run at a time; None
        without a limit.
        """
        left = self._deadline.left
        if left is None or self._stage(number) == "samples":
            return left
        waiting = len(self._ahead) + 1
        return min(left, left * workers / max(waiting, workers))

    def _hear(self, heard: queue.SimpleQueue[bytes], progress: Progress, told: Told) -> None:
        while not heard.empty():
            message = msgspec.msgpack.decode(heard.get(), type=Message)
            if message.finding is None:
                self._requests[message.number] = message.requests
                requests = sum(self._requests.values())
                progress(message.phase, message.operation, requests, self._gathered.findings)
            elif self._gathered.told(message.number, message.finding):
                told(message.finding)

    def _collect(self) -> None:
        for number, future in list(self._running.items()):
            if not future.done():
                continue
            del self._running[number]
            if future.status != "finished":
                # The scheduler has started it again as often as it allows.
                error = future.exception() if future.status == "error" else None
                self._gathered.breaks_off(number, DIED, f"no worker finished it: {type(error).__name__}")
                continue
            outcome = msgspec.msgpack.decode(future.result(), type=Outcome)
            if outcome.result is not None:
                self._gathered.has(number, outcome.result)
            else:
                self._failed = self._failed or _error_of(outcome)

    def _give_up(self) -> None:
        """Give up the parts that are not finished."""
        reason = INTERRUPTED if self._is_asked else OUT_OF_TIME
        for number in (*self._running, *self._ahead):
            self._gathered.breaks_off(number, reason)
        with suppress(Exception):
            self._client.cancel([*self._running.values(), self._document], force=True)


def _wait_for_workers(client: Client) -> int:
    """The number of workers.  Raises UnreachableError if none appears in time."""
    with suppress(TimeoutError):
        client.wait_for_workers(1, timeout=_COMES)
    found = len(client.scheduler_info(n_workers=-1)["workers"])
    if not found:
        raise UnreachableError(
            "The scheduler has no worker.",
            expected="at least one worker, with speclift and its extra 'distributed'",
            advice="start one: dask worker ADDRESS",
        )
    return found


def _error_of(outcome: Outcome) -> SpecliftError:
    kinds = {kind.code: kind for kind in SpecliftError.__subclasses__()}
    message = outcome.error.get("message", "")
    rest = {name: text for name, text in outcome.error.items() if name != "message"}
    return kinds.get(outcome.code, SpecliftError)(message, **rest)  # type: ignore[arg-type]

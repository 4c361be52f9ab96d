"""A part of a run as a task of Dask, in the process of a worker.

Its input and its output are bytes without a secret: the credentials are read here, where the worker runs, and errors
are reported without them.
"""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable
from typing import Any

import msgspec

from speclift import __version__
from speclift.contract.connection_headers import without_connection_fields
from speclift.contract.records import Contract
from speclift.contract.view import contract_of
from speclift.errors import SpecliftError, UsageError
from speclift.fuzz.credential_sources import Sources
from speclift.fuzz.distribution.leases import LeasedPace, Terms
from speclift.fuzz.distribution.part import fuzz_part
from speclift.fuzz.documents.packing import unpacked
from speclift.fuzz.documents.query_pairs import with_pairs
from speclift.fuzz.engine.run_settings import Settings
from speclift.fuzz.finding import Finding, Result
from speclift.fuzz.runs.run import Part, Stage
from speclift.fuzz.transport.selection import Choice, Selection, select

#: The seconds between two checks whether the run should end, and between two messages to the scheduler.
_ASK, _BETWEEN = 1.0, 1.0
#: A run changes global state of its process, so there is only one at a time, however many threads a worker has.
_ALONE = threading.Lock()


class Task(msgspec.Struct, frozen=True):
    """A part of a run.

    `options` are the settings without the credentials.  Messages go to the `topic`, and the part ends early if the
    event `stop` is set.  `findings` are those of the samples of its operations.
    """

    version: str
    number: int
    operations: tuple[str, ...]
    choice: Choice
    sources: Sources
    options: dict[str, Any]
    seconds: float | None
    shard: str
    stage: Stage
    topic: str
    stop: str
    terms: Terms | None
    findings: tuple[Finding, ...] = ()


class Message(msgspec.Struct, frozen=True):
    """A message of the task `number` while it works: a finding, or else its progress."""

    number: int
    finding: Finding | None = None
    phase: str = ""
    operation: str = ""
    requests: int = 0


class Outcome(msgspec.Struct, frozen=True):
    """The outcome of a task: a result, or the code and the parts of an error."""

    result: Result | None = None
    code: str = ""
    error: dict[str, str] = {}


def given(document: bytes) -> bytes:
    """The document itself: as the result of a task, the scheduler can make it again if its worker is gone."""
    return document


def work(document: bytes, task: bytes) -> bytes:
    """Fuzz a part.  Takes a packed document and an encoded `Task`, and returns an encoded `Outcome`."""
    asked = msgspec.msgpack.decode(task, type=Task)
    try:
        if asked.version != __version__:
            raise UsageError(
                f"A worker has speclift {__version__}, but this run needs {asked.version}.",
                expected="the same version on all machines",
                advice="install this version there",
            )
        with _ALONE:
            outcome = Outcome(_fuzzed(document, asked))
    except SpecliftError as error:
        names = ("message", "file", "expected", "advice")
        outcome = Outcome(code=error.code, error={name: getattr(error, name) for name in names})
    return msgspec.msgpack.encode(outcome)


def _fuzzed(document: bytes, task: Task) -> Result:
    from distributed import get_worker

    contract = _contract(document)
    settings = Settings(**task.options, headers=task.sources.read())
    selection = _selection(document, task.choice, settings.url)
    by_id = {operation.operation_id: operation for operation in selection.called}
    pace = _pace(task.topic, task.terms) if task.terms else None
    operations = [by_id[name] for name in task.operations]
    part = Part(operations, task.shard, pace, _asking(task.stop), task.stage, task.findings)
    worker = get_worker()
    following = 0.0

    def tell(message: Message) -> None:
        worker.log_event(task.topic, msgspec.msgpack.encode(message))

    def progress(phase: str, operation: str, requests: int, _: int) -> None:
        nonlocal following
        if time.monotonic() >= following:
            following = time.monotonic() + _BETWEEN
            tell(Message(task.number, phase=phase, operation=operation, requests=requests))

    return fuzz_part(
        contract,
        selection,
        part,
        settings,
        task.sources,
        seconds=task.seconds,
        progress=progress,
        keep=None,
        told=lambda finding: tell(Message(task.number, finding)),
    )


def _asking(stop: str) -> Callable[[], bool]:
    """A function that returns whether the run should end; it asks the scheduler from time to time."""
    from distributed import Event

    event = Event(stop)
    following, is_set = 0.0, False

    def is_asked_to_end() -> bool:
        nonlocal following, is_set
        now = time.monotonic()
        if not is_set and now >= following:
            following = now + _ASK
            is_set = bool(event.is_set())
        return is_set

    return is_asked_to_end


@functools.lru_cache(maxsize=1)
def _pace(name: str, terms: Terms) -> LeasedPace:
    """The pace for all tasks of a run in this process, since a lease may outlast the task that took it."""
    from distributed import Semaphore, Status, get_worker

    worker = get_worker()
    return LeasedPace(Semaphore(terms.leases, name), terms, lambda: worker.status is Status.running)


@functools.lru_cache(maxsize=1)
def _contract(document: bytes) -> Contract:
    # The same process gets many tasks of a run.
    return with_pairs(without_connection_fields(contract_of(unpacked(document))))


@functools.lru_cache(maxsize=1)
def _selection(document: bytes, choice: Choice, url: str) -> Selection:
    return select(_contract(document), choice, url)

"""The time of a run, shared among operations. The engine also does that, but not where cases take long to make."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from schemathesis.engine.context import EngineContext


@contextmanager
def shared() -> Iterator[None]:
    """While this lasts, no operation gets more than two shares of a phase: one to make its cases, one to send them. By
    default the engine sends all cases of an operation until the run is over, once making them took the whole share.
    This is global to the process, which is why a run has it to itself.
    """
    take, release = EngineContext.take_operation_slice, EngineContext.release_operation_slice

    def taken(context: EngineContext) -> None:
        take(context)
        context._thread_local.began = time.monotonic()

    def released(context: EngineContext) -> None:
        now = time.monotonic()
        context._thread_local.slice_deadline = now + (now - context._thread_local.began)

    _replace(taken, released)
    try:
        yield
    finally:
        _replace(take, release)


def _replace(take: Callable[[EngineContext], None], release: Callable[[EngineContext], None]) -> None:
    for name, method in (("take_operation_slice", take), ("release_operation_slice", release)):
        setattr(EngineContext, name, method)

"""The time of a run, shared among its operations.  The engine shares it, too, but not if cases take long to make."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from schemathesis.engine.context import EngineContext


@contextmanager
def shared() -> Iterator[None]:
    """While this lasts, no operation gets more than two shares of a phase: one to make its cases, one to send them.

    By default, if making the cases of an operation takes the whole share, the engine goes on sending them until the run
    is over.  The change is global to the process, so a process has only one run at a time.
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

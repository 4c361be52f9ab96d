"""Ctrl-C, and signals of a pipeline, while other processes do the work: the signal asks these to end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def heeding(is_asked: Callable[[], bool], ask: Callable[[], None]) -> Iterator[None]:
    """While this lasts, the first signal only calls `ask`, so that no message is cut off; once `is_asked` returns true,
    another signal raises KeyboardInterrupt.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def heed(*_: object) -> None:
        if is_asked():
            raise KeyboardInterrupt
        ask()

    names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.signal(number, heed) for number in map(signal.Signals.__getitem__, names)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

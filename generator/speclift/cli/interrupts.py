"""Ctrl-C: where it may end a run, and when it comes too late."""

from __future__ import annotations

import signal
import sys
import threading
import time
from types import FrameType

#: Seconds after which a waiting interrupt is tried again, and the most seconds that it waits.
_RETRY = 0.002
_LONGEST_WAIT = 0.3
#: The modules and the functions in which what is raised is ignored: finalizers, what a weak reference calls, and what
#: an extension calls to look up a key; msgspec drops any error there.
_IGNORING = frozenset({"__del__", "__hash__", "__eq__"})
_OF_WEAK_REFERENCES, _CALLED_BACK = frozenset({"weakref", "_weakrefset"}), frozenset({"remove", "_remove"})


def heed_interrupts() -> None:
    """Raise KeyboardInterrupt only where the code at work can handle it.

    Extensions call Python from C, while they are imported and later, and some crash when something is raised there.  So
    an interrupt waits, for at most a third of a second, until neither an import nor a third-party package is at work,
    and no function in which it would be ignored.
    """
    if not hasattr(signal, "setitimer"):
        # Windows has no timers of this kind; there the interpreter raises it at once.
        return
    asked: list[float] = []

    def interrupt(_: int, frame: FrameType | None) -> None:
        asked.append(time.monotonic())
        if _is_python_alone(frame) or asked[-1] - asked[0] > _LONGEST_WAIT:
            asked.clear()
            raise KeyboardInterrupt
        signal.setitimer(signal.ITIMER_REAL, _RETRY)

    signal.signal(signal.SIGINT, interrupt)
    signal.signal(signal.SIGALRM, interrupt)


def now_too_late() -> None:
    """Ignore interrupts from here on: the outputs change now, and exit code 130 would say that they did not.

    Raises KeyboardInterrupt where an interrupt is waiting already.
    """
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if hasattr(signal, "setitimer") and signal.setitimer(signal.ITIMER_REAL, 0)[0]:
            raise KeyboardInterrupt


def _is_python_alone(frame: FrameType | None) -> bool:
    """Whether only Python code is at work: ours or the standard library, and no import."""
    is_ours = False
    while frame:
        name = frame.f_globals.get("__name__", "")
        function = frame.f_code.co_name
        is_called_back = name in _OF_WEAK_REFERENCES and function in _CALLED_BACK
        if name.startswith("importlib._bootstrap") or is_called_back or function in _IGNORING:
            return False
        package = name.partition(".")[0]
        is_ours = is_ours or package in ("speclift", "__main__")
        if not is_ours and package not in sys.stdlib_module_names:
            return False
        frame = frame.f_back
    return True

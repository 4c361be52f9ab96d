"""When Ctrl-C comes too late."""

from __future__ import annotations

import signal
import threading


def now_too_late() -> None:
    """From here on the run goes to its end: its outputs change, and exit code 130 says that they did not.

    Raises KeyboardInterrupt where one came before.
    """
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)

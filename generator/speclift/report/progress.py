"""A progress line on a terminal; anywhere else, a line now and then in a long run."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from typing import TextIO

from speclift.model.text import counted, visible

#: Seconds from one line to the next where there is no terminal: a log shows that the run goes on.
_INTERVAL = 30.0


class ProgressLine:
    """Rewrites one line of a terminal, which it clears when its context ends; a log gets a line every 30 s."""

    def __init__(self, stream: TextIO, *, is_wanted: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._is_wanted = is_wanted
        self._is_shown = is_wanted and stream.isatty()
        self._width = 0
        self._clock = clock
        self._next = clock() + _INTERVAL

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()
        self._stream.flush()

    def pages(self, done: int, total: int) -> None:
        """Say how many pages have been read."""
        self._say(f"reading pages {done}/{total}")

    def fuzzing(self, phase: str, operation: str, requests: int, findings: int) -> None:
        """Say what the run tries now, and what it has found so far."""
        self._say(f"{counted(requests, 'request')}, {counted(findings, 'finding')}; {phase} {operation}".rstrip())

    def say(self, text: str) -> None:
        """Print a line that stays, unless none is wanted."""
        if self._is_wanted:
            self._clear()
            self._stream.write(f"{text}\n")
            self._stream.flush()

    def _clear(self) -> None:
        if self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._width = 0

    def _say(self, text: str) -> None:
        text = visible(text)
        if not self._is_shown:
            self._log(text)
            return
        room = max(shutil.get_terminal_size().columns - 1, 1)
        line = text[:room]
        self._stream.write("\r" + line.ljust(min(self._width, room)))
        self._stream.flush()
        self._width = max(self._width, len(line))

    def _log(self, text: str) -> None:
        now = self._clock()
        if self._is_wanted and now >= self._next:
            self._next = now + _INTERVAL
            self._stream.write(f"{text}\n")
            self._stream.flush()

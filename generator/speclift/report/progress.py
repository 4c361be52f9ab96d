"""A progress line on a terminal; nothing anywhere else."""

from __future__ import annotations

import shutil
from typing import TextIO


class ProgressLine:
    """Rewrites one line of a terminal; used as a context it leaves no trace."""

    def __init__(self, stream: TextIO, *, is_wanted: bool) -> None:
        self._stream = stream
        self._is_shown = is_wanted and stream.isatty()
        self._width = 0

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(self, *_: object) -> None:
        if self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()

    def pages(self, done: int, total: int) -> None:
        """Say how many of the pages are read."""
        self._say(f"reading pages {done}/{total}")

    def fuzzing(self, phase: str, operation: str, requests: int, findings: int) -> None:
        """Say what is tried, and what was found so far."""
        self._say(f"{requests} requests, {findings} findings; {phase} {operation}".rstrip())

    def _say(self, text: str) -> None:
        if not self._is_shown:
            return
        room = max(shutil.get_terminal_size().columns - 1, 1)
        line = text[:room]
        self._stream.write("\r" + line.ljust(min(self._width, room)))
        self._stream.flush()
        self._width = max(self._width, len(line))

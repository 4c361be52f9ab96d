"""Answers as they come in from a server: bounded in bytes and in time, whatever it sends.

A timeout of a socket limits only each silence, so an answer that comes byte by byte would never end.
"""

from __future__ import annotations

import http.client
import io
import socket
import time
from typing import Any, BinaryIO

#: The most bytes of an answer on the wire, with its head and the framing of its chunks.
LARGEST_ON_WIRE = 10 * 2**20


class BoundedAnswer(http.client.HTTPResponse):
    """An answer that, with its body, may take as long as the timeout of its socket."""

    def __init__(self, sock: socket.socket, *arguments: Any, **options: Any) -> None:
        super().__init__(_Socket(sock), *arguments, **options)  # type: ignore[arg-type]


class _Reader(io.RawIOBase):
    """The bytes of one answer from a socket, until its time is over or it is too large."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._raw: Any = connected.makefile("rb", buffering=0)
        self._room = LARGEST_ON_WIRE
        seconds = connected.gettimeout()
        self._deadline = None if seconds is None else time.monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self._room <= 0:
            raise http.client.HTTPException("the answer is too large")
        if self._deadline is not None:
            left = self._deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError("the answer takes too long")
            self._socket.settimeout(left)
        count: int | None = self._raw.readinto(buffer)
        self._room -= count or 0
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Socket:
    """A socket in the form that an answer reads from."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected

    def makefile(self, _: str) -> BinaryIO:
        return io.BufferedReader(_Reader(self._socket))

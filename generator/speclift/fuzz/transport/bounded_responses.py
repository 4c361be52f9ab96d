"""Answers as they come in: bounded in bytes and in time, whatever the server under test sends.

A timeout of a socket limits only each silence, so an answer that comes byte by byte would never end. And a compressed
answer of a few bytes may hold gigabytes.
"""

from __future__ import annotations

import http.client
import io
import socket
import time
from collections.abc import Iterator
from typing import Any, BinaryIO

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

#: The most bytes of a decoded body of an answer: lists of whole tables have fewer.
LARGEST_ANSWER = 8 * 2**20

#: The most bytes of an answer on the wire, with its head and the framing of its chunks.
_LARGEST_ON_WIRE = LARGEST_ANSWER + 2 * 2**20


class LargeResponseError(requests.RequestException):
    """An answer has more bytes than a run reads; the message gives the limit."""


class BoundedAdapter(HTTPAdapter):
    """An adapter whose answers are bounded: with their bodies they may take as long as the timeout of the request."""

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}

    def build_response(self, req: requests.PreparedRequest, resp: Any) -> requests.Response:
        found = super().build_response(req, resp)
        found.raw = _Counted(resp)
        return found


class _Counted:
    """The body of an answer, read only up to the limit."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._size = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._raw, name)

    def stream(self, *arguments: Any, **options: Any) -> Iterator[bytes]:
        for part in self._raw.stream(*arguments, **options):
            yield self._counted(part)

    def read(self, amt: int | None = None, **options: Any) -> bytes:
        # One byte beyond the limit shows that there are more.
        most = LARGEST_ANSWER + 1 - self._size
        return self._counted(self._raw.read(most if amt is None else min(amt, most), **options))

    def read1(self, *arguments: Any, **options: Any) -> bytes:
        return self._counted(self._raw.read1(*arguments, **options))

    def _counted(self, part: bytes) -> bytes:
        self._size += len(part)
        if self._size > LARGEST_ANSWER:
            # The rest is not read, so nothing else may use this connection.
            self._raw.close()
            raise LargeResponseError(f"its answer has more than {LARGEST_ANSWER:,} bytes")
        return part


class _Reader(io.RawIOBase):
    """The bytes of one answer from a socket, until its time is over or it is too large."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._raw: Any = connected.makefile("rb", buffering=0)
        self._room = _LARGEST_ON_WIRE
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


class _Answer(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *arguments: Any, **options: Any) -> None:
        super().__init__(_Socket(sock), *arguments, **options)  # type: ignore[arg-type]


class _Connection(HTTPConnection):
    response_class = _Answer


class _SecureConnection(HTTPSConnection):
    response_class = _Answer


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection

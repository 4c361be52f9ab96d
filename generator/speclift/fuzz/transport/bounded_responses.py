"""Responses of the server under test, bounded in bytes and in time, also after their bodies are decoded.

A compressed response of a few bytes may contain gigabytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from speclift.http.bounded_answers import BoundedAnswer

#: The most bytes of the decoded body of a response: lists of whole tables have fewer.  It is below LARGEST_ON_WIRE, so
#: that an uncompressed body reaches this limit first, whose error gives the reason.
LARGEST_RESPONSE = 8 * 2**20


class LargeResponseError(requests.RequestException):
    """A response has more bytes than a run reads; the message gives the limit."""


class BoundedAdapter(HTTPAdapter):
    """An adapter with bounded responses: each one, with its body, may take as long as the timeout of its request."""

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}

    def build_response(self, req: requests.PreparedRequest, resp: Any) -> requests.Response:
        found = super().build_response(req, resp)
        found.raw = _Counted(resp)
        return found


class _Counted:
    """The body of a response, read only up to the limit."""

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
        most = LARGEST_RESPONSE + 1 - self._size
        return self._counted(self._raw.read(most if amt is None else min(amt, most), **options))

    def read1(self, *arguments: Any, **options: Any) -> bytes:
        return self._counted(self._raw.read1(*arguments, **options))

    def _counted(self, part: bytes) -> bytes:
        self._size += len(part)
        if self._size > LARGEST_RESPONSE:
            # The rest is not read, so nothing else may use this connection.
            self._raw.close()
            raise LargeResponseError(f"its response has more than {LARGEST_RESPONSE:,} bytes")
        return part


class _Connection(HTTPConnection):
    response_class = BoundedAnswer


class _SecureConnection(HTTPSConnection):
    response_class = BoundedAnswer


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection

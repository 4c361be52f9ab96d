"""A request and its response, as the checks see them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec
import orjson

from speclift.contract.records import Operation
from speclift.openapi.structure.media_types import is_json


class Request(msgspec.Struct, frozen=True):
    """A request as it is on the wire."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = b""


class Exchange(msgspec.Struct, frozen=True):
    """A request and its response.

    `headers` are those of the response, with names in lower case; `seconds` is how long the response took.
    """

    operation: Operation
    request: Request
    status: int
    headers: Mapping[str, str]
    content: bytes
    seconds: float

    @property
    def is_success(self) -> bool:
        """Whether the response is a success (2xx)."""
        return 200 <= self.status <= 299

    @property
    def query(self) -> Mapping[str, str]:
        """The query of the request, with the last value of each name."""
        return dict(parse_qsl(urlsplit(self.request.url).query, keep_blank_values=True))

    @property
    def has_json(self) -> bool:
        """Whether the response is JSON and has a media type of JSON."""
        return is_json(self.headers.get("content-type", "")) and _parsed(self.content)[0]

    @property
    def value(self) -> Any:
        """The parsed JSON of the response; None if it is not JSON."""
        return _parsed(self.content)[1] if self.has_json else None


@functools.lru_cache(maxsize=8)
def _parsed(content: bytes) -> tuple[bool, Any]:
    # Several checks examine the same response, one after the other.
    try:
        return True, orjson.loads(content)
    except orjson.JSONDecodeError:
        return False, None

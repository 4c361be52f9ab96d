"""A document from a web server that the user named: bounded in time, size and redirects, and without credentials."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import IO, Any
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
)

#: Seconds that a server may be silent, and that a whole document may take.
_SILENCE, _WHOLE = 10, 30
_MOST_REDIRECTS = 5


class FetchError(Exception):
    """Why there is no document; the message is the end of a sentence about its address."""


def fetched(uri: str, most: int, is_allowed: Callable[[str], bool]) -> bytes:
    """The bytes at an address, at most `most`; redirects are followed where `is_allowed`.  Raises FetchError.

    Neither proxies nor credentials are taken from the environment: the author of the document must not decide what is
    sent where.
    """
    found: list[bytes | FetchError] = []

    def fetch() -> None:
        try:
            found.append(_read(uri, most, is_allowed))
        except FetchError as error:
            found.append(error)

    # A server may send its response byte by byte, each in time.
    thread = threading.Thread(target=fetch, daemon=True)
    thread.start()
    thread.join(_WHOLE)
    result = found[0] if found else FetchError(f"takes more than {_WHOLE} s")
    if isinstance(result, FetchError):
        raise result
    return result


def _read(uri: str, most: int, is_allowed: Callable[[str], bool]) -> bytes:
    opener = OpenerDirector()
    handlers = (HTTPHandler(), HTTPSHandler(), HTTPErrorProcessor(), HTTPDefaultErrorHandler(), _Redirects(is_allowed))
    for handler in handlers:
        opener.add_handler(handler)
    request = Request(uri, headers={"Accept": "application/yaml, application/json, */*", "Accept-Encoding": "identity"})
    try:
        response = opener.open(request, timeout=_SILENCE)
        if response is None:
            raise FetchError("is not an address that can be fetched")
        with response:
            data: bytes = response.read(most + 1)
    except FetchError:
        raise
    except Exception as error:
        # OSError, ValueError, and what http.client raises where a response is not HTTP.
        raise FetchError(f"cannot be fetched: {getattr(error, 'reason', None) or type(error).__name__}") from error
    if len(data) > most:
        raise FetchError(f"has more than {most:,} bytes")
    return data


class _Redirects(HTTPRedirectHandler):
    max_redirections = _MOST_REDIRECTS

    def __init__(self, is_allowed: Callable[[str], bool]) -> None:
        self._is_allowed = is_allowed

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        if not self._is_allowed(newurl):
            raise FetchError("redirects to an address that is not allowed")
        return super().redirect_request(req, fp, code, msg, headers, newurl)

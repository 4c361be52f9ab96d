"""The response to a request, which may carry JSON."""

from __future__ import annotations

import urllib.error
import urllib.request

#: Seconds that a response may take.
PATIENCE = 120


def answer_to(url: str, method: str = "GET", body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    """The status and the content of the response, also if it is an error."""
    all_headers = {"Content-Type": "application/json", **headers} if body is not None else headers
    request = urllib.request.Request(url, body, all_headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()

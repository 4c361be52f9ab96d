"""The answer to a request that carries JSON."""

from __future__ import annotations

import urllib.error
import urllib.request

#: Seconds that an answer may take.
PATIENCE = 120


def answer_to(url: str, method: str = "GET", body: bytes | None = None, **fields: str) -> tuple[int, bytes]:
    """The status and the content of an answer, also of one that refuses."""
    headers = {"Content-Type": "application/json", **fields} if body is not None else fields
    request = urllib.request.Request(url, body, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read()

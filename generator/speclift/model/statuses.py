"""Statuses of answers, as OpenAPI writes them (3.1.1, 4.8.16.2)."""

from __future__ import annotations

import re
from http import HTTPStatus

_STATUS = re.compile(r"[1-5](?:[0-9]{2}|XX)|default")

#: Statuses whose answers have no content (RFC 9110, 15.3.5, 15.3.6 and 15.4.5).
WITHOUT_CONTENT = ("204", "205", "304")


def is_status(text: str) -> bool:
    """Whether a text is a status code, a range of them or `default`."""
    return bool(_STATUS.fullmatch(text))


def reason_of(status: str) -> str:
    """What to say of a status that the docs say nothing of: the reason phrase of HTTP."""
    try:
        return HTTPStatus(int(status)).phrase
    except ValueError:
        return {"2XX": "Success", "4XX": "Client error", "5XX": "Server error"}.get(status, "Any other answer")

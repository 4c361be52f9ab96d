"""Statuses of responses, as OpenAPI writes them (3.1.1, 4.8.16.2)."""

from __future__ import annotations

import re
from http import HTTPStatus

_CODE = re.compile(r"(?<![\w.])[1-5][0-9]{2}(?![\w.])")
_LONGEST = 60
_BY_PHRASE = {status.phrase.casefold(): str(status.value) for status in HTTPStatus}
_STATUS = re.compile(r"[1-5](?:[0-9]{2}|XX)|default")

#: Statuses of responses without content (RFC 9110, 15.3.5, 15.3.6 and 15.4.5).
WITHOUT_CONTENT = ("204", "205", "304")


def is_status(text: str) -> bool:
    """Whether a text is a status code, a range of them or `default`."""
    return bool(_STATUS.fullmatch(text))


def reason_of(status: str) -> str:
    """The description of a status that the docs do not describe: the reason phrase of HTTP."""
    try:
        return HTTPStatus(int(status)).phrase
    except ValueError:
        return {"2XX": "Success", "4XX": "Client error", "5XX": "Server error"}.get(status, "Any other response")


def is_code(status: str) -> bool:
    """Whether a status is a code that HTTP defines."""
    return status in _BY_PHRASE.values()


def status_meant(text: str) -> str:
    """The code of a text that has one status code or is a reason phrase (RFC 9110, section 15); else empty."""
    words = text.strip().strip("`*_").strip()
    if len(words) > _LONGEST:
        return ""
    codes = _CODE.findall(words)
    return codes[0] if len(codes) == 1 else "" if codes else _BY_PHRASE.get(words.casefold(), "")

"""Start lines and header fields of HTTP messages as docs print them (RFC 9112, sections 2 to 5)."""

from __future__ import annotations

import re
from http import HTTPStatus

from speclift.model.methods import SENT_METHODS
from speclift.reading.words.samples import HEADER_FIELDS

_REQUEST = re.compile(
    rf"[ \t]{{0,40}}(?P<method>{'|'.join(SENT_METHODS)})[ \t]{{1,20}}"
    r"(?P<target>(?:https?:/|[/{<$:\[]|\w[\w.-]{0,200}+(?:[/?({]|\s*\Z))[^\n]*+)"
)
_VERSION = re.compile(r"HTTP/\d(?:\.\d)?")
_STATUS = re.compile(
    r"[ \t]{0,40}(?:(?P<anywhere>HTTP(?:/\d(?:\.\d)?)?:?|Response[ ]?[:(]?)|(?i:status(?:[ -]?code)?)[ \t]?:)"
    r"[ \t]{0,20}"
    r"(?P<status>[1-5](?:\d\d|[xX]{2}))(?![\w.])"
)
_BARE_STATUS = re.compile(r"[ \t]{0,40}(?P<status>[1-5]\d\d)[ \t]{1,8}(?:- )?(?P<reason>[A-Za-z][A-Za-z -]{1,40}+)\Z")
_FIELD = re.compile(
    r"[ \t]{0,40}(?P<name>[A-Za-z][\w!#$%&'*+.^`|~-]{0,100}+)[ \t]{0,8}:(?P<value>(?:[ \t][^\n]*+)?|[^\s:/][^\n]*+)\Z"
)
_LABEL = re.compile(
    r"[ \t]{0,40}(?:[A-Za-z]{1,20} ){0,2}(?i:request|response|answer|body|payload|or)[ \t]{0,8}:?[ \t]*+\Z"
)
_REASONS = frozenset(status.phrase.lower() for status in HTTPStatus)


def request_line(line: str) -> tuple[str, str] | None:
    """The method and target of a request line, with or without a version; None for any other line.

    A target keeps its spaces, since OData queries have some.
    """
    match = _REQUEST.match(line)
    if not match:
        return None
    target = match["target"].strip()
    before, _, last = target.rpartition(" ")
    return match["method"], before.rstrip() if before and _VERSION.fullmatch(last) else target


def status_line(line: str, is_first: bool = True) -> str:
    """The status code of a status line; empty for any other line.

    `Status: 200` is taken for one only where it is the first line of a text.
    """
    match = _STATUS.match(line)
    if match and (is_first or match["anywhere"]):
        return match["status"].upper()
    bare = _BARE_STATUS.match(line.rstrip())
    return bare["status"] if bare and bare["reason"].lower() in _REASONS else ""


def is_label(line: str) -> bool:
    """Whether a line only announces what follows: `Request:`, `Sample response:`."""
    return bool(_LABEL.match(line))


def header_field(line: str) -> tuple[str, str] | None:
    """The name and value of a header field; None for any other line."""
    match = _FIELD.match(line.rstrip())
    return (match["name"], match["value"].strip()) if match and not _LABEL.match(line) else None


def is_known_field(name: str) -> bool:
    """Whether a name before a colon is almost certainly that of a header."""
    lowered = name.lower()
    return lowered in HEADER_FIELDS or lowered.startswith("x-")

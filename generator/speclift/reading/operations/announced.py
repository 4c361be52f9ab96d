"""Sentences that end by announcing the fields of a request: "You can send these optional query parameters:"."""

from __future__ import annotations

import re

import msgspec

from speclift.model.facts import Location
from speclift.reading.fields.columns import location_of
from speclift.reading.markdown.roles import without_markup

_FIELDS = re.compile(
    r"\b(?:(query(?: string)?|path|url|uri|(?:request )?body|json|form|header)\s{1,3})?"
    r"(?:parameters?|params|arguments|fields|attributes|properties|headers)\b[^.:\n]{0,60}:\s{0,3}$",
    re.I,
)
_REQUIRED = re.compile(r"\b(required|mandatory)\b|\boptional\b", re.I)
#: "… with the required ones in bold" speaks of some of the fields.
_IN_BOLD = re.compile(r"\bin bold\b", re.I)
_RETURNED = re.compile(r"\brespon|\breturn|\bresult|\boutput", re.I)
_LAST_SENTENCE = re.compile(r"[.!]\s{1,4}(?=\S)|\n(?=[A-Z])")
_TAIL = 300


class Announced(msgspec.Struct, frozen=True):
    """What a sentence says of the fields after it: their location, and whether they are required (None: not said)."""

    location: Location = ""
    is_required: bool | None = None


def announced_fields(text: str) -> Announced | None:
    """What the end of a text announces; None where it announces no fields, or those of a response."""
    if not text.rstrip().endswith(":"):
        return None
    end = _LAST_SENTENCE.split(without_markup(text[-_TAIL:]))[-1]
    found = _FIELDS.search(end)
    if found is None or _RETURNED.search(end):
        return None
    marks = {bool(mark) for mark in _REQUIRED.findall(end)} if not _IN_BOLD.search(end) else ()
    return Announced(location_of(found[1] or ""), next(iter(marks)) if len(marks) == 1 else None)

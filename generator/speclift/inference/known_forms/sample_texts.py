"""What a string in a sample looks like."""

from __future__ import annotations

import re

_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$")
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$")

#: The start of GIF, PNG, JPEG, PDF and ZIP files: samples show their bytes as a string.
_SIGNATURES = ("GIF8", "\x89PNG", "\xff\xd8", "%PDF", "PK\x03\x04")


def is_date_time(value: str) -> bool:
    """Whether a string is an RFC 3339 date-time; the offset may be missing, as some samples leave it out."""
    return bool(_DATE_TIME.match(value))


def looks_binary(value: str) -> bool:
    """Whether a string is Base64 (RFC 4648, section 4) that cannot be a word, or starts like a binary file."""
    return value.startswith(_SIGNATURES) or (
        len(value) >= 8
        and bool(_BASE64.match(value))
        and (value.endswith("=") or (any(c.isdigit() for c in value) and any(c.isupper() for c in value)))
    )

"""Regular expressions of schemas (JSON Schema Validation, 6.3.3): what they match, as far as that can be decided."""

from __future__ import annotations

import re

from speclift.openapi.structure.patterns import is_found

#: An atom that matches any one character; the dot matches no line ends.
_ANY = r"(?:\.|\[\\s\\S\]|\[\\S\\s\]|\[\\d\\D\]|\[\\D\\d\]|\[\\w\\W\]|\[\\W\\w\]|\[\^\])"
#: Any number of times, including none.
_MANY = r"(?:\*|\{0,\})\??"
#: What matches the empty string: nothing, or something that may be left out.
_NOTHING = rf"(?:{_ANY}{_MANY}|\((?:\?:)?(?:{_ANY}{_MANY})?\))*"
_MATCHES_ALL = re.compile(rf"\^?{_NOTHING}|{_NOTHING}\$|\^\((?:\?:)?\.\|\\n\)\*\$")
_ALL_CHARACTERS = re.compile(rf"\^\(?(?!\.){_ANY}{_MANY}\)?\$")
_ONE_LINE = re.compile(r"\^\(?\.(?:\*|\{0,\})\??\)?\$")
#: Parts that may match a line end, written out or as one of many characters.
_LINE_ENDS = re.compile(r"\\[snrWDSPpucx]|\[\^|[\n\r\u2028\u2029]|\(\?")
#: Parts that match at some places alone, or refer to others.
_DEPENDS = re.compile(r"(?<!\[)\^|\$|\\[bBAZkz\d]|\(\?(?!:)")
#: Longer patterns are compared as texts.
_LONGEST = 1_000


def allows_every_text(pattern: str) -> bool:
    """Whether all strings match. A match may be anywhere, so `""` and `.*` match all; `^.*$` allows no line ends."""
    if len(pattern) > _LONGEST:
        return False
    return bool(_MATCHES_ALL.fullmatch(pattern) or _ALL_CHARACTERS.fullmatch(pattern)) or _may_match_nothing(pattern)


def _may_match_nothing(pattern: str) -> bool:
    """Whether the empty text at the start, or at the end, of every text matches: `[a-z]*`, `(.|\\n)*`, `^x?`."""
    rest = pattern[1:] if pattern.startswith("^") else pattern.removesuffix("$")
    return not _DEPENDS.search(rest) and is_found(rest, "")


def allows_every_line(pattern: str) -> bool:
    """Whether every string without line ends matches: `^.*$`."""
    return len(pattern) <= _LONGEST and bool(_ONE_LINE.fullmatch(pattern))


def matches_single_lines(pattern: str) -> bool:
    """Whether certainly no string with a line end matches: the pattern is anchored, and no part matches one."""
    is_whole = pattern.startswith("^") and pattern.endswith("$") and not pattern.endswith(r"\$") and "|" not in pattern
    return len(pattern) <= _LONGEST and is_whole and not _LINE_ENDS.search(pattern)

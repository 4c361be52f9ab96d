"""The values of scalars in the core schema of YAML 1.2.2 (section 10.3)."""

from __future__ import annotations

import re

#: Keys that are numbers must be smaller: Python refuses to write out a number with thousands of digits.
LARGEST_KEY = 2**64

_PREFIX = "tag:yaml.org,2002:"
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
#: Bits of a number of 4,300 decimal digits, which is the longest that Python reads.
_MOST_BITS = 14_284
_INTEGER = re.compile(r"[-+]?(?:0o[0-7]+|0x[0-9a-fA-F]+|[0-9]+)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"([-+]?)\.(?:inf|Inf|INF)")
_NAN = frozenset({".nan", ".NaN", ".NAN"})


def resolved(text: str, tag: str | None, *, is_plain: bool) -> str | int | float | bool | None:
    """The value of a scalar, by its text, its tag and whether it is plain, without quotes. Custom tags are ignored.

    Raises ValueError and OverflowError where a number is larger than Python reads.
    """
    if tag is None or not tag.startswith(_PREFIX):
        return _of_plain(text) if is_plain and tag != "!" else text
    kind = tag.removeprefix(_PREFIX)
    if kind == "int":
        number = _FLOAT.fullmatch(text)
        return _integer(text) if _INTEGER.fullmatch(text) else int(float(text)) if number else text
    if kind == "float":
        found = _of_plain(text)
        return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else text
    if kind in ("bool", "null"):
        found = _WORDS.get(text, text)
        return found if (found is None) == (kind == "null") else text
    return text


def _of_plain(text: str) -> str | int | float | bool | None:
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return _integer(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    infinite = _INFINITE.fullmatch(text)
    if infinite:
        return float(f"{infinite[1]}inf")
    return float("nan") if text in _NAN else text


def _integer(text: str) -> int | str:
    sign = -1 if text.startswith("-") else 1
    digits = text.lstrip("+-")
    base = {"0o": 8, "0x": 16}.get(digits[:2], 10)
    number = int(digits[2:] if base != 10 else digits, base)
    # Python has this limit for decimal digits; here it also holds for the other bases.
    return text if number.bit_length() > _MOST_BITS else sign * number

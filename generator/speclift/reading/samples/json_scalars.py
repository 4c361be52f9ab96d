"""Strings and bare words of JSON as people write it: in any quotes, with line ends in them, or without quotes."""

from __future__ import annotations

import math
import re
from typing import Any

from speclift.reading.words.samples import LITERALS, STRING_CALLS, TYPE_WORDS

#: The closing quotes of a string, by its opening quote, in programs and in typography.
_CLOSERS = {
    **{quote: quote for quote in "\"'`"},
    **dict.fromkeys("\u201c\u201d\u201e", '\u201c\u201d"'),
    **dict.fromkeys("\u2018\u2019\u201a", "\u2018\u2019'"),
}
QUOTES = frozenset(_CLOSERS)
_PLAIN = {
    '"': re.compile(r'"([^"\\\n]*+)"'),
    "'": re.compile(r"'([^'\\\n]*+)'"),
}
_STOPS = {closers: re.compile(rf"[\\\n{closers}]") for closers in set(_CLOSERS.values())}
_BLANK = re.compile(r"[ \t]*+")
_ALTERNATIVE = re.compile(r"(?:or|and)\b", re.I)
#: A line that cannot continue a string: it closes something or has a key.
_NEXT_MEMBER = re.compile(
    r"""[ \t]*+(?:[}\]]|["'\u201c\u2018][^"'\u201c\u201d\u2018\u2019\n]{1,100}+["'\u201d\u2019][ \t]*+(?::|=>))"""
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.S)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "0": "\0", "\n": ""}
_ESCAPED |= {char: char for char in "\"'`/\\$"}

_NUMBER = re.compile(
    r"[+-]?(?:0[xX]([0-9a-fA-F]{1,16})|(\d++)|\d*+\.\d++(?:[eE][+-]?\d{1,5})?|\d++\.?(?:[eE][+-]?\d{1,5})?)"
)
_CALL = re.compile(r"(?:new[ \t]{1,8})?([A-Za-z_][\w.]{0,60})\(([^()\n]{0,1000})\)")
_DOTS = re.compile(r"\s*+(?:\.{2,}+|…|\. \. \.)\s*+")
_FIRST_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*+")
_ENDS_OF_PLACEHOLDER = "<>{}[]$()% \t"


def read_string(text: str, at: int) -> tuple[str, int, bool]:
    """The string whose opening quote is at `at`. Returns its value, the index after it, and whether the text
    ended before the string.
    """
    quote = text[at]
    if text.startswith('"""', at):
        end = text.find('"""', at + 3)
        return (text[at + 3 :], len(text), True) if end < 0 else (text[at + 3 : end], end + 3, False)
    if (plain := _PLAIN.get(quote)) and (match := plain.match(text, at)) and _closes(text, match.end() - 1, quote):
        return _clean(match[1]), match.end(), False
    closers = _CLOSERS[quote]
    stop = _STOPS[closers]
    position = at + 1
    while match := stop.search(text, position):
        position = match.end()
        char = match[0]
        if char == "\\":
            position += 1
        elif char == "\n":
            member = _NEXT_MEMBER.match(text, position)
            if member and (member[0][-1] not in "}]" or text[at + 1 : at + 2] not in "{["):
                return _decoded(text[at + 1 : position - 1].rstrip().removesuffix(",")), position - 1, False
        elif _closes(text, position - 1, closers):
            return _decoded(text[at + 1 : position - 1]), position, False
    return _decoded(text[at + 1 :]), len(text), True


def _closes(text: str, at: int, closers: str) -> bool:
    """Whether the quote at `at` ends its string. Before a word, it does not if another quote follows on the line."""
    match = _BLANK.match(text, at + 1)
    after = match.end() if match else at + 1
    following = text[after : after + 1]
    if not following.isalnum() or _ALTERNATIVE.match(text, after):
        return True
    for other in closers:
        found = text.find(other, after)
        line_end = text.find("\n", after, found) if found >= 0 else 0
        if found >= 0 and line_end < 0:
            return False
    return True


def _decoded(raw: str) -> str:
    return _clean(_ESCAPE.sub(_unescape, raw) if "\\" in raw else raw)


def _unescape(match: re.Match[str]) -> str:
    if code := match[1] or match[2]:
        return chr(int(code, 16))
    return _ESCAPED.get(match[3], match[0])


def _clean(value: str) -> str:
    """A string that can be written as UTF-8: halves of surrogate pairs are joined, and lone ones replaced."""
    if value.isascii():
        return value
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def bare_value(raw: str) -> Any:
    """What a value without quotes means: a literal, a number, a value of the type that it names, or else its text."""
    word = raw.strip().rstrip(";").rstrip()
    lowered = word.lower()
    if lowered in LITERALS:
        return LITERALS[lowered]
    if match := _NUMBER.fullmatch(word):
        return _number(word, match)
    if match := _CALL.fullmatch(word):
        return _called(match[1].lower(), match[2].strip())
    if word.startswith(":") and word[1:2].isalpha():
        return _clean(word[1:])
    if (first := _FIRST_WORD.match(word.lstrip(_ENDS_OF_PLACEHOLDER))) and first[0].lower() in TYPE_WORDS:
        return _of_type(TYPE_WORDS[first[0].lower()])
    if lowered.lstrip("+-") in ("inf", "infinity"):
        return None
    return _clean(word)


def _of_type(name: str) -> Any:
    """A sample value of a JSON Schema type."""
    if name == "object":
        return {}
    return [] if name == "array" else {"integer": 0, "number": 0.0, "boolean": True}.get(name)


def _called(name: str, argument: str) -> Any:
    inner = (
        argument[1:-1]
        if len(argument) > 1 and argument[0] in QUOTES and argument[-1] in _CLOSERS[argument[0]]
        else None
    )
    if inner is not None:
        return _clean(inner)
    if match := _NUMBER.fullmatch(argument):
        return argument if name in STRING_CALLS else _number(argument, match)
    return bare_value(name) if name in TYPE_WORDS else _clean(argument or name)


def _number(word: str, match: re.Match[str]) -> int | float | None:
    """A number that orjson can write; None for one that no double can hold."""
    sign = -1 if word[0] == "-" else 1
    if match[1]:
        return sign * int(match[1], 16) if len(match[1]) < 16 else float(sign * int(match[1], 16))
    if match[2] and len(match[2]) < 19:
        return sign * int(match[2])
    value = float(word)
    return value if math.isfinite(value) else None


def is_ellipsis(value: Any) -> bool:
    """Whether a value is a string of only dots, as in `["..."]`."""
    return isinstance(value, str) and bool(_DOTS.fullmatch(value))

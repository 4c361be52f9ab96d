"""Literal values as references print them: code spans, quotes, numbers, plain identifiers, and lists of these."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from speclift.reading.words import types as words

_INTEGER = re.compile(r"[+-]?\d{1,18}")
_NUMBER = re.compile(r"[+-]?\d{1,18}\.\d{1,18}")
_IDENTIFIER = re.compile(r"[\w$@#+-][\w.:$@#+-]{0,80}")
#: A literal is short; a longer text is a sample or code.
LONGEST_LITERAL = 200
MOST_LITERALS = 500
_BULLETS = ("-", "*", "+", "\u2022")
_QUOTES = {'"': '"', "\u201c": "\u201d", "'": "'", "\u2018": "\u2019"}


class Literal(NamedTuple):
    """A literal value, the place after it, and whether marks (a code span, quotes) show that it is one."""

    value: str
    end: int
    is_marked: bool


class LiteralList(NamedTuple):
    """Listed literals: their values, the place after them, the default among them, and whether there are others."""

    values: tuple[str, ...]
    end: int
    default: str | None = None
    has_more: bool = False


def type_of_values(values: Iterable[str]) -> str:
    """The JSON Schema type of listed values: `boolean`, `integer` or `number` where all of them are, else `string`."""
    all_values = list(values)
    if not all_values:
        return "string"
    if all(value.lower() in ("true", "false") for value in all_values):
        return "boolean"
    if all(_INTEGER.fullmatch(value) for value in all_values):
        has_zero = any(len(value) > 1 and value[0] == "0" for value in all_values)
        return "string" if has_zero else "integer"
    if all(_INTEGER.fullmatch(value) or _NUMBER.fullmatch(value) for value in all_values):
        return "number"
    return "string"


def literal_at(text: str, at: int) -> Literal | None:
    """The code span, quoted text or identifier that starts at a place; None where none does."""
    is_bold = text.startswith("**", at)
    at += 2 * is_bold
    character = text[at : at + 1]
    if character == "`":
        ticks = 2 if text.startswith("``", at) else 1
        end = text.find("`" * ticks, at + ticks, at + LONGEST_LITERAL)
        if end < 0:
            return None
        value = unquoted(text[at + ticks : end].strip())
        return Literal(value, _past_bold(text, end + ticks), is_marked=True)
    if character in _QUOTES and character:
        end = text.find(_QUOTES[character], at + 1, at + LONGEST_LITERAL)
        return Literal(text[at + 1 : end], _past_bold(text, end + 1), is_marked=True) if end >= 0 else None
    found = _IDENTIFIER.match(text, at)
    if found is None or not any(each.isalnum() for each in found[0]):
        return None
    value = found[0].rstrip(".:-")
    end = at + len(value)
    if len(value) > 4 and value.startswith("__") and value.endswith("__"):
        return Literal(value[2:-2], end, is_marked=True)
    return Literal(value, _past_bold(text, end), is_marked=is_bold and text.startswith("**", end))


def literals_at(text: str, at: int, *, only_marked: bool = True) -> LiteralList:
    """The literals from a place on, with commas, bars or `or` between them, or as bullets."""
    values: list[str] = []
    default: str | None = None
    has_more = False
    end = at = _past_divider(text, _past_spaces(text, at))
    while len(values) < MOST_LITERALS and end < len(text):
        if text.startswith(("...", "\u2026", "etc"), at):
            has_more, end = True, at + 1
            break
        literal = literal_at(text, at)
        if literal is None or (only_marked and not literal.is_marked):
            break
        if not literal.is_marked and not _ends_item(text, literal.end):
            break
        only_marked = only_marked or literal.is_marked
        values.append(literal.value)
        end, is_default = _past_comment(text, literal.end, is_bullet=_is_bullet(text, at))
        if is_default:
            default = literal.value
        at = _past_divider(text, end)
        if at == end:
            break
    return LiteralList(tuple(dict.fromkeys(values)), end, default, has_more)


def ends_sentence(text: str, at: int) -> bool:
    """Whether only closing marks of the sentence follow the place."""
    rest = text[at : at + 12].lstrip("*_)] ")
    return not rest or rest[0] in ".;\n!" or rest.startswith(("(", ", or null", "- ", "\u2013 "))


def _ends_item(text: str, at: int) -> bool:
    """Whether a divider, or nothing more of the sentence, follows an item without marks."""
    return _past_divider(text, at) > at or ends_sentence(text, at) or text[at : at + 1] in ",:"


def _past_divider(text: str, at: int) -> int:
    """The place after a comma, bar, `or`, `and` or the start of a bullet; the same place where there is none."""
    start = at
    limit = min(len(text), at + 60)
    seen = False
    while at < limit:
        character = text[at]
        if character in ",|\u3001\uff0c;" or text.startswith("\\|", at):
            seen = True
            at += 1 + (character == "\\")
        elif character == "/" and not text.startswith("//", at):
            seen, at = True, at + 1
        elif character == "\n" or (character in "-*+\u2022" and text[:at].rstrip(" \t")[-1:] in ("\n", "", ":")):
            seen = seen or character != "\n" or text[at + 1 : at + 30].lstrip(" \n")[:1] in _BULLETS
            at += 1
        elif character.isspace():
            at += 1
        else:
            word = text[at : at + 6].split(" ", 1)[0].lower()
            if (word in words.OR or word in words.AND) and text[at + len(word) : at + len(word) + 1] == " ":
                seen, at = True, at + len(word)
            else:
                break
    return at if seen else start


def _is_bullet(text: str, at: int) -> bool:
    """Whether only the mark of a bullet is before a place on its line."""
    before = text[text.rfind("\n", 0, at) + 1 : at].strip()
    return before[:1] in _BULLETS and not before[1:].strip("* ")


def _past_comment(text: str, at: int, *, is_bullet: bool) -> tuple[int, bool]:
    """The place after a literal and its explanation (in brackets or in its bullet), and whether it is the default."""
    stripped = _past_spaces(text, at)
    if text.startswith("(", stripped):
        end = text.find(")", stripped, stripped + LONGEST_LITERAL)
        if end >= 0:
            content = text[stripped + 1 : end].strip(" *_`").lower()
            return end + 1, content in ("default", "the default", "by default", "default value")
    line_end = text.find("\n", at)
    if is_bullet and line_end >= 0 and text[line_end : line_end + 30].lstrip("\n ")[:1] in _BULLETS:
        return line_end, "(default)" in text[at:line_end].lower()
    return at, False


def _past_spaces(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t":
        at += 1
    return at


def _past_bold(text: str, at: int) -> int:
    return at + 2 if text.startswith("**", at) else at


def unquoted(text: str) -> str:
    """A text without the quotes around it, if it has any."""
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text

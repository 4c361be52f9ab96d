"""The marks beside a printed type: required, optional, read-only, a default, a location, limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple, TypeAlias

from speclift.model.facts import Location
from speclift.reading.types.tokens import Token
from speclift.reading.words import qualifiers
from speclift.reading.words import types as words
from speclift.reading.words.types import plain

Limits: TypeAlias = dict[str, int | float | str]

#: Keywords of JSON Schema for the least and the most of a value, by what it is.
_KEYWORDS: Final = {
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems"),
    "number": ("minimum", "maximum"),
}
_FILLERS: Final = frozenset((":", "=", "is", "of", "."))
_TO: Final = frozenset(("-", "\u2013", "\u2014", ".", "\u2026", "~", ",", "to", "and", "through"))
_EXACT: Final = {
    "maxlength": "maxLength", "minlength": "minLength", "maxitems": "maxItems", "minitems": "minItems",
    "exclusivemaximum": "exclusiveMaximum", "exclusiveminimum": "exclusiveMinimum", "multipleof": "multipleOf",
}  # fmt: skip
_SEPARATORS = frozenset(",;.()[]<>{}")


class FoundMark(NamedTuple):
    """A mark among tokens and the place after it.

    `is_conditional`: it says `required`, but only on a condition.  `flag` is `deprecated`, `read-only` or `write-only`.
    """

    end: int
    is_required: bool | None = None
    is_conditional: bool = False
    is_nullable: bool = False
    default: str | None = None
    flag: str = ""
    location: Location = ""


class FoundLimit(NamedTuple):
    """Limits among tokens, as keywords of JSON Schema, and the place after them."""

    end: int
    limits: Limits


def mark_at(tokens: Sequence[Token], at: int) -> FoundMark | None:
    """The mark that starts at a place; None where none does."""
    token = tokens[at]
    if token.kind != "word":
        return None
    for length in (3, 2, 1):
        key = _key(tokens, at, length)
        if key and (found := _by_key(tokens, at, key, at + length)):
            return found
    return FoundMark(at + 1, is_conditional=True) if token.text.lower().startswith("required-") else None


def _by_key(tokens: Sequence[Token], at: int, key: str, end: int) -> FoundMark | None:
    if key in qualifiers.REQUIRED or key in qualifiers.OPTIONAL:
        if _is_generic(tokens, end):
            return None
        if key in qualifiers.REQUIRED and _is_condition(tokens, end):
            return FoundMark(_clause_end(tokens, end), is_conditional=True)
        said, end = _yes_or_no(tokens, end)
        return FoundMark(end, is_required=(key in qualifiers.REQUIRED) == said)
    if key in qualifiers.NULLABLE or key in qualifiers.NOT_NULLABLE:
        if end == at + 1 and _is_before_type(tokens, end):
            return None
        said, end = _yes_or_no(tokens, end)
        return FoundMark(end, is_nullable=(key in qualifiers.NULLABLE) == said)
    for flag, table in (
        ("deprecated", qualifiers.DEPRECATED),
        ("read-only", qualifiers.READ_ONLY),
        ("write-only", qualifiers.WRITE_ONLY),
    ):
        if key in table:
            said, end = _yes_or_no(tokens, end)
            return FoundMark(end, flag=flag if said else "")
    if key in qualifiers.DEFAULT:
        return _default(tokens, end)
    location = qualifiers.LOCATIONS.get(key)
    if location is not None and _stands_alone(tokens, at, end):
        return FoundMark(end, location=location)
    return None


def _default(tokens: Sequence[Token], at: int) -> FoundMark:
    """The default after the word for it; prose in its place is skipped."""
    while at < len(tokens) and (
        tokens[at].text in (":", "=", "`") or plain(tokens[at].text) in ("to", "is", "value", "a", "es", "ist", "est")
    ):
        at += 1
    if at >= len(tokens):
        return FoundMark(at)
    token = tokens[at]
    if token.kind in ("quoted", "number"):
        return FoundMark(at + 1, default=token.text)
    if token.span and token.kind in ("word", "mark"):
        end = at
        while end < len(tokens) and tokens[end].span == token.span:
            end += 1
        text = "".join(
            (" " if part.is_spaced and number else "") + (f'"{part.text}"' if part.kind == "quoted" else part.text)
            for number, part in enumerate(tokens[at:end])
        )
        return FoundMark(end, default=None if plain(text) in ("null", "undefined", "none", "nil") else text)
    if token.kind == "mark" and token.text in "[{" and at + 1 < len(tokens) and tokens[at + 1].text in "]}":
        return FoundMark(at + 2, default=token.text + tokens[at + 1].text)
    if token.kind == "word":
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        is_alone = following is None or following.kind == "break" or following.text in _SEPARATORS
        if not is_alone or plain(token.text) in qualifiers.NO_LITERAL:
            return FoundMark(_clause_end(tokens, at))
        return FoundMark(at + 1, default=token.text)
    return FoundMark(at)


def limit_at(tokens: Sequence[Token], at: int, kind: str) -> FoundLimit | None:
    """The limit that starts at a place; None where none does. `kind` is `string`, `number` or `array`."""
    token = tokens[at]
    if token.kind == "number":
        return _numbers(tokens, at, kind)
    if token.kind == "mark":
        return _comparison(tokens, at, kind)
    if token.kind != "word":
        return None
    for length in (3, 2, 1):
        key = _key(tokens, at, length)
        end = at + length
        if not key:
            continue
        if key in ("nonempty", "notempty") and kind in ("string", "array"):
            return FoundLimit(end, {_KEYWORDS[kind][0]: 1})
        is_most, is_least, is_length = key in qualifiers.MOST, key in qualifiers.LEAST_OF, key in qualifiers.LENGTH
        if not (is_most or is_least or is_length or key in _EXACT or key in ("between", "range", "from")):
            continue
        while end < len(tokens) and (
            tokens[end].text in _FILLERS
            or (tokens[end].kind == "word" and plain(tokens[end].text) in qualifiers.LENGTH)
        ):
            is_length |= plain(tokens[end].text) in qualifiers.LENGTH
            end += 1
        if end >= len(tokens) or tokens[end].kind != "number":
            continue
        return _worded(tokens, key, end, kind, is_length=is_length)
    return None


def _worded(tokens: Sequence[Token], key: str, at: int, kind: str, *, is_length: bool) -> FoundLimit | None:
    if key in _EXACT:
        return FoundLimit(at + 1, {_EXACT[key]: number(tokens[at].text)})
    if key in ("between", "range", "from") or (
        is_length and key not in qualifiers.MOST and key not in qualifiers.LEAST_OF
    ):
        found = _numbers(tokens, at, "string" if is_length else kind)
        if found is None and is_length:
            return FoundLimit(at + 1, {"maxLength": number(tokens[at].text)})
        return found
    end, unit = _unit(tokens, at + 1)
    name = unit or ("string" if is_length or key.endswith(("length", "len", "chars")) else kind)
    if kind == "array" and name == "string" and unit:
        return FoundLimit(end, {})
    value = number(tokens[at].text)
    return FoundLimit(end, {_KEYWORDS[name][key in qualifiers.MOST]: value}) if value >= 0 or name == "number" else None


def _numbers(tokens: Sequence[Token], at: int, kind: str) -> FoundLimit | None:
    """A range, a number of characters, or a number alone in brackets."""
    low = number(tokens[at].text)
    end = at + 1
    while end < len(tokens) and (
        tokens[end].text in ("-", "\u2013", "\u2014", ".", "\u2026", "~", ",")
        or plain(tokens[end].text) in ("to", "and", "through")
    ):
        end += 1
    if end > at + 1 and end < len(tokens) and tokens[end].kind == "number":
        comma = tokens[at + 1].text == "," and not (at and tokens[at - 1].text in "([")
        high = number(tokens[end].text)
        if comma or high < low or (kind != "number" and low < 0):
            return None
        end, unit = _unit(tokens, end + 1)
        least, most = _KEYWORDS[unit or kind]
        return FoundLimit(end, {least: low, most: high})
    end, unit = _unit(tokens, at + 1)
    if unit == "string" and kind != "array" and low >= 0:
        following = plain(tokens[end].text) if end < len(tokens) else ""
        if following in ("min", "minimum", "ormore"):
            return FoundLimit(end + 1, {"minLength": low})
        return FoundLimit(end + (following in ("max", "maximum")), {"maxLength": low})
    is_bracketed = bool(at) and tokens[at - 1].text in "([" and at + 1 < len(tokens) and tokens[at + 1].text in ")]"
    if is_bracketed and kind == "string" and low >= 0:
        return FoundLimit(at + 1, {"maxLength": low})
    return None


def _comparison(tokens: Sequence[Token], at: int, kind: str) -> FoundLimit | None:
    """`>= 0`, `<= 100 characters`, `< 10`, `= 3 characters`."""
    sign = tokens[at].text
    end = at + 1
    if sign == "=" and end < len(tokens) and tokens[end].kind == "number":
        after, counted = _unit(tokens, end + 1)
        exact = number(tokens[end].text)
        return FoundLimit(after, dict.fromkeys(_KEYWORDS[counted], exact)) if counted and exact >= 0 else None
    if sign not in "<>≤≥":
        return None
    is_inclusive = sign in "≤≥"
    if end < len(tokens) and tokens[end].text == "=":
        is_inclusive, end = True, end + 1
    if end >= len(tokens) or tokens[end].kind != "number":
        return None
    value = number(tokens[end].text)
    if not is_inclusive and end + 1 < len(tokens) and tokens[end + 1].text == ">":
        return None
    end, unit = _unit(tokens, end + 1)
    name = unit or kind
    is_most = sign in "<≤"
    keyword = _KEYWORDS[name][is_most]
    if is_inclusive:
        return FoundLimit(end, {keyword: value})
    if name == "number":
        return FoundLimit(end, {"exclusiveMaximum" if is_most else "exclusiveMinimum": value})
    return FoundLimit(end, {keyword: value - 1 if is_most else value + 1})


def number(text: str) -> int | float:
    """The value of a number as printed, which may have commas between thousands.

    A whole number of more than 64 bits becomes a floating-point number, as other tools read it (RFC 8259, section 6).
    """
    text = text.replace(",", "")
    try:
        found = int(text)
    except ValueError:
        return float(text)
    return found if -(2**63) <= found < 2**63 else float(text)


def _unit(tokens: Sequence[Token], at: int) -> tuple[int, str]:
    """The place after a unit, and what it counts: characters of a string or items of an array."""
    if at < len(tokens) and tokens[at].text == "]" and at + 1 < len(tokens):  # `[ 1 .. 64 ] characters`
        end, unit = _unit(tokens, at + 1)
        return (end, unit) if unit else (at, "")
    key = plain(tokens[at].text) if at < len(tokens) and tokens[at].kind == "word" else ""
    if key in qualifiers.CHARACTERS:
        return at + 1, "string"
    return (at + 1, "array") if key in qualifiers.ITEMS else (at, "")


def _key(tokens: Sequence[Token], at: int, length: int) -> str:
    if at + length > len(tokens):
        return ""
    parts: list[str] = []
    for token in tokens[at : at + length]:
        if token.kind != "word":
            return ""
        parts.append(token.text)
    return plain("".join(parts))


def _yes_or_no(tokens: Sequence[Token], at: int) -> tuple[bool, int]:
    """What `: true` or `= no` after a mark says (true without either), and the place after it."""
    if at + 1 < len(tokens) and tokens[at].text in (":", "="):
        key = plain(tokens[at + 1].text)
        if key in ("true", "yes", "1"):
            return True, at + 2
        if key in ("false", "no", "0"):
            return False, at + 2
    return True, at


def _is_condition(tokens: Sequence[Token], at: int) -> bool:
    """Whether a condition follows `required`, perhaps after a bracket or dash."""
    while at < len(tokens) and tokens[at].kind == "mark" and tokens[at].text in "([,-\u2013\u2014":
        at += 1
    if at >= len(tokens) or tokens[at].kind != "word":
        return False
    key = plain(tokens[at].text)
    if key == "in" and at + 1 < len(tokens) and plain(tokens[at + 1].text) in qualifiers.LOCATIONS:
        return False
    return key in qualifiers.CONDITIONS and key != "and"


def _clause_end(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens) and tokens[at].kind != "break" and tokens[at].text not in (",", ";", ")", "]", ">"):
        at += 1
    return at


def _is_generic(tokens: Sequence[Token], at: int) -> bool:
    """Whether the words before belong to a type such as `Optional[str]`."""
    return (
        at + 1 < len(tokens)
        and tokens[at].text in ("[", "<")
        and not tokens[at].is_spaced
        and tokens[at + 1].kind in ("word", "link")
        and plain(tokens[at + 1].text) not in qualifiers.DEFAULT
    )


def _is_before_type(tokens: Sequence[Token], at: int) -> bool:
    """Whether a type is glued to a word by a bracket (`Nullable<T>`) or follows it (`nullable string`)."""
    if at >= len(tokens):
        return False
    token = tokens[at]
    return (token.kind == "mark" and token.text in "<([" and not token.is_spaced) or (
        token.kind == "word" and plain(token.text) in words.PRIMITIVES
    )


def _stands_alone(tokens: Sequence[Token], at: int, end: int) -> bool:
    before = tokens[at - 1] if at else None
    after = tokens[end] if end < len(tokens) else None
    return (before is None or before.kind == "break" or before.text in _SEPARATORS) and (
        after is None or after.kind == "break" or after.text in _SEPARATORS
    )

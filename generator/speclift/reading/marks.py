"""What the description of a field says of it besides its meaning: required, default, members, limits, format, type.

A wrong mark is worse than none: each is read only where the sentence can say nothing else.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

import msgspec

from speclift.dialect import type_words as words
from speclift.dialect.mark_words import (
    ALTERNATIVES,
    BASE64,
    BOOLEAN_START,
    BRACKETED,
    BY_DEFAULT,
    COMMA_SEPARATED,
    CONDITION,
    COUNT_START,
    DATE,
    DATE_AND_TIME,
    DATE_TIME,
    DEFAULT,
    DEFAULT_BEHIND,
    DEPRECATED,
    EXAMPLE,
    GROUPED,
    JSON_START,
    LEADING,
    LIST_START,
    MAP_START,
    MORE,
    NO_VALUES_BEFORE,
    NOT_NULLABLE,
    NOUN_FORMATS,
    NULLABLE,
    ONE_OF,
    OPTIONAL_NOUN,
    READ_ONLY,
    REQUIRED_NOUN,
    STATED,
    TRAILING,
    TYPE_START,
    UNIX,
    VALUES,
)
from speclift.dialect.type_words import plain
from speclift.model.facts import Enumerated, ListOf, MapOf, OneOf, Primitive, Printed, PrintedType, Unknown
from speclift.reading.limits import Limits, limits_of
from speclift.reading.literals import LONGEST_LITERAL, ends_sentence, literal_at, literals_at, type_of_values
from speclift.reading.types import printed

#: Marks stand at the start of a description; what a long text says later is about something else.
MOST_CHARACTERS = 4_000

#: The end of a line within a sentence: the next line starts with no bullet, and not in the middle of a list of values.
_WRAPPED = re.compile(r"(?<=[\w,;`'\")])\n(?=[A-Za-z`'\"(])(?!`[^`\n]{1,100}`(?:\s{0,3}[-:\u2013\u2014]|\n|$))")
#: Words of a sentence by which what follows holds only sometimes.
_SOMETIMES = re.compile(r"\b(?:if|when|either|unless|otherwise|may|can)\b", re.I)
_NULLS = frozenset(("null", "nil", "undefined"))
#: Words that a mark needs; a description without all of them has at most a type.
_TRIGGERS = (
    ': "', ": `", "|", "(`", '("',
    "requir", "option", "mandat", "default", "defect", "enum", "value", "one of", "either", "can be", "may be",
    "must be", "deprecat", "only", "null", "min", "max", "up to", "between", "range", "characters", "e.g", "xample",
    "ex:", "for instance", "pattern", "regex", "at least", "at most", "exceed", "beispiel", "ejemplo", "exemple",
    "choices", "types", "obliga", "erforderlich", "pflicht", "opcional", "facultat", "should be", "could be",
    "any of", "possible", "set to", "valores", "valeurs", "werte", "than", "specify", "formats", "will be",
    "必", "选", "取值",
)  # fmt: skip


class Marks(msgspec.Struct, frozen=True, array_like=True):
    """What a description says of its field.

    `text` is the description without the marks that led it.  None: nothing says it.  `values` are listed members as
    printed, without quotes; `has_more_values` where the text says that there are others.  `limits` are pairs of a JSON
    Schema keyword and its value.  `type` is set where the prose names it, `format` where it names the format of a
    string.
    """

    text: str
    is_required: bool | None = None
    is_nullable: bool | None = None
    is_deprecated: bool = False
    is_read_only: bool = False
    is_write_only: bool = False
    default: str | None = None
    values: tuple[str, ...] = ()
    has_more_values: bool = False
    example: str = ""
    limits: tuple[tuple[str, int | float | str], ...] = ()
    format: str = ""
    type: PrintedType = Unknown()


class _Values(NamedTuple):
    """Listed members, the default among them, whether there are others, whether null is one."""

    values: tuple[str, ...] = ()
    default: str | None = None
    has_more: bool = False
    has_null: bool = False


@functools.lru_cache(maxsize=16_384)
def described(text: str) -> Marks:
    """The marks in the markdown description of a field.  Never raises."""
    shown = _WRAPPED.sub(" ", text[:MOST_CHARACTERS])
    lower = shown.lower()
    type_, format_ = _type(shown, lower), _format(shown, lower)
    if not any(trigger in lower for trigger in _TRIGGERS):
        return Marks(text, type=type_, format=format_)
    required, start = _leading(shown)
    groups, start = _groups(shown, start)
    for group in groups:
        required = group.is_required if required is None else required
    if required is None:
        required = _stated(shown, lower)
    values = _values(shown, lower)
    default = _default(shown, lower)
    limits: Limits = limits_of(shown, lower)
    listed = values.values
    is_nullable = _nullable(shown, lower, values)
    for group in groups:
        default = group.default if default is None else default
        limits = {**dict(group.limits), **limits}
        if isinstance(group.type, Enumerated) and not listed:
            listed = group.type.values
        is_nullable = True if group.is_nullable and is_nullable is None else is_nullable
    if listed and type_of_values(listed) == "boolean":
        type_, listed = Primitive("boolean"), ()
    read_only, write_only = _access(shown, lower)
    return Marks(
        text[start:],
        is_required=required,
        is_nullable=is_nullable,
        is_deprecated="deprecat" in lower and DEPRECATED.search(shown) is not None,
        is_read_only=read_only,
        is_write_only=write_only,
        default=default if default is not None else values.default,
        values=listed,
        has_more_values=values.has_more and bool(listed),
        example=_example(shown, lower),
        limits=tuple(limits.items()),
        format=format_,
        type=type_,
    )


# Required.


def _leading(text: str) -> tuple[bool | None, int]:
    """Whether a mark at the start says required or optional, and where the description goes on."""
    found = LEADING.match(text)
    if found is None:
        start = OPTIONAL_NOUN.match(text)
        return (False, 0) if start else (None, 0)
    answer = plain(found[1]) in words.REQUIRED
    mark = found[3].strip()
    is_marked = found.start(1) > 0 or bool(found[2]) or bool(mark) or found.end() == len(text)
    if not is_marked and answer and REQUIRED_NOUN.match(text):
        return True, 0
    if not is_marked:
        return (False, 0) if not answer and OPTIONAL_NOUN.match(text) else (None, 0)
    end = found.end()
    if mark not in (".", "\u2014") and CONDITION.match(text, found.end(2)):
        return None, 0
    if text[: found.start(1)].count("(") > found[2].count(")") or text[: found.start(1)].count("[") > found[2].count(
        "]"
    ):
        return None, 0  # `(required if …)`, `(required, …)` are read as a group
    while end < len(text) and text[end] in " \t\n.:,;-\u2013\u2014":
        end += 1
    return answer, end


def _stated(text: str, lower: str) -> bool | None:
    """Whether a sentence or its end says required or optional."""
    if "requir" not in lower and "option" not in lower and "mandat" not in lower:
        return None
    found = STATED.search(text)
    if found and not CONDITION.match(text, found.end()):
        return (plain(found[2]) in words.REQUIRED) != bool(found[1])
    if found is None and (last := TRAILING.search(text)):
        return plain(last[1]) in words.REQUIRED
    return None


#: Words that start a group of marks in brackets.
_GROUP_WORDS = (
    words.REQUIRED | words.OPTIONAL | words.DEFAULT | words.NULLABLE | words.DEPRECATED | words.READ_ONLY
    | {"max", "min", "maximum", "minimum", "enum", "not", "read", "string", "integer", "boolean", "number", "int"}
)  # fmt: skip


def _groups(text: str, start: int) -> tuple[tuple[Printed, ...], int]:
    """The marks in brackets, and the place behind those that lead: `[optional] [default to null]`."""
    found: list[Printed] = []
    for group in BRACKETED.finditer(text):
        content = group[1].strip()
        first = content.replace(":", " ").replace(",", " ").replace(";", " ").split(" ", 1)[0].strip("`*_")
        if plain(first) not in _GROUP_WORDS or text.startswith("(", group.end()):
            continue
        read = printed(content)
        is_default = plain(first) in words.DEFAULT
        found.append(
            Printed(read.type, read.is_nullable, read.is_required, None if is_default else read.default, read.limits)
        )
        if is_default and read.default is not None and not CONDITION.match(content, len(first)):
            found[-1] = read
        is_condition = plain(first) in (words.REQUIRED | words.OPTIONAL) and read.is_required is None
        if not is_condition and not text[start : group.start()].strip(" \t"):
            start = group.end()
        if len(found) > 8:
            break
    while 0 < start < len(text) and text[start] in " \t\n":
        start += 1
    return tuple(found), start


# Default, members, example.


def _default(text: str, lower: str) -> str | None:
    if "default" not in lower:
        return None
    for found in DEFAULT.finditer(text):
        literal = literal_at(text, found.end())
        if literal is None:
            if text.startswith(("[]", "{}"), found.end()):
                return text[found.end() : found.end() + 2]
            continue
        has_condition = CONDITION.match(text, literal.end) is not None
        if has_condition and _is_conditional(text, literal.end):
            continue
        if literal.is_marked:
            if literal.value.lower() in _NULLS or len(literal.value) > 100:
                continue
            return literal.value
        if literal.value.lower() in words.NO_LITERAL or not (has_condition or _is_whole(text, literal.end)):
            continue
        return literal.value
    found_by = BY_DEFAULT.search(text)
    if found_by and (literal := literal_at(text, found_by.end())) and ends_sentence(text, literal.end):
        return literal.value
    behind = DEFAULT_BEHIND.search(text)
    if behind and text[behind.start() - 1 : behind.start()] == "`":
        start = text.rfind("`", max(0, behind.start() - LONGEST_LITERAL), behind.start() - 1)
        value = text[start + 1 : behind.start() - 1].strip("\"'")
        return value if start >= 0 and value and value.lower() not in _NULLS else None
    return None


def _is_conditional(text: str, at: int) -> bool:
    """Whether a default holds only in some case, unless that case is that nothing was given."""
    found = CONDITION.match(text, at)
    if found is None:
        return False
    word = found[0].strip(" *_`,()[]-\u2013\u2014").lower()
    if word in ("and", "as", "but", "where"):
        return False
    rest = text[found.end() : found.end() + 60].lower()
    return not any(
        part in rest for part in ("not ", "omitted", "absent", "missing", "unspecified", "unset", "empty", "n't")
    )


def _is_whole(text: str, at: int) -> bool:
    """Whether a bare word is all of the default: the sentence, bracket or line ends behind it."""
    return at >= len(text) or text[at] in ")];\n," or (text[at] == "." and text[at + 1 : at + 2].strip() == "")


def _values(text: str, lower: str) -> _Values:
    """The members that a sentence lists."""
    for found in VALUES.finditer(text):
        word = found[0]
        is_bare = word.lower().strip("* :") in ("values", "options", "enum", "werte", "valores", "valeurs")
        has_colon = word.rstrip("*").endswith(":") or text[found.end() : found.end() + 1] == "\n"
        if is_bare and not has_colon:
            continue
        has_verb = has_colon or any(f" {verb}" in word.lower() for verb in ("are", "is", "include", "can be", "may be"))
        listed = literals_at(text, found.end(), only_marked=not has_verb)
        is_marked = literals_at(text, found.end()).values == listed.values
        if len(listed.values) < 2 and not (
            is_marked and listed.values and has_colon and ends_sentence(text, listed.end)
        ):
            continue
        if not is_marked and not ends_sentence(text, listed.end):
            continue
        if has_verb or is_marked:
            return _listed(text, found.start(), listed.values, listed.default, listed.has_more)
    found_by = ALTERNATIVES.search(text)
    if found_by:
        listed = literals_at(text, found_by.end())
        says_or = " or " in text[found_by.end() : listed.end]
        if len(listed.values) > 1 and says_or and not text[listed.end :].strip(" .*_)\n"):
            return _listed(text, found_by.start(), listed.values, listed.default, listed.has_more)
    if grouped := _grouped(text):
        return _listed(text, 0, *grouped)
    if not any(word in lower for word in ("be", "one of", "any of", "either", "set to", "specify")):
        return _Values()
    for found in ONE_OF.finditer(text):
        if NO_VALUES_BEFORE.search(text, max(0, found.start() - 30), found.start()):
            continue
        listed = literals_at(text, found.end())
        is_clause = ends_sentence(text, listed.end) or (len(listed.values) > 2 and text.startswith(" to ", listed.end))
        if len(listed.values) > 1 and is_clause:
            return _listed(text, found.start(), listed.values, listed.default, listed.has_more)
    return _Values()


def _grouped(text: str) -> tuple[tuple[str, ...], str | None, bool] | None:
    """The members that brackets hold and nothing else: `(red|blue)`, ``(`red` or `blue`, by default `red`)``."""
    for group in BRACKETED.finditer(text):
        content = group[1].strip()
        if "|" in content and all(GROUPED.fullmatch(part) for part in content.split("|")):
            return tuple(dict.fromkeys(part.strip("` \"'") for part in content.split("|"))), None, False
        if content[0] in '`"' and " or " in content:
            listed = literals_at(content, 0)
            rest = content[listed.end :].lstrip(" ,;")
            if len(listed.values) > 1 and (not rest or rest.lower().startswith(("default", "by default"))):
                return listed.values, listed.default, listed.has_more
    return None


def _listed(text: str, start: int, values: tuple[str, ...], default: str | None, has_more: bool) -> _Values:
    members = tuple(value for value in values if value.lower() != "null")
    if any("<" in value or "{" in value or value.count(" ") > 4 or not value for value in members):
        return _Values()
    more = has_more or MORE.search(text, start, start + 60) is not None
    return _Values(members, default, more, has_null=len(members) < len(values))


def _example(text: str, lower: str) -> str:
    if not any(word in lower for word in ("e.g", "xample", "instance", "ex:", "ejemplo", "exemple", "beispiel")):
        return ""
    for found in EXAMPLE.finditer(text):
        literal = literal_at(text, found.end())
        if literal is None:
            continue
        if literal.is_marked or (found[0].rstrip().endswith((":", ":**")) and _is_whole(text, literal.end)):
            return literal.value
    return ""


# Null, access.


def _nullable(text: str, lower: str, values: _Values) -> bool | None:
    if "null" not in lower:
        return None
    if NOT_NULLABLE.search(text):
        return False
    return True if values.has_null or NULLABLE.search(text) else None


def _access(text: str, lower: str) -> tuple[bool, bool]:
    if "only" not in lower:
        return False, False
    found = READ_ONLY.search(text)
    if found is None:
        return False, False
    return found[1].lower() == "read", found[1].lower() == "write"


# Type and format.


def _type(text: str, lower: str) -> PrintedType:
    """The type that the sentence starts with, or a strong phrase names."""
    if UNIX.search(text) if ("epoch" in lower or "unix" in lower or "posix" in lower or "since" in lower) else None:
        return Primitive("integer", "int64")
    leading = LEADING.match(text)
    at = leading.end() if leading and (leading.start(1) or leading[3].strip()) else 0
    while at < len(text) and text[at] in " -\u2013\u2014:":
        at += 1
    if BOOLEAN_START.match(text, at):
        return Primitive("boolean")
    if "json" in lower and JSON_START.match(text, at):
        return Primitive("string")
    if "comma" in lower and COMMA_SEPARATED.search(text):
        return Primitive("string")
    if found := LIST_START.match(text, at):
        return _list_of(found[1])
    if MAP_START.match(text, at):
        return MapOf(Unknown())
    if COUNT_START.match(text, at):
        return Primitive("integer")
    start = TYPE_START.match(text, at)
    if start is None:
        return Unknown()
    key = plain(start[1])
    if key in words.LISTS or key == "jsonarray":
        return ListOf(Unknown())
    if key in words.MAPS:
        return MapOf(Unknown())
    if key == "number" and start["after"].strip().startswith(("of", "for")):
        return Primitive("integer")
    return Primitive(*words.PRIMITIVES[key]) if key in words.PRIMITIVES else Unknown()


def _list_of(items: str) -> PrintedType:
    """A list of what its words say, of anything where they name no type."""
    name = items.split(" that ", 1)[0].split(" to ", 1)[0].split(" for ", 1)[0].strip()
    read = printed(f"array of {name}").type
    if isinstance(read, ListOf) and isinstance(read.items, Primitive | ListOf | MapOf | OneOf | Enumerated):
        return read
    first = name.split(" ", 1)[0]
    found = words.PRIMITIVES.get(plain(first).removesuffix("s"))
    return ListOf(Primitive(*found)) if found and plain(first) in words.CORE else ListOf(Unknown())


def _format(text: str, lower: str) -> str:
    """The format of a string that the text names."""
    if ("3339" in lower or "8601" in lower) and DATE_TIME.search(text):
        if "duration" in lower or "period" in lower:
            return "duration"
        return "date" if DATE.search(text) and "time" not in lower.replace("timezone", "") else "date-time"
    if "yyyy" in lower and DATE.search(text) and "hh" not in lower:
        return "date"
    if "date" in lower and DATE_AND_TIME.match(text):
        return "date-time"
    if "base" in lower and "64" in lower and "encod" in lower:
        found = BASE64.search(text)
        if found and not _SOMETIMES.search(text, text.rfind(". ", 0, found.start()) + 1, found.start()):
            return "byte"
    if "mail" in lower or "ur" in lower or "uid" in lower or "ipv" in lower:
        for name, pattern in NOUN_FORMATS:
            if pattern.match(text):
                return name
    return ""

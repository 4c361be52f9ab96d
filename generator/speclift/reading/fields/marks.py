"""What a description says about its field besides the meaning: required, default, values, limits, format, type.

A wrong mark is worse than none, so each is read only where the sentence can mean nothing else.
"""

from __future__ import annotations

import functools
import re

import msgspec

from speclift.model.facts import Enumerated, Primitive, Printed, PrintedType, Unknown
from speclift.reading.fields.limits import Limits, counts, limits_of
from speclift.reading.fields.mark_types import format_in, type_in
from speclift.reading.fields.mark_values import Values, values_in
from speclift.reading.types.literals import LONGEST_LITERAL, ends_sentence, literal_at, type_of_values
from speclift.reading.types.printed import printed
from speclift.reading.words import qualifiers
from speclift.reading.words.marks import (
    BRACKETED,
    BY_DEFAULT,
    CONDITION,
    DEFAULT,
    DEFAULT_BEHIND,
    DEPRECATED,
    EXAMPLE,
    LEADING,
    NOT_NULLABLE,
    NULLABLE,
    OPTIONAL_NOUN,
    READ_ONLY,
    REQUIRED_NOUN,
    STATED,
    TRAILING,
)
from speclift.reading.words.types import plain

#: Marks are near the start of a description; the rest of a long text is about something else.
MOST_CHARACTERS = 4_000

#: A line end within a sentence: the next line starts neither a bullet nor one of several listed values.
_WRAPPED = re.compile(r"(?<=[\w,;`'\")])\n(?=[A-Za-z`'\"(])(?!`[^`\n]{1,100}`(?:\s{0,3}[-:\u2013\u2014]|\n|$))")
_BREAK = re.compile(r"<br ?/?>", re.I)
#: A label in italics with underscores, `_Enum:_` or `_Default: 3_`; the underscores would be parts of the words.
_ITALIC_LABEL = re.compile(r"(?<![\w`])_([A-Z][a-z]{1,20}(?: [a-z]{1,20}){0,2}:)(?:(_)|( [^_`\n]{1,60})_(?!\w))?")
_NULLS = frozenset(("null", "nil", "undefined"))
#: Every mark contains one of these; a description that contains none of them has at most a type and a format.
_TRIGGERS = (
    ': "', ": `", "|", "(`", '("', "` or `", "ascending",
    "requir", "option", "mandat", "default", "defect", "enum", "value", "one of", "either", "can be", "may be",
    "must be", "deprecat", "only", "null", "min", "max", "up to", "between", "range", "characters", "e.g", "xample",
    "ex:", "for instance", "pattern", "regex", "at least", "at most", "exceed", "beispiel", "ejemplo", "exemple",
    "choices", "types", "obliga", "erforderlich", "pflicht", "opcional", "facultat", "should be", "could be",
    "any of", "possible", "set to", "sets the", "valores", "valeurs", "werte", "than", "specify", "formats", "will be",
    "必", "选", "取值",
)  # fmt: skip


class Marks(msgspec.Struct, frozen=True, array_like=True):
    """What a description says about its field; None where it says nothing.  `text` is the description without the marks
    at its start.  `values` are the listed values as printed, without quotes; `has_more_values`: the text says there are
    others.  `limits` are pairs of a JSON Schema keyword and its value.  `type` and `format` (of a string) are set where
    the prose names them.
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


@functools.lru_cache(maxsize=16_384)
def described(text: str) -> Marks:
    """The marks in the description of a field, which is markdown.  Never raises."""
    shown = _WRAPPED.sub(" ", text[:MOST_CHARACTERS])
    if ":" in shown and "_" in shown:
        shown = _ITALIC_LABEL.sub(_starred, shown)
    lower = shown.lower()
    type_, format_ = type_in(shown, lower), format_in(shown, lower)
    if not any(trigger in lower for trigger in _TRIGGERS):
        return Marks(text, type=type_, format=format_)
    required, start = _leading(shown)
    groups, start = _groups(shown, start)
    for group in groups:
        required = group.is_required if required is None else required
    if required is None:
        required = _stated(shown, lower)
    values = values_in(shown, lower)
    default = _default(_BREAK.sub("\n", shown), lower) if "<br" in shown else _default(shown, lower)
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


def _starred(label: re.Match[str]) -> str:
    """A label in italics, and its value where that is in italics too, without underscores and as long as before."""
    return f"*{label[1]}{'*' if label[2] else f'{label[3]}.' if label[3] else ''}"


# Required.


def _leading(text: str) -> tuple[bool | None, int]:
    """Whether a mark at the start says required (True) or optional (False), and where the description continues."""
    found = LEADING.match(text)
    if found is None:
        start = OPTIONAL_NOUN.match(text)
        return (False, 0) if start else (None, 0)
    is_required = plain(found[1]) in qualifiers.REQUIRED
    mark = found[3].strip()
    is_marked = found.start(1) > 0 or bool(found[2]) or bool(mark) or found.end() == len(text)
    if not is_marked and is_required and REQUIRED_NOUN.match(text):
        return True, 0
    if not is_marked:
        return (False, 0) if not is_required and OPTIONAL_NOUN.match(text) else (None, 0)
    end = found.end()
    if mark not in (".", "\u2014") and CONDITION.match(text, found.end(2)):
        return None, 0
    if text[: found.start(1)].count("(") > found[2].count(")") or text[: found.start(1)].count("[") > found[2].count(
        "]"
    ):
        return None, 0  # `(required if …)`, `(required, …)` are read as a group
    while end < len(text) and text[end] in " \t\n.:,;-\u2013\u2014":
        end += 1
    return is_required, end


def _stated(text: str, lower: str) -> bool | None:
    """Whether a sentence or its end says required (True) or optional (False); None where none does."""
    if "requir" not in lower and "option" not in lower and "mandat" not in lower:
        return None
    found = STATED.search(text)
    if found and not CONDITION.match(text, found.end()):
        return (plain(found[2]) in qualifiers.REQUIRED) != bool(found[1])
    if found is None and (last := TRAILING.search(text)):
        return plain(last[1]) in qualifiers.REQUIRED
    return None


#: Words that start a group of marks in brackets.
_GROUP_WORDS = (
    qualifiers.REQUIRED | qualifiers.OPTIONAL | qualifiers.DEFAULT
    | qualifiers.NULLABLE | qualifiers.DEPRECATED | qualifiers.READ_ONLY
    | {"max", "min", "maximum", "minimum", "enum", "not", "read", "string", "integer", "boolean", "number", "int"}
)  # fmt: skip


def _groups(text: str, start: int) -> tuple[tuple[Printed, ...], int]:
    """The marks in brackets, and the position after those at the start: `[optional] [default to null]`."""
    found: list[Printed] = []
    for group in BRACKETED.finditer(text):
        content = group[1].strip()
        first = content.replace(":", " ").replace(",", " ").replace(";", " ").split(" ", 1)[0].strip("`*_")
        if plain(first) not in _GROUP_WORDS or text.startswith("(", group.end()):
            continue
        read = printed(content)
        is_default = plain(first) in qualifiers.DEFAULT
        found.append(
            Printed(read.type, read.is_nullable, read.is_required, None if is_default else read.default, read.limits)
        )
        if is_default and read.default is not None and not CONDITION.match(content, len(first)):
            found[-1] = read
        is_condition = plain(first) in (qualifiers.REQUIRED | qualifiers.OPTIONAL) and read.is_required is None
        if not is_condition and not text[start : group.start()].strip(" \t"):
            start = group.end()
        if len(found) > 8:
            break
    while 0 < start < len(text) and text[start] in " \t\n":
        start += 1
    return tuple(found), start


# Default, example.


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
        is_whole = has_condition or _is_whole(text, literal.end) or counts(text, literal.end)
        if literal.value.lower() in qualifiers.NO_LITERAL or not is_whole:
            continue
        return literal.value
    by_default = BY_DEFAULT.search(text)
    if by_default and (literal := literal_at(text, by_default.end())) and ends_sentence(text, literal.end):
        return literal.value
    behind = DEFAULT_BEHIND.search(text)
    if behind and text[behind.start() - 1 : behind.start()] == "`":
        start = text.rfind("`", max(0, behind.start() - LONGEST_LITERAL), behind.start() - 1)
        value = text[start + 1 : behind.start() - 1].strip("\"'")
        return value if start >= 0 and value and value.lower() not in _NULLS else None
    return None


def _is_conditional(text: str, at: int) -> bool:
    """Whether a default holds only on a condition other than that no value was given."""
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
    """Whether a bare word that ends here is a whole value: the sentence, bracket or line ends after it."""
    return at >= len(text) or text[at] in ")];\n," or (text[at] == "." and text[at + 1 : at + 2].strip() == "")


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


def _nullable(text: str, lower: str, values: Values) -> bool | None:
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

"""JSON in the description of a field that shows its members: "in the form of `{"Path": "a", "Rate": 5}`"."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import orjson

from speclift.model.facts import Field, ListOf, Primitive, Printed, PrintedType, Unknown
from speclift.model.schema import Place
from speclift.reading.samples.json_text import read_json

#: Such JSON in a code span, perhaps after the name of the field.
_FORM = re.compile(
    r"`{1,2}\s{0,2}(?:\"?([\w.$-]{1,80})\"?\s{0,2}:\s{0,2})?((?:\{|\[\s{0,2}\{)[^`]{1,1000}\}\s{0,2}\]?)\"?\s{0,2}`{1,2}"
)
_MEMBER = re.compile(r"[A-Za-z_$@][\w$@-]{0,60}")
#: Names that stand for any name, as in the sample of a map.
_ANY_NAME = re.compile(
    r"(?:my|some|your|a)?[_-]?(?:key|label|foo|bar|baz|prop|property|var|variable|attr|tag)s?[_-]?\d{0,3}", re.I
)
_SAYS_MAP = re.compile(
    r"\bmap(?:ping)?s?\b|\bdictionary\b|\bhash\b|\bkey[-/ ]?(?:and )?value|\blabels?\b|\bpairs?\b", re.I
)
_SAYS_LIST = re.compile(r"(?:an? )?(?:list|array) of\b", re.I)
#: A member whose value is a word without quotes, which stands for a value: `"Rate": rate`.
_WORD_VALUE = re.compile(r"[\"']([\w$@-]{1,60})[\"']\s{0,4}:\s{0,4}(?!(?:true|false|null)\b)[A-Za-z_<]")
_MOST_MEMBERS, _DEEPEST = 30, 3
_OPEN: tuple[PrintedType, ...] = (
    Unknown(),
    Primitive("object"),
    Primitive("array"),
    ListOf(Unknown()),
    ListOf(Primitive("object")),
)


def with_shown_members(field: Field) -> Field:
    """The field, with the members that JSON in its description shows, where the docs list none for it."""
    text = field.description
    kind = field.printed.type
    is_open = kind in _OPEN or isinstance(kind, Unknown)
    if "{" not in text or field.fields or field.values or not is_open or _SAYS_MAP.search(text):
        return field
    for found in _FORM.finditer(text):
        if found[1] and found[1] != field.name:
            continue
        value = _object_in(found[2])
        if value:
            is_list = found[2].startswith("[") or isinstance(kind, ListOf) or kind == Primitive("array")
            is_list = is_list or _SAYS_LIST.match(text) is not None
            shown: PrintedType = ListOf(Primitive("object")) if is_list else Primitive("object")
            printed = msgspec.structs.replace(field.printed, type=shown)
            members = _members(value, field.place, frozenset(_WORD_VALUE.findall(found[2])))
            return msgspec.structs.replace(field, printed=printed, fields=members)
    return field


def _object_in(text: str) -> dict[str, Any]:
    """The object, or the first one of a list, in this JSON; empty where it has names that stand for any name."""
    read = read_json(text)
    value = orjson.loads(read.json) if read else None
    value = value[0] if isinstance(value, list) and value else value
    if not isinstance(value, dict) or len(value) > _MOST_MEMBERS:
        return {}
    are_names = all(_MEMBER.fullmatch(name) and not _ANY_NAME.fullmatch(name) for name in value)
    return value if are_names else {}


def _members(value: dict[str, Any], place: Place, words: frozenset[str], depth: int = 0) -> tuple[Field, ...]:
    """The members of an object; those of which the docs show only a word (`words`) are of an unknown type."""
    return tuple(_member(name, inner, place, words, depth) for name, inner in value.items())


def _member(name: str, value: Any, place: Place, words: frozenset[str], depth: int) -> Field:
    inner = value[0] if isinstance(value, list) and value else value
    fields = _members(inner, place, words, depth + 1) if isinstance(inner, dict) and depth < _DEEPEST else ()
    kind = Unknown() if name in words else type_of_value(inner)
    return Field(name, place, Printed(ListOf(kind) if isinstance(value, list) else kind), fields=fields)


def type_of_value(value: Any) -> PrintedType:
    """The type of a JSON value; unknown for null and for lists."""
    match value:
        case bool():
            return Primitive("boolean")
        case int():
            return Primitive("integer")
        case float():
            return Primitive("number")
        case str():
            return Primitive("string")
        case dict():
            return Primitive("object")
        case _:
            return Unknown()

"""The type and the format that the words of a description name."""

from __future__ import annotations

import re

from speclift.model.facts import Enumerated, ListOf, MapOf, OneOf, Primitive, PrintedType, Unknown
from speclift.reading.types.printed import printed
from speclift.reading.words import types as words
from speclift.reading.words.marks import (
    BASE64,
    BOOLEAN_START,
    COMMA_SEPARATED,
    COUNT_START,
    DATE,
    DATE_AND_TIME,
    DATE_TIME,
    ID_START,
    JSON_START,
    LEADING,
    LIST_START,
    MAP_START,
    NOUN_FORMATS,
    TYPE_START,
    UNIX,
)
from speclift.reading.words.types import plain

#: After these words, what a sentence states holds only sometimes.
_SOMETIMES = re.compile(r"\b(?:if|when|either|unless|otherwise|may|can)\b", re.I)


def type_in(text: str, lower: str) -> PrintedType:
    """The type that a description starts with, or names in a phrase that can mean nothing else; else Unknown.

    `lower` is the text in lower case.
    """
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
    if found := ID_START.match(text, at):
        return Primitive("string" if found[1].lower() == "string" else "integer")
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
    """A list of the named type; a list of anything where the words name no type."""
    name = items.split(" that ", 1)[0].split(" to ", 1)[0].split(" for ", 1)[0].strip()
    read = printed(f"array of {name}").type
    if isinstance(read, ListOf) and isinstance(read.items, Primitive | ListOf | MapOf | OneOf | Enumerated):
        return read
    first = name.split(" ", 1)[0]
    found = words.PRIMITIVES.get(plain(first).removesuffix("s"))
    return ListOf(Primitive(*found)) if found and plain(first) in words.CORE else ListOf(Unknown())


def format_in(text: str, lower: str) -> str:
    """The format of a string that a description names; empty where it names none. `lower` is the text in lower case."""
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

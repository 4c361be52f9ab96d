"""Regular expressions of documents: those that can be matched, and what others mean. JSON Schema asks for ECMA-262
(2020-12, section 6.4). People also write those of Python, Java and PCRE, which have other syntax for the same meaning.
"""

from __future__ import annotations

import functools
import re
import warnings
from collections.abc import Callable
from typing import NoReturn

import jsonschema_rs

#: The inside of a character class, up to an escaped class that a hyphen follows: `[\w-.]`.
_HYPHEN_BEHIND_CLASS = re.compile(r"(\\[wdsWDS])-(?=[^\]])")

#: The end of a text in Ruby and Java, which Python has from 3.14 on: what is accepted is the same in all versions.
_END = re.compile(r"(?<!\\)(?:\\\\)*\\z")

#: The parts of a pattern that name a group or refer to one by its name, and those that may look like that: escapes,
#: classes of characters, and groups without names.
_GROUP_PART = re.compile(
    r"\\k<(?P<reference>[A-Za-z_$][\w$]*)>|\(\?P=(?P<of_python>[A-Za-z_]\w*)\)|\\.|\[(?:\\.|[^\]\\])*+\]?"
    r"|(?P<group>\(\?P?<(?P<name>[A-Za-z_$][\w$]*)>|\((?!\?))",
    re.S,
)


def with_numbered_groups(text: str) -> str:
    r"""A pattern whose named groups are plain ones, with a number in place of each name that refers to one: the engine
    that checks values reads `\k<name>` only in some patterns, and Python reads neither that nor `(?<name>`.
    """
    groups = [found["name"] for found in _GROUP_PART.finditer(text) if found["group"]]
    numbers = {name: number for number, name in enumerate(groups, 1) if name}

    def numbered(found: re.Match[str]) -> str:
        if found["group"]:
            return "("
        name = found["reference"] or found["of_python"]
        return rf"(?:\{numbers[name]})" if name in numbers else found[0]

    return _GROUP_PART.sub(numbered, text) if numbers else text


#: Functions that replace the syntax of other dialects by that of ECMA-262. Its annex B.1.2 reads a hyphen beside a
#: class of characters literally.
_TRANSLATIONS: tuple[Callable[[str], str], ...] = (
    lambda text: re.sub(r"(?<!\\)((?:\\\\)*)\\[zZ]", r"\1$", text),
    lambda text: re.sub(r"(?<!\\)((?:\\\\)*)\\A", r"\1^", text),
    lambda text: _HYPHEN_BEHIND_CLASS.sub(r"\1\\-", text),
    lambda text: text.replace("(?>", "(?:"),
    lambda text: re.sub(r"\{,(\d+)\}", r"{0,\1}", text),
    lambda text: re.sub(r"(?<!\\)\{(?!\d+(?:,\d*)?\})", r"\\{", text),
    lambda text: text.replace("[^]", r"[\s\S]"),
    lambda text: with_numbered_groups(text) if r"\k<" in text or "(?P=" in text else text,
)


def is_pattern(text: str) -> bool:
    """Whether a text is a regular expression: of ECMA-262, as JSON Schema 2020-12 asks (section 6.4), or of Python, as
    many tools write them.
    """
    if jsonschema_rs.is_valid({"format": "regex"}, text, validate_formats=True, retriever=refuse):
        return True
    if _END.search(text):
        return False
    try:
        with warnings.catch_warnings(action="ignore"):
            # What a version deprecates, a later one refuses.
            warnings.simplefilter("error", DeprecationWarning)
            re.compile(text)
    except (re.error, RecursionError, OverflowError, DeprecationWarning):
        return False
    return True


@functools.lru_cache(maxsize=256)
def readable(text: str) -> str | None:
    """The pattern in a form that values can be matched with; None where nothing can read it."""
    return text if _compiles(text) else in_ecma(text)


def is_found(pattern: str, text: str) -> bool:
    """Whether a pattern of a document is found in a text; a pattern that nothing can read never is.

    This does not use the engine of Python, whose time may grow exponentially with the length of the text.
    """
    known = readable(pattern)
    return known is not None and jsonschema_rs.is_valid({"pattern": known}, text, retriever=refuse)


def in_ecma(text: str) -> str | None:
    """A pattern of another dialect in the syntax of ECMA-262; None where that cannot express it."""
    for translated in _TRANSLATIONS:
        text = translated(text)
    return text if is_pattern(text) and _compiles(text) else None


def _compiles(text: str) -> bool:
    try:
        jsonschema_rs.Draft202012Validator({"pattern": text}, retriever=refuse)
    except ValueError:
        return False
    return True


def refuse(uri: str) -> NoReturn:
    """Read nothing: the retriever of every validator. Raises ValueError."""
    raise ValueError(f"only the document itself is read, not {uri}")

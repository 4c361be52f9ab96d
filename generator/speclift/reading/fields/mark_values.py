"""The values that a description lists for its field, and the default among them."""

from __future__ import annotations

import re
from typing import NamedTuple

from speclift.reading.types.literals import ends_sentence, literals_at
from speclift.reading.words.marks import (
    ALTERNATIVES,
    BRACKETED,
    GROUPED,
    LAST_ALTERNATIVES,
    MORE,
    NO_VALUES_BEFORE,
    ONE_OF,
    ORDERS,
    VALUES,
)

_LONGEST_LIST = 2_000
#: Breaks and list items in a cell; a break before a code span starts an item.
_HTML = re.compile(
    r"(?:</li>\s{0,4})?(?:<br\s{0,4}/?>\s{0,4}){1,3}((?=[`\"\u201c]))?"
    r"|\s{0,4}(<li>)\s{0,4}|\s{0,4}</?(?:ul|ol|li)>",
    re.I,
)
_FIRST_BULLET = re.compile(r"\s{0,3}\n\s{0,4}[-*+\u2022]\s")
#: Words between slashes after the phrase that introduces them: `possible values true/false/both`.
_SLASHED = re.compile(r" {0,2}[\w-]{1,40}(?:/[\w-]{1,40}){1,20}(?=[.,;)\s]|$)")
#: Each phrase of `words.marks.VALUES` contains one of these words.
_INTRODUCING = (
    "value", "option", "enum", "types", "formats", "states", "status", "choices", "modes", "levels", "valor", "valeur",
    "wert", "waarden", "wartości", "värden", "değer", "знач", "値", "값", "值",
)  # fmt: skip


class Values(NamedTuple):
    """The listed values, the default among them, whether there are others, and whether null is one of them."""

    values: tuple[str, ...] = ()
    default: str | None = None
    has_more: bool = False
    has_null: bool = False


def values_in(text: str, lower: str) -> Values:
    """The values that a description lists; none where it lists none. `lower` is the text in lower case."""
    if "<" in text and _HTML.search(text):
        # A cell of a table can have several lines only by HTML.
        text = _HTML.sub(lambda tag: "\n" if tag[1] is None and not tag[2] else "\n- ", text)
    for found in VALUES.finditer(text) if any(word in lower for word in _INTRODUCING) else ():
        word = found[0]
        is_bare = word.lower().strip("* :") in ("values", "options", "enum", "werte", "valores", "valeurs")
        has_colon = word.rstrip("*").endswith(":") or text[found.end() : found.end() + 1] == "\n"
        if is_bare and not has_colon:
            continue
        has_verb = (
            has_colon
            or _SLASHED.match(text, found.end()) is not None
            or any(f" {verb}" in word.lower() for verb in ("are", "is", "include", "can be", "may be"))
        )
        listed = literals_at(text, found.end(), only_marked=not has_verb)
        is_marked = literals_at(text, found.end()).values == listed.values
        if len(listed.values) < 2 and not (
            is_marked and listed.values and has_colon and ends_sentence(text, listed.end)
        ):
            continue
        if not is_marked and not ends_sentence(text, listed.end):
            continue
        if has_verb or is_marked:
            return _checked(text, found.start(), listed.values, listed.default, listed.has_more)
    alternatives = ALTERNATIVES.search(text) or LAST_ALTERNATIVES.search(text)
    if alternatives:
        listed = literals_at(text, alternatives.end())
        says_or = " or " in text[alternatives.end() : listed.end]
        if len(listed.values) > 1 and says_or and not text[listed.end :].strip(" .*_)\n"):
            return _checked(text, alternatives.start(), listed.values, listed.default, listed.has_more)
    orders = ORDERS.search(text) if "ascending" in lower else None
    if orders:
        return Values((orders[2], orders[4]))
    if grouped := _grouped(text):
        return _checked(text, 0, *grouped)
    if not any(word in lower for word in ("be", "one of", "any of", "either", "set to", "sets the", "specify")):
        return Values()
    for found in ONE_OF.finditer(text):
        if NO_VALUES_BEFORE.search(text, max(0, found.start() - 30), found.start()):
            continue
        inner = _bracketed(text, found.end())
        if inner:
            listed = literals_at(inner, 0)
            if len(listed.values) > 1:
                return _checked(text, found.start(), listed.values, listed.default, listed.has_more)
        listed = literals_at(text, found.end())
        is_whole = (
            ends_sentence(text, listed.end)
            or _FIRST_BULLET.match(text, found.end()) is not None
            or (len(listed.values) > 2 and text.startswith(" to ", listed.end))
            or (text.startswith(",", listed.end) and text[: found.start()].lower().endswith("when "))
        )
        if len(listed.values) > 1 and is_whole:
            return _checked(text, found.start(), listed.values, listed.default, listed.has_more)
    return Values()


def _bracketed(text: str, start: int) -> str:
    """The text in square brackets after the words that introduce values, if any: `One of: ["red", "blue"]`.

    Where the brackets are in a code span, each value in them becomes one: ``One of: `[red, blue]` ``.
    """
    at = text.find("[", start, start + 4)
    if at < 0 or text[start:at].strip(" `"):
        return ""
    end = text.find("]", at, at + _LONGEST_LIST)
    inner = text[at + 1 : end] if end > 0 else ""
    if inner and text[at - 1] == "`" == text[end + 1 : end + 2] and not any(mark in inner for mark in "\"'`"):
        return ", ".join(f"`{value.strip()}`" for value in inner.split(","))
    return inner


def _grouped(text: str) -> tuple[tuple[str, ...], str | None, bool] | None:
    """The values in brackets that contain nothing else: `(red|blue)`, ``(`red` or `blue`, by default `red`)``.

    Returns the values, the default, and whether there are others.
    """
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


def _checked(text: str, start: int, values: tuple[str, ...], default: str | None, has_more: bool) -> Values:
    """These values; none where one of them is a sentence or a placeholder. `start` is where their phrase starts."""
    members = tuple(value for value in values if value.lower() != "null")
    if any("<" in value or "{" in value or value.count(" ") > 4 or not value for value in members):
        return Values()
    more = has_more or MORE.search(text, start, start + 60) is not None
    return Values(members, default, more, has_null=len(members) < len(values))

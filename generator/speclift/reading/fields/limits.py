"""Limits that a description states in words, as keywords of JSON Schema."""

from __future__ import annotations

import re
from typing import TypeAlias

from speclift.reading.types.marks import number
from speclift.reading.words.marks import BETWEEN, COUNT_START, COUNTED, LENGTH, LIMIT, NO_UNIT, PATTERN, UP_TO

Limits: TypeAlias = dict[str, int | float | str]

_DIGIT = re.compile(r"\d")

_WORDS = (
    "max", "min", "up to", "at most", "at least", "than", "between", "from", "range", "characters", "chars", "exceed",
    "pattern", "regex", "regular",
)  # fmt: skip


def limits_of(text: str, lower: str) -> Limits:
    """The limits that a description states; `lower` is the text in lower case.

    A number with a unit other than characters is skipped: no keyword of a schema can express its limit.
    """
    if not any(word in lower for word in _WORDS):
        return {}
    limits: Limits = {}
    if _DIGIT.search(text):
        _add_numbers(limits, text, lower)
    if ("pattern" in lower or "reg" in lower) and (pattern := PATTERN.search(text)):
        end = text.find("`", pattern.end(), pattern.end() + 300)
        if end > pattern.end():
            limits.setdefault("pattern", text[pattern.end() : end])
    return limits


def _add_numbers(limits: Limits, text: str, lower: str) -> None:
    """Add the limits that are numbers; limits that are already known stay."""
    for found in BETWEEN.finditer(text):
        low, high = number(found["low"]), number(found["high"])
        if low <= high and _has_no_unit(text, found.end()):
            is_length = bool(found["unit"]) or "length" in lower[max(0, found.start() - 30) : found.start()]
            if is_length and (low < 0 or isinstance(low, float)):
                continue
            limits.setdefault("minLength" if is_length else "minimum", low)
            limits.setdefault("maxLength" if is_length else "maximum", high)
    for found in LENGTH.finditer(text) if "char" in lower else ():
        if int(found["low"]) <= int(found["high"]):
            limits.setdefault("minLength", int(found["low"]))
            limits.setdefault("maxLength", int(found["high"]))
    for found in LIMIT.finditer(text) if "min" in lower or "max" in lower else ():
        if not (_has_no_unit(text, found.end()) or counts(text, found.end())):
            continue
        value = number(found["number"])
        is_most = found["word"].lower().startswith("max")
        is_length = bool(found["length"]) or text[found.end() : found.end() + 6].lower().lstrip().startswith("char")
        if is_length and value < 0:
            continue
        keyword = ("maxLength" if is_most else "minLength") if is_length else ("maximum" if is_most else "minimum")
        limits.setdefault(keyword, value)
    for found in UP_TO.finditer(text):
        if not found["unit"] and not counts(text, found.end()):
            continue
        is_least = found["word"].lower() in ("at least", "greater than or equal to")
        side = "min" if is_least else "max"
        limits.setdefault(f"{side}Length" if found["unit"] else f"{side}imum", number(found["number"]))


def counts(text: str, at: int) -> bool:
    """Whether a number that ends here counts what the value of the field counts: `Number of bees. At most 40 bees.`"""
    return COUNTED.match(text, at) is not None and text[at - 1 : at].isdigit() and COUNT_START.match(text) is not None


def _has_no_unit(text: str, at: int) -> bool:
    """Whether no unit other than characters follows the number that ends here: the sentence or clause ends."""
    return NO_UNIT.match(text, at) is not None

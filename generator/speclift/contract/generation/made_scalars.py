"""Numbers and strings for a schema."""

from __future__ import annotations

import itertools
import math
import string
from collections.abc import Iterator, Sequence
from fractions import Fraction
from random import Random
from typing import Any

from speclift.contract.generation.formats import spellings, text_of
from speclift.contract.generation.work import Work
from speclift.contract.scalars import count_of
from speclift.openapi.structure.nodes import Json

_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
#: How many multiples above the least one there are to choose from.
_SPREAD = 1000
#: The most characters of a text; where a schema asks for more, it gets a word.
_LONGEST = 100_000
#: The characters of texts without some pattern.
_PLAIN = "aZ0-_ .é:/"
#: How often a text of a format is made until it matches a pattern.
_MOST_FORMATTED = 4
#: How many patterns of one text are joined: each more multiplies the orders.
_MOST_PATTERNS = 3


def made_number(schema: Json, random: Random, *, is_whole: bool) -> float:
    """A number within the limits of a schema; a small one where it has no limits."""
    low, high = _limits(schema)
    excluded = (schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum"))
    # A step is the decimal number as it is written.
    step = Fraction(str(schema.get("multipleOf") or 1))
    unit = Fraction(step.numerator) if is_whole else step
    # These are fractions, since the quotient of two floats may overflow.
    least = Fraction(str(low))
    most = min(least + _SPREAD * unit, math.inf if high == math.inf else Fraction(str(high)))
    first, last = math.ceil(least / unit), math.floor(most / unit)
    first += _is_same(first * unit, excluded)
    last -= _is_same(last * unit, excluded)
    if first > last:
        return int(low) if is_whole else (low + high) / 2
    found = random.randint(first, last) * unit
    half = 0 if is_whole or any(keyword in schema for keyword in _BOUNDS) else 0.5
    return (int(found) if found.denominator == 1 else float(found)) + half


def _limits(schema: Json) -> tuple[float, float]:
    """The least and the greatest number that a schema allows; without a least one, a number near zero is taken."""
    low = max(schema.get(keyword, -math.inf) for keyword in ("minimum", "exclusiveMinimum"))
    high = min(schema.get(keyword, math.inf) for keyword in ("maximum", "exclusiveMaximum"))
    return max(low, min(1, high - 2 * (schema.get("multipleOf") or 1))), high


def _is_same(number: Fraction, bounds: Sequence[float | None]) -> bool:
    """Whether a number is one of some bounds, as they are written."""
    return any(bound is not None and Fraction(str(bound)) == number for bound in bounds)


def made_text(schema: Json, random: Random, work: Work) -> str:
    """A text of the format, the length and the patterns of a schema, and without the patterns that its `not` forbids,
    as far as these are compatible.
    """
    from speclift.openapi.structure.patterns import is_found

    found = _made_text(schema, random, work)
    parts: list[Json] = [part for part in (schema, *schema.get("allOf", ())) if isinstance(part, dict)]
    nots: list[Json] = [part["not"] for part in parts if _has_pattern(part.get("not"))]
    excluded = [part["pattern"] for part in nots if part.keys() <= {"type", "pattern"}]
    if not excluded:
        return found
    least, most = count_of(schema, "minLength", 0), count_of(schema, "maxLength", None)
    others = (_PLAIN[number:] + _PLAIN[:number] for number in range(len(_PLAIN)))
    for text in (found, *(text[: max(least, 1)][:most] for text in others)):
        if not work.spend(len(text) + sum(map(len, excluded))):
            break
        if len(text) >= least and not any(is_found(pattern, text) for pattern in excluded):
            return text
    return found


def _made_text(schema: Json, random: Random, work: Work) -> str:
    patterns = [part["pattern"] for part in (schema, *schema.get("allOf", ())) if _has_pattern(part)]
    least, most = count_of(schema, "minLength", 0), count_of(schema, "maxLength", None)
    if patterns:
        found = _formatted(schema, patterns[0], random, work, least, most)
        found = _matching(patterns[:_MOST_PATTERNS], random, work, least, most) if found is None else found
        if found is not None:
            return found
    text = text_of(str(schema.get("format", "")), random)
    if len(text) < least <= _LONGEST and work.spend(least):
        text += "".join(random.choices(string.ascii_lowercase, k=least - len(text)))
    return text[:most] if most is not None else text


def _has_pattern(part: Any) -> bool:
    return isinstance(part, dict) and isinstance(part.get("pattern"), str)


def _matching(patterns: Sequence[str], random: Random, work: Work, least: int, most: int | None) -> str | None:
    """A text that matches all patterns, from `least` to `most` characters long; else one that matches the first. None
    where no text is made from a pattern.
    """
    from speclift.contract.generation.patterns import matching
    from speclift.openapi.structure.patterns import is_found

    first = matching(patterns[0], random, least, most, work)
    if first is None:
        return None
    pieces = [first, *(matching(pattern, random, 0, most, work) or "" for pattern in patterns[1:])]
    for text in _put_together(pieces, least if least <= _LONGEST and work.spend(least) else 0, random):
        if not work.spend(sum(map(len, patterns))):
            break
        has_length = least <= len(text) and (most is None or len(text) <= most)
        if has_length and all(is_found(pattern, text) for pattern in patterns):
            return text
    return first


def _put_together(pieces: Sequence[str], least: int, random: Random) -> Iterator[str]:
    """The pieces alone, and one after the other in any order, with letters after the first, at the end or in front, so
    that the text has `least` characters: a pattern may match anywhere in a text.
    """
    yield from (piece for piece in pieces if len(piece) >= least)
    for first, *others in itertools.permutations(pieces):
        rest = "".join(others)
        letters = "".join(random.choices(string.ascii_lowercase, k=max(least - len(first) - len(rest), 0)))
        yield from (f"{first}{letters}{rest}", f"{first}{rest}{letters}", f"{letters}{first}{rest}")


def _formatted(schema: Json, pattern: str, random: Random, work: Work, least: int, most: int | None) -> str | None:
    """A text of the format and the pattern, from `least` to `most` characters long; None where none comes up."""
    from speclift.openapi.structure.patterns import is_found

    form = schema.get("format")
    if not isinstance(form, str):
        return None
    for _ in range(_MOST_FORMATTED):
        for text in spellings(form, text_of(form, random)):
            has_length = least <= len(text) and (most is None or len(text) <= most)
            if has_length and work.spend(len(pattern)) and is_found(pattern, text):
                return text
    return None

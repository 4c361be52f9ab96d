"""Names that stand for many: media ranges, ranges of status codes; and what of two lists of such names is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import TypeAlias

from speclift.diff.change import Direction

#: Type and subtype, and the parameters.
_MediaType: TypeAlias = tuple[str, frozenset[tuple[str, str]]]
#: Whether the first name stands for the second too.
Covers: TypeAlias = Callable[[str, str], bool]


def counterparts(old: Sequence[str], new: Sequence[str], covers: Covers) -> Iterator[tuple[str, str]]:
    """Names that are compared with each other: equal ones, else one with the narrowest that covers it."""
    found = dict.fromkeys((name, other) for name in old if (other := _narrowest(name, new, covers)))
    met = {other for _, other in found}
    yield from found
    yield from ((other, name) for name in new if name not in met and (other := _narrowest(name, old, covers)))


def is_covered(name: str, others: Sequence[str], covers: Covers) -> bool:
    """Whether one of the names stands for this one too."""
    return name in others or any(covers(other, name) for other in others)


def status_covers(wide: str, narrow: str) -> bool:
    """`2XX` is every status of success (OpenAPI 3.1.1, section 4.8.16)."""
    wide, narrow = wide.upper(), narrow.upper()
    return wide == narrow or (wide.endswith("XX") and wide[:1] == narrow[:1])


def media_type_covers(direction: Direction) -> Covers:
    """Media ranges (RFC 9110, section 12.5.1): `*/*`, `text/*`, and a type without parameters.

    An answer that says more by its parameters is still of the type that it was.
    """

    def covers(wide: str, narrow: str) -> bool:
        (pattern, needed), (kind, given) = _media_type(wide), _media_type(narrow)
        if not fnmatchcase(kind, pattern):
            return False
        return needed <= given or (direction == "response" and kind == pattern and given <= needed)

    return covers


def _narrowest(name: str, others: Sequence[str], covers: Covers) -> str:
    if name in others:
        return name
    found = [other for other in others if covers(other, name)]
    return min(found, key=lambda other: (sum(covers(other, beside) for beside in found), other), default="")


def _media_type(text: str) -> _MediaType:
    """The names have no case (RFC 9110, section 8.3.1), and UTF-8 is what is meant where no charset is given."""
    kind, *parameters = (part.strip().lower() for part in text.split(";"))
    pairs = {
        (name.strip(), value.strip().strip('"')) for name, _, value in (part.partition("=") for part in parameters)
    }
    return kind, frozenset(pair for pair in pairs if pair[0] and pair != ("charset", "utf-8"))

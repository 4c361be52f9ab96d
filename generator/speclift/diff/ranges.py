"""Names that stand for many: media ranges, ranges of status codes; and what of two lists of such names is the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from fnmatch import fnmatchcase
from typing import TypeAlias

from speclift.diff.change import Direction

#: Type and subtype, and the parameters.
_MediaType: TypeAlias = tuple[str, frozenset[tuple[str, str]]]
#: Whether the first name stands for the second too.
Covers: TypeAlias = Callable[[str, str], bool]


class Ranges:
    """Names, to be asked which of them stand for another one.

    `kind` is what a name has in common with those that it may stand for; ranges may stand for any.
    """

    def __init__(self, names: Collection[str], covers: Covers, kind: Callable[[str], str]) -> None:
        self.names = dict.fromkeys(names)
        self._covers = covers
        self._kind = kind
        self._wide = [name for name in self.names if _is_range(kind(name))]
        self._by_kind: dict[str, list[str]] = defaultdict(list)
        for name in self.names:
            if not _is_range(kind(name)):
                self._by_kind[kind(name)].append(name)

    def covering(self, name: str) -> list[str]:
        """The names that stand for this one too."""
        candidates = (*self._by_kind.get(self._kind(name), ()), *self._wide)
        return [other for other in candidates if self._covers(other, name)]

    def is_covered(self, name: str) -> bool:
        """Whether one of the names stands for this one too."""
        return name in self.names or bool(self.covering(name))

    def narrowest(self, name: str) -> str:
        """The name itself, else the one that stands for the least beside it; empty where none does."""
        if name in self.names:
            return name
        found = self.covering(name)
        return min(found, key=lambda it: (sum(self._covers(it, beside) for beside in found), it), default="")


def counterparts(old: Ranges, new: Ranges) -> Iterator[tuple[str, str]]:
    """Names that are compared with each other: equal ones, else one with the narrowest that covers it."""
    found = dict.fromkeys((name, other) for name in old.names if (other := new.narrowest(name)))
    met = {other for _, other in found}
    yield from found
    yield from ((other, name) for name in new.names if name not in met and (other := old.narrowest(name)))


def statuses(names: Collection[str]) -> Ranges:
    """Status codes and ranges of them."""
    return Ranges(names, status_covers, str.upper)


def media_types(names: Collection[str], direction: Direction) -> Ranges:
    """Media types and ranges of them."""
    return Ranges(names, media_type_covers(direction), lambda name: _media_type(name)[0])


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


def _is_range(kind: str) -> bool:
    return kind.endswith("XX") or any(char in kind for char in "*?[")


def _media_type(text: str) -> _MediaType:
    """The names have no case (RFC 9110, section 8.3.1), and UTF-8 is what is meant where no charset is given."""
    kind, *parameters = (part.strip().lower() for part in text.split(";"))
    pairs = {
        (name.strip(), value.strip().strip('"')) for name, _, value in (part.partition("=") for part in parameters)
    }
    return kind, frozenset(pair for pair in pairs if pair[0] and pair != ("charset", "utf-8"))

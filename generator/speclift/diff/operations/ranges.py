"""Names that stand for many, such as media ranges and ranges of status codes, and what two lists of such names have in
common. A name that covers another is looked up, not searched for, so that the time is proportional to the length of the
lists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from fnmatch import fnmatchcase
from itertools import islice
from typing import Any, Protocol, TypeAlias

from speclift.diff.rules.change import Direction

#: Parameters of a media type.
_Parameters: TypeAlias = frozenset[tuple[str, str]]

#: The most covering names that are examined for one name, and the most patterns other than `*/*` and `text/*`.
_MOST_COVERING, _MOST_PATTERNS = 64, 16


class Ranges(Protocol):
    """A set of names that can say which of them stand for another one."""

    @property
    def names(self) -> Collection[str]:
        """The names, each once."""
        ...

    def is_covered(self, name: str) -> bool:
        """Whether one of the names also stands for this one."""
        ...

    def narrowest(self, name: str) -> str:
        """The name itself, else the narrowest one that stands for it; empty where none does."""
        ...


def counterparts(old: Ranges, new: Ranges) -> Iterator[tuple[str, str]]:
    """Pairs of names to compare: equal ones, else a name with the narrowest one that covers it."""
    found = dict.fromkeys((name, other) for name in old.names if (other := new.narrowest(name)))
    met = {other for _, other in found}
    yield from found
    yield from ((other, name) for name in new.names if name not in met and (other := old.narrowest(name)))


class Statuses:
    """Status codes and ranges of them: `2XX` is every status of success (OpenAPI 3.1.1, section 4.8.16)."""

    def __init__(self, names: Collection[str]) -> None:
        self.names = dict.fromkeys(names)
        self._spelled = {name.upper(): name for name in reversed(self.names)}

    def is_covered(self, name: str) -> bool:
        return bool(self.narrowest(name))

    def narrowest(self, name: str) -> str:
        if name in self.names:
            return name
        status = name.upper()
        return self._spelled.get(status) or self._spelled.get(f"{status[:1]}XX", "")

    def is_met(self, name: str) -> bool:
        """Whether a name is one of these, or a range that contains one of them."""
        status = name.upper()
        return status in self._spelled or (
            status.endswith("XX") and any(other.startswith(status[:1]) for other in self._spelled)
        )


class MediaTypes:
    """Media types and ranges of them (RFC 9110, section 12.5.1): `*/*`, `text/*`, and a type without parameters.

    A response whose type has more parameters than before still has the type that it had.
    """

    def __init__(self, names: Collection[str], direction: Direction) -> None:
        self.names = dict.fromkeys(names)
        self._direction = direction
        by_kind: dict[str, dict[str, _Parameters]] = defaultdict(dict)
        for name in self.names:
            kind, parameters = _media_type(name)
            by_kind[kind][name] = parameters
        self._kinds = {kind: _Kind(entries) for kind, entries in by_kind.items()}
        patterns = [kind for kind in self._kinds if _is_pattern(kind)]
        self._patterns = sorted(patterns, key=lambda kind: (-len(kind), kind))[:_MOST_PATTERNS]

    def is_covered(self, name: str) -> bool:
        return name in self.names or next(self._covering(name), None) is not None

    def narrowest(self, name: str) -> str:
        if name in self.names:
            return name
        return min(islice(self._covering(name), _MOST_COVERING), default=((), ""))[1]

    def _covering(self, name: str) -> Iterator[tuple[tuple[Any, ...], str]]:
        """The names that also stand for this one, each after its rank: the narrowest has the lowest."""
        kind, given = _media_type(name)
        for rank, pattern in enumerate(self._wider(kind)):
            if pattern not in self._kinds:
                continue
            found = self._kinds[pattern]
            for other, parameters in found.within(given):
                yield (rank, len(given - parameters), other), other
            if self._direction == "response" and pattern == kind:
                for other, parameters in found.around(given):
                    yield (rank, len(parameters - given), other), other

    def _wider(self, kind: str) -> Iterator[str]:
        """The type itself, and the ranges that it is in, the narrowest first."""
        some = f"{kind.partition('/')[0]}/*"
        yield kind
        yield from (pattern for pattern in self._patterns if pattern != kind and fnmatchcase(kind, pattern))
        yield from (pattern for pattern in dict.fromkeys((some, "*/*")) if pattern != kind and "/" in kind)


class _Kind:
    """The names of one media type, or range of them, by their parameters."""

    def __init__(self, entries: dict[str, _Parameters]) -> None:
        self._entries = entries
        self._having: dict[tuple[str, str], list[str]] = defaultdict(list)
        for name, parameters in entries.items():
            for parameter in parameters:
                self._having[parameter].append(name)
        self._bare = [name for name, parameters in entries.items() if not parameters]
        # Each name is listed under its rarest parameter: it fits no set of parameters that lacks this one.
        self._by_rarest: dict[tuple[str, str], list[str]] = defaultdict(list)
        for name, parameters in entries.items():
            if parameters:
                self._by_rarest[self._rarest(parameters)].append(name)

    def _rarest(self, parameters: _Parameters) -> tuple[str, str]:
        return min(parameters, key=lambda parameter: (len(self._having.get(parameter, ())), parameter))

    def within(self, given: _Parameters) -> Iterator[tuple[str, _Parameters]]:
        """The names that have no other parameters than these."""
        names = [name for parameter in given for name in self._by_rarest.get(parameter, ())]
        for name in (*self._bare, *names):
            if self._entries[name] <= given:
                yield name, self._entries[name]

    def around(self, given: _Parameters) -> Iterator[tuple[str, _Parameters]]:
        """The names that have these parameters and more."""
        names = self._having.get(self._rarest(given), ()) if given else self._entries
        for name in names:
            if given < self._entries[name]:
                yield name, self._entries[name]


def _is_pattern(kind: str) -> bool:
    """Whether it is a range other than `*/*` and `text/*`, such as `application/*+json`."""
    main, slash, rest = kind.partition("/")
    is_usual = bool(slash) and rest == "*" and (main == "*" or not any(char in main for char in "*?["))
    return not is_usual and any(char in kind for char in "*?[")


def _media_type(text: str) -> tuple[str, _Parameters]:
    """A media type and its parameters in lower case (RFC 9110, section 8.3.1), without UTF-8, the default charset."""
    kind, *parameters = (part.strip().lower() for part in text.split(";"))
    pairs = {
        (name.strip(), value.strip().strip('"')) for name, _, value in (part.partition("=") for part in parameters)
    }
    return kind, frozenset(pair for pair in pairs if pair[0] and pair != ("charset", "utf-8"))

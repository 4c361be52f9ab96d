"""The listed enumerations, and which of them a property holds.

They are looked up by their words, since a page may have thousands of lists with one member and as many properties that
show it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from speclift.inference.known_forms.property_evidence import Slot
from speclift.inference.known_forms.words import singular, split_words
from speclift.model.facts import TypeFacts
from speclift.model.schema import Place

SEVERAL_WORDS = re.compile(r"[A-Za-z]+[a-z0-9][A-Z]|[A-Z]{2,}$")
_NAME = re.compile(r"\w+(?:[.-]\w+)*")

#: The fitness from which a list is taken for a property: see `_Fitting.fitness`.
CLOSED_FROM = 0.9
#: The share of the confident matches that must show the first member for this habit to count as a rule.
HABIT_SHARE = 0.8
#: A word in the names of more lists than this distinguishes none of them.  In the corpora at most 3 lists that
#: have a member in common share a word.
MOST_CALLED_ALIKE = 100


class Listed(msgspec.Struct, frozen=True):
    """A listed enumeration: its name, the words of the name, its members and the first of them by name."""

    name: str
    words: frozenset[str]
    members: tuple[str, ...]
    first: str
    place: Place
    page: TypeFacts | None


def listed(name: str, members: tuple[str, ...], place: Place, page: TypeFacts | None) -> Listed:
    """The list of a name and at least one member."""
    first = min(members, key=lambda member: (member.lower(), member))
    return Listed(name, words_of(name), members, first, place, page)


class Lists:
    """The listed enumerations by their members."""

    def __init__(self, lists: Iterable[Listed]) -> None:
        self._by_member: dict[str, dict[int, Listed]] = defaultdict(dict)
        self._firsts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._fitting: dict[frozenset[str], _Fitting | None] = {}
        self._habit = False
        for index, item in enumerate(lists):
            for member in item.members:
                self._by_member[member][index] = item
            for member in set(item.members):
                self._firsts[item.name, member][item.first] += 1

    def learn_habit(self, shown: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Learn from names of properties, and the values that each shows, whether samples show the first member.

        They do where properties with the name of a list show the first member of that list.
        """
        hits: Counter[bool] = Counter()
        for name, values in shown:
            firsts = self._firsts.get((name, values[0]))
            if firsts:
                right = firsts[values[0]] if len(values) == 1 else 0
                hits[True] += right
                hits[False] += firsts.total() - right
        self._habit = hits[True] >= 3 and hits[True] >= HABIT_SHARE * hits.total()

    def of_property(self, slot: Slot, owners: Sequence[str], values: Sequence[str]) -> Listed | None:
        """The list for a property whose samples show these values; `owners` are the names of its type."""
        shown = frozenset(values)
        if shown not in self._fitting:
            fitting = self._having(shown)
            self._fitting[shown] = _Fitting(fitting, shown) if fitting else None
        found = self._fitting[shown]
        return found.best(slot, owners) if found else None

    def _having(self, values: frozenset[str]) -> list[Listed]:
        """The lists that have all of the values; with the habit, if their first one is the only value."""
        having = sorted((self._by_member.get(value, {}) for value in values), key=len)
        found = (item for index, item in having[0].items() if all(index in other for other in having[1:]))
        return [item for item in found if not self._habit or values == {item.first}]


class _Fitting:
    """The lists that have all of some values, looked up by what distinguishes them."""

    def __init__(self, lists: Sequence[Listed], values: frozenset[str]) -> None:
        self._values = values
        self._is_alone = len({frozenset(item.members) for item in lists}) == 1
        self._is_distinctive = self._is_alone and any(map(SEVERAL_WORDS.match, values))
        ranked = sorted(lists, key=self._rank, reverse=True)
        self._likeliest = ranked[0]
        # The last of each key stays: of lists with similar names, this is the one that would be chosen.
        self._by_name = {item.name: item for item in reversed(ranked)}
        self._by_words = {item.words: item for item in reversed(ranked)}
        self._by_word: dict[str, list[Listed]] = defaultdict(list)
        for words, item in self._by_words.items():
            for word in words:
                self._by_word[word].append(item)

    def _rank(self, item: Listed) -> tuple[bool, bool, str]:
        """The sort key for lists whose names fit equally well."""
        return self._values == {item.first}, item.page is not None, item.name

    def best(self, slot: Slot, owners: Sequence[str]) -> Listed | None:
        """The list that fits the property best, if it does so well enough."""
        own = words_of(singular(slot.name))
        called = [own | words_of(owner) for owner in owners]
        mentioned = {name for text in slot.descriptions for name in _names_in(text) if name in self._by_name}
        known = [self._by_word[word] for word in own.union(*called) if word in self._by_word]
        candidates = [self._likeliest, *(self._by_name[name] for name in mentioned)]
        candidates += [self._by_words[words] for words in (own, *called) if words in self._by_words]
        candidates += [item for items in known if len(items) <= MOST_CALLED_ALIKE for item in items]
        by_name = {item.name: item for item in candidates}
        fitness = {
            name: self._fitness(item, own, called, is_mentioned=name in mentioned) for name, item in by_name.items()
        }
        best = max(by_name.values(), key=lambda item: (fitness[item.name], item.page is not None, item.name))
        return best if fitness[best.name] >= CLOSED_FROM else None

    def _fitness(
        self, item: Listed, own: frozenset[str], called: Sequence[frozenset[str]], *, is_mentioned: bool
    ) -> float:
        """How well a list fits a property whose samples show these of its members.

        The words that the list's name shares with the property and its owner count most; a description that names
        the list decides. A member that no other list has and that is made of several words counts even alone.
        """
        best = max((_overlap(item.words, own, words) for words in called), default=0.0)
        shown_first = self._values == {item.first}
        return (
            best
            + 2.0 * is_mentioned
            + 0.5 * self._is_distinctive
            + 0.3 * shown_first
            + (0.4 if self._is_alone else 0.0)
        )


def _overlap(words: frozenset[str], own: frozenset[str], called: frozenset[str]) -> float:
    """How many words of a list are among those `called` in a property and its owner, less if none is its `own`."""
    shared = len(words & called)
    if not shared:
        return 0.0
    if words.isdisjoint(own):
        return 0.5 * shared / len(words)
    return shared / len(words) + 0.2 * (words == own)


def words_of(name: str) -> frozenset[str]:
    """The words of a name in lower case."""
    return frozenset(map(str.lower, split_words(name)))


def _names_in(text: str) -> set[str]:
    """The words by which a text may name a list: its words, and the singular of each."""
    words = set(_NAME.findall(text))
    return words | {singular(word) for word in words}

"""Unique names: a repeated name gets a number, in a time that does not grow with the number of repetitions."""

from __future__ import annotations


class NumberedNames:
    """Names given so far.  With `fold_case`, those that differ only in case count as equal."""

    def __init__(self, separator: str, *, fold_case: bool = False) -> None:
        self._separator = separator
        self._fold_case = fold_case
        self._given: set[str] = set()
        self._next: dict[str, int] = {}

    def give(self, name: str) -> str:
        """The name, or the first of `name2`, `name3` … that was not given yet, with the separator before the number."""
        key = self._key(name)
        unique, number = name, self._next.get(key, 2)
        while self._key(unique) in self._given:
            unique, number = f"{name}{self._separator}{number}", number + 1
        self._next[key] = number
        self._given.add(self._key(unique))
        return unique

    def _key(self, name: str) -> str:
        return name.lower() if self._fold_case else name

"""The rows of a list, each made only when it is needed: a page needs few of all saved resources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, overload


class Rows(Sequence[Any]):
    """The rows in `ready`, and after them one for each id, which `make` returns."""

    def __init__(self, ready: Sequence[Any], identities: Sequence[str], make: Callable[[str], Any]) -> None:
        self._ready = ready
        self._identities = identities
        self._make = make

    def __len__(self) -> int:
        return len(self._ready) + len(self._identities)

    def identity_at(self, number: int, key: str) -> Any:
        """The id of a row; None where it has none."""
        after = number - len(self._ready)
        return identity_at(self._ready, number, key) if after < 0 else self._identities[after]

    def position_of(self, identity: str, key: str) -> int | None:
        """The index of the row with an id, or None."""
        found = position_of(self._ready, key, identity)
        if found is None and identity in self._identities:
            return len(self._ready) + self._identities.index(identity)
        return found

    @overload
    def __getitem__(self, at: int) -> Any: ...

    @overload
    def __getitem__(self, at: slice) -> list[Any]: ...

    def __getitem__(self, at: int | slice) -> Any:
        """A row, or the rows of a slice."""
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        after = range(len(self))[at] - len(self._ready)
        return self._ready[after] if after < 0 else self._make(self._identities[after])


def identity_at(rows: Sequence[Any], number: int, key: str) -> Any:
    """The id of a row, which is the value of `key`; None where the row has none."""
    if isinstance(rows, Rows):
        return rows.identity_at(number, key) if 0 <= number < len(rows) else None
    row = rows[number] if 0 <= number < len(rows) else None
    return row.get(key) if isinstance(row, dict) else None


def position_of(rows: Sequence[Any], key: str, identity: str) -> int | None:
    """The index of the row whose `key` has this id, or None."""
    if isinstance(rows, Rows):
        return rows.position_of(identity, key)
    same = (number for number, row in enumerate(rows) if isinstance(row, dict) and str(row.get(key)) == identity)
    return next(same, None)

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

"""Memos: results that are kept from one request to the next, all together within a number of bytes."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from speclift.contract.json_bytes import compact, json_bytes

T = TypeVar("T")
Asked = TypeVar("Asked", bound=Hashable)

#: The most characters of a key. Longer ones come only from an attacker, so nothing is kept for them.
LONGEST = 256

#: The most bytes of memory for everything that is kept.
MOST = 64 * 2**20
#: The bytes of memory that a value takes for each byte of its JSON, and those of an entry around it.
_OF_A_BYTE = 24
_OF_AN_ENTRY = 400
#: The bytes that one character of a key can become: an item of a list, with the character as its string.
_OF_A_CHARACTER = 64


class MemoStore:
    """The memory for everything that a mock keeps in order to respond faster. When `most` bytes are used, it forgets
    everything, which is then computed again: a client that fills the memory makes the mock slower, not larger.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: list[dict[Any, Any]] = []
        self.taken = 0

    def keep(
        self,
        function: Callable[[Asked], T],
        size: Callable[[T], int] = lambda _: 0,
        longest: int = LONGEST,
    ) -> Callable[[Asked], T]:
        """The function with a memo of its results, for arguments of at most `longest` characters. `size` gives the
        bytes of memory of a result, beyond those that the length of the argument implies.
        """
        remembered: dict[Asked, T] = {}
        self._kept.append(remembered)

        def found(asked: Asked) -> T:
            try:
                return remembered[asked]
            except KeyError:
                result = function(asked)
            length = len(asked) if isinstance(asked, (str, bytes)) else 0
            if length <= longest:
                self.put(remembered, asked, result, _OF_A_CHARACTER * length + size(result))
            return result

        return found

    def memo(self, largest: int = 32 * 2**10) -> Memo:
        """A memo for responses in this memory, each of at most `largest` bytes."""
        return Memo(self, largest)

    def put(self, kept: dict[Any, Any], key: Hashable, value: Any, size: int) -> None:
        """Keep a value of `size` bytes in `kept`, which is one of the mappings of this memory."""
        size += _OF_AN_ENTRY
        self.taken += size
        if self.taken > self._most:
            for each in self._kept:
                each.clear()
            self.taken = size
        if size <= self._most:
            kept[key] = value

    def mapping(self) -> dict[Any, Any]:
        """A mapping that is emptied when the memory is full."""
        self._kept.append({})
        return self._kept[-1]


class Memo:
    """Response bodies by the parts of the request that they depend on."""

    def __init__(self, room: MemoStore, largest: int) -> None:
        self._bodies: dict[tuple[str | bytes | None, ...], bytes] = room.mapping()
        self._room = room
        self._largest = largest
        #: The kept response, or None.
        self.get = self._bodies.get

    def put(self, asked: tuple[str | bytes | None, ...], body: bytes) -> None:
        """Keep a response, unless it is too large or a part of the request is too long."""
        lengths = [len(text) for text in asked if text]
        if len(body) <= self._largest and max(lengths, default=0) <= LONGEST:
            self._room.put(self._bodies, asked, compact(body), len(body) + 4 * sum(lengths))


def size_of(value: Any) -> int:
    """About how many bytes of memory a JSON value takes."""
    return _OF_A_BYTE * len(json_bytes(value))

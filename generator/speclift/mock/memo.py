"""Results of one request are kept for the next, within a number of bytes for all together."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from speclift.contract.json_bytes import compact, json_bytes

T = TypeVar("T")
Asked = TypeVar("Asked", bound=Hashable)

#: Longer texts come from somebody with bad intent: nothing is kept for them.
LONGEST = 256

#: Bytes of memory of everything that is kept.
MOST = 64 * 2**20
#: Bytes that a thing takes in memory for each byte of its JSON, and those of its container.
_OF_A_BYTE = 24
_OF_AN_ENTRY = 400
#: Bytes that one byte of a text can turn into: an item of a list, with the text in it.
_OF_A_CHARACTER = 64


class MemoStore:
    """The memory of everything that a mock keeps to answer faster: when `most` bytes are used, everything is forgotten
    and computed again. A client that fills the memory makes the mock slower, not larger.
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
        """A function that remembers its results, for texts of at most `longest` characters. `size` gives the bytes of
        memory that a result takes besides what the length of the text implies.
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

    def answers(self, largest: int = 32 * 2**10) -> Memo:
        """Answers that are kept here, each of at most this number of bytes."""
        return Memo(self, largest)

    def put(self, kept: dict[Any, Any], key: Hashable, value: Any, size: int) -> None:
        """Keep a value of this number of bytes, in one of the mappings of this memory."""
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
    """Answers as bytes, by the question, a text that is not long."""

    def __init__(self, room: MemoStore, largest: int) -> None:
        self._answers: dict[tuple[str | bytes | None, ...], bytes] = room.mapping()
        self._room = room
        self._largest = largest
        #: The answer to a question; None where it is not kept.
        self.get = self._answers.get

    def put(self, asked: tuple[str | bytes | None, ...], answer: bytes) -> None:
        """Keep an answer that is not too large, to a question that is not too long."""
        lengths = [len(text) for text in asked if text]
        if len(answer) <= self._largest and max(lengths, default=0) <= LONGEST:
            self._room.put(self._answers, asked, compact(answer), len(answer) + 4 * sum(lengths))


def size_of(value: Any) -> int:
    """About how many bytes of memory a JSON value takes."""
    return _OF_A_BYTE * len(json_bytes(value))

"""Which operations lead to which pairs of components, directly or through others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import compress

from speclift.diff.schemas.compare import Owner, Pair

#: The digits of a binary number as the bytes 0 and 1.
_BITS = bytes.maketrans(b"01", b"\0\1")


class Reach:
    """Finds the operations that lead to pairs. Each is examined once, those in a circle together (Tarjan 1972)."""

    def __init__(self, holders: Mapping[Pair, Iterable[Owner]]) -> None:
        self._holders = holders
        #: The operations of a pair as the bits of a number.
        self._masks: dict[Pair, int] = {}
        self._order: dict[Pair, int] = {}
        self._lowest: dict[Pair, int] = {}
        self._open: list[Pair] = []

    def operations(self, pairs: Iterable[Pair]) -> list[int]:
        """The numbers of all operations that lead to one of the pairs, in their order."""
        found = 0
        for pair in pairs:
            if pair in self._holders:
                if pair not in self._masks:
                    self._visit(pair)
                found |= self._masks[pair]
        bits = bin(found)[:1:-1].encode().translate(_BITS)
        return list(compress(range(len(bits)), bits))

    def _visit(self, start: Pair) -> None:
        self._enter(start)
        todo: list[tuple[Pair, Iterator[Owner]]] = [(start, iter(self._holders[start]))]
        while todo:
            pair, rest = todo[-1]
            for holder in rest:
                if isinstance(holder, int):
                    self._masks[pair] |= 1 << holder
                elif holder not in self._order:
                    if holder in self._holders:
                        self._enter(holder)
                        todo.append((holder, iter(self._holders[holder])))
                        break
                else:
                    self._meet(pair, holder)
            else:
                todo.pop()
                self._leave(pair)
                if todo:
                    self._meet(todo[-1][0], pair)

    def _enter(self, pair: Pair) -> None:
        self._order[pair] = self._lowest[pair] = len(self._order)
        self._masks[pair] = 0
        self._open.append(pair)

    def _meet(self, pair: Pair, holder: Pair) -> None:
        self._masks[pair] |= self._masks[holder]
        self._lowest[pair] = min(self._lowest[pair], self._lowest[holder])

    def _leave(self, pair: Pair) -> None:
        """Pairs that lead to each other are reached from the same operations."""
        if self._lowest[pair] != self._order[pair]:
            return
        member = None
        while member != pair:
            member = self._open.pop()
            self._masks[member] = self._masks[pair]
            # It is finished: a number above all others lowers nothing.
            self._lowest[member] = len(self._holders)

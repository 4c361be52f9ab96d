"""Which of many words start or end with a text, found without looking at each of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence


class Affixes:
    """Words in an order that groups those with the same start, or the same end (`at_end`)."""

    def __init__(self, words: Iterable[str], *, at_end: bool = False) -> None:
        self._step = -1 if at_end else 1
        self._words: Sequence[str] = sorted({word[:: self._step] for word in words})

    def having(self, affix: str) -> Iterator[str]:
        """The words that start, or end, with `affix`, including `affix` itself."""
        affix = affix[:: self._step]
        for index in range(bisect_left(self._words, affix), len(self._words)):
            word = self._words[index]
            if not word.startswith(affix):
                return
            yield word[:: self._step]

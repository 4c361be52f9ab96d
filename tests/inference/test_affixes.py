"""The index of affixes finds the same words as a scan of all words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from speclift.inference.known_forms.affixes import Affixes

WORDS = st.text("abAB", max_size=5)


@given(st.lists(WORDS), WORDS)
def test_the_index_finds_the_words_that_a_scan_finds(words: list[str], affix: str) -> None:
    assert set(Affixes(words).having(affix)) == {word for word in words if word.startswith(affix)}
    assert set(Affixes(words, at_end=True).having(affix)) == {word for word in words if word.endswith(affix)}

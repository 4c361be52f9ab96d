"""Laws of how descriptions are cleaned, and an example of each rule."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclift.model.text import first_sentence
from speclift.reading.markdown.prose import clean

WORDS = st.text(st.sampled_from("abcdeÅé風 .,-"), min_size=1, max_size=8)
NAMES = st.from_regex(r"[A-Z][a-z]{1,5}(?:\.[A-Z][a-z]{1,5}){0,2}", fullmatch=True)
MARKUP = st.one_of(
    WORDS,
    NAMES.map(lambda name: f'<see cref="T:{name}"/>'),
    NAMES.map(lambda name: f"<see cref='T:{name}'>{name}</see>"),
    NAMES.map(lambda name: f"<c>{name}</c>"),
    WORDS.map(lambda text: f"<b>{text}</b>"),
    st.sampled_from(
        ["<para/>", "<para>", "</para>", "<br>", "<br />", "<ul><li>", "</li></ul>", "\n", "&amp;", "&nbsp;"]
    ),
)
DESCRIPTIONS = st.lists(MARKUP, max_size=8).map("".join)


@given(DESCRIPTIONS)
def test_cleaning_again_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(DESCRIPTIONS)
def test_no_tag_is_left(text: str) -> None:
    assert not re.search(r"(?<!\\)</?[A-Za-z]", clean(text))


@given(st.lists(WORDS, min_size=1, max_size=5).map(" ".join))
def test_plain_text_keeps_its_words(text: str) -> None:
    assert clean(text).split() == text.split()


@given(DESCRIPTIONS)
def test_the_first_sentence_is_one_short_line(text: str) -> None:
    sentence = first_sentence(clean(text), 40)
    assert "\n" not in sentence
    assert len(sentence) <= 42


@pytest.mark.parametrize(
    ("source", "cleaned"),
    [
        ("One<para/>Two", "One\n\nTwo"),
        ('See <see cref="T:Toys.IKiteAgent"/>.', "See `IKiteAgent`."),
        ('See <see cref="P:Toys.Kite.Height"/>.', "See `Kite.Height`."),
        ('See <see cref="T:Toys.IKiteAgent">the agent</see>.', "See the agent."),
        ('See <a href="https://kites.example/a">there</a>.', "See [there](https://kites.example/a)."),
        ("Not <b>here</b> &amp; <i>there</i>", "Not **here** & *there*"),
        ("Use <c>a</c> or `<b>`", "Use `a` or `<b>`"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("a < b &lt; c", "a < b < c"),
        ("One&lt;para/&gt;Two &lt;c&gt;x&lt;/c&gt;", "One\n\nTwo `x`"),
        ("A &lt;template variable&gt; or List&lt;string&gt;", "A \\<template variable> or List\\<string>"),
    ],
)
def test_markup_becomes_markdown(source: str, cleaned: str) -> None:
    assert clean(source) == cleaned

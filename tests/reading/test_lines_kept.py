"""Syntax that is written as markdown before a page is parsed: every line stays where it was, as places say it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from speclift.reading.asciidoc import without_asciidoc
from speclift.reading.nested_definitions import with_nested_definitions

PIECES = st.sampled_from(
    [
        "|===",
        "| name | type",
        "|`id`",
        "|Its id \\| more",
        "",
        "[source,json]",
        "----",
        '[cols="1,2", options="header"]',
        ".Fields",
        "./owls/{id}",
        "[[owls]]",
        ":toc: left",
        "====",
        "== Owls",
        "Responses::",
        "include::owls.adoc[]",
        "+",
        "`size`",
        ":   (integer) How many",
        "    `tree`",
        "    :   Where",
        "```json",
        "```",
        "See link:owls.md[the owls] and <<owls,them>>.",
        "plain text",
    ]
)


@given(st.lists(PIECES, max_size=30).map("\n".join))
def test_every_line_stays_where_it_was(text: str) -> None:
    for written in (without_asciidoc(text), with_nested_definitions(text)):
        assert written.count("\n") == text.count("\n")


def test_a_page_without_such_syntax_is_left_alone() -> None:
    text = "# Owls\n\n----\n\nTerm\n: Text\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    assert without_asciidoc(text) == text
    assert with_nested_definitions(text) == text

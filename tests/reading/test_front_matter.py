"""Laws of the front matter reader: what YAML or TOML writes as a flat mapping is read back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclift.reading.facts import read_facts
from speclift.reading.markdown.block_parser import parse
from speclift.reading.markdown.front_matter import front_matter_of, parse_front_matter
from speclift.reading.syntaxes.toml_front_matter import with_yaml_front_matter

KEYS = st.from_regex(r"[A-Za-z_][A-Za-z0-9_.\-]{0,10}", fullmatch=True)
TEXT = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="\"'\\"), min_size=1, max_size=12)
VALUES = st.lists(TEXT, min_size=1, max_size=3).map(" ".join)
# A plain scalar ends at " #" and must not start as another kind of node does (YAML 1.2.2, 7.3.3).
PLAIN = VALUES.filter(lambda value: " #" not in value and value[0] not in "#")


def block(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


@given(st.dictionaries(KEYS, PLAIN, max_size=5))
def test_plain_scalars_are_read_back(entries: dict[str, str]) -> None:
    assert parse_front_matter(block([f"{key}: {value}" for key, value in entries.items()])) == entries


@given(st.dictionaries(KEYS, VALUES | st.just(""), max_size=5))
def test_single_quoted_scalars_are_read_back(entries: dict[str, str]) -> None:
    lines = [f"{key}:  '{value}' " for key, value in entries.items()]
    assert parse_front_matter(block(lines)) == entries


@given(key=KEYS, value=st.text(st.sampled_from("ab '\"\\:#"), max_size=8))
def test_quotes_inside_quotes_are_read_back(key: str, value: str) -> None:
    single = value.replace("'", "''")
    assert parse_front_matter(block([f"{key}: '{single}'"])) == {key: value}
    assert parse_front_matter(block([f"{key}: {json.dumps(value, ensure_ascii=False)}"])) == {key: value}


@given(st.dictionaries(KEYS, PLAIN, min_size=1, max_size=5))
def test_front_matter_of_a_whole_page_is_read_back(entries: dict[str, str]) -> None:
    text = (
        "---\n"
        + block([f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in entries.items()])
        + "---\n\n# Page\n"
    )
    assert parse_front_matter(parse(text)[0]) == entries
    assert parse_front_matter(front_matter_of(text)) == entries


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("uid: a # the id\n", {"uid": "a"}),
        ("keywords:\n  - one\n  - two: three\nuid: a\n", {"keywords": "", "uid": "a"}),
        ("uid: first\nuid: second\n", {"uid": "first"}),
        ("title: GET Kite/{id}: all\n", {"title": "GET Kite/{id}: all"}),
        ("url:no-space\n", {}),
    ],
)
def test_examples_of_front_matter_are_read(text: str, expected: dict[str, str]) -> None:
    assert parse_front_matter(text) == expected


TOML_PAGE = """\
+++
title = "Kites of the wind"  # the page
method = 'GET'
path = "/kites"
weight = 5
draft = false
tags = [
  "wind",
]
[menu.main]
name = "In the menu"
+++

The oldest first.

## Colours
"""


def test_front_matter_in_toml_is_read_as_in_yaml() -> None:
    page = read_facts("kites.md", TOML_PAGE, lambda _: None)
    assert page.title == "Kites of the wind"
    assert [(one.method, one.path, one.description) for one in page.operations] == [
        ("GET", "/kites", "The oldest first.")
    ]
    assert "+++" not in page.description


def test_the_lines_of_a_page_with_toml_stay() -> None:
    found = with_yaml_front_matter(TOML_PAGE)
    assert found.split("\n")[12:] == TOML_PAGE.split("\n")[12:]
    assert found.split("\n")[:6] == [
        "---",
        "title: 'Kites of the wind'",
        "method: 'GET'",
        "path: '/kites'",
        "weight: 5",
        "draft: false",
    ]


@given(st.dictionaries(KEYS.map(lambda key: key.replace(".", "_")), VALUES, min_size=1, max_size=5))
def test_values_of_toml_are_read_back(entries: dict[str, str]) -> None:
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in entries.items()]
    text = with_yaml_front_matter("+++\n" + block(lines) + "+++\n# Page\n")
    assert parse_front_matter(front_matter_of(text)) == entries


@pytest.mark.parametrize(
    "text",
    [
        "+++\n+++\n# Page\n",
        "+++\ntitle = \n+++\n# Page\n",
        "+++\ntitle = 'open'\n",
        "# Page\n\n+++\ntitle = 'late'\n+++\n",
        "+++\nx = " + "[" * 5000 + "]" * 5000 + "\n+++\n",
        "+++\nx = " + "9" * 5000 + "\n+++\n",
        "+++\n" + "x = 1\n" * 10_000 + "+++\n",
    ],
)
def test_what_is_no_front_matter_in_toml_stays(text: str) -> None:
    assert with_yaml_front_matter(text) == text

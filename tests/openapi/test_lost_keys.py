"""Duplicate keys are reported, however many other colons the text has."""

from __future__ import annotations

from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclift.openapi.files.parse import parsed_bytes
from speclift.openapi.text import yaml_parser
from speclift.openapi.text.lost_keys import is_countable
from speclift.openapi.text.yaml_events import YamlError, from_events
from speclift.openapi.text.yaml_parser import parse
from tests.patience import patience

#: Texts with a duplicate key. Something else makes up for its colon, or looks like a string but is none.
HIDDEN = {
    "escape": 'a: 1\na: 2\nb: "\\x3a"\n',
    "long escapes": 'a: 1\na: 2\na: 3\nb: "\\u003A\\U0000003a"\n',
    "alias": "x: &x {p: 1, q: 2}\ny: *x\na: 1\na: 2\nb: 3\n",
    "alias in a list": "- &x {p: 1}\n- [*x]\n- a: 1\n  a: 2\n",
    "keys without a colon": "x: {p, q}\na: 1\na: 2\n",
    "one duplicate without a colon": "x: {a, a: 1}\n",
    "mapping on the line after its key": "x:\n  {p,\n  q}\na: 1\na: 2\na: 3\n",
    "mapping after a tag": "x: !t   {p}\na: 1\na: 2\n",
    "mapping after a long anchor": f"x: &{'n' * 300} {{p}}\na: 1\na: 2\n",
    "mapping after many spaces": f"x: {' ' * 300}{{p}}\na: 1\na: 2\n",
    "key after a question mark": "x:\n  ? p\na: 1\na: 2\n",
    "first key after a question mark": "? a\na: 1\n",
    "question mark in a list": "x: [? p]\na: 1\na: 2\n",
    "quotes over several lines": 'x: ["p\n  k: ", {q}, "r\n  "]\na: 1\na: 2\n',
    "quotes within other quotes": "x: ['p\n  k: \"', {q}, '\"\n  ']\na: 1\na: 2\n",
    "comment": "a: 1 # b\na: 2\n# c: d\n",
    "text like a comment": "a: 1\na: |\n  x\n  # c: d\n",
    "lost text like a comment": "x:\n  a: 1\n  a: |\n   # c: d\n",
}


@pytest.mark.parametrize("name", HIDDEN)
def test_no_yaml_hides_a_duplicate_key(name: str) -> None:
    pytest.importorskip("fast_yaml")
    assert _duplicates(HIDDEN[name]) == _expected_duplicates(HIDDEN[name]) != []


@pytest.mark.parametrize("text", ['{"a"  :1,"a":2}', '{"a"\n: 1, "a": 2}', '{"a":1,"a":2,"b":"\\u003a"}'])
def test_no_json_hides_a_duplicate_key(text: str) -> None:
    assert [fault.kind for fault in parsed_bytes(text.encode(), "a.json").faults] == ["duplicate-key"]


@pytest.mark.parametrize("text", ["x: &\xa0x {}\ny: *\xa0x\n", "x: &n\xa0x {p}\n"])
def test_a_text_with_odd_names_of_anchors_is_not_countable(text: str) -> None:
    assert not is_countable(f"a: 1\n{text}")


PLAIN = {
    "comment at the end": 'a: 1\nb: "x: y"\n# made by: us\n',
    "braces in quotes": 'a:\n  - "b": "e.g. [ {x, y} ? z ]"\n    c/d: ", {x}"\n',
    "braces in paths": "x:\n  /a/{id}: {}\n  b: {}\n  c: is it? [] or {x}\n",
    "numbers": "200: a\n404:\n  b: c\n",
    "text like an anchor and an alias": "a: b &c, *d\n",
    "line ends of Windows": 'a: "{b, c}"\r\nd: e\r\n',
}


@pytest.mark.parametrize("name", PLAIN)
def test_a_text_without_duplicate_keys_is_not_searched_for_them(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fast_yaml")
    monkeypatch.delattr(yaml_parser, "_has_duplicate_keys")
    assert parse(PLAIN[name]) == from_events(PLAIN[name])


HOSTILE = {
    "quote that is never closed": f'a: "{{ {"x" * 60}\n',
    "quotes and braces": 'a: "{x\\"' * 50_000 + "\n",
    "tags": f"{'!' * 150} x{{" * 20_000 + "\n",
    "braces": "x{" * 300_000 + "\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_examined_in_bounded_time(name: str) -> None:
    start = process_time()
    is_countable(HOSTILE[name])
    assert process_time() - start < patience(2)


_BLOCK_PARTS = ("a: ", "b: ", "a", '"a": ', "1: ", "a: 1\n", "- ", "? ", "\n", "\n  ", "|\n  ", "# x: y\n", '" #')
_FLOW_PARTS = ('"', "'", "{", "}", "{a}", "{}", "[", "]", ", ", "&a ", "*a ", "!t ", '"\\x3a"')
_PARTS = st.sampled_from((*_BLOCK_PARTS, *_FLOW_PARTS, 'k: "{a, b"\n', '- "x ? [y"\n'))


@given(st.lists(_PARTS, max_size=14).map("".join))
def test_a_duplicate_key_is_reported_wherever_it_is(text: str) -> None:
    try:
        expected = _expected_duplicates(f"{text}\n")
    except YamlError:
        return
    assert _duplicates(f"{text}\n") == expected


def _duplicates(text: str) -> list[tuple[Any, int]]:
    found: list[tuple[Any, int]] = []
    parse(text, lambda steps, line: found.append((steps, line)))
    return found


def _expected_duplicates(text: str) -> list[tuple[Any, int]]:
    found: list[tuple[Any, int]] = []
    from_events(text, lambda steps, line: found.append((steps, line)))
    return found

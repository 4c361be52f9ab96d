"""The lines of places in a JSON or YAML text are found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclift.openapi.checking.lines import lines_of, with_lines
from speclift.openapi.structure.fault import Fault

JSON = """{
  "a": {"b": [1,
    {"c": "} , [ \\" :"},
    [],
    {"d": null}
  ]},

  "a/b": "x", "e": {"f":
    true}
}
"""
YAML = """\
# A comment.
openapi: 3.1.0
"a/b": &anchor
  - one
  - two: |
      text: no key
    three: {four: [5,
      6]}
? key
: value
again: *anchor
last:
- x
-
  y: z
"""


@pytest.mark.parametrize(
    ("text", "place", "line"),
    [
        (JSON, [], 1),
        (JSON, ["a"], 2),
        (JSON, ["a", "b"], 2),
        (JSON, ["a", "b", "0"], 2),
        (JSON, ["a", "b", "1"], 3),
        (JSON, ["a", "b", "1", "c"], 3),
        (JSON, ["a", "b", "2"], 4),
        (JSON, ["a", "b", "3", "d"], 5),
        (JSON, ["a", "b", "7"], 2),
        (JSON, ["a/b"], 8),
        (JSON, ["e"], 8),
        (JSON, ["e", "f"], 8),
        (JSON, ["nowhere", "else"], 1),
        (YAML, [], 2),
        (YAML, ["openapi"], 2),
        (YAML, ["a/b"], 3),
        (YAML, ["a/b", "0"], 4),
        (YAML, ["a/b", "1"], 5),
        (YAML, ["a/b", "1", "three"], 7),
        (YAML, ["a/b", "1", "three", "four", "1"], 8),
        (YAML, ["a/b", "1", "text"], 5),
        (YAML, ["key"], 9),
        (YAML, ["again"], 11),
        (YAML, ["again", "0"], 11),
        (YAML, ["last", "1", "y"], 15),
        ("a: [", ["a"], 1),
        ("", ["a"], 0),
    ],
)
def test_a_place_has_a_line(text: str, place: list[str], line: int) -> None:
    assert lines_of(text, [place]) == [line]
    assert lines_of(text, [["openapi"], place, ["a"]])[1] == line


def test_a_place_after_a_tab_has_a_line_without_the_c_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("yaml.CSafeLoader", raising=False)
    assert lines_of("a:\t1\nb: 2\n", [["b"]]) == [2]


TREES = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)


def places(node: Any, above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [above, *(place for key, value in entries for place in places(value, (*above, str(key))))]


@given(st.dictionaries(st.text(max_size=4), TREES, min_size=1, max_size=4))
def test_a_place_in_json_has_the_line_that_a_reader_would_count(tree: dict[str, Any]) -> None:
    text = json.dumps(tree, indent=1)
    found = dict(zip(places(tree), lines_of(text, places(tree)), strict=True))
    # With an indent, each entry has a line of its own, in reading order.
    assert list(found.values()) == sorted(found.values())
    for place, line in found.items():
        if place:
            written = text.splitlines()[line - 1].strip()
            owner: Any = tree
            for step in place[:-1]:
                owner = owner[step] if isinstance(owner, dict) else owner[int(step)]
            assert written.startswith(json.dumps(place[-1])) or isinstance(owner, list)


def test_faults_of_a_file_get_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "api.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + YAML.encode())
    faults = [Fault("/a~1b/1/three", "a"), Fault("/last/0", "b"), Fault("", "c")]
    assert [fault.line for fault in with_lines(faults, str(file))] == [7, 13, 2]
    file.write_bytes(JSON.encode("utf-16"))
    assert [fault.line for fault in with_lines([Fault("/a~1b", "a")], str(file))] == [8]
    assert [fault.line for fault in with_lines(faults, str(tmp_path / "none"))] == [0, 0, 0]

"""YAML means the same with and without fastyaml-rs, which has no wheel for every machine."""

from __future__ import annotations

import math
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from speclift.cli.main import main
from speclift.limits import LARGEST_ALIASES
from speclift.openapi.text.yaml_events import YamlError, from_events
from speclift.openapi.text.yaml_parser import parse

#: Words that YAML 1.1 and 1.2 read differently, and their values in 1.2.
WORDS: dict[str, Any] = {
    **{word: word for word in ("no", "Yes", "on", "OFF", "y", "12:30", "1:30:00", "2020-01-01", "1_000", "0b1", "=")},
    **{word: word for word in ("2020-01-01T10:00:00Z", "0o9", "1e", "0x", ".", "nUll", "<<", "+.NaN", "1:2", "_1")},
    "0o7": 7,
    "010": 10,
    "08": 8,
    "0x1F": 31,
    "+1": 1,
    "-0": 0,
    "1e3": 1000.0,
    ".5": 0.5,
    "1.": 1.0,
    "-.INF": -math.inf,
    "~": None,
    "Null": None,
    "": None,
    "TRUE": True,
    "False": False,
    "9" * 30: int("9" * 30),
    '"no"': "no",
    "'1'": "1",
    "!!str 1": "1",
    '!!int "3"': 3,
    "!!float 1": 1.0,
    "!mine x": "x",
    "!!binary aGk=": "aGk=",
    "!!timestamp 2020-01-01": "2020-01-01",
    "! 1": "1",
}

TEXTS: dict[str, tuple[str, Any]] = {
    "byte order mark": ("\ufeffa: 1", {"a": 1}),
    "byte order mark inside": ("a: \ufeffb", {"a": "\ufeffb"}),
    "tab": ("a:\tb\nc:\t1\t# d", {"a": "b", "c": 1}),
    "tab before a colon, a comment or the end of a line": ('a\t: 1\t# b\n"c"\t:\t\n  - d\t\n', {"a": 1, "c": ["d"]}),
    "tab in flow": ("{a:\t1,\tb: [\t2]}", {"a": 1, "b": [2]}),
    "tab in text": ('a: |\n  b\tc\nd: "e\tf"', {"a": "b\tc\n", "d": "e\tf"}),
    "merge": ("b: &b {x: 1, y: 2}\nc:\n  <<: *b\n  x: 3", {"b": {"x": 1, "y": 2}, "c": {"x": 3, "y": 2}}),
    "merge, last": ("b: &b {x: 1}\nc: {z: 3, x: 2, <<: *b}", {"b": {"x": 1}, "c": {"x": 2, "z": 3}}),
    "merge of two": (
        "a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc: {<<: [*a, *b]}",
        {"a": {"x": 1}, "b": {"x": 2, "y": 2}, "c": {"x": 1, "y": 2}},
    ),
    "no merge": ('"<<": 1', {"<<": 1}),
    "numbers as keys": ("200: a\n-1: b\n~: c\n1.5: d", {200: "a", -1: "b", None: "c", 1.5: "d"}),
    "keys of two types": ('1: a\n"1": b', {1: "a", "1": "b"}),
    "aliases": ("a: &s [x]\nb: [*s, *s]\n&k c: *k", {"a": ["x"], "b": [["x"], ["x"]], "c": "c"}),
    "anchor twice": ("a: &s 1\nb: &s 2\nc: *s", {"a": 1, "b": 2, "c": 2}),
    "line ends of YAML 1.1": (
        "a: x\x85y\nb: 'x\u2028y'\nc: \"x\u2029y\"",
        {"a": "x\x85y", "b": "x\u2028y", "c": "x\u2029y"},
    ),
    "set": ("a: !!set {x, y}", {"a": {"x": None, "y": None}}),
    "python": ("a: !!python/object/apply:os.system [id]", {"a": ["id"]}),
    "flow at the margin": ("a: [1,\n2]", {"a": [1, 2]}),
    "comments for a linter": ("# yamllint disable\na: 1", {"a": 1}),
    "empty": ("# nothing\n", None),
    "texts": (
        "a: >\n  x\n  y\nb: |+\n  z\n\nc: 'it''s'\nd: \"\\u00e9\\/\"",
        {"a": "x y\n", "b": "z\n\n", "c": "it's", "d": "é/"},
    ),
}

REFUSED: dict[str, tuple[str, str, int]] = {
    "key twice": ("a: 1\nb: 2\na: 3", "the key a is twice", 3),
    "key twice in flow": ("x: {a: 1, a: 2}", "the key a is twice", 1),
    "key twice, spelled otherwise": ("1: a\n0x1: b", "the key 1 is twice", 2),
    "key twice, in quotes": ("a: 1\n'a': 2", "the key a is twice", 2),
    "key twice in a mapping that aliases repeat": ("- &m {a: 1, a: 2}\n- *m", "the key a is twice", 1),
    "key twice, with a linter switched off": ("# fy: disable\na: 1\na: 2", "the key a is twice", 3),
    "merge twice": ("- &m {a: 1}\n- {<<: *m, <<: *m}", "the key << is twice", 2),
    "equal for Python": ("1: a\ntrue: b", "the key True is twice", 2),
    "list as a key": ("? [a]\n: b", "a key is a list", 1),
    "merge of a string": ("<<: a", "a merge key has no mapping", 1),
    "alias within its own anchor": ("a: 1\nb: &b [*b]", "contains itself", 2),
    "unknown anchor": ("a: *b", "no anchor is called b", 1),
    "two documents": ("a: 1\n---\nb: 2", "another document", 2),
    "tab as indentation": ("a:\n\tb: 1\n\tc: 2", "cannot start any token", 2),
    "control character": ("a: \x07", "not allowed", 0),
    "endless number": ("a: " + "9" * 5_000, "digits", 1),
    "huge key": ("a: 1\n" + "9" * 30 + ": 1", "too many digits", 2),
}

#: A document with words and constructs that parsers disagree on.
DOCUMENT = """
openapi: 3.1.1
info: {title: Trees, version: "1"}
paths:
  /trees:
    get:
      responses:
        "200":
          description: All trees.
          content:
            application/json:
              schema: {enum: [no, 12:30, 0o7]}
              examples: {one: &one {value: yes}, other: {<<: *one}}
"""

BOMBS = {
    "lists": "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)),
    "text": f's: &s "{"x" * 2_000_000}"\nl: [{",".join(["*s"] * 900)}]',
    "text as a key": f's: &s "{"x" * 200_000}"\nl: [{",".join(["{*s : 1}"] * 900)}]',
    "merges": "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n} {{m: *a{n - 1}, <<: *a{n - 1}}}\n" for n in range(1, 40)),
    "deep flow": "[" * 100_000,
    "deep entries": "- " * 100_000,
    "deep mappings": "".join(f"{' ' * n}a:\n" for n in range(1_000)),
    # The parsers themselves refuse only a thousand levels.
    "mappings of 201 levels": "".join(f"{' ' * n}a:\n" for n in range(201)),
    "deep through aliases": "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 400)),
    "keys of one hash": "\n".join(f"{n * (2**61 - 1)}: 1" for n in range(2, 20_000)),
}


@pytest.fixture(params=["fastyaml-rs", "PyYAML", "PyYAML without C"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "fastyaml-rs":
        pytest.importorskip("fast_yaml")
    else:
        # None stands for a missing module in the import system.
        monkeypatch.setitem(sys.modules, "fast_yaml", None)
    if request.param == "PyYAML without C":
        import yaml

        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    return str(request.param)


@pytest.mark.parametrize("word", WORDS)
def test_words_have_their_values_of_yaml_1_2(word: str) -> None:
    assert repr(parse(f"a: {word}")) == repr({"a": WORDS[word]})


@pytest.mark.parametrize("name", TEXTS)
def test_texts_mean_the_same_to_every_parser(name: str) -> None:
    text, meaning = TEXTS[name]
    assert parse(text) == meaning


@pytest.mark.parametrize(
    ("text", "meaning", "refused_by"),
    [
        ("-\ta", ["a"], ("PyYAML", "PyYAML without C")),
        ("a: b\tc", {"a": "b\tc"}, ("PyYAML without C",)),
    ],
    ids=["after the - of a list", "between words"],
)
def test_some_parsers_refuse_some_tabs(text: str, meaning: object, refused_by: tuple[str, ...], parser: str) -> None:
    if parser not in refused_by:
        assert parse(text) == meaning
        return
    with pytest.raises(YamlError):
        parse(text)


def test_a_command_writes_the_same_with_every_parser(tmp_path: Path) -> None:
    (tmp_path / "trees.yaml").write_text(DOCUMENT, encoding="utf-8-sig")
    assert main(["bundle", str(tmp_path / "trees.yaml"), "-o", str(tmp_path / "whole.yaml")]) == 0
    written = (tmp_path / "whole.yaml").read_text(encoding="utf-8")
    assert written.endswith("""
              schema:
                enum:
                  - "no"
                  - "12:30"
                  - 7
              examples:
                one:
                  value: "yes"
                other:
                  value: "yes"
""")


@pytest.mark.parametrize("name", REFUSED)
def test_an_error_is_named_with_its_line(name: str) -> None:
    text, message, line = REFUSED[name]
    with pytest.raises(YamlError, match=message) as caught:
        parse(text)
    assert caught.value.line == line


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused(name: str) -> None:
    with pytest.raises(YamlError):
        parse(BOMBS[name])


def test_aliases_within_the_limit_are_accepted() -> None:
    copies = LARGEST_ALIASES // 2_000
    found = parse(f's: &s "{"x" * 1_000}"\nl: [{",".join(["*s"] * copies)}]')
    assert found["l"] == [found["s"]] * copies


@pytest.mark.parametrize("node", ['"{}"', "[{}]", "{{x: {}}}"])
def test_aliases_beyond_the_limit_are_refused(node: str) -> None:
    copies = 2 * LARGEST_ALIASES // 1_000
    with pytest.raises(YamlError):
        parse(f"s: &s {node.format('x' * 1_000)}\nl: [{','.join(['*s'] * copies)}]")


#: PyYAML ends the name of an anchor before a colon, but in YAML 1.2 the name includes it (section 6.9.2).
_COLON_IN_NAME = re.compile(r"[&*][^\s,\[\]{}]*:")
_TEXT = st.text(st.sampled_from("ab01:-#[]{},'\"&*!|>%@ \n\té<.~"), max_size=24)


@given(_TEXT)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_parser_reads_alike_what_pyyaml_accepts(text: str) -> None:
    """fastyaml-rs accepts a tab in some places where PyYAML refuses it; what both accept means the same to both."""
    assume(not _COLON_IN_NAME.search(text))
    try:
        expected = from_events(f"{text}\n")
    except YamlError:
        return
    assert repr(parse(text)) == repr(expected)

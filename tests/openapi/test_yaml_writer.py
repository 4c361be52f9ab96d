"""Written YAML is read back unchanged, by our parser and by one for YAML 1.1."""

from __future__ import annotations

import sys
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from speclift.openapi.text.yaml_block_style import block_style
from speclift.openapi.text.yaml_parser import parse
from speclift.openapi.writing.yaml import to_yaml

_WORDS = """2001-01-01 1_000 0b1 0x1f 017 1:30 = << ~ null yes .5 1e3 +1 - --- ... .inf 0o7
0O17 +0o7 0X1f +.inf -.INF +.Inf % @ ` ! & * [ ] { } , | > '"""
_PHRASES = ("a: b", "- a", "? a", "#", "a #b", "x\ny", "\n", "\t", '"', "\x85", "\xa0", "", " ", "a - 1_0")
_ODD = ("\ufffe", "\uffff", "a\\\ufffeb", "é" * 1_023, "a" * 2_000, '"' * 600)
_NASTY = st.sampled_from([*_WORDS.split(), *_PHRASES, *_ODD])
_STRINGS = st.one_of(_NASTY, st.text(max_size=8), st.lists(_NASTY, max_size=3).map("".join))


def _values(floats: st.SearchStrategy[float]) -> st.SearchStrategy[Any]:
    scalars = st.one_of(_STRINGS, st.integers(-(2**63), 2**63), st.booleans(), st.none(), floats)
    return st.recursive(
        scalars,
        lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_STRINGS, inner, max_size=4)),
        max_leaves=12,
    )


_VALUES = _values(st.floats(allow_nan=False, allow_infinity=False))


@given(st.dictionaries(_STRINGS, _VALUES, max_size=4))
def test_parsers_of_both_yaml_versions_read_the_document_back(document: dict[str, Any]) -> None:
    text = to_yaml(document)
    assert yaml.safe_load(text) == document
    assert parse(text.decode()) == document


@given(st.dictionaries(_STRINGS, _values(st.integers(-(10**9), 10**9).map(lambda n: n / 8)), min_size=1, max_size=4))
def test_the_bytes_do_not_depend_on_what_is_installed(document: dict[str, Any]) -> None:
    fast_yaml = pytest.importorskip("fast_yaml")
    written = {text: _finished(text) for text in (block_style(document), fast_yaml.safe_dump(document))}
    assert len(set(written.values())) == 1, written


def test_a_document_is_written_alike_without_the_fast_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    document: dict[str, Any] = {"a": None, "no": [1, 2.5, {"b": "x: y"}], "c": {}, "d": [], "é": "\u2028"}
    pytest.importorskip("fast_yaml")
    fast = to_yaml(document)
    monkeypatch.setitem(sys.modules, "fast_yaml", None)
    assert to_yaml(document) == fast


def _finished(text: str) -> str:
    """The result of `to_yaml` if its writer returns this text."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("speclift.openapi.writing.yaml.emit", lambda _: text)
        return to_yaml({"a": 1}).decode()


@pytest.mark.parametrize("text", ["2001-01-01", "1_000", "0b1", "=", "<<", "2004-11-05T14:19:02.75+01:00"])
def test_text_that_only_yaml_1_1_misreads_is_quoted(text: str) -> None:
    assert to_yaml({"a": [{"b": text}], text: 1}).decode() == f'a:\n  - b: "{text}"\n"{text}": 1\n'


def test_the_output_is_indented_blocks_without_a_marker() -> None:
    document = {"info": {"title": "T"}, "paths": {"/a": {"get": {"tags": ["x"]}}}, "empty": {}}
    expected = "info:\n  title: T\npaths:\n  /a:\n    get:\n      tags:\n        - x\nempty: {}\n"
    assert to_yaml(document).decode() == expected

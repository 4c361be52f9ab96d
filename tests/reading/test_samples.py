"""Samples in code blocks and in template expressions, and the time that hostile ones take."""

from __future__ import annotations

import time

import pytest

from speclift.model.schema import Place
from speclift.reading.samples.code_blocks import samples_of
from speclift.reading.samples.json_text import read_json
from speclift.reading.syntaxes.ruby_expressions import without_expressions
from tests.patience import patience

PLACE = Place("page.md", 10)
#: For these, a linear reader needs at most a second, even on a busy machine; a quadratic one needs many minutes.
HANG, LENGTH = 10.0, 60_000

BEGINNINGS = [
    "",
    "{",
    '{"a": ["',
    "curl x -d '{",
    'curl -d "',
    "POST /x\n",
    "HTTP/1.1 200 OK\n\n",
    "> GET /x\n",
    "<%= json ",
]
PIECES = [
    *("{", "[", '"', "'", '{"a":', "...", "'a'b", '"a"b', '"\n', "/*", "{{", "<", "a(", "\\", "\n", '\n"a', "%w(", "`"),
    *("curl '{", "curl a\n", '-d "{\n', "-d {", '-d ["x", ', "GET /\n", "A: b\n", " \n", "<%= json ", "HTTP/1.1 200\n"),
    *("'{\n", "}' ", "$(", "a&", "|", "[1|", "{ ", "\u201c", "a b ", "\\\n", "&a=", "\n-d ", "*", "{a}", "a=b&", "[],"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("info", "text", "expected"),
    [
        ("bash", "curl https://api.test/bugs", ["GET "]),
        ("json", "curl -L 'https://api.test/bugs'\n{\"a\": 1}", ["GET ", ' {"a": 1}']),
        ("", "POST /bugs\n\n{}", ["POST {}"]),
        ("json", "[]", [" []"]),
        ("php", "curl https://api.test", []),
        ("python", "print('curl x')", []),
        ("http", "", []),
    ],
)
def test_a_block_gives_the_samples_that_it_holds(info: str, text: str, expected: list[str]) -> None:
    assert [
        f"{sample.method} {sample.json}".rstrip(" ") or sample.method for sample in samples_of(text, info, PLACE)
    ] == [line.rstrip(" ") for line in expected]


def test_template_expressions_become_statuses_and_json() -> None:
    lines = [
        "<%= headers 201, :Location => url %>",
        "<%= json :id => 1, :tags => %w(a b) %>",
        "",
        '<%= json({"a" => nil}) %>',
        "<%= json(:bug) %>",
        "<% if x %>",
        "<%= headers 204 %>",
    ]
    without_expressions(lines)
    # Every line stays where it was.
    assert [lines[0], lines[6]] == ["Status: 201", "Status: 204"]
    shown = [read_json(lines[at].strip()) for at in (1, 3)]
    assert [found.json for found in shown if found] == ['{"id":1,"tags":["a","b"]}', '{"a":null}']
    assert lines[4] == "Returns a [bug](bug) object."
    assert lines[5] == "<% if x %>"


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_time_is_linear_in_the_length(beginning: str, piece: str) -> None:
    text = beginning + piece * (LENGTH // len(piece))
    begin = time.monotonic()
    samples_of(text, "", PLACE)
    read_json(text)
    without_expressions(text.split("\n"))
    assert time.monotonic() - begin < patience(HANG)

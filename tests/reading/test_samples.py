"""The samples of any code block, of template calls, and the time that hostile ones take."""

from __future__ import annotations

import time

import pytest

from speclift.model.schema import Place
from speclift.reading.json_text import read_json
from speclift.reading.samples import samples_of
from speclift.reading.template_calls import template_samples

PLACE = Place("page.md", 10)
#: A linear reader needs a second at most for these, even on a busy machine; a quadratic one many minutes.
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
PUMPS = [
    *("{", "[", '"', "'", '{"a":', "...", "'a'b", '"a"b', '"\n', "/*", "{{", "<", "a(", "\\", "\n", '\n"a', "%w(", "`"),
    *("curl '{", "curl a\n", '-d "{\n', "-d {", '-d ["x", ', "GET /\n", "A: b\n", " \n", "<%= json ", "HTTP/1.1 200\n"),
    *("'{\n", "}' ", "$(", "a&", "|", "[1|", "{ ", "\u201c", "a b ", "\\\n", "&a=", "\n-d ", "*", "{a}", "a=b&", "[],"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("info", "text", "kinds"),
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
def test_whatever_a_block_holds(info: str, text: str, kinds: list[str]) -> None:
    assert [
        f"{sample.method} {sample.json}".rstrip(" ") or sample.method for sample in samples_of(text, info, PLACE)
    ] == [kind.rstrip(" ") for kind in kinds]


def test_calls_of_a_template() -> None:
    text = (
        "<%= headers 201, :Location => url %>\n<%= json :id => 1, :tags => %w(a b) %>\n\n"
        '<%= json({"a" => nil}) %>\n<%= json(:bug) %>\n<% if x %>\n<%= headers 204 %>'
    )
    found = template_samples(text, PLACE)
    assert [(sample.status, sample.json, sample.place.line) for sample in found] == [
        ("201", '{"id":1,"tags":["a","b"]}', 10),
        ("", '{"a":null}', 13),
        ("204", "", 16),
    ]


@pytest.mark.parametrize("pump", PUMPS)
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_time_is_linear_in_the_length(beginning: str, pump: str) -> None:
    text = beginning + pump * (LENGTH // len(pump))
    begin = time.monotonic()
    samples_of(text, "", PLACE)
    read_json(text)
    template_samples(text, PLACE)
    assert time.monotonic() - begin < HANG

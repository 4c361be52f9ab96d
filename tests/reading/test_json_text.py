"""JSON of samples: strict text stays as it is, and what people write instead is read as they meant it."""

from __future__ import annotations

import json
import math
from typing import Any

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from speclift.limits import DEEPEST_SAMPLE, MOST_OBJECTS, MOST_VALUES
from speclift.reading.samples.json_text import read_json

WHOLE: list[tuple[str, Any]] = [
    # Strict JSON.
    ('{"a": 1, "b": [true, null, 1.5, "x"]}', {"a": 1, "b": [True, None, 1.5, "x"]}),
    ("\ufeff[]", []),
    (' "text" ', "text"),
    ("42", 42),
    ('{"a": 1, "a": 2}', {"a": 2}),
    ('{"token": "..."}', {"token": "..."}),
    # Commas.
    ('{"a": 1, "b": [1, 2,],}', {"a": 1, "b": [1, 2]}),
    ('{"a": 1\n "b": {"c": 2}\n "d": [{"e": 1} {"e": 2}]}', {"a": 1, "b": {"c": 2}, "d": [{"e": 1}, {"e": 2}]}),
    ('{"a": "x" "b": "y"}', {"a": "x", "b": "y"}),
    ("{, 'a': 1,, 'b': 2}", {"a": 1, "b": 2}),
    # Comments that only explain.
    ('{"a": 1, // how many\n # whether\n "b": true /* or not */}', {"a": 1, "b": True}),
    ('{"url": "http://x.test/#a", "b": http://y.test/z }', {"url": "http://x.test/#a", "b": "http://y.test/z"}),
    ('{"a": 1 <-- the number\n}', {"a": 1}),
    ('{"a": true (optional), "b": string (required)}', {"a": True, "b": "string"}),
    # Quotes and keys.
    ("{'a': 'it\\'s', b-c: \"x\", $d: `y`, e.f: 1}", {"a": "it's", "b-c": "x", "$d": "y", "e.f": 1}),
    ("{'a': 'it's here', 'b': 1}", {"a": "it's here", "b": 1}),
    ('{"a": "say "hi" to all", "b": 1}', {"a": 'say "hi" to all', "b": 1}),
    ("{\u201ca\u201d: \u201cb\u201d, \u2018c\u2019: \u2018d\u2019}", {"a": "b", "c": "d"}),
    ('\'{"a": "b"}\'', {"a": "b"}),
    ('{"a": """one\n"two" """}', {"a": 'one\n"two" '}),
    # Strings over several lines, and strings that are not closed.
    ('{"a": "one\n   two",\n"b": 1}', {"a": "one\n   two", "b": 1}),
    ('{"a": "one,\n"b": 1}', {"a": "one", "b": 1}),
    ('{"rules": "path \\"x/*\\"...\n}', {"rules": 'path "x/*"...'}),
    ('{"a": "[\n {\\"b\\": 1}\n]", "c": 2}', {"a": '[\n {"b": 1}\n]', "c": 2}),
    ('{"a": "C:\\dir\\x41\t"}', {"a": "C:\\dirA\t"}),
    ('{"a": "\\ud83d\\ude00\\ud800",}', {"a": "\U0001f600\ufffd"}),
    # Placeholders in the place of values.
    ('{"a": <id>, "b": {id}, "c": ${x}, "d": {{ x }}}', {"a": "<id>", "b": "{id}", "c": "${x}", "d": "{{ x }}"}),
    ('{"a": /v1/{id}/items, "b": 2020-01-31T00:00:00Z}', {"a": "/v1/{id}/items", "b": "2020-01-31T00:00:00Z"}),
    (
        "{'a': String, 'b': int, 'c': <number>, 'd': Boolean, 'e': object, 'f': array, 'g': any, 'h': Integer (0-9)}",
        {"a": "String", "b": 0, "c": 0.0, "d": True, "e": {}, "f": [], "g": None, "h": 0},
    ),
    ('{"a": true|false, "b": "x" | "y" | "z", "c": 1 or 2}', {"a": True, "b": "x", "c": 1}),
    ('{"a": null | {"b": 1}, "c": {"d": 1} | null, "e": [1 | 2]}', {"a": {"b": 1}, "c": {"d": 1}, "e": [1]}),
    (
        '{a: ISODate("2020-01-31"), b: ObjectId(\'0a\'), c: NumberLong(5), d: new Date("x")}',
        {"a": "2020-01-31", "b": "0a", "c": 5, "d": "x"},
    ),
    ("{a: undefined, b: NaN, c: -Infinity, d: nil, e: None}", dict.fromkeys("abcde")),
    ("{a: 0x1F, b: +1, c: .5, d: 5., e: 007, f: 1e3}", {"a": 31, "b": 1, "c": 0.5, "d": 5.0, "e": 7, "f": 1000.0}),
    ("{a: 1e999, b: 12345678901234567890123}", {"a": None, "b": 12345678901234567890123.0}),
    # Notations of other languages.
    (
        "{'a': None, 'b': True, 'c': (1, 2), 'd': u'x', 'e': b'y'}",
        {"a": None, "b": True, "c": [1, 2], "d": "x", "e": "y"},
    ),
    ('{:a => "x", "b" => nil, :c => :open, d: %w(x y)}', {"a": "x", "b": None, "c": "open", "d": ["x", "y"]}),
    (':name => "bug", :color => "f29513"', {"name": "bug", "color": "f29513"}),
    ("['a' => 1, 'b' => ['x', 'y'], 'c' => array('d' => 2)]", {"a": 1, "b": ["x", "y"], "c": {"d": 2}}),
    ("{ name: string; size?: number; }", {"name": "string", "size": 0.0}),
    (
        '{"a"?: string[], "b": {[key: string]: number}, "c": Date}',
        {"a": ["string"], "b": {"[key: string]": 0.0}, "c": "Date"},
    ),
    ('{"A" = "a", "B" = "b"}', {"A": "a", "B": "b"}),
    # Text around the value.
    ('Response:\n\n{"a": 1}\n\nwhere a counts', {"a": 1}),
    ("const body = {a: 1};", {"a": 1}),
    ("callback({'a': 1});", {"a": 1}),
    ('// the answer\n{"a": 1}', {"a": 1}),
    ('{"a": 1}\n{"a": 2}', {"a": 1}),
    ("{'a': 1}\n{'a': 2}", {"a": 1}),
    ('{"a": 1}n', {"a": 1}),
    # Too many or too few brackets.
    ('{"a": [{"b": 1}}, {"b": 2}], "c": 3}', {"a": [{"b": 1}, {"b": 2}], "c": 3}),
    ('{"a": [{"b": 1}, "c": 3, "d": {}}', {"a": [{"b": 1}], "c": 3, "d": {}}),
    ('{"a": {"b": [1, 2}, "c": 3}', {"a": {"b": [1, 2]}, "c": 3}),
]

PARTIAL: list[tuple[str, Any]] = [
    ("{ ... }", {}),
    ("{ \u2026 }", {}),
    ('["..."]', []),
    ('[{"a": 1}, "..."]', [{"a": 1}]),
    ('{"a": 1, "...": "..."}', {"a": 1}),
    ('{"a": [ ... ], "b": {...}, "c": ..., "d": [...]}', {"a": [], "b": {}, "c": None, "d": []}),
    ('[\n {"a": 1},\n ...\n {"a": 2}\n]', [{"a": 1}, {"a": 2}]),
    ('{\n....\n"a": 0,\n....\n}', {"a": 0}),
    ('{"a": 1, ... and many more\n "b": 2}', {"a": 1, "b": 2}),
    ('{"a": 1, <snip>, "b": 2}', {"a": 1, "b": 2}),
    ('{"a": {"b": 1},\n ...[output truncated]...\n}', {"a": {"b": 1}}),
    ('{"a": 1 // ... the rest\n}', {"a": 1}),
    ('{"a": 1, /* other fields omitted */ "b": 2}', {"a": 1, "b": 2}),
    ('{"a": { /* address */ }}', {"a": {}}),
    ("[<String>, <String>, \u2026]", ["<String>", "<String>"]),
    ('{"a": 1, <other fields> }', {"a": 1}),
    ('{"a": { User }, "b": [ Pet ]}', {"a": {}, "b": ["Pet"]}),
    # A part of an object.
    ('"a": 1, "b": {"c": 2}', {"a": 1, "b": {"c": 2}}),
    ('...\n"a": 1,\n...', {"a": 1}),
    ("'a': [1],", {"a": [1]}),
    # Text that is cut off.
    ('{"a": [{"b": 1}, {"b":', {"a": [{"b": 1}, {"b": None}]}),
    ('{"a": "x', {"a": "x"}),
    ('[{"a": 1}, {"a": 2}, {"', [{"a": 1}, {"a": 2}, {}]),
    ('{"a": 1, "b', {"a": 1}),
    # Strings where members belong.
    ('{"ids": [{"x"}, {"y"}]}', {"ids": [{}, {}]}),
]

NO_JSON = [
    "",
    "  \n ",
    "some words",
    "{id}",
    '{{ printf "x" (.Name | truncate 8) }}',
    "[INFO] started\n[WARN] slow",
    "_near(lat, lng)",
    "name: x\ntags: [a, b]",
    "if (x) { return y }",
    'path "secret/*" {\n  capabilities = ["read"]\n}',
    "<a>{}</a>",
    '"a"|"b"',
    "int main() { return 0; }",
]


@pytest.mark.parametrize(("text", "value"), WHOLE)
def test_a_whole_value_is_read(text: str, value: Any) -> None:
    found = read_json(text)
    assert found
    assert orjson.loads(found.json) == value
    assert not found.is_partial


@pytest.mark.parametrize(("text", "value"), PARTIAL)
def test_a_value_with_something_left_out_is_read_as_partial(text: str, value: Any) -> None:
    found = read_json(text)
    assert found
    assert orjson.loads(found.json) == value
    assert found.is_partial


@pytest.mark.parametrize("text", NO_JSON)
def test_other_text_is_no_json(text: str) -> None:
    assert read_json(text) is None


def test_strict_json_stays_the_same_text() -> None:
    assert read_json(' {"price" : 1.10, "id": 12345678901234567890123} \n') is not None
    found = read_json(' {"price" : 1.10, "id": 12345678901234567890123} \n')
    assert found is not None
    assert found.json == '{"price" : 1.10, "id": 12345678901234567890123}'


@pytest.mark.parametrize("tail", ["", ","], ids=["strict", "tolerant"])
@pytest.mark.parametrize(
    ("within", "beyond"),
    [
        ("[" * DEEPEST_SAMPLE + "]" * DEEPEST_SAMPLE, "[" * (DEEPEST_SAMPLE + 1) + "]" * (DEEPEST_SAMPLE + 1)),
        (f"[{'1,' * (MOST_VALUES - 1)}1]", f"[{'1,' * MOST_VALUES}1]"),
        (f"[{'{},' * (MOST_OBJECTS - 1)}{{}}]", f"[{'{},' * MOST_OBJECTS}{{}}]"),
    ],
    ids=["levels", "values", "objects"],
)
def test_a_sample_beyond_the_limits_is_refused(within: str, beyond: str, tail: str) -> None:
    assert read_json(within[:-1] + tail + within[-1])
    assert read_json(beyond[:-1] + tail + beyond[-1]) is None


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
TOKENS = st.sampled_from(
    [
        *(
            "{",
            "}",
            "[",
            "]",
            "(",
            ")",
            ",",
            ":",
            "=>",
            '"',
            "'",
            "`",
            "\\",
            "\n",
            " ",
            "\t",
            "|",
            "...",
            "\u2026",
            "//",
        ),
        *("/*", "*/", "#", "<", ">", "<x>", "{x}", "${", "{{", "}}", "a", "1", "-", "0x", "1e999", "true", "%w(", ":a"),
        *(
            "\u201c",
            "\u201d",
            "\ufeff",
            "\x00",
            "\ud800",
            "\\u12",
            '"""',
            "or ",
            "undefined",
            "null",
            "[...]",
            ";",
            "=",
        ),
        *('"a"', '"a":', "'b':", "array(", "u'", "{%", "%}", "--", "<-", "new Date(", "\r"),
    ]
)


def _has_ellipsis(value: Any) -> bool:
    return "..." in json.dumps(value, ensure_ascii=False) or "\u2026" in json.dumps(value, ensure_ascii=False)


@given(VALUES, st.sampled_from([None, 1, 4]))
def test_strict_json_reads_as_itself(value: Any, indent: int | None) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    try:
        expected = orjson.loads(text)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        return
    if _has_ellipsis(value):
        return
    found = read_json(text)
    assert found is not None
    assert found.json == text.strip()
    assert orjson.loads(found.json) == expected
    assert not found.is_partial


@given(st.dictionaries(st.text("abcdef", min_size=1), VALUES, min_size=1, max_size=4))
def test_a_trailing_comma_changes_nothing(value: dict[str, Any]) -> None:
    text = json.dumps(value, ensure_ascii=False)
    if _has_ellipsis(value) or "\\u" in text:
        return
    found = read_json(text[:-1] + ",}")
    assert found is not None
    assert _close(orjson.loads(found.json), value)


@settings(max_examples=300)
@given(st.lists(TOKENS, max_size=60).map("".join))
@example('["""\ud800')
def test_any_text_gives_strict_json_or_nothing(text: str) -> None:
    found = read_json(text)
    if found is not None:
        orjson.loads(found.json)


def _close(one: Any, other: Any) -> bool:
    """Whether two values are equal; floats may differ by rounding."""
    if isinstance(one, float) and isinstance(other, int | float):
        return math.isclose(one, other)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_close(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_close, one, other))
    return bool(one == other)

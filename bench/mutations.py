"""Mutations that spoil pages as people and programs do: parts dropped, doubled, swapped and replaced by others.

Each mutation takes the lines of a page and returns other lines.  Only its `Random` decides what it does, so a seed
gives the same page again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random
from typing import TypeAlias

Lines: TypeAlias = list[str]
Mutation: TypeAlias = Callable[[Lines, Random, Sequence[str]], Lines]

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]+")
_ENTRY = re.compile(r'^(\s*)"([^"]*)":\s*(.*?)(,?)\s*$')
_REQUEST = re.compile(r"^(GET|PUT|POST|DELETE|PATCH|HEAD|OPTIONS|TRACE)\s+\S")

#: Replacements for a name.
NAMES = (
    *("", " ", "$ref", "__proto__", "constructor", "0", "-", "a/b", "a.b", "a~1b", "{", "}", "{{id}}", "{id}", "a|b"),
    *(
        "Ä",
        "名",
        "\u202e",
        "\u0130",
        "\u0131",
        "ß",
        "a b",
        "object",
        "Object",
        "array",
        "null",
        "None",
        "class",
        "x" * 300,
    ),
)
#: Replacements for a value in a sample.
VALUES = (
    *("null", "{}", "[]", "[[]]", "[{}]", "[null]", '""', "0", "-1", "1e400", "-0.0", "12345678901234567890", "true"),
    *('{"a": {"a": {}}}', '[{"Id": 1}, {"id": 2}, "text"]', '{"1": 1, "2": 2}', '{"Key1": {}, "Key2": {}}', "NaN", '"'),
    *(
        '{"$ref": "#/nowhere"}',
        '{"$ref": "file:///etc/hostname"}',
        '{"": ""}',
        '"2020-01-01T00:00:00Z"',
        '{"a": 1, "a": 2}',
    ),
)
#: Replacements for the path of an http block.
PATHS = (
    *("/{id", "/id}", "/{{id}}", "/{a{b}}", "/{}", "/{id}/{id}", "/{id}/{ID}", "/{a:int}", "/{a?}", "/{a#}", "/{a/b}"),
    *("/{ }", "//", "/", "/a#b", "/%", "/{a}{b}", "/{0}", "/{a!r}", "/{a[0]}", "/:id", "/<id>", "/*", "/{*rest}"),
)
LINE_ENDS = ("\r\n", "\r", "\n\n", "\u2028", "\x0b", "\x85", "\n \n")


def mutated(text: str, random: Random, others: Sequence[str] = ()) -> str:
    """A page after one to six mutations; `others` are pages that parts may come from."""
    lines = text.split("\n")
    for _ in range(random.randint(1, 6)):
        lines = random.choice(MUTATIONS)(lines, random, others) or [""]
    end = random.choice(LINE_ENDS) if random.random() < 0.05 else "\n"
    return end.join(lines)


def _at(lines: Lines, random: Random, wanted: Callable[[str], object]) -> int:
    """The index of a random line for which `wanted` is true, or of any line if there is none."""
    found = [index for index, line in enumerate(lines) if wanted(line)]
    return random.choice(found) if found else random.randrange(len(lines))


def _is_row(line: str) -> bool:
    return line.lstrip().startswith("|")


def _is_mark(line: str) -> bool:
    return line.startswith(("#", "```", "---", "[!include"))


def _dropped(lines: Lines, random: Random, _: Sequence[str]) -> Lines:
    at = _at(lines, random, random.choice((_is_row, _is_mark, _ENTRY.match, bool)))
    return lines[:at] + lines[at + random.choice((1, 1, 1, 2, 5)) :]


def _doubled(lines: Lines, random: Random, _: Sequence[str]) -> Lines:
    at = _at(lines, random, random.choice((_is_row, _is_row, _is_mark, _ENTRY.match, bool)))
    part = lines[at : at + random.choice((1, 1, 1, 3, 20))]
    return lines[:at] + part * random.choice((1, 1, 2, 30)) + lines[at:]


def _swapped(lines: Lines, random: Random, _: Sequence[str]) -> Lines:
    wanted = random.choice((_is_row, _is_mark, _ENTRY.match, bool))
    one, other = _at(lines, random, wanted), _at(lines, random, wanted)
    found = list(lines)
    found[one], found[other] = found[other], found[one]
    return found


def _with_cell(lines: Lines, random: Random, _: Sequence[str]) -> Lines:
    """A cell of a row dropped, doubled, swapped, emptied, or replaced by a name or by a cell of another line."""
    at = _at(lines, random, _is_row)
    cells = lines[at].split("|")
    one, other = random.randrange(len(cells)), random.randrange(len(cells))
    match random.randrange(6):
        case 0:
            del cells[one]
        case 1:
            cells[one:one] = [cells[one]] * random.choice((1, 3, 3000))
        case 2:
            cells[one], cells[other] = cells[other], cells[one]
        case 3:
            cells[one] = random.choice(NAMES)
        case 4:
            cells[one] = random.choice(lines[_at(lines, random, _is_row)].split("|"))
        case _:
            cells[one] = cells[one].swapcase()
    return [*lines[:at], "|".join(cells), *lines[at + 1 :]]


def _with_brace(lines: Lines, random: Random, _: Sequence[str]) -> Lines:
    at = _at(lines, random, random.choice((_REQUEST.match, lambda line: "{" in line or "}" in line)))
    where = random.randint(0, len(lines[at]))
    skipped = random.choice((0, 0, 1))
    changed = (
        lines[at][:where] + random.choice(("{", "}", "{}", "{{", "}}", "[", "]", "")) + lines[at][where + skipped :]
    )
    return [*lines[:at], changed, *lines[at + 1 :]]


def _with_path(lines: Lines, random: Random, _: Sequence[str]) -> Lines:
    at = _at(lines, random, _REQUEST.match)
    method, _, path = lines[at].partition(" ")
    path = random.choice(PATHS) if random.random() < 0.5 else path + random.choice(PATHS)
    method = random.choice((method, method, "GET", "PATCH", "get", "HEAD", "TRACE", "QUERY"))
    return [*lines[:at], f"{method} {path}", *lines[at + 1 :]]


def _renamed(lines: Lines, random: Random, others: Sequence[str]) -> Lines:
    """A name of the page, once or everywhere, in another case, or replaced by one of another page or a hostile one."""
    words = _WORD.findall(lines[_at(lines, random, random.choice((_is_row, _ENTRY.match, _is_mark)))])
    if not words:
        return lines
    word = random.choice(words)
    more = _WORD.findall(random.choice(others)) if others and random.random() < 0.5 else words
    new = random.choice((word.lower(), word.upper(), word + "2", random.choice(more or [""]), random.choice(NAMES)))
    if random.random() < 0.5:
        return [line.replace(word, new) for line in lines]
    at = _at(lines, random, lambda line: word in line)
    return [*lines[:at], lines[at].replace(word, new, 1), *lines[at + 1 :]]


def _with_value(lines: Lines, random: Random, _: Sequence[str]) -> Lines:
    """An entry of a sample with another value, or under the name of another entry."""
    at = _at(lines, random, _ENTRY.match)
    entry = _ENTRY.match(lines[at])
    if entry is None:
        return lines
    indent, name, value, comma = entry.groups()
    other = _ENTRY.match(lines[_at(lines, random, _ENTRY.match)])
    match random.randrange(4):
        case 0 | 1:
            value = random.choice(VALUES)
        case 2:
            name = other[2] if other else name
        case _:
            name = random.choice(NAMES)
    return [*lines[:at], f'{indent}"{name}": {value}{comma}', *lines[at + 1 :]]


def _with_front_matter(lines: Lines, random: Random, _: Sequence[str]) -> Lines:
    """A line of the front matter with another value, doubled, or written in another form."""
    end = next((index for index, line in enumerate(lines[1:], 1) if line.strip() == "---"), 0)
    if lines[0].strip() != "---" or not end:
        return ["---", "uid: v1Kite_Get", "---", *lines]
    at = random.randint(0, end)
    key, _, value = lines[at].partition(":")
    changed = random.choice(
        (
            *(f"{key}:", f"{key}: {random.choice(NAMES)}", f'{key}: "{value}"', f"{key}: [a, b]", f"  {key}: {value}"),
            *(f"{key}:\t{value}", f"{key}: |\n  {value}", "generated: true", "content_type: reference", "---", "..."),
            *("title: Enum values for Kind", "title: GET /other/{id}", f"{key}: {value} # {value}", "uid: v1Kite_Get"),
        )
    )
    return [*lines[:at], changed, *lines[at + random.choice((0, 1, 1)) :]]


def _with_line_end(lines: Lines, random: Random, _: Sequence[str]) -> Lines:
    at = random.randrange(len(lines))
    return [*lines[:at], lines[at] + random.choice(LINE_ENDS), *lines[at + 1 :]]


def _spliced(lines: Lines, random: Random, others: Sequence[str]) -> Lines:
    """A part of another page, or of this one, inserted or put in place of other lines."""
    source = random.choice(others).split("\n") if others else lines
    start = _at(source, random, random.choice((_is_mark, _is_row, bool)))
    part = source[start : start + random.randint(1, 40)]
    at = _at(lines, random, random.choice((_is_mark, bool)))
    return lines[:at] + part + lines[at + random.choice((0, len(part))) :]


def _with_include(lines: Lines, random: Random, _: Sequence[str]) -> Lines:
    at = _at(lines, random, _is_mark)
    target = random.choice(("0.md", "1.md", "./0.md", "../x/0.md", "none.md", "..", "%2e", ""))
    return [*lines[:at], f"[!include[a]({target})]", *lines[at:]]


def _with_text(lines: Lines, random: Random, _: Sequence[str]) -> Lines:
    """A line that is cut, or has a special character inserted."""
    at = random.randrange(len(lines))
    where = random.randint(0, len(lines[at]))
    mark = random.choice(
        ("|", "`", "```", "\\", "<", "&lt;", '"', ",", ":", "#", "\t", "\u00a0", "\ufeff", "\x00", "\ud7ff")
    )
    rest = "" if random.random() < 0.3 else lines[at][where:]
    return [*lines[:at], lines[at][:where] + mark + rest, *lines[at + 1 :]]


MUTATIONS: tuple[Mutation, ...] = (
    *(_dropped, _doubled, _doubled, _swapped, _with_cell, _with_cell, _with_brace, _with_path, _renamed, _renamed),
    *(_with_value, _with_value, _with_front_matter, _with_line_end, _spliced, _with_include, _with_text),
)

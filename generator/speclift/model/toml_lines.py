"""The lines of the keys of a TOML text, which `tomllib` does not report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

#: What shows where keys are: strings, comments, bare words, brackets and the signs between them.  Every other character
#: is part of a value.
_TOKEN = re.compile(
    r'''(?P<block>"""(?>(?:[^"\\]|\\.|"(?!""))*)"{3,5}|\'\'\'(?>(?:[^']|'(?!''))*)'{3,5})'''
    r"""|(?P<quoted>"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
    r"|(?P<comment>\#[^\n]*+)|(?P<bare>[A-Za-z0-9_-]++)|(?P<sign>[\[\]{}=,\n])",
    re.S,
)
_ESCAPE = re.compile(r"\\(?:u(?P<code>[0-9A-Fa-f]{4})|U(?P<long>[0-9A-Fa-f]{8})|(?P<sign>.))", re.S)
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}


class _Open(NamedTuple):
    """A bracket that is open in a value: the path of the key that has the value, and whether keys follow in it."""

    path: tuple[str, ...]
    is_table: bool


def key_lines(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """The path of each key of a valid TOML text, without the indexes of arrays, and the line of the key.

    The keys of an array of tables come one table after the other.
    """
    table: tuple[str, ...] = ()
    names: list[str] = []
    brackets: list[_Open] = []
    is_head, is_key = False, True
    path: tuple[str, ...] = ()
    line, at = 1, 0
    for token in _TOKEN.finditer(text):
        kind, shown = token.lastgroup, token[0]
        line, at = line + text.count("\n", at, token.start()), token.start()
        if shown == "\n":
            # The next one is the key of a pair or the head of a table, unless an array goes on.
            is_key, names = is_key if brackets else True, []
            is_head = False
        elif is_key and kind in ("bare", "quoted"):
            names.append(_name(shown))
        elif is_key and shown == "=":
            around = brackets[-1].path if brackets else table
            path, is_key = (*around, *names), False
            yield path, line
            names = []
        elif is_key and shown == "[":
            is_head = True
        elif is_head and shown == "]":
            table, is_head, names = tuple(names), False, []
            is_key = False
        elif shown in ("[", "{"):
            around = brackets[-1].path if brackets and not brackets[-1].is_table else path
            brackets.append(_Open(around, shown == "{"))
            is_key = shown == "{"
        elif shown in ("]", "}") and brackets:
            brackets.pop()
            is_key = False
        elif shown == "," and brackets:
            is_key, names = brackets[-1].is_table, []


def _name(shown: str) -> str:
    """A key without its quotes and escapes."""
    if shown[0] not in "\"'":
        return shown
    return shown[1:-1] if shown[0] == "'" else _ESCAPE.sub(_character, shown[1:-1])


def _character(escape: re.Match[str]) -> str:
    """The character that an escape in a quoted key stands for."""
    code = escape["code"] or escape["long"]
    return chr(int(code, 16)) if code else _ESCAPED.get(escape["sign"], escape["sign"])

"""A document as YAML 1.2 that a YAML 1.1 parser reads the same.

`text/yaml_emitter.py` quotes what YAML 1.2 would not read as a string; plain scalars that only YAML 1.1 takes for
something else (dates, `1_000`, `0b1`; https://yaml.org/type/) are quoted here.  Strings of several lines are written on
one line with escapes, so that every line of the output is structure and can be read by itself.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any

from speclift.openapi.text.yaml_emitter import emit
from speclift.openapi.writing.entries import Memory

_AMBIGUOUS = (
    r"\d{4}-\d\d?-\d\d?(?:(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?[ \t]*(?:Z|[-+]\d\d?(?::?\d\d)?)?)?"
    r"|[-+]?0[bB][01_]+|[-+]?0[xX][0-9a-fA-F_]+|[-+]?0[oO]?[0-7_]+|[-+]?\.(?:inf|Inf|INF)"
    r"|[-+]?\d+_[\d_]*(?:\.[\d_]*)?(?:[eE][-+]?\d+)?|[-+]?\d+\.\d*_[\d_]*(?:[eE][-+]?\d+)?"
    r"|[-+]?\.[\d_]+(?:[eE][-+]?\d+)?|[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?|=|<<"
)
_KEY = r"(?:\"(?:[^\"\\\n]|\\.)*\"|[^ \t\n\"'#\[\]{},|>&*!%@`?-](?:[^:\n]|:(?! |$))*|[?-][^ \t\n:](?:[^:\n]|:(?! |$))*)"
_VALUE = re.compile(rf"^((?: |- )*(?:{_KEY}: )?)({_AMBIGUOUS})$", re.M)
_NAME = re.compile(rf"^((?: |- )*)({_AMBIGUOUS})(?=:(?: |$))", re.M)

#: Where an ambiguous value may be: searched first, since few lines of a large document have one.
_SUSPECT = re.compile(rf"[:-] (?=[-+.=<\d])(?:{_AMBIGUOUS})$", re.M)
_SUSPECT_NAME = frozenset("0123456789+-.=<")
#: The start of a text or line that may have an ambiguous key. A search for a fixed first character is much faster.
_SUSPECT_START = re.compile(r"[ -]*+[0-9+.=<]")
_SUSPECT_LINE = re.compile(r"\n[ -]*+[0-9+.=<]|- -")

#: A line as its indentation, its key and the rest, and the longest key that may be on the line of its colon (1,024
#: characters: YAML 1.2.2, 7.4.2).
_LINE = re.compile(rf"((?: |- )*)(?:({_KEY})(:(?= |$)))?( ?)(.*)")
_LONGEST_KEY = 1_000

#: Noncharacters of Unicode, which PyYAML refuses unless they are written as escapes.
_NONCHARACTER = re.compile("[\ufffe\uffff]")


#: Mappings down to this depth are written entry by entry: many small texts need far less memory and time than
#: one of ten megabytes.
_WRITTEN_BY_ENTRY = 2


def to_yaml(
    document: dict[str, Any], memory: Memory | None = None, written: Mapping[str, bytes] | None = None
) -> bytes:
    """The document as UTF-8, without a document marker, ending in a newline.

    `written` has the texts of top-level fields of the document that were written before, by key.
    """
    memory = memory or Memory({})
    written = written or {}
    parts = (
        written[key] if key in written else "".join(_entries({key: value}, (), memory)).encode()
        for key, value in document.items()
    )
    return b"".join(parts) if document else b"{}\n"


def _entries(mapping: dict[str, Any], place: tuple[str, ...], memory: Memory) -> Iterator[str]:
    """The lines of each entry of a mapping, indented as its depth needs."""
    indent = "  " * len(place)
    for key, value in mapping.items():
        below = (*place, key)
        if len(place) < _WRITTEN_BY_ENTRY and isinstance(value, dict) and value:
            yield indent + _dump({key: None}).removesuffix(" ~\n").replace("\n", "\n" + indent) + "\n"
            yield from _entries(value, below, memory)
        else:
            text = memory.text(below, functools.partial(_dump, {key: value}))
            yield indent + text[:-1].replace("\n", "\n" + indent) + "\n"


def _dump(entry: dict[str, Any]) -> str:
    text = _quote_names(_quote_values(emit(entry)))
    if len(text) <= _LONGEST_KEY and text.isascii():
        return text
    lines = text.split("\n")
    is_odd = not text.isascii() and _NONCHARACTER.search(text)
    return "\n".join(map(_readable, lines)) if is_odd or max(map(len, lines)) > _LONGEST_KEY else text


def _readable(line: str) -> str:
    """A line whose key and value every parser can read: see `_LONGEST_KEY` and `_NONCHARACTER`."""
    is_long, is_odd = len(line) > _LONGEST_KEY, not line.isascii() and _NONCHARACTER.search(line)
    found = _LINE.fullmatch(line) if is_long or is_odd else None
    if not found:
        return line
    indent, key, colon, space, value = found.groups(default="")
    if is_odd:
        key, value = _escaped(key), _escaped(value)
    if len(key) <= _LONGEST_KEY:
        return f"{indent}{key}{colon}{space}{value}"
    return f"{indent}? {key}\n{indent.replace('-', ' ')}:{space}{value}"


def _escaped(scalar: str) -> str:
    """A scalar, in quotes and with escapes if it contains a noncharacter."""
    if not _NONCHARACTER.search(scalar):
        return scalar
    if not scalar.startswith('"'):
        scalar = '"' + scalar.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return _NONCHARACTER.sub(lambda found: f"\\u{ord(found[0]):04X}", scalar)


def _quote_values(text: str) -> str:
    parts: list[str] = []
    last = 0
    for hint in _SUSPECT.finditer(text):
        found = _VALUE.match(text, text.rfind("\n", 0, hint.end() - 1) + 1)
        if found:
            parts += (text[last : found.start(2)], f'"{found[2]}"')
            last = found.end(2)
    return "".join([*parts, text[last:]])


def _quote_names(text: str) -> str:
    if not _SUSPECT_LINE.search(text) and not _SUSPECT_START.match(text):
        return text
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.lstrip(" -")[:1] in _SUSPECT_NAME or "- -" in line:
            lines[number] = _NAME.sub(r'\1"\2"', line)
    return "\n".join(lines)

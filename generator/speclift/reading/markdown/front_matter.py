"""The front matter of a page: the flat `key: value` lines of its YAML block."""

from __future__ import annotations

import re
import textwrap
from typing import NamedTuple

_ENTRY = re.compile(r"([A-Za-z_][\w.\-]*)[ \t]*:(?:[ \t](.*))?$")


_START = re.compile(r"\n{0,100}---[ \t]{0,20}\n(?=[^\n])")
_BLOCK_SCALAR = re.compile(r"^([A-Za-z_][\w.\-]*)[ \t]*:[ \t]+[|>][+-]?[0-9]?[ \t]*$", re.M)
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.M)


def front_matter_of(text: str) -> str:
    """The YAML block at the start of a page, without the `---` lines around it; empty where there is none."""
    start = _START.match(text)
    end = _END.search(text, start.end()) if start else None
    return text[start.end() : end.start()] if start and end else ""


def parse_front_matter(text: str) -> dict[str, str]:
    """The scalars of a front matter block, by key.

    Nested values (lists, mappings, block scalars) describe the site and not the operation, so they are skipped and the
    value of the key is empty.  The first of two equal keys wins.
    """
    found: dict[str, str] = {}
    for line in text.splitlines():
        entry = _ENTRY.match(line)
        if entry:
            found.setdefault(entry[1], unquote((entry[2] or "").strip(" \t")))
    return found


class BlockScalar(NamedTuple):
    """A text of several lines in front matter, without its indentation, and the line of the page where it starts."""

    text: str
    line: int


def block_scalars(text: str) -> dict[str, BlockScalar]:
    """The literal block scalars in the front matter of a page, by key: `body: |` (YAML 1.2.2, 8.1.2)."""
    front = front_matter_of(text)
    if not _BLOCK_SCALAR.search(front):
        return {}
    found: dict[str, BlockScalar] = {}
    lines = front.split("\n")
    first = text.count("\n", 0, text.index(front)) + 1
    for number, line in enumerate(lines):
        entry = _BLOCK_SCALAR.match(line)
        if entry:
            end = next((at for at in range(number + 1, len(lines)) if lines[at][:1].strip()), len(lines))
            value = textwrap.dedent("\n".join(lines[number + 1 : end])).rstrip() + "\n"
            found.setdefault(entry[1], BlockScalar(value, first + number + 1))
    return found


def unquote(value: str) -> str:
    """A YAML flow scalar without its quotes or comment (YAML 1.2.2, 7.3). Only quotes and backslashes are unescaped."""
    if len(value) >= 2 and value[0] == value[-1] == '"':
        return value[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    if len(value) >= 2 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    return value.split(" #", 1)[0].rstrip()

"""Expressions of embedded Ruby that stand for a sample: `<%= json :name => "bug" %>`, `<%= headers 201 %>`.

Nothing is run: a written-out hash is a sample, a symbol is the name of a type, a number is a status.
"""

from __future__ import annotations

import re

_OPEN = "<%="
_HEADERS = re.compile(r"\s*<%=\s{0,4}headers\s{1,4}\(?([1-5]\d\d)\b[^\n]*$")
_JSON = re.compile(r"(\s{0,12})<%=\s{0,4}json\b\s{0,4}\\?\s{0,4}")
_NAMED = re.compile(r"\(?:(\w{1,80})\)?\s{0,4}(?:\{\s{0,4}\|\w{1,10}\|\s{0,4}(\[)?[^\n]{0,200})?(?:%>)?\s{0,4}$")
_SPAN_OF_LINES = 400


def without_expressions(lines: list[str]) -> None:
    """Put markdown in place of the expressions, line by line."""
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if _OPEN not in line:
            continue
        headers = _HEADERS.match(line)
        if headers:
            lines[number - 1] = f"Status: {headers[1]}"
            continue
        start = _JSON.match(line)
        if not start:
            continue
        rest = line[start.end() :]
        named = _NAMED.match(rest)
        if named and "=>" not in rest.split("{")[0]:
            kind = f"a list of [{named[1]}]({named[1]}) objects" if named[2] else f"a [{named[1]}]({named[1]}) object"
            lines[number - 1] = f"Returns {kind}."
            continue
        number = _hash(lines, number - 1, rest)


def _hash(lines: list[str], first: int, rest: str) -> int:
    """Make an indented code block of a hash or list that ends with `%>`. Returns the number of the line after it."""
    last = first
    while last < len(lines) and last - first < _SPAN_OF_LINES and "%>" not in (rest if last == first else lines[last]):
        last += 1
    if last >= len(lines) or last - first >= _SPAN_OF_LINES:
        return first + 1
    for number in range(first, last + 1):
        text = rest if number == first else lines[number]
        if number == last:
            text = text.split("%>")[0].rstrip()
            text = (
                re.sub(r"\)\s{0,4}(?:\{\s{0,4}\|\w{1,10}\|[^\n]{0,200})?$", "", text) if rest.startswith("(") else text
            )
        if number == first:
            text = text.removeprefix("(")
        lines[number] = "    " + text.rstrip("\\ ")
    return last + 1

"""Tags that site generators know: components of MDX and Vue, GitBook's and Liquid's `{% … %}`, Hugo's `{{< … >}}`.

Only their names and literal attributes are read; nothing is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

#: The longest tag that is read, in characters.
LONGEST_TAG = 20_000
#: The most unclosed tags of a page; if it has more, its text only looks like tags.
MOST_UNCLOSED = 200

_START = re.compile(
    r"</?[A-Z][\w.]{0,60}|</?summary\b|\{%-?\s{0,4}[a-z][\w-]{0,60}|\{\{[<%]\s{0,4}/?\s{0,2}[a-z][\w/-]{0,60}"
)
_ATTRIBUTE = re.compile(
    r"""([A-Za-z_:@][\w:.-]{0,60})(?:\s{0,4}=\s{0,4}(?:"([^"]{0,4000})"|'([^']{0,4000})'|([^\s"'{}<>=%]{1,300}|(?=\{))))?|"([^"]{0,1000})"|'([^']{0,1000})'"""
)
_TURN = re.compile(r"[\"'{}>%]")
_CLOSERS = {"<": ">", "{%": "%}", "{{<": ">}}", "{{%": "%}}"}


class Tag(msgspec.Struct, frozen=True):
    """A tag at `start` to `end` of its text.

    `kind` is `open`, `close` or `empty` (it has no content).  `attributes` has values by name in lower case, and `true`
    for a name without a value; `values` are the values without a name.
    """

    name: str
    kind: str
    attributes: dict[str, str]
    values: tuple[str, ...]
    start: int
    end: int


def tags_of(text: str) -> Iterator[Tag]:
    """The tags of a text in order; what is not closed within `LONGEST_TAG` characters is not a tag."""
    position = unclosed = 0
    while unclosed < MOST_UNCLOSED and (found := _START.search(text, position)):
        opener = next(mark for mark in ("{{<", "{{%", "{%", "<") if found[0].startswith(mark))
        end = _end(text, found.end(), _CLOSERS[opener])
        if end < 0:
            position, unclosed = found.end(), unclosed + 1
            continue
        inner = text[found.end() : end - len(_CLOSERS[opener])]
        name = found[0][len(opener) :].strip("-/ \t")
        is_end = "/" in found[0][: len(found[0]) - len(name)] or (opener == "{%" and name.startswith("end"))
        kind = "close" if is_end else "empty" if inner.rstrip().endswith("/") else "open"
        attributes, values = _attributes(inner)
        yield Tag(
            name.removeprefix("end") if is_end and opener == "{%" else name,
            kind,
            attributes,
            values,
            found.start(),
            end,
        )
        position = end


def _end(text: str, start: int, closer: str) -> int:
    """Where a tag ends, outside of quotes and braces; -1 where it does not end."""
    depth = 0
    is_component = closer == ">"
    at, last = start, min(len(text), start + LONGEST_TAG)
    while found := _TURN.search(text, at, last):
        char, at = found[0], found.end()
        if char in "\"'":
            at = text.find(char, at, last) + 1
            if not at:
                return -1
        elif char == closer[0] and not depth and text.startswith(closer, at - 1):
            return at - 1 + len(closer)
        elif is_component:
            depth += (char == "{") - (char == "}")
    return -1


def _attributes(inner: str) -> tuple[dict[str, str], tuple[str, ...]]:
    found: dict[str, str] = {}
    values: list[str] = []
    position = 0
    while match := _ATTRIBUTE.search(inner, position):
        position = match.end()
        name, double, single, bare, *texts = match.groups()
        if not name:
            values.append(next((text for text in texts if text is not None), ""))
            continue
        value = next((text for text in (double, single, bare) if text), None)
        if value is None and inner.startswith("{", position):
            end = _braced(inner, position)
            value, position = inner[position + 1 : end - 1].strip(), end
            value = value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'`" else value
        is_bare = value is None and double is None and single is None
        found.setdefault(name.lower(), "true" if is_bare else value or "")
    return found, tuple(values)


def _braced(text: str, start: int) -> int:
    depth, quote = 0, ""
    for at in range(start, len(text)):
        char = text[at]
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
            if not depth:
                return at + 1
    return len(text)

"""Whether a parser lost a key: of two equal keys it keeps one, without a warning.

Each key has a colon.  Where all other colons of a text are in strings, the compact JSON of the result has as many
colons as the text, unless a key is lost.  Counting them takes a fiftieth of the time of a linter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

#: Escapes for a colon, which only the JSON then has.
_ESCAPED = re.compile(r"\\(?:x|u00|U000000)3[aA]")
_ESCAPED_IN_JSON = re.compile(rb"\\u003[aA]")

#: An alias brings more keys than are written.  Names end where the strictest parser ends them.
_ANCHOR, _ALIAS = re.compile(r"&(?=[^ \t\r\n])([\w-]*)"), re.compile(r"\*(?=[^ \t\r\n])([\w-]*)")

#: The start of a mapping in flow style that is not empty, and that of a key after `?`: these keys need no colon.
#: `_OPENING` also has that of a list in flow style, which may continue on the next lines.  One pattern for all of them
#: would take ten times as long.
_BARE = re.compile(r"\{(?!\})"), re.compile(r"\?")
_OPENING = *_BARE, re.compile(r"\[(?!\])")
#: Characters after which a node may start; it may also follow the start of a line, a tag and an anchor.
_INDICATORS = frozenset("-:,[{?\r\n")
_BLANKS, _ENDS_OF_WORDS = " \t\ufeff", " \t\r\n"
#: How many characters before a place are examined, and how many places: hostile texts have millions.
_NEAR, _MOST_PLACES = 200, 100_000

#: A line that is an entry with a string in double quotes.  Where it does not lie in flow style, no other quote can be
#: open at its start: the parser refuses what would follow then.
_QUOTED = re.compile(
    r'[ ]*(?:-[ ]+)*(?:[\w$./-]+:[ ]+|"[^"\\\r\n]*":[ ]+)?"[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*"(?=\r?\n)'
)

#: A comment at the end of a text that a JSON string would hold without escapes.
_VERBATIM = re.compile(r"#[ !#-\[\]-~]*\n\Z")


def is_json_whole(data: bytes, compact: bytes) -> bool:
    """Whether certainly no key of a JSON text was lost; `compact` is the result as compact JSON."""
    return data.count(b":") == compact.count(b":") and not _ESCAPED_IN_JSON.search(data)


def is_countable(text: str) -> bool:
    """Whether the colons of a YAML text certainly show if a key was lost; those of a text with an alias do not."""
    if "\\" in text and _ESCAPED.search(text):
        return False
    if "&" in text and not set(_ANCHOR.findall(text)).isdisjoint(_ALIAS.findall(text)):
        return False
    if not any(True for start in _BARE for _ in _nodes(text, start)):
        return True
    return all(_is_in_quotes(text, _nodes(text, start)) for start in _OPENING)


def is_yaml_whole(text: str, compact: bytes) -> bool:
    """Whether certainly no key of a countable text was lost. The text ends in a newline; `compact` is the result."""
    return text.count(":") - _colons_of_last_comment(text, compact) == compact.count(b":")


def _nodes(text: str, start: re.Pattern[str]) -> Iterator[int]:
    """The places where a node may start with this pattern; after the first `_MOST_PLACES`, every place counts."""
    for count, found in enumerate(start.finditer(text), 1):
        place = found.start()
        if count > _MOST_PLACES or _is_before_node(text[max(0, place - _NEAR) : place]):
            yield place


def _is_before_node(before: str) -> bool:
    """Whether a node may start after this text: after any other word, it would be part of a string or a comment."""
    before = before.rstrip(_BLANKS)
    if not before or before[-1] in _INDICATORS:
        return True
    start = max(map(before.rfind, _ENDS_OF_WORDS))
    # The start of a word that begins farther away is unknown.
    return start < 0 or "!" in before[start:] or "&" in before[start:]


def _is_in_quotes(text: str, places: Iterable[int]) -> bool:
    """Whether all places, in their order, are in strings that take one line each."""
    end = 0
    for place in places:
        if place >= end:
            line = _QUOTED.match(text, text.rfind("\n", 0, place) + 1)
            if line is None:
                return False
            end = line.end()
    return True


def _colons_of_last_comment(text: str, compact: bytes) -> int:
    """The number of colons of the last line, if that is a comment, such as the last line of a generated document.

    A line that starts like a comment may be part of a string: it is then in the JSON, too, or lost with its key, which
    has a colon of its own.
    """
    line = text[text.rfind("\n", 0, -1) + 1 :]
    is_comment = _VERBATIM.match(line) is not None and line.strip().encode() not in compact
    return line.count(":") if is_comment else 0

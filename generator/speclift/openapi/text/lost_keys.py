"""Whether a parser lost a key: of two keys that are the same it keeps one, and does not tell.

Each key has a colon.  Where all other colons of a text stand in strings, the compact JSON of what was read has as many
of them as the text, unless a key is lost.  To count them takes a fiftieth of the time of a linter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

#: A colon that is written as an escape is one of the JSON alone.
_ESCAPED = re.compile(r"\\(?:x|u00|U000000)3[aA]")
_ESCAPED_IN_JSON = re.compile(rb"\\u003[aA]")

#: An alias brings more keys than are written.  Names end where the strictest parser ends them.
_ANCHOR, _ALIAS = re.compile(r"&(?=[^ \t\r\n])([\w-]*)"), re.compile(r"\*(?=[^ \t\r\n])([\w-]*)")

#: A mapping in flow style that is not empty, and a key behind `?`: these keys need no colon.  Beside them lists in flow
#: style, which may go on over lines.  One pattern for all of them would take ten times as long.
_BARE = re.compile(r"\{(?!\})"), re.compile(r"\?")
_OPENING = *_BARE, re.compile(r"\[(?!\])")
#: What a node starts behind, beside the start of a line, a tag and an anchor.
_INDICATORS = frozenset("-:,[{?\r\n")
_BLANKS, _ENDS_OF_WORDS = " \t\ufeff", " \t\r\n"
#: Characters that are looked back at, and places that are looked at: hostile texts have millions.
_NEAR, _MOST_PLACES = 200, 100_000

#: A line that is an entry with a string in double quotes.  Where it does not lie in flow style, no other quote can be
#: open at its start: the parser refuses what would follow then.
_QUOTED = re.compile(
    r'[ ]*(?:-[ ]+)*(?:[\w$./-]+:[ ]+|"[^"\\\r\n]*":[ ]+)?"[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*"(?=\r?\n)'
)

#: What the writer of a JSON string leaves as it is.
_VERBATIM = re.compile(r"#[ !#-\[\]-~]*\n\Z")


def is_json_whole(data: bytes, compact: bytes) -> bool:
    """Whether no key of JSON is lost for certain; `compact` is what was read of it."""
    return data.count(b":") == compact.count(b":") and not _ESCAPED_IN_JSON.search(data)


def is_countable(text: str) -> bool:
    """Whether the colons of a YAML text show for certain if a key is lost; any text with an alias does not."""
    if "\\" in text and _ESCAPED.search(text):
        return False
    if "&" in text and not set(_ANCHOR.findall(text)).isdisjoint(_ALIAS.findall(text)):
        return False
    if not any(True for start in _BARE for _ in _nodes(text, start)):
        return True
    return all(_is_in_quotes(text, _nodes(text, start)) for start in _OPENING)


def is_yaml_whole(text: str, compact: bytes) -> bool:
    """Whether no key of a countable text, which ends in a newline, is lost for certain."""
    return text.count(":") - _colons_of_last_comment(text, compact) == compact.count(b":")


def _nodes(text: str, start: re.Pattern[str]) -> Iterator[int]:
    """The places where a node may start so, and one where nobody looked any more."""
    for count, found in enumerate(start.finditer(text), 1):
        place = found.start()
        if count > _MOST_PLACES or _is_before_node(text[max(0, place - _NEAR) : place]):
            yield place


def _is_before_node(before: str) -> bool:
    """Whether a node may start behind this: behind any other word, it would be part of a string or of a comment."""
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
    """The colons of the last line, if that is a comment, such as the one that documents of ours end with.

    A line that starts like a comment may be one of a string: then it is in the JSON, too, or lost with its key, which
    has a colon of its own.
    """
    line = text[text.rfind("\n", 0, -1) + 1 :]
    is_comment = _VERBATIM.match(line) is not None and line.strip().encode() not in compact
    return line.count(":") if is_comment else 0

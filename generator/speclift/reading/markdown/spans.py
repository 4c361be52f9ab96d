"""Find the parts of a text that start and end with a mark, in one pass even where some parts never end."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

_BACKTICKS = re.compile("`+")


def code_spans(text: str) -> Iterator[tuple[int, int]]:
    """The start and end of the code spans of a markdown text, with their backticks (CommonMark 0.31.2, 6.1).

    A span ends at the next run of as many backticks as at its start; a run without such a partner is text.
    """
    if "`" not in text:
        return
    runs = [(run.start(), run.end()) for run in _BACKTICKS.finditer(text)]
    partners: dict[int, int] = {}
    latest: dict[int, int] = {}
    for index in range(len(runs) - 1, -1, -1):
        start, end = runs[index]
        partners[index] = latest.get(end - start, -1)
        latest[end - start] = index
    index = 0
    while index < len(runs):
        partner = partners[index]
        if partner < 0:
            index += 1
        else:
            yield runs[index][0], runs[partner][1]
            index = partner + 1


def replace_elements(
    text: str, opening: re.Pattern[str], closing: re.Pattern[str], replace: Callable[[re.Match[str], str], str]
) -> str:
    """The text with each element of XML-like markup replaced; `replace` makes the replacement from its start tag and
    content.

    The first group of both patterns is the name of the element, which ends at the first closing tag of its name.
    """
    if "</" not in text:
        return text
    closers: dict[str, list[re.Match[str]]] = defaultdict(list)
    for tag in closing.finditer(text):
        closers[tag[1].lower()].append(tag)
    if not closers:
        return text
    for found in closers.values():
        found.reverse()
    parts: list[str] = []
    last = 0
    for tag in opening.finditer(text):
        if tag.start() < last:
            continue
        ends = closers[tag[1].lower()]
        while ends and ends[-1].start() < tag.end():
            ends.pop()
        if ends:
            parts += (text[last : tag.start()], replace(tag, text[tag.end() : ends[-1].start()]))
            last = ends[-1].end()
    return "".join([*parts, text[last:]])

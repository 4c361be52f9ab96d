"""Attribute lists of kramdown, Pandoc and MkDocs, which style the text beside them and say nothing of an API.

    The oldest first.              ## List kites {#list .wide}        [Try it](try.md){ .button }
    {: .note }

Only ids of headings are kept, as `{#list}`, since links lead to them. Every line of the page stays where it was.
"""

from __future__ import annotations

import re

from speclift.reading.markdown.spans import code_spans

_TOKENS = (
    r"(?>(?:[ \t]{0,4}+(?:[.#][\w:.-]{1,100}+|-(?=[ \t]{0,4}\})|[A-Za-z][\w:-]{0,60}+=(?:\"[^\"{}\n]{0,200}+\""
    r"|'[^'{}\n]{0,200}+'|[^\s\"'{}]{1,100}+))){1,12})[ \t]{0,4}+"
)
_SIGN = re.compile(r"\{(?::|[ \t]{0,4}[.#]|-\}|[A-Za-z][\w:-]{0,60}=)")
#: A line that is only a list, by name too: `{:toc}`, `{:refdef: .wide}`.
_ALONE = re.compile(
    rf"[ \t]{{0,40}}(?:\{{:?{_TOKENS}\}}|\{{:[ \t]?[A-Za-z][\w-]{{0,60}}(?::{_TOKENS})?\}})[ \t]{{0,40}}$"
)
_IN_TEXT = re.compile(rf"\{{:{_TOKENS}\}}|(?<=[\])*`])\{{{_TOKENS}\}}(?!\}})")
_BEHIND_HEADING = re.compile(rf"(?:(?<=\s)|(?<!\{{)(?=\{{:))\{{:?{_TOKENS}\}}[ \t]{{0,4}}#{{0,6}}[ \t]{{0,4}}$")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
_ID = re.compile(r"[\s{:]#([\w:.-]{1,100})")
_FENCE = re.compile(r"[ \t>]{0,40}(`{3,100}|~{3,100})")
_ITEM = re.compile(r"[ \t]{0,40}(?:[-+*]|\d{1,9}[.)])[ \t]")
#: Where text that is hidden from readers starts and ends.
_HIDDEN = re.compile(r" {0,3}\{::comment\}[ \t]{0,40}$")
_SHOWN = re.compile(r" {0,3}\{:/(?:comment)?\}[ \t]{0,40}$")
_EXTENSION = re.compile(r" {0,3}\{:(?::(?:nomarkdown|options)\b[^{}\n]{0,300}|/(?:nomarkdown)?)\}[ \t]{0,40}$")


def without_attribute_lists(text: str) -> str:
    """The page without such lists and without kramdown's comments; lists in code stay."""
    if not _SIGN.search(text):
        return text
    lines = text.split("\n")
    fence = ""
    hidden = len(lines)
    for number, line in enumerate(lines):
        fenced = _FENCE.match(line)
        if fenced:
            fence = "" if fence and fenced[1].startswith(fence) else fence or fenced[1]
        if fenced or fence or "{" not in line:
            continue
        if _HIDDEN.match(line):
            hidden = min(hidden, number)
        elif _SHOWN.match(line) and hidden < number:
            lines[hidden : number + 1] = [""] * (number + 1 - hidden)
            hidden = len(lines)
        elif _EXTENSION.match(line):
            lines[number] = ""
        elif _ALONE.match(line):
            _drop(lines, number)
        elif _HEADING.match(line):
            lines[number] = _heading(line)
        elif not line.startswith(("    ", "\t")) or _ITEM.match(line):
            lines[number] = _without(line)
    return "\n".join(lines)


def _drop(lines: list[str], number: int) -> None:
    """Empty the line of a list, with the item that a table of contents replaces; a heading above it keeps the id."""
    line, above = lines[number], lines[number - 1] if number else ""
    if line.startswith(("    ", "\t")) and not _ITEM.match(above):
        return  # Indented code
    lines[number] = ""
    if line.strip(" \t{:}") == "toc" and _ITEM.match(above):
        lines[number - 1] = ""
    stated = _ID.search(line)
    if stated and _HEADING.match(above) and not above.rstrip().endswith("}"):
        lines[number - 1] = f"{above.rstrip(' #')} {{#{stated[1]}}}"


def _heading(line: str) -> str:
    behind = _BEHIND_HEADING.search(line)
    if behind is None:
        return _without(line)
    stated = _ID.search(behind[0])
    return _without(line[: behind.start()].rstrip()) + (f" {{#{stated[1]}}}" if stated else "")


def _without(line: str) -> str:
    """A line without the lists in it, except those in its code spans."""
    if not _IN_TEXT.search(line):
        return line
    spans = code_spans(line)
    end = 0
    start = -1
    kept: list[str] = []
    at = 0
    for found in _IN_TEXT.finditer(line):
        while end <= found.start() and start < len(line):
            start, end = next(spans, (len(line), len(line)))
        if found.start() < start:
            kept.append(line[at : found.start()])
            at = found.end()
    return "".join([*kept, line[at:]])

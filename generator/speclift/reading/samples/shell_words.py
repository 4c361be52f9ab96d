"""Commands and their words in shell text as docs print it: prompts, continued lines, unbalanced quotes.

A text is read as a shell reads it, except where that makes no sense: the payload between wrong quotes is what its
author meant, an unquoted `&` within a word belongs to it, and a line that begins with an option continues the command.
The text is read in one pass; every pattern looks ahead over a bounded distance or over what it consumes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from speclift.reading.samples.tolerant_json import parse_value

_PROMPT = r"(?:(?:PS[ ][^>\n]{0,80}|[\w.@:~/\[\]-]{0,60}+)[$#%>][ \t]{0,4}+)?"
_COMMAND = re.compile(
    rf"(?:^[ \t]{{0,40}}+{_PROMPT}(?:(?:sudo|time|exec)[ \t]{{1,4}}+)?|[|;&(`][ \t]{{0,4}}+)"
    r"(curl|wget|https?)(?:\.exe)?(?=[ \t\n\\^`])",
    re.M,
)
#: What every text with such a command has, looked for first since it is found much faster.
_CALLED = re.compile(r"(?:curl|wget|https?)(?:\.exe)?[ \t\n\\^`]")
#: A line that is a command of its own, of whatever program.
_OTHER_COMMAND = re.compile(r"^[ \t]{0,40}(?:PS[ ][^>\n]{0,80}>|[$%#])[ \t]{1,4}\S", re.M)

_BLANK = re.compile(r"[ \t]++")
_CONTINUED = re.compile(r"[\\^`][ \t]*+\n")
#: A line that begins with an option, perhaps after a prompt.
_MORE = re.compile(r"(?:[ \t]*\n){0,3}[ \t]*+(?:[$>][ \t]{1,8})?-{1,2}[A-Za-z]")
_VALUE = re.compile(r"[ \t]*+[\"'{\[]")
_PROMPT_BEFORE_OPTION = re.compile(r"[$>][ \t]{1,8}(?=-)")
_MORE_URL = re.compile(r"(?:[ \t]*\n){0,3}[ \t]*+[\"']?(?:https?://|\$\{|\{\{|<)")
_REDIRECTION = re.compile(r"\d?>{1,2}(?:&\d)?[ \t]*+|<{1,2}[ \t]*+")
_END_OF_LINE = re.compile(r"(?:[^\n\\]|\\.)*+", re.S)

_PLAIN = re.compile(r"[^\s'\"\\$<>`{&;|()^\u201c\u201d\u2018\u2019]++")
_PLACEHOLDER = re.compile(r"<[^<>\n]{1,80}>|\{\{?[^{}\n\"']{1,80}\}\}?|\$\{[^{}\n]{1,80}\}")
_SUBSTITUTION = re.compile(r"\$\((?:[^()\n]|\([^()\n]{0,200}\)){0,400}\)|`[^`\n]{0,400}`")
_SINGLE = re.compile(r"'([^']*+)'")
_DOUBLE = re.compile(r'"((?:[^"\\]|\\.)*+)"', re.S)
_ANSI = re.compile(r"\$'((?:[^'\\]|\\.)*+)'", re.S)
_SMART = re.compile(
    r"[\u201c\u201d]([^\u201c\u201d\"\n]{0,2000})[\u201c\u201d\"]|[\u2018\u2019]([^\u2018\u2019\n]{0,2000})[\u2018\u2019]"
)
_PAYLOAD = re.compile(r"['\"]\s{0,40}[{\[]")
_PAYLOAD_END = {
    "'": re.compile(r"[}\]]\s{0,40}'(?=[\s;|)\\&]|\Z)"),
    '"': re.compile(r"[}\]]\s{0,40}\"(?=[\s;|)\\&]|\Z)"),
}
_MOST_ENDS, _MOST_FAILURES = 8, 3
_DATA = frozenset({"-d", "--data", "--data-raw", "--data-binary", "--json", "--data-ascii"})
_OPTION_LINE = re.compile(r"\n[ \t]*+-{1,2}[A-Za-z]")
_SPLICED = re.compile(r"'\\''|'\"(\$?[^'\"\n]{0,200})\"'|'(\$\{?\w{1,60}\}?)'")
_ESCAPE = re.compile(r"\\(.)", re.S)
_ANSI_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\n": ""}


class Command(NamedTuple):
    """The words of a command after its name, and where it begins and ends in its text."""

    name: str
    words: tuple[str, ...]
    start: int
    end: int


def commands(text: str) -> Iterator[Command]:
    """All calls of curl, wget and HTTPie in a text."""
    position = 0
    found = list(_COMMAND.finditer(text)) if _CALLED.search(text) else []
    for number, match in enumerate(found):
        if match.start() < position:
            continue
        limit = (
            found[number + 1].start()
            if number + 1 < len(found) and _is_line_start(text, found[number + 1])
            else len(text)
        )
        # A match within the payload of this command is not a command.
        words, end = _Reader(text[match.end() : limit]).words()
        position = match.end() + end
        yield Command(match[1], tuple(words), match.start(), position)


def next_command(text: str, start: int, end: int) -> int:
    """The index of the first line between `start` and `end` that begins with a prompt, or `end`."""
    match = _OTHER_COMMAND.search(text, start, end)
    return match.start() if match else end


def _is_line_start(text: str, match: re.Match[str]) -> bool:
    return text[match.start() - 1 : match.start()] in ("\n", "")


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.has_url = False
        self.ends: dict[str, list[int]] = {}
        self.failures = 0

    def words(self) -> tuple[list[str], int]:
        """The words up to the end of the command, and the index after it."""
        text = self.text
        found: list[str] = []
        while self.at < len(text):
            if match := _BLANK.match(text, self.at):
                self.at = match.end()
            elif match := _CONTINUED.match(text, self.at):
                self.at = match.end()
                if not text[self.at : self.at + 200].split("\n")[0].strip() and not self._goes_on():
                    break
            elif text[self.at] == "\n":
                if not self._goes_on() and not (_lacks_value(found) and _VALUE.match(text, self.at + 1)):
                    break
                self.at += 1
            elif match := _PROMPT_BEFORE_OPTION.match(text, self.at):
                self.at = match.end()
            elif text[self.at] in "{[" and _lacks_value(found) and (end := self._bare_payload_end()):
                found.append(text[self.at : end])
                self.at = end
            elif text[self.at] in "|;&)#":
                self._skip_rest(text[self.at])
                break
            elif match := self._redirection():
                self.at = match.end()
                word = self._word()
                if match[0].strip() == "<":
                    found += ["<", word]
            else:
                before = self.at
                word = self._word()
                if self.at == before:
                    self.at += 1
                    continue
                self.has_url |= "://" in word
                found.append(word)
        return found, self.at

    def _redirection(self) -> re.Match[str] | None:
        if _PLACEHOLDER.match(self.text, self.at):
            return None
        return _REDIRECTION.match(self.text, self.at)

    def _goes_on(self) -> bool:
        """Whether the lines after `at` continue the command."""
        start = self.at + (self.text[self.at : self.at + 1] == "\n")
        if _MORE.match(self.text, start):
            return True
        return not self.has_url and bool(_MORE_URL.match(self.text, start))

    def _skip_rest(self, char: str) -> None:
        """Skip what follows the command on its line: a pipe, another command, a comment."""
        pattern = _END_OF_LINE if char != "#" else re.compile(r"[^\n]*+")
        if char != ")" and (match := pattern.match(self.text, self.at)):
            self.at = match.end()

    def _word(self) -> str:
        text = self.text
        parts: list[str] = []
        depth = 0
        while self.at < len(text):
            char = text[self.at]
            if match := _PLAIN.match(text, self.at):
                parts.append(match[0])
                self.at = match.end()
            elif char.isspace() or _CONTINUED.match(text, self.at):
                break
            elif char in "'\"":
                parts.append(self._quoted(char))
            elif match := _ANSI.match(text, self.at):
                parts.append(_ESCAPE.sub(lambda found: _ANSI_ESCAPES.get(found[1], found[1]), match[1]))
                self.at = match.end()
            elif match := _PLACEHOLDER.match(text, self.at) or _SUBSTITUTION.match(text, self.at):
                parts.append(match[0])
                self.at = match.end()
            elif match := _SMART.match(text, self.at):
                parts.append(match[1] or match[2] or "")
                self.at = match.end()
            elif char == "\\":
                parts.append(text[self.at + 1 : self.at + 2])
                self.at += 2
            elif _ends_word(char, text[self.at + 1 : self.at + 2], bool(parts), depth):
                break
            else:
                depth += (char == "(") - (char == ")")
                parts.append(char)
                self.at += 1
        return "".join(parts)

    def _quoted(self, quote: str) -> str:
        """The text between quotes; reading continues after them."""
        text, start = self.text, self.at
        end = self._payload_end(quote, start) if _PAYLOAD.match(text, start) else -1
        if end < 0:
            match = (_SINGLE if quote == "'" else _DOUBLE).match(text, start)
            end = match.end() - 1 if match else -1
        option = _OPTION_LINE.search(text, start + 1, end if end >= 0 else len(text))
        if end < 0 or option:
            # The closing quote is missing.
            line_end = option.start() if option else text.find("\n", start)
            stop = len(text) if line_end < 0 else line_end
            self.at = stop
            return text[start + 1 : stop].rstrip().rstrip("\\").rstrip()
        self.at = end + 1
        return _without_splices(text[start + 1 : end]) if quote == "'" else _unescaped(text[start + 1 : end])

    def _bare_payload_end(self) -> int:
        """The index after the JSON without quotes that begins here, 0 where there is none."""
        payload = parse_value(self.text, self.at) if self.failures < _MOST_FAILURES else None
        self.failures += not payload
        return payload.end if payload else 0

    def _payload_end(self, quote: str, start: int) -> int:
        """The index of the quote that ends the JSON payload after the quote at `start`, -1 if none does."""
        if quote not in self.ends:
            self.ends[quote] = [match.end() - 1 for match in _PAYLOAD_END[quote].finditer(self.text)]
        ends = self.ends[quote]
        first = bisect_left(ends, start + 2)
        for end in ends[first : first + _MOST_ENDS]:
            if self.text.count("{", start, end) == self.text.count("}", start, end):
                return end
        return ends[first] if first < len(ends) else -1


def _ends_word(char: str, following: str, has_begun: bool, depth: int) -> bool:
    """Whether an operator of the shell ends a word. Within a word it is part of it, as in a URL without quotes."""
    if char in "&;|":
        return not following.strip() or following == char
    return not depth if char == ")" else char in "<>" and not has_begun


def _lacks_value(words: list[str]) -> bool:
    """Whether the last word is an option for data."""
    return bool(words) and words[-1] in _DATA


def _without_splices(raw: str) -> str:
    r"""Text in single quotes without the parts that close and reopen them: `'\''`, `'"$name"'`."""
    return _SPLICED.sub(lambda match: match[1] or match[2] or "'", raw) if "'" in raw else raw


def _unescaped(raw: str) -> str:
    """Text in double quotes as its author meant it: with unescaped quotes in it, it stays as it is."""
    if raw.lstrip()[:3] in ('{""', '[""'):
        return raw.replace('""', '"')
    if "\\" not in raw:
        return raw
    if '"' in re.sub(r"\\.", "", raw, flags=re.S):
        return raw
    return _ESCAPE.sub(lambda match: match[1] if match[1] in '"\\$`' else "" if match[1] == "\n" else match[0], raw)


def has_command(text: str) -> bool:
    """Whether a text calls curl, wget or HTTPie."""
    return ("curl" in text or "wget" in text or "http" in text) and bool(_COMMAND.search(text))

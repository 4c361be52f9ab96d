"""A tolerant reader of JSON: with comments, ellipses and placeholders, and in the notation of other languages.

It passes over the text once, with a stack of its own, and every pattern looks ahead over a bounded distance or over
what it consumes, so that the time is linear in the length.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from speclift.limits import DEEPEST_SAMPLE, MOST_VALUES
from speclift.reading.samples.json_scalars import QUOTES, bare_value, is_ellipsis, read_string
from speclift.reading.words.samples import OMISSION_WORDS

_BLANK = re.compile(r"[\s\ufeff\u200b,;]++")
_COMMENT = re.compile(r"//[^\n]*+|\#[^\n]*+|/\*(?>(?:[^*]|\*(?!/))*)(?:\*/|\Z)|(?:<-|←|--)[^\n]*+|\{%[^%]*+%\}")
_ELLIPSIS = re.compile(r"(?:\.[ ]?){2,}+|…|\*{3,}")
#: An ellipsis or words in brackets: `[...]`, `{ … }`, `<snip>`, `(output truncated)`.
_BRACKETED = re.compile(r"[\[{(<][ ]?((?:\.\.|…|[A-Za-z])[\w.… ]{0,60}+)[\]})>](?:\.{2,}+)?")
#: Words after an ellipsis on its line, up to what may belong to the JSON again.
_REMARK = re.compile(r"[^\n,\]}\"'{\[]*+(?:\[[\w .…]{1,60}+\][ .…]*+(?=\n|\Z))?")
_PLACEHOLDER = re.compile(
    r"""\$?(?:\{\{\{[^{}\n\"',:]{1,100}\}\}\}|\{\{[^{}\n\"',:]{1,100}\}\}"""
    r"""|\{[ \t]{0,8}[\w.$@#/|()-][\w .$@#/|()-]{0,100}+\})|<[^<>\n]{1,200}>"""
)
#: An object of which only the name of its type is shown: `{ User }`.
_TYPE_IN_BRACES = re.compile(r"\{[ \t]+[A-Z][\w ]*+\}")
_WORDS = re.compile(r"%[wi][(\[]([^()\[\]\n]{0,1000})[)\]]")
_KEY = re.compile(
    r"""[\w$@-][\w$@./-]{0,200}+|:[\w-]{1,200}+(?=\s{0,20}=>)|<[^<>\n]{1,200}>|\$?\{\{?[^{}\n]{1,100}\}\}?|\[[^\[\]\n]{1,100}\]"""
)
#: The prefix of a Python string, and the word before the items of a PHP array.
_PREFIX = re.compile(r"""[uUbBrR](?=["'])|array[ ]?(?=\()""")
_COLON = re.compile(r"[ \t]*+\??[ \t]*+(?:\n[ \t]{0,200}+)?(?:=>|[:=\uff1a])")
_ARROW = re.compile(r"[ \t]*+=>")
#: A value without quotes: words, with placeholders and calls in them, up to what ends it or begins a comment.
_BARE = re.compile(
    r"""(?>(?:[^\s,;{}\[\]|"'`()<]|;(?![ \t]{0,8}(?:[\n}]|\w{1,60}\??:))|\{[^{}\n",:]{0,60}\}|<[^<>\n]{0,100}>"""
    r"""|\((?:[^()\n"',]|"[^"\n]{0,200}"|'[^'\n]{0,200}'|,)*+\)"""
    r"""|[ \t]++(?!//|\#|/\*|<-|←|--|or\b|[\n"'}\]|(]))+)"""
)
_ALTERNATIVE = re.compile(r"[ \t]*+(?:\|\|?|or\b|OR\b|/(?![/*]))[ \t]*+(?=[^\s,}\])])")
_REMARK_AFTER = re.compile(r"[ \t]*+\([^()\n]{0,200}\)")
_BRACKET_AFTER = re.compile(r"[\s,]{0,200}[\]{]")
_OPENED = {"{": "}", "[": "]", "(": ")"}
_MARK: Any = object()


class Parsed(NamedTuple):
    """A value, the index after it, and whether the text says that something was left out."""

    value: Any
    end: int
    is_partial: bool


class _Open:
    """An array or object that is not closed yet; `key` is the key of the next value, if it was read.

    `is_passed`: the next value is an alternative to the one before it.
    """

    __slots__ = ("closer", "is_passed", "key", "value")

    def __init__(self, value: Any, closer: str) -> None:
        self.value = value
        self.closer = closer
        self.key: Any = _MARK
        self.is_passed = False


def parse_value(text: str, start: int) -> Parsed | None:
    """The array or object whose bracket is at `start`; None where even a tolerant reader finds no JSON."""
    return _Reader(text, start + 1, _Open({} if text[start] == "{" else [], _OPENED[text[start]])).run()


def parse_members(text: str) -> Parsed | None:
    """The members of an object without the braces around them; None where there are none."""
    found = _Reader(text, 0, _Open({}, "")).run()
    return found if found and found.value else None


class _Reader:
    def __init__(self, text: str, at: int, root: _Open) -> None:
        self.text = text
        self.at = at
        self.root = root
        self.stack = [root]
        self.is_partial = False
        self.values = 0

    def run(self) -> Parsed | None:
        text = self.text
        while self.stack:
            if match := _BLANK.match(text, self.at):
                self.at = match.end()
            if self.at >= len(text):
                # Members have no end of their own; anything else was cut off.
                self.is_partial |= len(self.stack) > bool(not self.root.closer)
                for opened in self.stack:
                    self._end_value(opened)
                break
            if self.values > MOST_VALUES or len(self.stack) > DEEPEST_SAMPLE:
                return None
            if not self._step():
                return None
        return Parsed(self.root.value, self.at, self.is_partial)

    def _step(self) -> bool:
        """Read the next comment, bracket, ellipsis, key or value. Returns whether there was one."""
        text, at, top = self.text, self.at, self.stack[-1]
        char = text[at]
        if char in "/#<←-{" and (comment := _COMMENT.match(text, at)):
            return self._comment(comment)
        if char in "}])":
            return self._close(char)
        if char in ".…*" and (ellipsis := _ELLIPSIS.match(text, at)):
            return self._ellipsis(ellipsis, top)
        if char in "[{(<" and (ellipsis := _BRACKETED.match(text, at)) and _tells_of_omission(ellipsis[1]):
            return self._ellipsis(ellipsis, top)
        if isinstance(top.value, dict) and top.key is _MARK:
            return self._key(char, top)
        return self._value(char, top)

    def _comment(self, match: re.Match[str]) -> bool:
        self.at = match.end()
        top = self.stack[-1]
        is_all = not top.value and self.text[self.at :][:200].lstrip()[:1] == top.closer
        self.is_partial |= is_all or _tells_of_omission(match[0])
        return True

    def _ellipsis(self, match: re.Match[str], top: _Open) -> bool:
        self.is_partial = True
        self.at = match.end()
        if isinstance(top.value, dict) and top.key is not _MARK:
            self._store({"[": [], "{": {}}.get(match[0][0]))
        elif remark := _REMARK.match(self.text, self.at):
            self.at = remark.end()
        return True

    def _close(self, char: str) -> bool:
        """Close what `char` closes, with everything left open in it; ignore it where it closes nothing."""
        self.at += 1
        closers = [frame.closer for frame in self.stack]
        if char not in closers:
            return bool(self.root.closer) or char != ")"
        is_mismatched = char == "}" and closers[-1] == "]"
        if is_mismatched and closers[-3:-2] != ["]"] and _BRACKET_AFTER.match(self.text, self.at):
            # This is an extra brace rather than a missing bracket.
            return True
        while True:
            closed = self.stack.pop()
            self._end_value(closed)
            if closed.closer == char:
                break
        if self.stack:
            self._after_value()
        return True

    def _end_value(self, closed: _Open) -> None:
        if closed.key is not _MARK and closed.key not in closed.value:
            closed.value[closed.key] = None

    def _key(self, char: str, top: _Open) -> bool:
        text = self.text
        if char in QUOTES:
            key, end, is_cut = read_string(text, self.at)
            if is_cut:
                self.is_partial, self.at = True, len(text)
                return True
        elif match := _KEY.match(text, self.at):
            key, end = match[0].removeprefix(":"), match.end()
        else:
            return False
        if match := _COLON.match(text, end):
            top.key, self.at = key, match.end()
            self.is_partial |= is_ellipsis(key)
            return True
        if text[end : end + 20].lstrip()[:1] in ("{", "[") and char in QUOTES:
            top.key, self.at = key, end
            return True
        if char in QUOTES or end >= len(text) or key[0] == "<" or key.lower() in OMISSION_WORDS:
            # A string without a value, or a key that was cut off: the rest of the line is not JSON.
            self.is_partial, self.at = True, end
            return True
        return False

    def _value(self, char: str, top: _Open) -> bool:
        text = self.text
        self.values += 1
        if match := _PREFIX.match(text, self.at):
            self.at = match.end()
            char = text[self.at]
        if char in "{$<" and (match := _PLACEHOLDER.match(text, self.at)):
            if _TYPE_IN_BRACES.fullmatch(match[0]):
                self.is_partial = True
                self._store({})
                self.at = match.end()
                self._after_value()
                return True
            bare = _BARE.match(text, match.end())
            self.at = bare.end() if bare else match.end()
            self._store(bare_value(text[match.start() : self.at]))
        elif char in _OPENED:
            self._open(char)
            return True
        elif char in QUOTES:
            value, self.at, is_cut = read_string(text, self.at)
            self.is_partial |= is_cut
            if isinstance(top.value, list):
                return self._item(value, top)
            self._store(value)
        elif char == "%" and (match := _WORDS.match(text, self.at)):
            self.at = match.end()
            self._store(match[1].split())
        elif match := _BARE.match(text, self.at):
            self.at = match.end()
            if top.value == [] and _ARROW.match(text, self.at):
                return self._item(match[0], top)
            bare_word = bare_value(match[0])
            if text.startswith("[]", self.at):
                # A list in the notation of types: `string[]`.
                bare_word, self.at = [bare_word], self.at + 2
            self._store(bare_word)
        else:
            return False
        self._after_value()
        return True

    def _item(self, value: str, top: _Open) -> bool:
        """A string in an array: an item, a key of a PHP array, or a key after an array that was not closed."""
        match = _COLON.match(self.text, self.at)
        if match and top.value and len(self.stack) > 1 and isinstance(self.stack[-2].value, dict):
            self.stack.pop()
            self.stack[-1].key, self.at = value, match.end()
            return True
        if match and not top.value:
            self.stack.pop()
            opened = _Open({}, top.closer)
            self._replace(top, opened)
            opened.key, self.at = value, match.end()
            return True
        if is_ellipsis(value):
            self.is_partial = True
        else:
            self._store(value)
        self._after_value()
        return True

    def _replace(self, old: _Open, new: _Open) -> None:
        """Put an object in place of what seemed to be an array."""
        if old is self.root:
            self.root = new
        else:
            parent = self.stack[-1].value
            last = -1 if isinstance(parent, list) else next(reversed(parent), "")
            if parent and parent[last] is old.value:
                parent[last] = new.value
        self.stack.append(new)

    def _open(self, char: str) -> None:
        opened = _Open({} if char == "{" else [], _OPENED[char])
        self._store(opened.value)
        self.stack.append(opened)
        self.at += 1

    def _store(self, value: Any) -> None:
        """Put a value where it belongs, unless it is an alternative to one that is there already."""
        top = self.stack[-1]
        is_passed, top.is_passed = top.is_passed, False
        key, top.key = top.key, _MARK
        if isinstance(top.value, list):
            if not is_passed:
                top.value.append(value)
            elif top.value and top.value[-1] is None:
                top.value[-1] = value
        elif not is_ellipsis(key) and (not is_passed or top.value.get(key) is None):
            # The position of a key is that of its last value, which _replace relies on.
            top.value.pop(key, None)
            top.value[key] = value

    def _after_value(self) -> None:
        """Skip a remark in parentheses, and prepare for an alternative to the value before: `"a" | "b"`."""
        if match := _REMARK_AFTER.match(self.text, self.at):
            self.at = match.end()
        top = self.stack[-1]
        if not (match := _ALTERNATIVE.match(self.text, self.at)):
            return
        if isinstance(top.value, dict):
            if not top.value:
                return
            top.key = next(reversed(top.value))
        self.at = match.end()
        top.is_passed = True


def _tells_of_omission(remark: str) -> bool:
    """Whether a remark says that something was left out here."""
    return ".." in remark or "…" in remark or not OMISSION_WORDS.isdisjoint(remark.lower().split())

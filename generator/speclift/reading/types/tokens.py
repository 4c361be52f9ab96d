"""The tokens of a printed type: markdown and HTML are removed in one pass, but links and code spans stay known."""

from __future__ import annotations

import html
import re
from typing import Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal["word", "number", "quoted", "link", "break", "mark"]

#: The longest type in characters; longer text is prose or a sample.
MOST_CHARACTERS = 4_000

#: Elements whose tags say nothing about a type; `<string>` is not an element.
_ELEMENTS = frozenset(
    ("b", "i", "em", "strong", "code", "tt", "p", "span", "div", "sup", "sub", "small", "kbd", "ul", "ol", "u", "font",
     "abbr", "nobr", "pre", "center", "td", "tr", "mark", "var", "samp")
)  # fmt: skip
#: Endings that are glued to a code span or a link to make a plural of it.
_PLURALS = frozenset(("s", "es"))
_BREAKS = frozenset(("br", "li", "hr"))
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)(?=[\s/>])([^<>]*)>")
_HREF = re.compile(r"""href\s*=\s*["']?([^"'\s>]*)""", re.I)
_NUMBER = re.compile(r"[+-]?\d+(?:,\d{3})*(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w])(?!-[^\W\d])")
_WORD = re.compile(r"[\w$@#](?:[\w$@]*)(?:[-.+'\u2019][\w$]+)*")
#: Words that a colon or slash keeps together: `xs:string`, `key/value`.
_PAIR = re.compile(
    r"(?:xsd?:[a-z]\w*|(?:key|name)/value(?!\w)|(?:application|text|image|audio|video|multipart)/[\w.+-]+)", re.I
)
_CLOSING = {'"': '"', "“": "”", "'": "'", "\u2018": "\u2019", "«": "»"}


class Token(NamedTuple):
    """A word, number, quoted text, link, line break or single mark.

    `is_spaced`: white space comes before it. `span` is the number of the code span around it, 0 outside of all.
    `target` is where a link leads.
    """

    kind: Kind
    text: str
    is_spaced: bool = False
    span: int = 0
    target: str = ""


class Tokens(NamedTuple):
    """All tokens of a text, and the content of its code spans by their numbers."""

    tokens: tuple[Token, ...]
    spans: dict[int, str]


def tokens_of(text: str) -> Tokens:
    """The tokens of markdown `text`, which is cut after `MOST_CHARACTERS`."""
    text = text[:MOST_CHARACTERS]
    tokens: list[Token] = []
    spans: dict[int, str] = {}
    at = 0
    spaced = False
    closed: list[str] = []  # marks that are known to have no partner further on
    while at < len(text):
        character = text[at]
        if character.isspace():
            spaced, at = True, at + 1
            continue
        if character == "`":
            ticks = _run(text, at)
            end = text.find("`" * ticks, at + ticks) if "`" not in closed else -1
            if end < 0:
                closed.append("`")
                at += ticks
                continue
            content = text[at + ticks : end].replace("\\|", "|").strip()
            number = len(spans) + 1
            spans[number] = content
            inner = _plain_tokens(content, number, spaced)
            tokens += inner
            at, spaced = end + ticks, False
            continue
        if character == "[":
            link = _link(text, at, is_glued=not spaced and _in_word(text, at))
            if link is not None:
                label, target, at = link
                tokens.append(Token("link", label, spaced, 0, target))
                spaced = False
                continue
        if character == "<":
            tag = _TAG.match(text, at)
            name = tag[2].lower() if tag else ""
            is_anchor = tag is not None and name == "a" and ("=" in tag[3] or bool(tag[1]))
            if tag and is_anchor and not tag[1]:
                end = text.find("</a", tag.end())
                if end >= 0:
                    target_found = _HREF.search(tag[3])
                    label = _TAG.sub("", text[tag.end() : end]).strip()
                    tokens.append(Token("link", label, spaced, 0, target_found[1] if target_found else ""))
                    at, spaced = end, False
                    continue
            if tag and name in _BREAKS:
                tokens.append(Token("break", "", True))
                at, spaced = tag.end(), True
                continue
            if tag and (name in _ELEMENTS or is_anchor):
                at = tag.end()
                continue
        if character == "*" or (character == "_" and text.startswith("__", at) and not _in_word(text, at)):
            at += 1
            continue
        token, at = _simple(text, at, spaced, 0)
        if not (token.text in _PLURALS and not spaced and tokens and (tokens[-1].span or tokens[-1].kind == "link")):
            tokens.append(token)
        spaced = False
    return Tokens(tuple(tokens), spans)


def without_entities(text: str) -> str:
    """Markdown without HTML entities and escaped underscores, which is all that a type needs."""
    if "&" in text:
        text = html.unescape(text)
    return text.replace("\\_", "_") if "\\" in text else text


def _plain_tokens(text: str, span: int, spaced: bool) -> list[Token]:
    """The tokens of a code span, in which nothing is markup."""
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            spaced, at = True, at + 1
            continue
        token, at = _simple(text, at, spaced, span)
        tokens.append(token)
        spaced = False
    return tokens


def _simple(text: str, at: int, spaced: bool, span: int) -> tuple[Token, int]:
    """The word, number, quoted text or mark at a place, and where it ends."""
    character = text[at]
    if character == "\\" and at + 1 < len(text):
        return Token("mark", text[at + 1], spaced, span), at + 2
    closing = _CLOSING.get(character)
    if closing and not (at and text[at - 1].isalnum()):
        end = text.find(closing, at + 1, at + 200)
        if end >= 0:
            return Token("quoted", text[at + 1 : end], spaced, span), end + 1
    if character.isdigit() or (
        character in "+-" and text[at + 1 : at + 2].isdigit() and not (at and text[at - 1].isalnum())
    ):
        number = _NUMBER.match(text, at)
        if number:
            return Token("number", number[0], spaced, span), number.end()
    if pair := _PAIR.match(text, at):
        return Token("word", pair[0].replace("/", "-").replace(":", "."), spaced, span), pair.end()
    word = _WORD.match(text, at)
    if word:
        shown = word[0]
        if len(shown) > 2 and shown[0] == shown[-1] == "_":
            shown = shown.strip("_") or shown
        return Token("word", shown, spaced, span), word.end()
    return Token("mark", character, spaced, span), at + 1


def _link(text: str, start: int, *, is_glued: bool) -> tuple[str, str, int] | None:
    """The label and target of the markdown link at a bracket, and where it ends; None for `array[string](csv)`."""
    end = _partner(text, start, "[", "]")
    if end < 0:
        return None
    label = text[start + 1 : end].strip()
    following = text[end + 1 : end + 2]
    if following == "(":
        close = _partner(text, end + 1, "(", ")")
        if close < 0:
            close = len(text) if "(" not in text[end + 2 :] and ")" not in text[end + 2 :] else -1
        if close < 0:
            return None
        target = text[end + 2 : close].strip()
        target = target[1:].partition(">")[0] if target.startswith("<") else target.split(" ", 1)[0]
        return (label, target, close + 1) if label and (not is_glued or _is_target(target)) else None
    if following == "[" and not is_glued and text.startswith("[]", end + 1) and label and "[" not in label:
        return label, "", end + 3
    return None


def _is_target(text: str) -> bool:
    """Whether the text in the brackets after `[…]` looks like an address."""
    return any(mark in text for mark in "#/.:") or "%" in text


def _partner(text: str, start: int, opening: str, closing: str) -> int:
    """Where the bracket at `start` closes, -1 where it does not within 500 characters."""
    depth = 0
    at = start
    stop = min(len(text), start + 500)
    while at < stop:
        character = text[at]
        if character == "\\":
            at += 1
        elif character == opening:
            depth += 1
        elif character == closing:
            depth -= 1
            if not depth:
                return at
        at += 1
    return -1


def _run(text: str, at: int) -> int:
    end = at
    while end < len(text) and text[end] == "`":
        end += 1
    return end - at


def _in_word(text: str, at: int) -> bool:
    return at > 0 and text[at - 1].isalnum()

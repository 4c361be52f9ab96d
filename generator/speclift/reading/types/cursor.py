"""A place among the tokens of a printed type, and the tokens around it."""

from __future__ import annotations

from speclift.reading.types.marks import Limits, mark_at
from speclift.reading.types.tokens import Token, Tokens
from speclift.reading.words import types as words
from speclift.reading.words.types import plain

#: The most steps of the grammar per token; no type that people write needs a tenth of them.
STEPS_PER_TOKEN = 60
#: The number of words in the longest phrase of `PRIMITIVES`.
LONGEST_PHRASE = 5

OPENING = {"(": ")", "[": "]", "<": ">", "{": "}"}
CLOSING = frozenset(")]>}")
ALTERNATIVE = frozenset("|/\u00a6\u2223\uff5c")
SEPARATORS = frozenset(",;.:-()[]<>{}=*!&\u2013\u2014\uff0c\uff1b\u3001\uff08\uff09")


class TooMuchError(Exception):
    """A text takes more steps than any type may, so it is not a type."""


class Cursor:
    """The tokens of a type, the next place to read, and what the grammar notes beside the type."""

    def __init__(self, found: Tokens, depth: int) -> None:
        self._tokens = found.tokens
        self._spans = found.spans
        self._at = 0
        self._steps = STEPS_PER_TOKEN * (len(found.tokens) + 4)
        self._depth = depth
        self._is_required: bool | None = None
        self._limits: Limits = {}

    def _step(self) -> None:
        self._steps -= 1
        if self._steps < 0:
            raise TooMuchError

    def _peek(self, at: int) -> Token | None:
        return self._tokens[at] if 0 <= at < len(self._tokens) else None

    def _span_end(self, at: int) -> int:
        span = self._tokens[at].span
        while at < len(self._tokens) and self._tokens[at].span == span:
            at += 1
        return at

    def _closing(self, start: int) -> int:
        """Where the bracket at a place closes, -1 where it does not."""
        token = self._peek(start)
        if token is None or token.kind != "mark" or token.text not in OPENING:
            return -1
        closing = OPENING[token.text]
        depth = 0
        for at in range(start, len(self._tokens)):
            text = self._tokens[at].text if self._tokens[at].kind == "mark" else ""
            if text == token.text:
                depth += 1
            elif text == closing and not (text == ">" and self._is_arrow(at)):
                depth -= 1
                if not depth:
                    return at
        return -1

    def _is_arrow(self, at: int) -> bool:
        return at > 0 and self._tokens[at].text == ">" and self._tokens[at - 1].text in ("-", "=")

    def _opens(self, at: int) -> bool:
        token = self._peek(at)
        return token is not None and token.kind == "mark" and token.text in OPENING

    def _is_generic(self, at: int) -> bool:
        """Whether a bracket is glued to the word at a place."""
        token = self._peek(at + 1)
        return token is not None and self._opens(at + 1) and not token.is_spaced

    def _before_is(self, at: int, marks: str) -> bool:
        token = self._peek(at - 1)
        return token is not None and token.kind == "mark" and token.text in marks

    def _after_is(self, at: int, marks: str) -> bool:
        token = self._peek(at + 1)
        return token is not None and token.kind == "mark" and token.text in marks

    def _holds_type(self, start: int, closing: int) -> bool:
        """Whether the brackets hold something other than marks and members: `array (required)`, `list ["a"]`."""
        token = self._peek(start)
        if token is None or start >= closing or token.kind in ("quoted", "number"):
            return False
        if token.kind == "word":
            key = self._key(start, 1)
            if mark_at(self._tokens, start) is not None or (key in words.FORMATS and key not in words.PRIMITIVES):
                return False
            return key not in ("max", "min", "csv", "multi", "maximum", "minimum", "items")
        return token.kind == "link" or token.text in "[({?"

    def _ends_clause(self) -> bool:
        return self._ends_clause_at(self._at)

    def _ends_clause_at(self, at: int) -> bool:
        token = self._peek(at)
        if token is None or token.kind in ("break",):
            return True
        if token.kind == "mark":
            return token.text in SEPARATORS or token.text in ALTERNATIVE or token.text == "?"
        return mark_at(self._tokens, at) is not None or (
            token.kind == "word" and plain(token.text) in words.OR and self._is_phrase(at + 1)
        )

    def _key(self, at: int, length: int) -> str:
        """The `length` words from a place on as one key; empty where one of them is not a word or number."""
        if at + length > len(self._tokens):
            return ""
        parts: list[str] = []
        for token in self._tokens[at : at + length]:
            if token.kind not in ("word", "number"):
                return ""
            parts.append(token.text)
        if length == 1:
            namespace, dot, name = parts[0].rpartition(".")
            if dot and namespace.lower() in words.NAMESPACES:
                return plain(name)
        return plain("".join(parts))

    def _phrase(
        self, at: int, table: dict[str, object] | dict[str, str] | dict[str, tuple[str, str]]
    ) -> tuple[str, int]:
        """The longest phrase of a table from a place on, and the number of its words; empty and 0 without one."""
        for length in range(LONGEST_PHRASE, 0, -1):
            key = self._key(at, length)
            if key in table:
                return key, length
            if key.removesuffix("s") in table and len(key) > 2:
                return key.removesuffix("s"), length
        return "", 0

    def _is_phrase(self, at: int) -> bool:
        """Whether a known type starts at a place."""
        token = self._peek(at)
        if token is None:
            return False
        if token.kind == "link":
            return True
        return any(
            key in words.PRIMITIVES
            or key.removesuffix("s") in words.PRIMITIVES
            or key in words.LISTS
            or key in words.MAPS
            for key in (self._key(at, length) for length in range(1, LONGEST_PHRASE + 1))
            if key
        )


def joined(tokens: tuple[Token, ...]) -> str:
    """The text of some tokens, with quotes and single spaces as they were."""
    parts: list[str] = []
    for token in tokens:
        text = f'"{token.text}"' if token.kind == "quoted" else token.text
        parts.append(f" {text}" if token.is_spaced and parts else text)
    return "".join(parts)

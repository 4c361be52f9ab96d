"""Enumerations among the tokens of a type: `"a" | "b"`, ``one of `a`, `b` ``, `enum(a, b)`, `asc/desc`."""

from __future__ import annotations

import functools

from speclift.model.facts import (
    Enumerated,
    Primitive,
)
from speclift.reading.types.cursor import ALTERNATIVE, CLOSING, OPENING, Cursor
from speclift.reading.types.literals import type_of_values, unquoted
from speclift.reading.types.parts import Part, one_of
from speclift.reading.types.tokens import Token, tokens_of
from speclift.reading.words import types as words
from speclift.reading.words.types import plain


class Members(Cursor):
    """Reads the members of enumerations."""

    def _enumeration(self) -> Part | None:
        """Literals between bars, slashes, commas or `or`: quoted text, numbers, or code spans that hold no type."""
        token = self._peek(self._at)
        if token is None:
            return None
        if self._is_enumeration_start():
            return self._listed_members()
        values: list[str] = []
        is_nullable, literals, end = False, 0, self._at
        at = self._at
        while at < len(self._tokens):
            self._step()
            token = self._tokens[at]
            is_literal = token.kind in ("quoted", "number") or token.span > 0
            if token.kind == "link" or (token.kind in ("mark", "break") and not token.span):
                return None
            content = self._spans[token.span] if token.span else token.text
            if content == "null":
                is_nullable = True
            elif token.kind == "word" and (is_core(content) if is_literal else is_type_text(content)):
                return None
            elif is_literal or _is_member(content):
                values.append(unquoted(content))
                literals += is_literal
            else:
                return None
            at = end = self._span_end(at) if token.span else at + 1
            at = self._next_member(at, has_literals=literals > 0)
            if at == end:
                break
        return self._members(values, literals, end, is_nullable=is_nullable)

    def _next_member(self, at: int, *, has_literals: bool) -> int:
        """The place of the next literal of a list, or the given place where the list ends."""
        start = at
        following = self._peek(at)
        if following is None or following.span:
            return start
        if following.kind == "break" or (following.kind == "mark" and following.text in ALTERNATIVE):
            at += 1
        elif has_literals and following.kind == "mark" and following.text in ",、":
            at += 1
            following = self._peek(at)
            if following is not None and following.kind == "word" and not following.span:
                if plain(following.text) not in (words.OR | words.AND):
                    return start
                at += 1
        elif has_literals and following.kind == "word" and plain(following.text) in (words.OR | words.AND):
            at += 1
        after = self._peek(at)
        if after is None or (after.kind == "mark" and not after.span):
            return start
        return at

    def _members(self, values: list[str], literals: int, end: int, *, is_nullable: bool) -> Part | None:
        """An enumeration of values; None where they do not end a clause, or where the only one is not a constant."""
        if not self._ends_clause_at(end) or (not literals and len(values) < 2):
            return None
        if len(values) < 2 and not (values and _is_constant(values[0], self._tokens[self._at])):
            return None
        self._at = end
        unique = tuple(dict.fromkeys(values))
        type_ = type_of_values(unique)
        return Part(Primitive("boolean") if type_ == "boolean" else Enumerated(unique, type_), is_nullable=is_nullable)

    def _is_enumeration_start(self) -> bool:
        token = self._tokens[self._at]
        if token.kind != "word":
            return False
        one, two = plain(token.text), self._peek(self._at + 1)
        if one in ("enum", "enumeration", "literal") and two is not None:
            return (two.kind == "mark" and two.text in "([<{:") or two.kind == "quoted" or plain(two.text) in words.OF
        pair = one + (plain(two.text) if two is not None and two.kind == "word" else "")
        if pair in ("oneof", "anyof", "either", "eitherof") or one == "either":
            after = self._peek(self._at + (1 if one == "either" or one == pair else 2))
            return after is not None and (after.kind == "quoted" or bool(after.span) or after.text == ":")
        return False

    def _listed_members(self) -> Part | None:
        start = self._at
        at = start + 1
        while at < len(self._tokens) and (
            plain(self._tokens[at].text) in (words.OF | {"values"}) or self._tokens[at].text in ":([<{"
        ):
            at += 1
        values, end = self._value_list(at)
        if not values:
            return None
        are_types = all(words.PRIMITIVES.get(plain(value)) for value in values)
        if are_types and (plain(self._tokens[start].text) != "enum" or len(values) == 1):
            self._at = end
            self._close(start)
            return one_of([Part(Primitive(*words.PRIMITIVES[plain(value)])) for value in values])
        self._at = end
        self._close(start)
        unique = tuple(dict.fromkeys(unquoted(value) for value in values))
        return Part(Enumerated(unique, type_of_values(unique)))

    def _close(self, start: int) -> None:
        """Step over the brackets that were opened between a place and here."""
        opened = sum(token.kind == "mark" and token.text in OPENING for token in self._tokens[start : self._at])
        while opened and self._at < len(self._tokens) and self._tokens[self._at].text in CLOSING:
            self._at += 1
            opened -= 1

    def _value_list(self, at: int) -> tuple[list[str], int]:
        """The literals from a place on, with commas, bars, slashes or `or` between them, and where they end."""
        values: list[str] = []
        end = at
        is_separated, was_marked = True, False
        while at < len(self._tokens):
            self._step()
            token = self._tokens[at]
            following = self._peek(at + 1)
            if (token.kind == "mark" and not token.span) or token.kind == "break":
                is_divider = token.kind == "break" or token.text in ALTERNATIVE or token.text in ",\u3001\uff0c"
                if not is_divider and (values or token.text not in ":([{<"):
                    break
                is_separated = True
                at += 1
            elif token.kind == "word" and not token.span and values and plain(token.text) in (words.OR | words.AND):
                is_separated = True
                at += 1
            elif not is_separated:
                break
            elif token.span:
                was_marked = True
                values.append(unquoted(self._spans[token.span]))
                at = end = self._span_end(at)
                is_separated = False
            elif token.kind in ("quoted", "number", "word"):
                if values and was_marked and token.kind == "word":
                    break
                was_marked = token.kind == "quoted"
                is_phrase = token.kind == "word" and following is not None and following.kind == "word"
                if is_phrase and following is not None and plain(following.text) not in (words.OR | words.AND):
                    break
                values.append(token.text)
                at = end = at + 1
                is_separated = False
            else:
                break
        return values, end


def _is_member(word: str) -> bool:
    """Whether a bare word may be a member of an enumeration: `asc`, `IN_PROGRESS`, but not a name such as `FooBar`."""
    return word.islower() or word.isupper() or ("_" in word and not word[0].isupper())


def _is_constant(value: str, token: Token) -> bool:
    """Whether a single literal is a type of one value: quoted, or a constant in a code span."""
    if token.kind == "quoted":
        return True
    return token.span > 0 and value.isupper() and len(value) > 3 and not is_type_text(value)


@functools.lru_cache(maxsize=4_096)
def is_type_text(text: str) -> bool:
    """Whether a code span holds a known type rather than a value."""
    found = tokens_of(text)
    if not found.tokens or found.tokens[0].kind in ("quoted", "number"):
        return False
    key = plain(text)
    if (
        key in words.PRIMITIVES
        or key.removesuffix("s") in words.PRIMITIVES
        or key in words.LISTS
        or key in words.MAPS
        or key == "any"
    ):
        return True
    if text.rpartition(".")[0].lower() in words.NAMESPACES:
        return True
    return any(token.kind == "mark" and token.text in "[]<>?|" for token in found.tokens) or key.startswith("arrayof")


def is_core(text: str) -> bool:
    """Whether a code span beside others is surely a type: `integer`, `array[string]`, but not `email`."""
    key = plain(text)
    return key in words.CORE or key.startswith("arrayof") or (text[-1:] in "]>?" and is_type_text(text))

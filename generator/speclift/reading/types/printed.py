"""The meaning of a printed type: `Array of [user](user.md) objects or null, required, max 100`.

A type comes first or after marks.  The text after it (brackets, commas, a colon) refines it: formats, members, limits,
a default, whether it is required.  `grammar` reads the type itself, from the tokens that `tokens` makes, and
`refinements` reads the text after it.
"""

from __future__ import annotations

import functools

from speclift.model.facts import (
    Enumerated,
    ListOf,
    Named,
    Primitive,
    Printed,
    PrintedType,
    Unknown,
)
from speclift.reading.types.cursor import SEPARATORS, TooMuchError
from speclift.reading.types.literals import type_of_values
from speclift.reading.types.marks import limit_at, mark_at
from speclift.reading.types.parts import enumerated
from speclift.reading.types.refinements import Refinements
from speclift.reading.types.tokens import MOST_CHARACTERS, Tokens, tokens_of, without_entities
from speclift.reading.words import types as words
from speclift.reading.words.types import plain


@functools.lru_cache(maxsize=16_384)
def printed(text: str) -> Printed:
    """What a printed type says: the source of a cell or of brackets, with links, code spans, emphasis and HTML.

    A name that the grammar does not know is `Named`, prose is `Unknown`.  Never raises.
    """
    if not text or len(text) > MOST_CHARACTERS:
        return Printed(Unknown(text))
    if "](" in text and text.startswith("`{") and text.endswith("}`"):
        text = text.strip("`")  # a map with a link in its code span, as in markdown that was made from HTML
    found = tokens_of(without_entities(text))
    if "://" in text and not any("://" in token.target for token in found.tokens):
        return Printed(Unknown(text))
    if text.strip(" *`_").lower() in ("n/a", "tbd"):
        return Printed()
    if not any(token.kind != "mark" for token in found.tokens):
        return _marks_only(text, found)
    only = found.spans.get(1, "")
    if any(mark in only for mark in "|,/") and all(token.span == 1 for token in found.tokens):
        found = tokens_of(only)  # `asc|desc` in one code span
    grammar = _Cell(found, 0)
    try:
        return grammar.cell(text)
    except TooMuchError:
        return Printed(Unknown(text))


def _marks_only(text: str, found: Tokens) -> Printed:
    shown = "".join(token.text for token in found.tokens)
    if shown == "[]":
        return Printed(ListOf(Unknown()))
    if shown == "{}":
        return Printed(Primitive("object"))
    return Printed(Unknown("" if not shown.strip("-\u2013\u2014*") else text))


class _Cell(Refinements):
    """One reading of a cell or of brackets: the type and everything beside it."""

    def cell(self, text: str) -> Printed:
        """Everything that the tokens say, in their order."""
        if (
            len(self._tokens) > 2
            and self._tokens[1].text == ":"
            and plain(self._tokens[0].text) in ("type", "datatype")
        ):
            self._at = 2
        while self._at < len(self._tokens):
            self._step()
            if self._mark():
                continue
            if self._type is None and self._first_type():
                continue
            if self._type is not None and self._refinement():
                continue
            self._skip()
        return self._result(text)

    def _result(self, text: str) -> Printed:
        type_ = self._type
        if self._values and not isinstance(type_, Enumerated):
            values = tuple(dict.fromkeys(self._values))
            if not isinstance(type_, ListOf):
                type_ = enumerated(type_, values)
            elif isinstance(type_.items, Unknown) or type_.items == Primitive("string"):
                type_ = ListOf(Enumerated(values, type_of_values(values)))
        if type_ is None:
            has_marks = self._is_required is not None or self._default is not None or self._limits or self._location
            if self._is_nullable and not has_marks:
                type_ = Primitive("null")
            else:
                type_ = Unknown("" if has_marks or self._flags else text)
        return Printed(
            type_,
            is_nullable=self._is_nullable,
            is_required=self._is_required,
            default=self._default,
            limits=tuple(limit for limit in self._limits.items() if _is_of(limit[0], type_)),
            location=self._location,
            is_read_only="read-only" in self._flags,
            is_write_only="write-only" in self._flags,
            is_deprecated="deprecated" in self._flags,
        )

    def _first_type(self) -> bool:
        start = self._at
        part = self._alternatives(0)
        is_weak = part is not None and (not part.is_known or isinstance(part.type, Enumerated))
        if part is None or (is_weak and self._has_prose) or (not part.is_known and not self._ends_clause()):
            self._at = start
            return False
        if isinstance(part.type, Named) and not part.type.target and self._lists_words():
            self._at = start
            return False
        if isinstance(part.type, Primitive) and self._is_prose_from(start):
            self._at = start
            return False
        self._type = part.type
        self._is_nullable |= part.is_nullable
        return True

    def _lists_words(self) -> bool:
        """Whether a comma and a word that is neither mark nor limit follow: `users, groups and roles`."""
        token, following = self._peek(self._at), self._peek(self._at + 1)
        if token is None or token.text not in (",", ";") or following is None or following.kind != "word":
            return False
        return (
            mark_at(self._tokens, self._at + 1) is None
            and limit_at(self._tokens, self._at + 1, "string") is None
            and plain(following.text) not in words.ENUMERATIONS
        )

    def _is_prose_from(self, start: int) -> bool:
        """Whether a word that is a type by itself only starts a sentence: `Date of birth`."""
        token = self._peek(self._at)
        if (
            token is None
            or token.kind != "word"
            or token.span
            or self._ends_clause()
            or plain(token.text) in words.TYPE_TAILS
        ):
            return False
        is_word = self._at - start == 1 and self._key(start, 1) not in words.CORE
        return is_word and limit_at(self._tokens, self._at, "string") is None

    def _skip(self) -> None:
        """Skip what has no meaning here: a separator, or prose up to the next one."""
        if self._tokens[self._at].kind == "mark":
            self._at += 1
            return
        self._has_prose = True
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token.kind == "break" or (token.kind == "mark" and token.text in SEPARATORS):
                break
            self._at += 1
            if self._type is not None and self._at < len(self._tokens) and self._limit() is not None:
                return
        self._at += 1


def _is_of(keyword: str, type_: PrintedType) -> bool:
    """Whether a limit belongs to the type itself rather than to the items of a list."""
    return not isinstance(type_, ListOf) or keyword.endswith("Items")

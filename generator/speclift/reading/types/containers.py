"""Lists and maps among the tokens of a type: `array<T>`, `List of T`, `map[K]V`, `[T]`, `{[key: K]: V}`."""

from __future__ import annotations

from abc import ABC, abstractmethod

from speclift.model.facts import (
    ListOf,
    MapOf,
    Named,
    Primitive,
    Unknown,
)
from speclift.reading.types.cursor import CLOSING, OPENING
from speclift.reading.types.members import Members
from speclift.reading.types.parts import Part, one_of, with_null
from speclift.reading.types.tokens import Token
from speclift.reading.words import types as words
from speclift.reading.words.types import plain

#: Words for the number of items in a list, between `of` and the type of the items.
_COUNTS = frozenset(
    ("one", "more", "or", "zero", "unique", "1", "2", "3", "4", "different", "all", "up", "to", "exactly", "multiple")
)


class Containers(Members, ABC):
    """Reads lists and maps; the grammar reads the types within them."""

    @abstractmethod
    def _alternatives(self, depth: int) -> Part | None:
        """Types between bars, slashes or `or`."""

    @abstractmethod
    def _one_type(self, depth: int) -> Part | None:
        """One type."""

    def _bracketed(self, token: Token, depth: int) -> Part | None:
        """`[string]` and `[]string` are lists, `{…}` an object, `(…)` what is in it."""
        closing = self._closing(self._at)
        if token.text not in OPENING or closing < 0:
            return None
        if token.text == "[":
            if closing == self._at + 1:
                self._at += 2
                items = self._one_type(depth + 1)
                if items is not None and items.type == Primitive("string", "byte"):
                    return items  # `[]byte` is one base64 string
                return Part(ListOf(with_null(items) if items else Unknown()))
            return self._inside(closing, depth, ListOf)
        if token.text == "{":
            return self._braces(closing, depth)
        if token.text == "<":
            inner, after = self._peek(self._at + 1), self._peek(closing + 1)
            word = plain(after.text) if after is not None and after.kind == "word" else ""
            if word in words.MAPS:
                # `< string, Lamp > map`, as Swagger2Markup prints it.
                values = self._key_and_value(closing, depth)
                self._at = closing + 2
                return values
            if word not in words.LISTS and (inner is None or closing != self._at + 2 or inner.kind != "word"):
                return None
        start = self._at
        self._at += 1
        part = self._alternatives(depth + 1)
        if part is None or self._at != closing:
            self._at = start
            return None
        self._at = closing + 1
        return part

    def _inside(self, closing: int, depth: int, make: type[ListOf] | type[MapOf]) -> Part:
        """A list or map of the type between two brackets, or of unknown values if that is not a type."""
        self._at += 1
        part = self._alternatives(depth + 1)
        inner = with_null(part) if part is not None and self._at == closing else Unknown()
        self._at = closing + 1
        return Part(make(inner))

    def _braces(self, closing: int, depth: int) -> Part:
        """`{string: Foo}` and `{[key: string]: Foo}` are maps, other braces an object."""
        inner = self._peek(self._at + 1)
        start = self._at + 1
        colon = -1
        if inner is not None and inner.text == "[":
            colon = self._closing(start) + 1
        elif inner is not None and inner.kind == "word" and plain(inner.text) in words.CORE:
            colon = start + 1
        if 0 < colon < closing and self._tokens[colon].text == ":":
            self._at = colon
            return self._inside(closing, depth, MapOf)
        self._at = closing + 1
        return Part(Primitive("object"))

    def _collection(self, depth: int) -> Part:
        """What follows a word for a list: `<T>`, `[T]`, `(T)`, `of T`."""
        following = self._peek(self._at)
        if following is None:
            return Part(ListOf(Unknown()))
        if following.text == "." and self._opens(self._at + 1):  # JSDoc: Array.<string>
            self._at += 1
            following = self._tokens[self._at]
        if following.kind == "mark" and following.text in "<[({":
            closing = self._closing(self._at)
            if closing == self._at + 1:  # `Array[]`: the brackets say again that it is a list
                self._at += 2
                return Part(ListOf(Unknown()))
            if closing > 0 and self._holds_type(self._at + 1, closing):
                return self._inside(closing, depth, ListOf)
        if following.kind == "word" and plain(following.text) in words.OF:
            return self._list_of(depth)
        if following.kind == "word" and self._is_phrase(self._at):
            items = self._one_type(depth + 1)
            return Part(ListOf(with_null(items) if items else Unknown()))
        return Part(ListOf(Unknown()))

    def _list_of(self, depth: int) -> Part:
        """A list of the type after `of`, or of unknown items where that is prose."""
        self._at += 1
        token = self._peek(self._at)
        while token is not None and token.kind in ("word", "number") and plain(token.text) in _COUNTS:
            self._at += 1
            token = self._peek(self._at)
        values = self._enumeration()
        items = values if values is not None else self._one_type(depth + 1)
        if items is None:
            return Part(ListOf(Unknown()))
        if not items.is_known and not self._ends_clause():
            return Part(ListOf(Unknown()))
        separator, following = self._peek(self._at), self._peek(self._at + 1)
        is_or = separator is not None and separator.kind == "word" and plain(separator.text) in words.OR
        if is_or and following is not None and following.kind == "link" and isinstance(items.type, Named):
            self._at += 1
            other = self._one_type(depth + 1)
            items = items if other is None else one_of([items, other])
        return Part(ListOf(with_null(items)))

    def _map(self, depth: int) -> Part:
        """What follows a word for a map: `<K, V>`, `[K]V`, `[K->V]`, `of K to V`, `of V`."""
        following = self._peek(self._at)
        if following is None:
            return Part(MapOf(Unknown()))
        if following.kind == "mark" and following.text in "<[({":
            closing = self._closing(self._at)
            if closing < 0 or not self._holds_type(self._at + 1, closing):
                return Part(MapOf(Unknown()))
            if following.text == "[" and self._is_go_map(closing):
                self._at = closing + 1
                values = self._one_type(depth + 1)
                return Part(MapOf(with_null(values) if values else Unknown()))
            return self._key_and_value(closing, depth)
        if following.kind == "word" and plain(following.text) in (*words.OF, "from"):
            self._at += 1
            part = self._one_type(depth + 1)
            arrow = self._peek(self._at)
            if part is not None and arrow is not None and plain(arrow.text) in ("to", "=", "-", ":", "→"):
                while arrow is not None and plain(arrow.text) in ("to", "=", "-", ":", "→", ">"):
                    self._at += 1
                    arrow = self._peek(self._at)
                part = self._one_type(depth + 1) or part
            if part is None or not (part.is_known or self._ends_clause()):
                return Part(MapOf(Unknown()))
            return Part(MapOf(with_null(part)))
        return Part(MapOf(Unknown()))

    def _is_go_map(self, closing: int) -> bool:
        """Whether a value type is glued to the brackets of the key: `map[string]int`, not `Map[String]`."""
        token = self._peek(closing + 1)
        return token is not None and not token.is_spaced and (token.kind in ("word", "link") or token.text in "[*{")

    def _key_and_value(self, closing: int, depth: int) -> Part:
        """The map of `<K, V>`, whose bracket closes at `closing`; the type of the keys has no effect."""
        at = self._at + 1
        nesting = 0
        divider = -1
        while at < closing:
            text = self._tokens[at].text if self._tokens[at].kind == "mark" else ""
            nesting += (text in OPENING and text != "") - (text in CLOSING and text != "" and not self._is_arrow(at))
            if (nesting == 0 and text in (",", "|", ":", ";", "=", "→")) or (nesting == 0 and self._is_arrow(at + 1)):
                divider = at
                break
            at += 1
        self._at = divider if divider > 0 else self._at
        while divider > 0 and self._at + 1 < closing and self._tokens[self._at + 1].text in (">", "="):
            self._at += 1
        return self._inside(closing, depth, MapOf)
